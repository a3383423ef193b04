"""The special forms of official papers (GB/T 9704-2012 10), signatures, joint papers, parts: checked on laid-out pages."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest

from tests.documents.pdf.builders_layout import faults, row, ruler, table
from xiezuo_desktop.documents.paper import Form, Head, Imprint, Paper, Paragraph, Part, Role, Section
from xiezuo_desktop.documents.pdf.flow import BODY_SIZE, EM, MM, PITCH, frame_for
from xiezuo_desktop.documents.pdf.gongwen import lay_out

FRAME = frame_for()
OFFICE, NUMBER = "临江区人民政府办公室", "临政办函〔2031〕7号"
SENTENCE = "各镇街要压实工作责任，按季度报送进展情况，确保完成全年目标任务。"


def pages(paper):
    return lay_out(paper, ruler)


def body(count):
    return Paragraph((SENTENCE * (count // len(SENTENCE) + 1))[:count])


def paper(*blocks, form=Form.DOCUMENT, mark=OFFICE, imprint=None, sealed=True, line_pitch=None, **head):
    heading = () if form in (Form.ORDER,) else (Paragraph("关于报送进展情况的函", Role.TITLE),)
    return Paper(
        (Section((*heading, *blocks)),),
        Head(mark, head.pop("number", NUMBER), form=form, **head),
        imprint,
        sealed=sealed,
        line_pitch=line_pitch,
    )


def right(text):
    return text.x + sum(ruler("")[ch] for ch in text.text) * text.size + text.spacing * (len(text.text) - 1)


def one(sheet, text):
    (found,) = [t for t in sheet.texts if t.text == text]
    return found


def top_of(text):
    """The upper edge of a line's character body."""
    return text.y + 0.38 * text.size + EM / 2


def bottom_of(text):
    return top_of(text) - EM


def red_rules(sheet):
    return sorted((r for r in sheet.rules if r.colour == "red"), key=lambda r: -r.y0)


# ------------------------------------------------------------------------------------------------ 信函 10.1


def test_mark_of_a_letter_stands_30_mm_below_the_edge_of_the_sheet():
    sheet = pages(paper(body(60), form=Form.LETTER))[0]
    mark = one(sheet, OFFICE)
    assert math.isclose(FRAME.height - mark.y - 0.84 * mark.size, 30 * MM, abs_tol=0.1)
    wide = right(mark) - mark.x
    assert math.isclose(mark.x + wide * mark.stretch / 2, FRAME.width / 2, abs_tol=1)


def test_double_rules_of_a_letter_are_170_mm_wide_thick_outside():
    rules = red_rules(pages(paper(body(60), form=Form.LETTER))[0])
    assert [round((r.x1 - r.x0) / MM, 2) for r in rules] == [170.0] * 4
    assert all(math.isclose((r.x0 + r.x1) / 2, FRAME.width / 2, abs_tol=0.01) for r in rules)
    first, second, third, fourth = (r.weight for r in rules)
    assert first == fourth > second == third


def test_double_rules_of_a_letter_stand_4_mm_below_the_mark_and_20_mm_above_the_foot():
    sheet = pages(paper(body(60), form=Form.LETTER))[0]
    first, _, third, fourth = red_rules(sheet)
    mark = one(sheet, OFFICE)
    below_mark = mark.y + 0.84 * mark.size - 0.92 * mark.size  # its ink
    assert math.isclose(below_mark - first.y0 - first.weight / 2, 4 * MM, abs_tol=0.1)
    assert math.isclose((third.y0 + fourth.y0) / 2, 20 * MM, abs_tol=1)


def test_number_of_a_letter_stands_flush_right_under_the_first_rule():
    sheet = pages(paper(body(60), form=Form.LETTER))[0]
    number = one(sheet, NUMBER)
    second = red_rules(sheet)[1]
    assert math.isclose(right(number), FRAME.right, abs_tol=0.1)
    assert math.isclose(second.y0 - second.weight / 2 - top_of(number), EM * 7 / 8, abs_tol=0.5)


