"""Task books and the papers around them: head, notice, chapters by unit or theme, clauses, attachments, imprint."""

from __future__ import annotations

from datetime import date

from tests.importers.papers import BREAK, left, paper, right, rows, table, title
from xiezuo_desktop.documents import read_text_paper
from xiezuo_desktop.documents.paper import Align, Head, Imprint, Paper, Paragraph, Section
from xiezuo_desktop.importers import understand


def chapters(draft):
    return [(c.ordinal, c.unit or c.heading, [(k.ordinal, k.lead, k.text) for k in c.clauses]) for c in draft.chapters]


def sections(draft):
    return [(p.section, p.text) for p in draft.paragraphs]


def test_a_joint_paper_with_all_marks_of_a_head():
    draft = understand(
        paper(
            "000123", "机密★1年", "特急",
            title("临江区人民政府", 30), title("临江区教育局", 30), title("文件", 30), "临政〔2024〕12号　　　　签发人：张三",
            title("临江区人民政府　临江区教育局"), title("关于下达2024年东西部协作任务的通知"),
            "各镇人民政府，区级各部门：", "　　为做好2024年协作工作，现将任务下达如下，请遵照执行。",
            "附件：1.临江区2024年东西部协作任务表", "2.联络员名单",
            right("临江区人民政府　　临江区教育局"), right("二〇二四年三月五日"), "（此件公开发布）",
            "附件1", title("临江区2024年东西部协作任务表"),
            table("序号|指标|单位|目标|责任单位\n1|结对学校|所|4|区教育局\n2|互访|批次|3|区府办"),
            table("抄送：区人大办，区政协办。|<\n临江区人民政府办公室|2024年3月6日印发"),
        )
    )  # fmt: skip
    info = draft.info
    assert (info.copy_number, info.secrecy, info.urgency, info.signer) == ("000123", "机密★1年", "特急", "张三")
    assert (info.mark, info.issuer) == ("临江区人民政府\n临江区教育局文件", "临江区人民政府、临江区教育局")
    assert (info.doc_number, info.written_on) == ("临政〔2024〕12号", date(2024, 3, 5))
    assert info.notice_title == "临江区人民政府临江区教育局关于下达2024年东西部协作任务的通知"
    assert (info.main_to, info.copy_to) == ("各镇人民政府，区级各部门：", "区人大办，区政协办。")
    assert (info.printed_by, info.printed_on, info.year) == ("临江区人民政府办公室", date(2024, 3, 6), 2024)
    assert sections(draft) == [("notice", "为做好2024年协作工作，现将任务下达如下，请遵照执行。")]
    assert len(draft.indicators) == 2
    assert info.remark == "此件公开发布"
    assert left(draft) == ["2.联络员名单"]


def test_number_brackets_of_every_kind():
    for number in (
        "临政办〔2024〕7号",
        "临政办[2024]7号",
        "临政办（2024）7号",
        "临政办【2024】第7号",
        "临政办﹝2024﹞ 7 号",
    ):
        draft = understand(
            paper(title("临江区人民政府办公室文件"), number, title("关于印发方案的通知"), "各乡镇：", "请执行。")
        )
        assert draft.info.doc_number == number.replace(" ", "")
        assert (draft.info.year, left(draft)) == (2024, [])


def test_a_mark_without_the_word_for_paper_above_the_number():
    draft = understand(
        paper(
            title("云岭县对口协作工作领导小组办公室", 26),
            "云协办〔2023〕2号",
            title("2023年协作任务书"),
            "一、县教育局",
            "结对学校4所。",
        )
    )
    assert draft.info.issuer == draft.info.mark == "云岭县对口协作工作领导小组办公室"
    assert (draft.info.book_title, draft.info.title) == ("2023年协作任务书", "2023年协作任务书")


def test_a_notice_and_its_book_of_units_in_plain_text():
    draft = understand(
        read_text_paper(
            "临江区人民政府办公室文件\n临政办〔2024〕9号\n\n临江区人民政府办公室关于印发\n2024年临江-云岭协作工作任务书的通知\n\n"
            "各镇人民政府、各街道办事处，区级有关单位：\n\n现将任务书印发给你们，请认真组织实施。\n\n临江区人民政府办公室\n2024年4月8日\n\n"
            "2024年临江-云岭协作工作任务书\n\n为全面完成年度任务，制定本任务书。\n\n一、区委组织部\n\n1.做好人才选派。选派专业技术人才8名，其中半\n\n"
            "年以上3名。\n\n2.加强培训。\n\n二、区民政局（区慈善办）\n\n动员社会力量参与。\n\n抄送：区委各部门。\n\n临江区人民政府办公室\n2024年4月9日印发\n",
            "任务书.txt",
        )
    )
    assert draft.info.notice_title == "临江区人民政府办公室关于印发2024年临江-云岭协作工作任务书的通知"
    assert draft.info.title == "2024年临江-云岭协作工作任务书"
    assert chapters(draft) == [
        (
            "一",
            "区委组织部",
            [("1", "做好人才选派", "选派专业技术人才8名，其中半年以上3名。"), ("2", "", "加强培训。")],
        ),
        ("二", "区民政局", [("", "", "动员社会力量参与。")]),
    ]
    assert (draft.chapters[1].heading, draft.units[1].plaques) == ("区民政局（区慈善办）", ("区慈善办",))
    assert draft.info.printed_on == date(2024, 4, 9)
    assert left(draft) == []


