"""Official papers laid out on the grid of GB/T 9704-2012: no PDF is written here."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from tests.documents.pdf.builders_layout import row, ruler, table
from xiezuo_desktop.documents.paper import Align, Head, Imprint, Paper, Paragraph, Role, Section
from xiezuo_desktop.documents.pdf.flow import BODY_SIZE, EM, MM, PITCH, frame_for
from xiezuo_desktop.documents.pdf.gongwen import lay_out

FRAME = frame_for()
SENTENCE = "各单位要加强组织领导，明确责任分工，细化工作措施，按季度报送进展情况，确保全面完成年度目标任务。"
TITLE = "临江区人民政府办公室关于印发2031年东西部协作工作任务书的通知"


def text(count):
    return Paragraph((SENTENCE * (count // len(SENTENCE) + 1))[:count])


def notice(*blocks, **more):
    head = Head("临江区人民政府办公室文件", "临政办〔2031〕5号")
    sections = (Section((Paragraph(TITLE, Role.TITLE), Paragraph("各镇人民政府：", Role.MAIN_TO), *blocks)),)
    return Paper(sections, more.pop("head", head), **more)


def plain(*blocks, **more):
    return Paper((Section(blocks),), **more)


def pages(paper):
    return lay_out(paper, ruler)


def base_lines(sheet):
    """Base lines of the running text from the top, in lines of the grid."""
    first = FRAME.base(0)
    ys = sorted({round(t.y, 2) for t in sheet.texts if t.size == BODY_SIZE}, reverse=True)
    return [round((first - y) / PITCH, 3) for y in ys]


def lines(sheet):
    """The text of a page line by line from the top."""
    rows = {}
    for t in sorted(sheet.all_texts(), key=lambda t: (-t.y, t.x)):
        rows.setdefault(round(t.y, 1), []).append(t.text)
    return ["".join(parts) for parts in rows.values()]


def right_edge(t):
    advances = ruler(t.role)
    return t.x + sum(advances[ch] for ch in t.text) * t.size + t.spacing * (len(t.text) - 1)


def test_a_full_page_holds_22_lines_of_the_grid():
    sheet = pages(plain(text(1500)))[0]
    assert base_lines(sheet) == [float(n) for n in range(22)]


def test_a_full_line_holds_28_characters_and_ends_at_the_edge():
    sheet = pages(plain(text(600)))[0]
    full = [t for t in sheet.texts if len(t.text) >= 26][1:-1]
    assert all(math.isclose(right_edge(t), FRAME.right, abs_tol=0.1) for t in full)
    assert max(len(t.text) for t in full) == 28


def test_paragraphs_begin_two_characters_in():
    first, second = pages(plain(text(60)))[0].texts[:2]
    assert math.isclose(first.x - FRAME.left, 2 * EM, abs_tol=0.01)
    assert math.isclose(second.x, FRAME.left, abs_tol=0.01)


@pytest.mark.parametrize("count", range(500, 640, 14))
def test_no_line_of_a_paragraph_stands_alone_on_a_page(count):
    for sheet in pages(plain(text(count), text(90), text(75))):
        last = [t.text for t in sheet.texts][-1]
        assert len(sheet.texts) > 1 or last.endswith("。")
    first, second = pages(plain(text(count), text(90)))[:2] if count > 590 else (None, None)
    if second:
        assert len(second.texts) >= 2 or not first.texts


@pytest.mark.parametrize("count", range(400, 620, 28))
def test_no_line_stands_alone_where_a_paragraph_has_paragraphs_within_it(count):
    within = Paragraph("\n".join(["甲" * 60 + "。", "按季度报送情况。", "乙" * 80 + "。", "丙" * 60]))
    for sheet in pages(plain(text(count), within, text(300))):
        texts = [t.text for t in sheet.texts]
        for letter, wanted in (("甲", 3), ("乙", 3), ("丙", 3)):
            assert sum(letter in t for t in texts) in (0, 2, wanted) or len(texts) < 3


def test_a_table_begins_below_its_title_though_a_row_has_to_be_cut():
    for count in range(26, 34):
        tall = table(
            row("\n".join(["落实措施"] * count), "10月底前"), row("完成", "12月底前"), header=(("措施", "时限"),)
        )
        subtitle = Paragraph("（区教育局）", align=Align.CENTRE)
        first, *others = pages(plain(Paragraph(TITLE, Role.TITLE), subtitle, tall))
        assert any("落实措施" in t.text for t in first.all_texts())
        assert sum("落实措施" in t.text for sheet in (first, *others) for t in sheet.all_texts()) == count


def test_no_heading_stands_at_the_foot_of_a_page():
    for count in range(480, 620, 7):
        blocks = (text(count), Paragraph("二、强化保障", Role.HEADING1), text(100), text(600))
        for sheet in pages(plain(*blocks)):
            assert not lines(sheet)[-2 if sheet.foot else -1].startswith("二、")


def test_headings_have_their_faces_the_second_up_to_its_full_stop():
    blocks = (Paragraph("一、总体要求", Role.HEADING1), Paragraph("（一）加强领导。各单位要高度重视。", Role.HEADING2))
    faces = [(t.role, t.text) for t in pages(plain(*blocks))[0].texts]
    assert faces == [("hei", "一、总体要求"), ("kai", "（一）加强领导。"), ("fangsong", "各单位要高度重视。")]


def test_mark_is_red_centred_35_mm_below_the_upper_edge_and_fits():
    for mark in ("临江区文件", "临江区人民政府办公室文件", "临江区东西部协作工作领导小组办公室（区发展和改革局）文件"):
        sheet = pages(notice(text(50), head=Head(mark, "临政办〔2031〕5号")))[0]
        (red,) = [t for t in sheet.texts if t.colour == "red"]
        wide = sum(ruler("")[ch] for ch in mark) * red.size * red.stretch
        assert wide <= FRAME.area_width
        assert math.isclose(red.x + wide / 2, FRAME.left + FRAME.area_width / 2, abs_tol=0.5)
        top = red.y + 0.88 * red.size
        assert abs(FRAME.top - top - 35 * MM) < 0.06 * red.size


def test_joint_mark_spreads_its_names_and_puts_the_word_at_their_right():
    sheet = pages(notice(text(50), head=Head("临江区民政局\n临江区发展和改革局\n文件", "临民〔2031〕1号")))[0]
    first, second, word = [t for t in sheet.texts if t.colour == "red"]
    assert first.x == second.x
    assert math.isclose(right_edge(first), right_edge(second), abs_tol=0.5)
    assert word.x > first.x
    assert second.y < word.y < first.y


def test_red_rule_lies_4_mm_below_the_number_as_wide_as_the_type_area():
    sheet = pages(notice(text(50)))[0]
    (rule,) = [r for r in sheet.rules if r.colour == "red"]
    number = next(t for t in sheet.texts if "〔2031〕" in t.text and not t.colour)
    assert math.isclose(number.y - 0.12 * BODY_SIZE - rule.y0, 4 * MM, abs_tol=0.5)
    assert math.isclose(rule.x1 - rule.x0, 156 * MM, abs_tol=0.01)


def test_signer_stands_right_of_the_number():
    sheet = pages(notice(text(50), head=Head("临江区人民政府文件", "临政〔2031〕5号", "王小明")))[0]
    number, label, name = (
        next(t for t in sheet.texts if t.text == s) for s in ("临政〔2031〕5号", "签发人：", "王小明")
    )
    assert number.y == label.y == name.y
    assert (number.x, name.role) == (FRAME.left + EM, "kai")
    assert math.isclose(right_edge(name), FRAME.right - EM, abs_tol=0.1)


def test_copy_number_secrecy_and_urgency_stand_on_the_first_lines():
    head = Head("临江区文件", "临政〔2031〕5号", copy_number="000012", secrecy="秘密★1年", urgency="特急")
    sheet = pages(notice(text(50), head=head))[0]
    found = [(t.text, t.role) for t in sheet.texts[:3]]
    assert found == [("000012", "fangsong"), ("秘密★1年", "hei"), ("特急", "hei")]
    assert [round((FRAME.base(0) - t.y) / PITCH, 3) for t in sheet.texts[:3]] == [0, 1, 2]


def test_first_page_shows_running_text_whatever_stands_above():
    receivers = "、".join(f"第{n}街道办事处" for n in range(60)) + "："
    blocks = (Paragraph(TITLE, Role.TITLE), Paragraph(receivers, Role.MAIN_TO), text(200))
    paper = Paper(
        (Section(blocks),), Head("临江区文件", "临政〔2031〕5号"), Imprint("各科室", "区政府办", "2031年3月5日")
    )
    sheets = pages(paper)
    assert SENTENCE[:20] in "".join(lines(sheets[0]))
    imprint = "".join(lines(sheets[-1]))
    assert "主送：第0街道办事处" in imprint
    assert imprint.index("主送：") < imprint.index("抄送：")


@pytest.mark.parametrize("count", [12, 30])
def test_a_first_page_shows_text_though_what_signs_it_stands_on_the_next(count):
    offices = ["临江区人民政府", "临江区发展和改革局", "临江区财政局"]
    ending = (*(Paragraph(name, Role.SIGNATURE) for name in offices), Paragraph("2031年3月5日", Role.DATE))
    attached = Paragraph("附件：任务分解表", Role.ATTACHMENT_LIST)
    blocks = (Paragraph("关于印发任务书的通知", Role.TITLE), text(count), attached, *ending)
    sheets = pages(Paper((Section(blocks),), Head("\n".join([*offices, "文件"]), "临政〔2031〕5号")))
    assert SENTENCE[:10] in "".join(lines(sheets[0]))
    assert any("财政局" in line for line in lines(sheets[1]))


def test_a_short_notice_stays_on_its_page_with_less_room_for_the_seal():
    ending = (Paragraph("临江区人民政府办公室", Role.SIGNATURE), Paragraph("2031年3月5日", Role.DATE))
    for count in range(30, 200, 10):
        sheets = pages(notice(text(count), *ending))
        assert SENTENCE[:10] in "".join(lines(sheets[0]))
        if len(sheets) > 1:
            assert any(SENTENCE[k : k + 4] in "".join(lines(sheets[1])[:2]) for k in range(40))


def test_a_title_gives_up_a_line_where_that_keeps_who_signs_on_the_page():
    title = Paragraph("临江区人民政府办公室关于印发2031年临江—云岭东西部协作任务书的通知", Role.TITLE)
    ending = (Paragraph("临江区人民政府办公室", Role.SIGNATURE), Paragraph("2031年3月5日", Role.DATE))
    head = Head("临江区人民政府办公室文件", "临政办〔2031〕5号")
    found = []
    for count in range(27, 400, 28):
        sheets = pages(Paper((Section((title, text(count), *ending)),), head))
        found.append((sum(t.size == 22 for t in sheets[0].texts), len(sheets)))
    assert found == sorted(found, key=lambda at: at[1])
    assert {lines for lines, count in found if count == 2} == {3}  # not for nothing
    assert [lines for lines, count in found if count == 1].count(2) == 1  # one line more of text has room


def test_date_stands_four_characters_in_and_the_name_over_it():
    for name in ("区政府", "临江区人民政府办公室", "临江区对口协作工作组办公室", "临江区东西部协作工作领导小组办公室"):
        paper = notice(text(50), Paragraph(name, Role.SIGNATURE), Paragraph("2031年3月5日", Role.DATE))
        sheet = pages(paper)[0]
        date = next(t for t in sheet.texts if t.text == "2031年3月5日")
        signed = next(t for t in sheet.texts if t.text == name and t.size == BODY_SIZE)
        assert math.isclose(right_edge(date), FRAME.right - 4 * EM, abs_tol=0.1)
        middle = (date.x + right_edge(date)) / 2
        if len(name) < 14:
            assert math.isclose((signed.x + right_edge(signed)) / 2, middle, abs_tol=1.0 * MM)
        else:  # as far as the type area lets it
            assert math.isclose(right_edge(signed), FRAME.right, abs_tol=0.1)
        assert signed.y > date.y


def test_attachments_are_listed_hanging_under_the_first_name():
    name = "2031年度东西部协作工作主要任务指标分解表及其有关说明和填报要求"
    blocks = (text(40), Paragraph(f"附件：1.{name}\n2.联络员名单", Role.ATTACHMENT_LIST))
    found = pages(plain(*blocks))[0].texts[2:]
    assert [t.text for t in found[:2]] == ["附件：", "1."]
    first, rest, second = found[2], found[3], found[5]
    assert first.text + rest.text == name
    assert first.x == rest.x == second.x
    assert second.text == "联络员名单"


def test_attachment_begins_a_page_its_title_on_line_3():
    attachment = Section((Paragraph("附件", Role.ATTACHMENT_MARK), Paragraph("指标分解表", Role.TITLE), text(50)))
    paper = Paper((Section((text(50),)), attachment))
    sheet = pages(paper)[1]
    mark, title = sheet.texts[:2]
    assert (mark.text, mark.role, mark.x) == ("附件", "hei", FRAME.left)
    assert math.isclose(title.y, FRAME.base(2 * PITCH, 22), abs_tol=0.01)


def test_imprint_lies_on_the_lower_edge_of_the_last_page():
    paper = plain(text(100), imprint=Imprint("区委各部门，区人武部", "临江区人民政府办公室", "2031年3月5日"))
    sheet = pages(paper)[-1]
    ys = sorted(r.y0 for r in sheet.rules)
    assert math.isclose(ys[0], FRAME.bottom, abs_tol=0.01)
    assert [round(r.weight / MM, 2) for r in sorted(sheet.rules, key=lambda r: r.y0)] == [0.35, 0.25, 0.35]
    assert "抄送：区委各部门，区人武部。" in lines(sheet)
    assert "临江区人民政府办公室2031年3月5日印发" in lines(sheet)


def test_imprint_gets_a_page_of_its_own_only_when_there_is_no_room():
    imprint = Imprint("区委各部门", "临江区人民政府办公室", "2031年3月5日")
    room = len(pages(plain(text(22 * 28 - 4 * 28), imprint=imprint)))
    full = pages(plain(text(22 * 28 - 10), imprint=imprint))
    assert room == 1
    assert len(full) == 2
    assert not any(SENTENCE[k : k + 5] in line for line in lines(full[1]) for k in range(40))


def test_a_table_leaves_the_imprint_its_room():
    imprint = Imprint("区委各部门", "临江区人民政府办公室", "2031年3月5日")
    for count in range(18, 30):
        body = table(*(row(str(n), "任务", "10") for n in range(count)), header=(("序号", "名称", "目标"),))
        sheets = pages(plain(Paragraph("指标分解表", Role.TITLE), body, imprint=imprint))
        assert any(t.text == "任务" for t in sheets[-1].all_texts())


def test_page_numbers_stand_outside_and_go_on_over_turned_pages():
    turned = Section((Paragraph("附件", Role.ATTACHMENT_MARK), table(row("甲", "乙"))), turned=True)
    sheets = pages(Paper((Section((text(700),)), turned, Section((text(20),)))))
    numbers = [sheet.foot[0] for sheet in sheets]
    assert [n.text for n in numbers] == ["— 1 —", "— 2 —", "— 3 —", "— 4 —"]
    assert all(n.x > 300 for n in numbers[0::2])
    assert all(math.isclose(n.x, FRAME.left + 14, abs_tol=0.01) for n in numbers[1::2])
    assert sheets[2].frame.turned
    assert sheets[2].frame.width > sheets[2].frame.height


def test_a_wide_sheet_as_high_as_the_upright_pages_is_folded_into_them_and_not_turned():
    wide = Section((Paragraph("附件", Role.ATTACHMENT_MARK), table(row("甲", "乙"))), turned=True, paper="A3")
    imprint = Imprint("区委各部门", "临江区人民政府办公室", "2031年3月5日")
    sheets = pages(Paper((Section((text(20),)), wide), imprint=imprint))
    assert [(round(s.frame.width / MM), round(s.frame.height / MM)) for s in sheets] == [
        (210, 297),
        (420, 297),
        (210, 297),
    ]
    folded = sheets[1]
    assert not folded.frame.turned
    assert (folded.frame.left, folded.frame.top, folded.frame.bottom) == (FRAME.left, FRAME.top, FRAME.bottom)
    assert [s.foot[0].y for s in sheets] == [sheets[0].foot[0].y] * 3
    assert math.isclose(folded.foot[0].x, FRAME.left + 14, abs_tol=0.01)  # page 2: outside is at the left
    alone = pages(Paper((wide,)))[0]
    assert not alone.frame.turned
    assert alone.foot[0].x > 900
    assert not any("区委" in line.text for line in folded.texts)
    among_a3 = pages(Paper((Section((text(20),), paper="A3"), wide)))[1]
    assert among_a3.frame.turned
    assert math.isclose(among_a3.foot[0].x, FRAME.left + 14, abs_tol=0.01)


def test_notes_stay_with_the_table_above_when_a_title_follows_on_the_next_page():
    rows = [row(f"第{n}项", str(n)) for n in range(22)]
    notes = [Paragraph(text, Role.CAPTION) for text in ("备注：1.以上为年度目标。", "2.按季度统计。")]
    title, text = Paragraph("关于任务指标的说明", Role.TITLE), Paragraph("说明如下。" * 60)
    first, second = pages(plain(table(*rows), *notes, title, text))[:2]
    assert "".join(line.text for line in first.texts) == "".join(note.text for note in notes)
    assert second.texts[0].text == title.text


def test_notes_do_not_stand_on_a_page_without_the_end_of_their_table():
    notes = [Paragraph(words, Role.CAPTION) for words in ("备注：1.以上为年度目标。", "2.按季度统计。")]
    for count in range(20, 34):
        last = pages(plain(table(*(row(f"第{n}项", str(n)) for n in range(count))), *notes))[-1]
        assert last.stacks
        assert [t.text for t in last.texts][-1] == "按季度统计。"


def test_captions_are_small_and_follow_the_table():
    sheet = pages(plain(table(row("甲", "乙")), Paragraph("备注：以上为年度目标。", Role.CAPTION)))[0]
    caption = next(t for t in sheet.texts if t.text.startswith("备注"))
    assert caption.size == 12
    assert caption.y < min(r.y0 for r in sheet.rules)


def test_titles_and_chapters_become_bookmarks():
    sheets = pages(plain(Paragraph("工作任务书", Role.TITLE), Paragraph("一、区教育局", Role.HEADING1), text(30)))
    assert sheets[0].outline == [("工作任务书", 0), ("一、区教育局", 1)]


def test_an_empty_paper_is_one_page():
    assert len(pages(Paper((Section(()),)))) == 1


def test_a_last_paragraph_of_one_line_does_not_get_a_page_of_its_own():
    for count in range(400, 1500, 28):
        text = "各镇街要压实工作责任，按季度报送进展情况，确保完成全年目标任务。" * 50
        blocks = (Paragraph(text[:count]), Paragraph("以上任务年底前完成。"))
        last = lay_out(Paper((Section(blocks),)), ruler)[-1]
        assert len({t.y for t in last.texts}) > 1


def test_running_text_keeps_its_distance_from_a_table_above():
    for rows in range(1, 9):
        blocks = (table(*(row(str(n), "任务") for n in range(rows))), Paragraph("一、总体情况", Role.HEADING1))
        (sheet,) = lay_out(Paper((Section(blocks),)), ruler)
        lowest = min(rule.y0 for rule in sheet.rules)
        (heading,) = sheet.texts
        assert lowest - (heading.y + 0.88 * heading.size) > 0.8 * heading.size


@pytest.mark.parametrize("count", range(20, 260, 24))
@pytest.mark.parametrize("remarks", [1, 2])
def test_remarks_stand_below_the_day_on_its_page(count, remarks):
    notes = [Paragraph("（此件公开发布）", Role.REMARK)] * remarks
    made = notice(text(count), Paragraph("临江区", Role.SIGNATURE), Paragraph("2031年3月5日", Role.DATE), *notes)
    (signed,) = [sheet for sheet in pages(made) if "2031年3月5日" in lines(sheet)]
    found = lines(signed)
    assert found.count("（此件公开发布）") == remarks
    assert found[found.index("2031年3月5日") + 1] == "（此件公开发布）"


def test_figures_of_a_loose_line_stay_together():
    words = "各单位上半年组织的学生共18人，完成率40.0%，以上"
    (sheet,) = pages(plain(Paragraph(words + "https://example.org/papers/2031/plan")))
    loose = [t for t in sheet.texts if t.spacing > 1.0]
    figures = [t for t in sheet.texts if t.text.rstrip() in ("18", "40.0%")]
    assert loose
    assert all(t.spacing < 0.0 for t in figures)
    assert len(figures) == 2
    edges = {round(max(right_edge(t) for t in sheet.texts if t.y == y), 1) for y in {t.y for t in loose}}
    assert edges == {round(FRAME.right, 1)}


def test_numbered_notes_stand_below_each_other():
    notes = ("备注：1. 约束性指标必须完成。", "2. " + SENTENCE * 2, "3. 按月报送。", "数据截至上月。")
    (sheet,) = pages(plain(table(row("甲", "1")), *(Paragraph(note, Role.CAPTION) for note in notes)))
    small = [t for t in sheet.texts if t.size == 12.0]
    numbers = [t for t in small if t.text in ("1.", "2.", "3.")]
    assert len({round(t.x, 2) for t in numbers}) == 1
    assert len(numbers) == 3
    (label,) = [t for t in small if t.text.startswith("备注")]
    assert label.y == numbers[0].y
    texts = [t for t in small if t not in numbers and t is not label]
    assert len({round(t.x, 2) for t in texts[:-1]}) == 1  # what goes on too
    assert texts[0].x > numbers[0].x > label.x == texts[-1].x
    assert max(map(right_edge, texts)) <= FRAME.right + 0.1


def test_the_number_of_an_attachment_stands_apart_from_a_year():
    found = pages(plain(text(40), Paragraph("附件：1.2031年任务表\n2.说明", Role.ATTACHMENT_LIST)))[0].texts
    first, second = (next(t for t in found if t.text.startswith(mark)) for mark in ("1.", "2."))
    year, note = (next(t for t in found if t.text.startswith(words)) for words in ("2031年任", "说明"))
    assert first.x == second.x
    assert year.x == note.x
    assert year.x - right_edge(first) > 0.45 * BODY_SIZE


def test_marks_that_meet_share_the_blank_between_them():
    sheet = pages(plain(Paragraph("推进“互联网加医疗”“互联网加培训”，做好《工作任务书》，" * 3)))[0]
    for line in {t.y for t in sheet.texts}:
        runs = sorted((t for t in sheet.texts if t.y == line), key=lambda t: t.x)
        for before, after in pairwise(runs):
            if before.text[-1] in "”》，" and after.text[0] in "“，《":
                assert math.isclose(right_edge(before) + before.spacing - after.x, 0.4 * BODY_SIZE, abs_tol=0.1)
        if line > min(t.y for t in sheet.texts):
            assert math.isclose(right_edge(runs[-1]), FRAME.right, abs_tol=0.1)