def test_other_elements_of_a_letter_stand_left_from_the_same_line_downwards():
    sheet = pages(paper(body(60), form=Form.LETTER, copy_number="000012", secrecy="秘密★1年", urgency="特急"))[0]
    found = [one(sheet, t) for t in ("000012", "秘密★1年", "特急")]
    assert all(t.x == FRAME.left for t in found)
    assert math.isclose(found[0].y, one(sheet, NUMBER).y, abs_tol=0.01)
    assert all(math.isclose(a.y - b.y, PITCH, abs_tol=0.01) for a, b in pairwise(found))
    title = one(sheet, "关于报送进展情况的函")
    assert 1.9 * PITCH < bottom_of(found[-1]) - title.y - 11 < 3.2 * PITCH


def test_lines_of_a_letter_reach_down_to_seven_eighths_above_the_lower_rule():
    sheets = pages(paper(body(1500), form=Form.LETTER))
    last = min((t for t in sheets[0].texts if t.size == BODY_SIZE), key=lambda t: t.y)
    third = red_rules(sheets[0])[2]
    assert math.isclose(bottom_of(last) - third.y0 - third.weight / 2, EM * 7 / 8, abs_tol=0.6)
    assert math.isclose(max(t.y for t in sheets[1].texts), FRAME.base(0), abs_tol=0.01)


def test_first_page_of_a_letter_has_no_number_the_second_has():
    first, second, *_ = pages(paper(body(1500), form=Form.LETTER))
    assert first.foot == []
    assert second.foot[0].text == "— 2 —"


def test_imprint_of_a_letter_is_receivers_without_rules():
    imprint = Imprint("区委各部门", OFFICE, "2031年3月5日")
    sheet = pages(paper(body(1500), form=Form.LETTER, imprint=imprint))[-1]
    texts = "".join(t.text for t in sheet.texts)
    assert "抄送：区委各部门。" in texts
    assert "印发" not in texts
    assert sheet.rules == []
    copy = next(t for t in sheet.texts if t.text.startswith("抄送"))
    assert FRAME.bottom < copy.y < FRAME.bottom + 20


def test_a_joint_letter_has_the_mark_of_its_host():
    sheet = pages(paper(body(60), form=Form.LETTER, mark="临江区民政局\n临江区财政局"))[0]
    assert [t.text for t in sheet.texts if t.colour == "red"] == ["临江区民政局"]


# ------------------------------------------------------------------------------------------------ 命令 10.2, 纪要 10.3


def test_an_order_has_its_mark_20_mm_down_two_blank_lines_and_no_rule():
    order = paper(body(90), form=Form.ORDER, mark="临江区人民政府令", number="第3号")
    sheet = pages(order)[0]
    mark, number = one(sheet, "临江区人民政府令"), one(sheet, "第3号")
    assert math.isclose(FRAME.top - mark.y - 0.84 * mark.size, 20 * MM, abs_tol=0.1)
    assert math.isclose(number.x + right(number), 2 * FRAME.left + FRAME.area_width, abs_tol=0.1)
    below_mark = mark.y - 0.16 * mark.size
    assert math.isclose(below_mark - top_of(number), 2 * PITCH, abs_tol=1)
    text = next(t for t in sheet.texts if t.text.startswith("各镇街"))
    assert 1.9 * PITCH < bottom_of(number) - top_of(text) < 3.2 * PITCH
    assert sheet.rules == []


def test_an_order_is_signed_with_post_and_name():
    blocks = (body(90), Paragraph("区长　王小明", Role.SIGNATURE), Paragraph("2031年3月5日", Role.DATE))
    sheet = pages(paper(*blocks, form=Form.ORDER, mark="临江区人民政府令", number="第3号"))[0]
    post, name, date = one(sheet, "区长"), one(sheet, "王小明"), one(sheet, "2031年3月5日")
    assert name.role == "kai"
    assert post.y == name.y
    assert math.isclose(name.x - right(post), 2 * EM, abs_tol=0.1)
    assert all(math.isclose(right(t), FRAME.right - 4 * EM, abs_tol=0.1) for t in (name, date))
    assert math.isclose(name.y - date.y, 2 * PITCH, abs_tol=0.01)


def test_the_mark_of_an_order_leaves_room_for_what_stands_at_the_upper_left():
    above = {"copy_number": "000001", "secrecy": "秘密★1年", "urgency": "特急"}
    made = paper(body(90), form=Form.ORDER, mark="临江区人民政府东西部协作工作领导小组令", number="第3号", **above)
    sheet = pages(made)[0]
    mark, urgency = one(sheet, "临江区人民政府东西部协作工作领导小组令"), one(sheet, "特急")
    assert math.isclose(FRAME.top - mark.y - 0.84 * mark.size, 20 * MM, abs_tol=0.1)
    assert mark.x > right(urgency)
    wide = sum(ruler("xiaobiaosong")[ch] for ch in mark.text) * mark.size * mark.stretch
    assert math.isclose(2 * mark.x + wide, 2 * FRAME.left + FRAME.area_width, abs_tol=0.1)