def test_a_scheme_of_themes_with_a_signature_at_the_end():
    draft = understand(
        paper(
            title("2024年云岭县东西部协作重点任务实施方案"),
            "为贯彻落实上级部署，结合我县实际，制定本方案。",
            "一、总体要求", "坚持以人民为中心，全面完成年度任务。",
            "二、重点任务",
            "（一）加强劳务协作。组织专场招聘会4场，帮助脱贫人口就业300人。",
            "（二）加强产业协作。引导企业5家，到位投资2.5亿元。",
            "1.建设共建产业园1个。", "2.提升现有园区。",
            "三、保障措施", "各责任单位要高度重视，压实责任。",
            right("云岭县乡村振兴局"), right("2024年4月2日"),
        )
    )  # fmt: skip
    assert chapters(draft) == [
        ("一", "总体要求", [("", "", "坚持以人民为中心，全面完成年度任务。")]),
        ("二", "重点任务", [
            ("（一）", "加强劳务协作", "组织专场招聘会4场，帮助脱贫人口就业300人。"),
            ("（二）", "加强产业协作", "引导企业5家，到位投资2.5亿元。\n1.建设共建产业园1个。\n2.提升现有园区。"),
        ]),
        ("三", "保障措施", [("", "", "各责任单位要高度重视，压实责任。")]),
    ]  # fmt: skip
    assert (draft.info.issuer, draft.info.written_on) == ("云岭县乡村振兴局", date(2024, 4, 2))
    assert all(not c.unit for c in draft.chapters)


def test_units_below_themes_become_the_chapters():
    draft = understand(
        paper(
            title("任务书"), "一、部门任务", "（一）区教育局", "1.结对学校4所。", "2.培训教师30人。", "（二）区卫健局", "1.结对医院2家。",
            "二、镇街任务", "（一）东山镇", "动员社会捐赠20万元。",
        )
    )  # fmt: skip
    assert [(c.ordinal, c.unit or c.heading, len(c.clauses)) for c in draft.chapters] == [
        ("一", "部门任务", 0), ("（一）", "区教育局", 2), ("（二）", "区卫健局", 1), ("二", "镇街任务", 0), ("（一）", "东山镇", 1),
    ]  # fmt: skip


def test_chapters_counted_in_other_ways():
    draft = understand(
        paper(
            "临江区2024年对口协作工作责任书", "第一章 区教育局", "1、选派教师20名。", "2、接收学生30人。",
            "第二章 区卫健局", "选派医生6名。", "结对医院3家。", "第三章 临江经济开发区管委会", "（一）引导企业3家。", "（二）共建园区。",
        )
    )  # fmt: skip
    assert [(c.ordinal, c.unit, [k.ordinal for k in c.clauses]) for c in draft.chapters] == [
        ("第一章", "区教育局", ["1", "2"]), ("第二章", "区卫健局", ["", ""]), ("第三章", "临江经济开发区管委会", ["（一）", "（二）"]),
    ]  # fmt: skip


def test_unit_headings_without_any_number():
    draft = understand(paper("区教育局：", "1.结对学校4所。", "区卫健局：", "①结对医院3所。", "②选派医生。"))
    assert chapters(draft) == [
        ("", "区教育局", [("1", "", "结对学校4所。")]),
        ("", "区卫健局", [("①", "", "结对医院3所。"), ("②", "", "选派医生。")]),
    ]
    assert left(draft) == []


def test_sentences_cut_by_pages_are_joined_but_headings_are_not():
    draft = understand(
        paper(
            title("任务书"), "一、区农业农村局",
            "1.充分发挥农业技术推广机构和科研院所主管", "单位的引导作用，组织专家赴协作地区指导。",
            "2.围绕示范村建设，采取实地考察等方式提供经", BREAK, "— 3 —", "验，打造示范村1个。", "3.加强调度。", "4.总结经验。",
            "二、区民政局", "动员社会力量参与协作工作，",
            "完成社会帮扶资金30万元。",
        )
    )  # fmt: skip
    assert [k.text for c in draft.chapters for k in c.clauses] == [
        "充分发挥农业技术推广机构和科研院所主管单位的引导作用，组织专家赴协作地区指导。",
        "围绕示范村建设，采取实地考察等方式提供经验，打造示范村1个。",
        "加强调度。",
        "总结经验。",
        "动员社会力量参与协作工作，完成社会帮扶资金30万元。",
    ]


def test_a_short_first_sentence_is_the_lead_and_a_long_one_is_not():
    draft = understand(
        paper(
            title("任务书"), "一、区经信局", "1.加强互访对接。开展实地考察。", "2.引导企业5家。落实政策。",
            "3.以活动为切入点，强化结对，助力发展，实现共赢。动员企业参与。", "4.只有一句。",
        )
    )  # fmt: skip
    assert [k.lead for k in draft.chapters[0].clauses] == ["加强互访对接", "", "", ""]


