"""The task book as a Paper."""

from __future__ import annotations

import pytest

from tests.reports.builders_plan import PlanBuilder, county_plan
from xiezuo_desktop.documents.paper import Paragraph, Role, Table
from xiezuo_desktop.reports import compose


def paragraphs(paper, role):
    return [b.text for b in paper.blocks if isinstance(b, Paragraph) and b.role is role]


def test_the_whole_paper_has_notice_book_and_attachment():
    paper = compose("taskbook", county_plan().plan)
    assert len(paper.sections) == 3
    assert (paper.head.mark, paper.head.number) == ("临江区人民政府办公室文件", "临政办〔2031〕18号")
    assert (paper.imprint.printed_by, paper.imprint.printed_on) == ("临江区人民政府办公室", "2031年3月6日")
    assert paragraphs(paper, Role.MAIN_TO) == ["各镇人民政府、街道办事处，区属各单位："]
    assert paragraphs(paper, Role.SIGNATURE) == ["临江区人民政府办公室"]
    assert paragraphs(paper, Role.DATE) == ["2031年3月5日"]
    assert paragraphs(paper, Role.HEADING1)[:2] == ["一、区委组织部", "二、区发展和改革局"]
    assert paragraphs(paper, Role.ATTACHMENT_LIST) == ["附件：2031年临江－云岭东西部协作工作主要任务指标分解表"]
    assert isinstance(paper.sections[2].blocks[2], Table)


def test_signature_stands_in_the_notice_and_the_list_of_attachments_in_the_book():
    notice, book, _ = compose("taskbook", county_plan().plan).sections
    assert [b.role for b in notice.blocks][-2:] == [Role.SIGNATURE, Role.DATE]
    assert book.blocks[-1].role is Role.ATTACHMENT_LIST


def test_a_plan_without_head_data_prints_no_head():
    b = PlanBuilder(title="临江区任务书")
    b.chapter("一", "区教育局", "选派教师。")
    paper = compose("taskbook", b.plan)
    assert paper.head is None
    assert paper.imprint is None
    assert [(b.role, b.text) for b in paper.sections[0].blocks] == [
        (Role.TITLE, "临江区任务书"),
        (Role.HEADING1, "一、区教育局"),
        (Role.BODY, "1.选派教师。"),
    ]


def test_a_text_with_a_title_of_its_own_is_the_second_attachment():
    b = county_plan(2)
    for text in ("备注：按季报送。", "指标说明", "一、资金", "按实际拨付统计。"):
        b.text("note", text)
    paper = compose("taskbook", b.plan, turned=True)
    assert paragraphs(paper, Role.ATTACHMENT_LIST) == [
        "附件：1.2031年临江－云岭东西部协作工作主要任务指标分解表\n2.指标说明"
    ]
    assert paragraphs(paper, Role.ATTACHMENT_MARK) == ["附件1", "附件2"]
    assert [section.turned for section in paper.sections[-2:]] == [True, False]
    apart = compose("taskbook", b.plan, bound=False)
    assert [section.begins is not None for section in apart.sections[-2:]] == [True, True]


def test_a_plan_of_indicators_alone_prints_its_table_without_the_word_attachment():
    b = PlanBuilder(title="临江区指标", issuer="临江区发展和改革局")
    b.indicator("投资额", target="3")
    paper = compose("taskbook", b.plan)
    assert len(paper.sections) == 1
    assert paragraphs(paper, Role.ATTACHMENT_MARK) == []


def test_an_empty_plan_prints_its_title_and_says_that_there_is_nothing():
    paper = compose("taskbook", PlanBuilder(title="临江区任务书").plan)
    title, lacks, remedy = [b.text for b in paper.blocks]
    assert (title, lacks) == ("临江区任务书", "这份计划里没有任务书的文字，也没有指标，这里没有内容可印。")
    assert "“任务书”" in remedy


def test_the_lead_of_a_clause_is_printed_once():
    from xiezuo_desktop.core.records import Chapter, Clause

    b = PlanBuilder(title="临江区任务书")
    chapter = b.add(Chapter, ordinal="一", unit=b.unit("区教育局"))
    b.add(Clause, chapter=chapter.id, ordinal="1", lead="选派教师。", text="选派教师。全年12名。")
    b.add(Clause, chapter=chapter.id, ordinal="2", lead="培训教师", text="全年30名。")
    assert paragraphs(compose("taskbook", b.plan), Role.BODY) == ["1.选派教师。全年12名。", "2.培训教师。全年30名。"]