@pytest.mark.parametrize(
    "signature",
    ["临江区东西部协作工作领导小组组长" * 2 + "　王小明", "临江区东西部协作和对口支援工作领导小组办公室" * 3],
)
def test_who_signs_an_order_stays_inside_the_type_area(signature):
    blocks = (body(90), Paragraph(signature, Role.SIGNATURE), Paragraph("2031年3月5日", Role.DATE))
    sheet = pages(paper(*blocks, form=Form.ORDER, mark="临江区人民政府令", number="第3号"))[0]
    signed = [t for t in sheet.texts if t.y > one(sheet, "2031年3月5日").y and t.text in signature]
    assert sum(len(t.text) for t in signed) == len(signature.replace("　", ""))
    assert all(FRAME.left <= t.x and right(t) <= FRAME.right - 4 * EM + 0.1 for t in signed)


def test_minutes_name_who_attended_hanging_behind_the_colon():
    names = "、".join(f"第{n}街道王小明" for n in range(9))
    blocks = (body(90), Paragraph(f"出席：{names}", Role.ATTENDANCE), Paragraph("请假：李四", Role.ATTENDANCE))
    sheet = pages(
        paper(*blocks, form=Form.MINUTES, mark="临江区人民政府专题会议纪要", issued_by=OFFICE, issued_on="2031年3月5日")
    )[0]
    label, away = one(sheet, "出席："), one(sheet, "请假：")
    assert (label.role, away.role) == ("hei", "hei")
    assert label.x == away.x == FRAME.left + 2 * EM
    hanging = [t for t in sheet.texts if t.y <= label.y and t is not label and t is not away]
    assert len({round(t.x, 2) for t in hanging}) == 1
    mark = one(sheet, "临江区人民政府专题会议纪要")
    assert math.isclose(FRAME.top - mark.y - 0.84 * mark.size, 35 * MM, abs_tol=0.1)
    keeper, day = one(sheet, OFFICE), one(sheet, "2031年3月5日")
    (rule,) = red_rules(sheet)
    assert keeper.y == day.y
    assert math.isclose(bottom_of(keeper) - rule.y0, 4 * MM, abs_tol=0.1)
    assert math.isclose(right(day), FRAME.right - EM, abs_tol=0.1)


# ------------------------------------------------------------------------------------------------ 签发人, 署名


def test_several_signers_stand_two_in_a_row_the_number_beside_the_last():
    sheet = pages(paper(body(60), signer="王小明、李大力、赵一"))[0]
    label, first, second, third = (one(sheet, t) for t in ("签发人：", "王小明", "李大力", "赵一"))
    assert first.y == second.y == label.y
    assert (first.x, third.y) == (third.x, one(sheet, NUMBER).y)
    assert math.isclose(first.y - third.y, PITCH, abs_tol=0.01)
    assert right(second) <= FRAME.right - EM + 0.1
    assert math.isclose(bottom_of(third) - red_rules(sheet)[0].y0, 4 * MM, abs_tol=0.5)


def signed(names, sealed, date="2031年3月5日", count=60):
    blocks = [body(count), *(Paragraph(n, Role.SIGNATURE) for n in names), Paragraph(date, Role.DATE)]
    sheet = pages(Paper((Section(tuple(blocks)),), sealed=sealed))[0]
    return sheet, [one(sheet, n) for n in names], one(sheet, date)


@pytest.mark.parametrize("name", ["临江区人民政府办公室", "临江区东西部协作工作领导小组办公室"])
def test_without_a_seal_the_date_begins_two_characters_behind_the_name(name):
    sheet, (found,), date = signed([name], sealed=False)
    assert math.isclose(right(found), FRAME.right - 2 * EM, abs_tol=0.1)
    assert math.isclose(date.x - found.x, 2 * EM, abs_tol=0.1)
    body_end = min(t.y for t in sheet.texts if t.y > found.y)
    assert math.isclose(body_end - found.y, 2 * PITCH, abs_tol=0.01)  # one blank line