def test_numbers_in_clauses_are_tied_to_the_rows_they_state():
    draft = understand(
        paper(
            title("任务书"), "一、区委组织部", "选派专业技术人才6名，其中12个月以上2名，1-6个月（不含6个月）4人。",
            "二、区民政局", "完成社会帮扶资金30万元，慰问老人5人。", "三、区工商联", "完成企业结对3对，与社会组织结对2对。",
            "附件", title("指标表"),
            table(
                """
                指标名称|单位|目标|责任单位
                1.选派12个月以上人才|人|2|区委组织部
                2.选派1-6个月人才|人|4|区委组织部
                3.动员社会捐赠款物金额|万元|350|区民政局、区工商联
                4.参与结对的企业数|个|8|区工商联
                5.参与结对的社会组织数|个|2|区工商联"""
            ),
        )
    )  # fmt: skip
    tied = {
        m.number_text + m.measure_unit: None if m.indicator is None else draft.indicators[m.indicator].ordinal
        for c in draft.chapters
        for k in c.clauses
        for m in k.mentions
    }
    assert tied == {"6名": None, "2名": "1", "4人": "2", "30万元": "3", "5人": None, "3对": "4", "2对": "5"}


def test_a_table_alone_takes_no_part_of_the_text_around_it():
    draft = understand(
        paper(
            "附件",
            title("云岭县指标表"),
            table("指标名称|单位|目标值\n结对学校|所|4"),
            "备注：1.目标为全年数。",
            "2.由县教育局统计。",
        )
    )
    assert draft.kind == "indicators"
    assert sections(draft) == [("note", "备注：1.目标为全年数。"), ("note", "2.由县教育局统计。")]
    assert draft.info.title == draft.info.table_title == "云岭县指标表"


def test_an_attachment_in_words_is_kept_as_notes():
    draft = understand(
        paper(
            "关于下达指标的通知", "各镇人民政府：", "现予下达。", "附件：1.指标表", "2.关于东西部任务指标说明",
            "附件1", "指标表", table("指标名称|单位|目标值\n结对学校|所|4"),
            "附件2", "关于东西部任务指标说明", "一、资金", "资金不包括财政性资金。",
        )
    )  # fmt: skip
    assert sections(draft) == [
        ("notice", "现予下达。"), ("note", "关于东西部任务指标说明"), ("note", "一、资金"), ("note", "资金不包括财政性资金。"),
    ]  # fmt: skip
    assert left(draft) == []


def test_a_list_of_attachments_below_a_lone_word():
    draft = understand(
        paper("关于下达指标的通知", "各镇人民政府：", "现予下达。", "附件：", "1.指标表", "2.名单", "附件1", "指标表",
              table("指标名称|单位|目标值\n结对学校|所|4"))
    )  # fmt: skip
    assert (len(draft.indicators), draft.info.table_title, left(draft)) == (1, "指标表", ["2.名单"])


def test_head_and_imprint_that_the_paper_itself_knows():
    blocks = (Paragraph("关于下达任务的通知", align=Align.CENTRE), Paragraph("各镇人民政府："), Paragraph("请执行。"))
    draft = understand(
        Paper(
            (Section(blocks),),
            Head("临江区人民政府文件", "临政〔2024〕1号", "李四"),
            Imprint("区委。", "区府办", "2024年1月2日"),
        )
    )
    info = draft.info
    assert (info.issuer, info.doc_number, info.signer) == ("临江区人民政府", "临政〔2024〕1号", "李四")
    assert (info.copy_to, info.printed_by, info.printed_on) == ("区委。", "区府办", date(2024, 1, 2))
    assert left(draft) == []


def test_indicators_in_the_same_file_as_the_book():
    draft = understand(
        paper(title("工作要点"), "（一）区民政局", "①动员捐赠100万元。", "（二）区总工会", "开展消费帮扶。",
              "附件", title("指标表"), table("指标名称|单位|目标值|责任单位\n社会帮扶资金|万元|100|区民政局"))
    )  # fmt: skip
    assert draft.kind == "taskbook"
    assert rows(draft) == [("", "", "社会帮扶资金", "万元", "100")]
    assert (draft.info.title, draft.info.table_title) == ("工作要点", "指标表")


def test_lines_that_list_pairs_make_pairings():
    draft = understand(
        paper(
            title("东湖区与云岭县2031年结对安排"),
            "一、镇街结对",
            "东关街道结对白马镇；南湖镇结对青山乡。",
            "二、其他方面",
            "（一）学校结对：东湖区第二小学—云岭县第一小学；东湖中学—云岭县民族中学。",
            "（二）各医院要与对方医院结对，年内互访。",
        )
    )
    assert [(p.east, p.west, p.kind) for p in draft.pairings] == [
        ("东关街道", "白马镇", "town"),
        ("南湖镇", "青山乡", "town"),
        ("东湖区第二小学", "云岭县第一小学", "school"),
        ("东湖中学", "云岭县民族中学", "school"),
    ]
    assert [c.heading for c in draft.chapters] == ["镇街结对", "其他方面"]