def test_numbering_decides_the_level_of_a_chapters_heading():
    b = PlanBuilder(title="临江区任务书")
    for ordinal in ("一", "（二）", "3", "（4）"):
        b.chapter(ordinal, "区教育局")
    found = [(p.role, p.text) for p in compose("taskbook", b.plan).blocks][1:]
    assert found == [
        (Role.HEADING1, "一、区教育局"),
        (Role.HEADING2, "（二）区教育局"),
        (Role.HEADING3, "3.区教育局"),
        (Role.HEADING4, "（4）区教育局"),
    ]


def test_one_units_book_has_its_chapters_only():
    paper = compose("taskbook", county_plan(4).plan, unit="区教育局")
    assert paragraphs(paper, Role.HEADING1) == ["三、区教育局"]


def test_user_text_is_never_markup():
    b = PlanBuilder(title="<b>任务书</b> & <img src='/etc/passwd'>")
    b.chapter("一", "<i>区教育局</i>", "a < b && c > d")
    assert paragraphs(compose("taskbook", b.plan), Role.BODY) == ["1.a < b && c > d"]


def test_a_notice_without_text_is_told_on_the_paper_too():
    b = PlanBuilder(title="临江区任务书", issuer="临江区人民政府办公室", mark="临江区人民政府办公室文件")
    b.indicator("就业人数", ["区教育局"], target="120")
    paper = compose("taskbook", b.plan)
    assert "通知没有正文" in paper.notes[0]
    assert paragraphs(paper, Role.BODY) == list(paper.notes)
    assert not paragraphs(compose("taskbook", b.plan, form="plain"), Role.BODY)
    b.text("notice", "现印发给你们，请认真落实。")
    assert compose("taskbook", b.plan).notes == ()


def test_a_task_book_without_a_notice_stands_below_the_head_itself():
    b = PlanBuilder(
        title="临江区任务书", mark="临江区人民政府办公室文件", main_to="各镇人民政府", issuer="临江区人民政府办公室"
    )
    b.chapter("一", "区教育局", "选派教师。")
    paper = compose("taskbook", b.plan)
    roles = [block.role for block in paper.sections[0].blocks]
    assert roles[:3] == [Role.TITLE, Role.MAIN_TO, Role.HEADING1]
    assert roles[-1] is Role.SIGNATURE
    assert paper.notes == ()


def test_a_sheet_that_says_there_is_nothing_is_no_official_paper():
    paper = compose("taskbook", PlanBuilder(title="", copy_to="云岭县人民政府").plan)
    assert paper.head is None
    assert paper.imprint is None


@pytest.mark.parametrize(
    ("form", "mark", "printed"),
    [
        ("document", "临江区人民政府文件", "临江区人民政府文件"),
        ("document", "临江区人民政府\n云岭县人民政府文件", "临江区人民政府\n云岭县人民政府\n文件"),
        ("document", "临江区人民政府\n云岭县人民政府", "临江区人民政府\n云岭县人民政府"),
        ("letter", "临江区人民政府文件", "临江区人民政府"),
        ("order", "临江区人民政府文件", "临江区人民政府令"),
        ("order", "临江区人民政府命令", "临江区人民政府命令"),
        ("minutes", "临江区人民政府文件", "临江区人民政府纪要"),
        ("minutes", "区长办公会议纪要", "区长办公会议纪要"),
        ("minutes", "临江区人民政府\n云岭县人民政府\n文件", "临江区人民政府\n云岭县人民政府"),
    ],
)
def test_a_mark_ends_as_its_form_asks(form, mark, printed):
    b = PlanBuilder(title="临江区任务书", mark=mark)
    b.chapter("一", "区教育局", "选派教师。")
    assert compose("taskbook", b.plan, form=form).head.mark == printed


def test_a_copy_number_has_six_digits():
    plan = PlanBuilder(mark="临江区人民政府文件", copy_number="12").plan
    assert compose("taskbook", plan).head.copy_number == "000012"