def test_a_date_longer_than_the_name_stands_two_characters_in():
    _, (found,), date = signed(["区政府"], sealed=False, date="2031年12月25日")
    assert math.isclose(right(date), FRAME.right - 2 * EM, abs_tol=0.1)
    assert math.isclose(date.x - found.x, 2 * EM, abs_tol=0.1)


def test_joint_signatures_without_seals_stand_one_below_the_other():
    _, (host, second), date = signed(["临江区民政局", "临江区财政局"], sealed=False)
    assert math.isclose(host.y - second.y, PITCH, abs_tol=0.01)
    assert math.isclose(second.y - date.y, PITCH, abs_tol=0.01)


@pytest.mark.parametrize("count", [2, 3, 4, 5, 7])
def test_joint_signatures_leave_each_seal_its_room(count):
    names = [f"临江区第{n}局" for n in range(count)]
    _, found, date = signed(names, sealed=True)
    middles = [((t.x + right(t)) / 2, t.y) for t in found]
    for n, one_ in enumerate(middles):
        for other in middles[n + 1 :]:
            assert math.dist(one_, other) > 42 * MM  # seals neither meet nor touch
    assert all(FRAME.left <= x - 21 * MM and x + 21 * MM <= FRAME.right for x, _ in middles)
    assert math.isclose(middles[-1][0], (date.x + right(date)) / 2, abs_tol=0.1)
    assert all(t.y > date.y for t in found)


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        (["临江区人民政府", "临江区发展和改革局", "临江区财政局"], [2, 1]),
        (["临江区第一局", "临江区第二局", "临江区第三局", "临江区第四局"], [2, 2]),
        (["临江区农业农村和水利局", "临江区财政局"], [2]),
        (["临江区东西部协作工作领导小组", "临江区财政局"], [1, 1]),
    ],
)
def test_names_of_a_joint_paper_stand_in_rows_as_wide_as_they_are(names, rows):
    _, found, date = signed(names, sealed=True)
    heights = [round(t.y) for t in found]
    assert [heights.count(y) for y in sorted(set(heights), reverse=True)] == rows
    for a, b in pairwise(found):
        assert a.y > b.y or b.x - right(a) >= EM - 0.1
        assert a.y == b.y or a.y - b.y > 42 * MM
    assert all(FRAME.left <= t.x and right(t) <= FRAME.right for t in found)
    assert math.isclose((found[-1].x + right(found[-1])) / 2, (date.x + right(date)) / 2, abs_tol=0.1)


def test_signature_and_date_stay_together_and_with_the_text():
    for count in range(100, 700, 23):
        blocks = [body(count), Paragraph(OFFICE, Role.SIGNATURE), Paragraph("2031年3月5日", Role.DATE)]
        for sheet in pages(Paper((Section(tuple(blocks)),))):
            texts = [t.text for t in sheet.texts]
            assert (OFFICE in texts) == ("2031年3月5日" in texts)
            assert OFFICE not in texts or any(SENTENCE[k : k + 3] in t for t in texts for k in range(20))


# ------------------------------------------------------------------------------------------------ pitch, lists, parts


@pytest.mark.parametrize("pitch", [28.0, 28.95, 29.0])
def test_an_own_line_pitch_holds_on_every_page(pitch):
    for sheet in pages(paper(body(2500), mark="临江区文件", line_pitch=pitch))[1:]:
        ys = sorted({round(t.y, 2) for t in sheet.texts}, reverse=True)
        assert all(math.isclose(a - b, pitch, abs_tol=0.02) for a, b in pairwise(ys))
        assert min(ys) - 0.2 * BODY_SIZE >= FRAME.bottom


def test_attachments_given_one_by_one_are_one_list():
    blocks = (
        body(40),
        Paragraph("附件：1.指标分解表", Role.ATTACHMENT_LIST),
        Paragraph("2.联络员名单", Role.ATTACHMENT_LIST),
    )
    texts = pages(Paper((Section(blocks),)))[0].texts
    first, second = (next(t for t in texts if t.text == s) for s in ("指标分解表", "联络员名单"))
    assert first.x == second.x
    assert math.isclose(first.y - second.y, PITCH, abs_tol=0.01)


def test_a_part_begins_on_a_right_hand_page_and_counts_from_1():
    paper_ = Paper(
        (
            Section((body(900),)),
            Section((body(60),), begins=Part()),
            Section((Paragraph("附件"), table(row("甲", "乙"))), turned=True),
            Section((body(60),), begins=Part(Head("临江区文件", NUMBER), Imprint("区委"))),
        )
    )
    sheets = pages(paper_)
    assert [s.foot[0].text if s.foot else "" for s in sheets] == ["— 1 —", "— 2 —", "— 1 —", "— 2 —", "— 1 —"]
    assert any(t.text.startswith("抄送") for t in sheets[-1].texts)
    odd = pages(Paper((Section((body(60),)), Section((body(60),), begins=Part()))))
    assert [s.foot[0].text if s.foot else "" for s in odd] == ["— 1 —", "", "— 1 —"]
    assert not odd[1].texts


def test_imprint_stands_before_an_attachment_that_is_not_bound():
    attachment = Section((Paragraph(f"{NUMBER}附件1", Role.ATTACHMENT_MARK), body(30)), begins=Part())
    sheets = pages(Paper((Section((body(60),)), attachment), imprint=Imprint("区委各部门")))
    holding = [n for n, sheet in enumerate(sheets) if any(t.text.startswith("抄送") for t in sheet.texts)]
    assert holding == [0]
    assert "".join(t.text for t in sheets[2].texts[:2]) == f"{NUMBER}附件1"


def test_a_table_of_one_row_goes_with_who_signs_to_the_next_page():
    for count in range(300, 700, 28):
        blocks = (
            body(count),
            table(row("甲", "乙")),
            Paragraph(OFFICE, Role.SIGNATURE),
            Paragraph("2031年3月5日", Role.DATE),
        )
        for titled in (blocks, (blocks[0], Paragraph("一、任务", Role.HEADING1), *blocks[1:])):
            last = pages(Paper((Section(titled),)))[-1]
            assert last.stacks
            assert len(titled) == len(blocks) or any(t.text == "一、任务" for t in last.texts)


def test_a_cutting_line_leaves_the_seal_its_room():
    receipt = Paragraph("沿此线裁开", Role.CUT), Paragraph("回执", Role.TITLE), table(row("单位", ""))
    sheet = pages(
        Paper((Section((body(60), Paragraph(OFFICE, Role.SIGNATURE), Paragraph("2031年3月5日", Role.DATE), *receipt)),))
    )[0]
    middle = (one(sheet, OFFICE).y + one(sheet, "2031年3月5日").y) / 2 + 0.36 * BODY_SIZE
    assert all(middle - 21 * MM > r.y0 > one(sheet, "回执").y + 22 * 0.88 for r in sheet.own_rules)


def test_one_page_sections_shrink_their_tables_and_nothing_else():
    rows = [row(str(n), "组织召开协作工作联席会议并签订年度协议", "2031年12月底前") for n in range(30)]
    blocks = (Paragraph("任务清单", Role.TITLE), table(*rows, header=(("序号", "任务", "时限"),)))
    assert len(pages(Paper((Section(blocks),)))) == 2
    (sheet,) = pages(Paper((Section(blocks, one_page=True),)))
    assert {t.size for t in sheet.all_texts()} - {22.0} < {12.0, 11.25, 10.5, 9.75, 9.0, 8.25}
    assert sum(bool(re.fullmatch(r"\d+", t.text)) for t in sheet.all_texts()) == 30
    assert faults(list(sheet.all_texts()), sheet.rules) == []


def test_a_section_too_long_for_one_page_keeps_its_size():
    rows = [row(str(n), "任务", "时限") for n in range(90)]
    sheets = pages(Paper((Section((table(*rows),), one_page=True),)))
    assert {t.size for sheet in sheets for t in sheet.all_texts()} == {12.0}


def test_a_whole_table_takes_its_caption_to_the_next_page():
    whole = table(*(row(str(n), "任务") for n in range(20)))
    whole = type(whole)(whole.rows, whole.header_rows, whole.columns, whole.name, whole=True)
    first, second = pages(Paper((Section((body(400), Paragraph("（续表）", Role.CAPTION), whole)),)))
    assert not first.stacks
    assert second.texts[0].text == "（续表）"


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("sealed", [True, False])
def test_no_form_prints_over_itself(form, sealed):
    blocks = (
        Paragraph("各镇街：", Role.MAIN_TO),
        body(700),
        Paragraph("附件：1.指标分解表", Role.ATTACHMENT_LIST),
        Paragraph("2.联络员名单", Role.ATTACHMENT_LIST),
        Paragraph("临江区民政局", Role.SIGNATURE),
        Paragraph("临江区财政局", Role.SIGNATURE),
        Paragraph("2031年3月5日", Role.DATE),
        Paragraph("（联系人：王小明）", Role.REMARK),
    )
    made = paper(*blocks, form=form, sealed=sealed, imprint=Imprint("区委各部门", OFFICE, "2031年3月6日"))
    for sheet in pages(made):
        area = (10 * MM, 15 * MM, FRAME.width - 10 * MM, FRAME.height - 10 * MM)
        assert faults([*sheet.texts, *sheet.foot], sheet.rules, area) == []


# ------------------------------------------------------------------------------------------------ 版记 7.4


def imprint_of(made):
    sheet = pages(made)[-1]
    return sheet, sorted(sheet.rules, key=lambda rule: rule.y0)


def test_receivers_above_and_below_have_no_rule_between_them():
    main_to = "、".join(f"第{n}街道办事处" for n in range(60)) + "："
    blocks = (Paragraph(main_to, Role.MAIN_TO), body(200))
    made = paper(*blocks, mark="临江区文件", imprint=Imprint("区委各部门", OFFICE, "2031年3月5日"))
    sheet, rules = imprint_of(made)
    main, copy = (next(t for t in sheet.texts if t.text == label) for label in ("主送：", "抄送："))
    assert [round(rule.weight / MM, 2) for rule in rules] == [0.35, 0.25, 0.35]
    assert not [rule for rule in rules if copy.y < rule.y0 < main.y]


def test_receivers_hang_behind_the_colon_and_keep_one_character_free():
    names = "，".join(f"区第{n}局" for n in range(30))
    sheet, _ = imprint_of(paper(body(60), mark="临江区文件", imprint=Imprint(names, OFFICE, "2031年3月5日")))
    label = one(sheet, "抄送：")
    lines = [t for t in sheet.texts if t.size == 14 and "区第" in t.text]
    assert len(lines) > 2
    assert label.x == FRAME.left + 14
    assert {round(t.x, 2) for t in lines} == {round(right(label), 2)}
    assert all(right(t) <= FRAME.right - 14 + 0.1 for t in lines)
    assert min(lines, key=lambda t: t.y).text.endswith("。")
    assert all(t.text[-1] in "，。" for t in lines)  # names are not cut


@pytest.mark.parametrize("form", [Form.DOCUMENT, Form.LETTER])
def test_an_imprint_longer_than_a_page_goes_on_on_the_next(form):
    names = "，".join(f"临江区第{n}街道办事处" for n in range(150))
    made = paper(body(60), form=form, mark="临江区文件", imprint=Imprint(names, OFFICE, "2031年3月5日"))
    sheets = pages(made)
    printed = "".join(t.text for sheet in sheets for t in sheet.texts)
    assert all(f"临江区第{n}街道办事处" in printed for n in range(150))
    assert len(sheets) > 2
    for sheet in sheets:
        assert (
            faults(
                [*sheet.texts, *sheet.foot],
                sheet.rules,
                (0, FRAME.bottom - 12 * MM, FRAME.width, FRAME.height - 25 * MM),
            )
            == []
        )
    low = sorted(rule.y0 for rule in sheets[-1].rules if not rule.colour)
    assert form is Form.LETTER or math.isclose(low[0], FRAME.bottom, abs_tol=0.01)


def test_an_imprint_of_one_part_has_two_thick_rules():
    for imprint in (Imprint(copy_to="区委各部门"), Imprint(printed_by=OFFICE, printed_on="2031年3月5日")):
        _, rules = imprint_of(paper(body(60), mark="临江区文件", imprint=imprint))
        low, high = (rule for rule in rules if not rule.colour)
        assert math.isclose(low.y0, FRAME.bottom, abs_tol=0.01)
        assert round(high.weight / MM, 2) == round(low.weight / MM, 2) == 0.35


def test_a_long_name_of_the_printing_office_leaves_the_day_its_line():
    office = "临江区东西部协作和对口支援工作领导小组办公室（区发展和改革局对口合作科）"
    sheet, _ = imprint_of(paper(body(60), mark="临江区文件", imprint=Imprint("", office, "2031年3月5日")))
    assert faults([*sheet.texts, *sheet.foot], sheet.rules) == []
    assert math.isclose(right(one(sheet, "2031年3月5日印发")), FRAME.right - 14, abs_tol=0.1)
