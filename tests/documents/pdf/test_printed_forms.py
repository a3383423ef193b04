"""The special forms of official papers as they stand in the PDF: ink and base lines measured in the file itself."""

from __future__ import annotations

from itertools import groupby, pairwise

import pdfplumber
import pypdfium2 as pdfium
import pytest

from xiezuo_desktop.documents.paper import Form, Head, Imprint, Paper, Paragraph, Role, Section
from xiezuo_desktop.documents.pdf.flow import EM, MM, PITCH
from xiezuo_desktop.documents.pdf.write_pdf import write_pdf

OFFICE, NUMBER = "临江区人民政府办公室", "临政办函〔2031〕7号"
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 184 * MM, 260 * MM, 35 * MM  # of the type area, from the lower left corner
RED = (1, 0, 0)
SENTENCE = "各镇街要压实工作责任，按季度报送进展情况，确保完成全年目标任务。"


class Line:
    """Characters on one base line that follow one another in one face: points from the lower left corner."""

    def __init__(self, chars):
        self.text = "".join(ch["text"] for ch in chars)
        self.x0, self.x1 = chars[0]["x0"], chars[-1]["x1"]
        self.base, self.size = chars[0]["matrix"][5], chars[0]["size"]
        self.font, self.red = chars[0]["fontname"], chars[0]["non_stroking_color"] == RED


class Printed:
    """A paper written and read back: lines and red rules page by page."""

    def __init__(self, paper, path):
        write_pdf(paper, path)
        self._path = path
        with pdfplumber.open(path) as document:
            # of the 版记, from below: how far above the foot of the sheet, how thick, left and right edge, mm
            self.imprint = [
                sorted(
                    tuple(round(value / MM, 2) for value in ((r["y0"] + r["y1"]) / 2, r["height"], r["x0"], r["x1"]))
                    for r in page.rects
                    if r["width"] > 100 and r["non_stroking_color"] != RED
                )
                for page in document.pages
            ]
            self.width = document.pages[0].width
            self.lines = [self._lines(page) for page in document.pages]
            self.rules = [
                sorted(((r["y1"], r["y0"], r["x0"], r["x1"]) for r in page.rects if r["non_stroking_color"] == RED),
                       reverse=True)
                for page in document.pages
            ]  # fmt: skip

    @staticmethod
    def _lines(page):
        out = []
        key = lambda ch: (round(ch["matrix"][5], 1), ch["fontname"], round(ch["size"], 1))  # noqa: E731
        for _, chars in groupby(page.chars, key):
            run = []
            for ch in chars:
                if run and abs(ch["x0"] - run[-1]["x1"]) > 3:
                    out.append(Line(run))
                    run = []
                run.append(ch)
            out.append(Line(run))
        return out

    def one(self, text, page=0):
        (found,) = [line for line in self.lines[page] if line.text == text]
        return found

    def ink(self, text, page=0):
        """(left, bottom, right, top) of what is really printed of a line."""
        with pdfium.PdfDocument(self._path) as document:
            layer = document[page].get_textpage()
            start, count = layer.search(text).get_next()
            boxes = [layer.get_charbox(i) for i in range(start, start + count)]
        return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def paper(*blocks, mark=OFFICE, number=NUMBER, imprint=None, sealed=True, **head):
    title = () if head.get("form") is Form.ORDER else (Paragraph("关于报送进展情况的函", Role.TITLE),)
    return Paper((Section((*title, *blocks)),), Head(mark, number, **head), imprint, sealed=sealed)


def body(count):
    return Paragraph((SENTENCE * 60)[:count])


@pytest.fixture(scope="module")
def letter(tmp_path_factory):
    path = tmp_path_factory.mktemp("letter") / "a.pdf"
    return Printed(paper(body(1500), form=Form.LETTER, secrecy="秘密★1年"), path)


def test_the_mark_of_a_letter_begins_30_mm_below_the_edge_and_is_red(letter):
    left, _, right, top = letter.ink(OFFICE)
    assert letter.one(OFFICE).red
    assert 297 * MM - top == pytest.approx(30 * MM, abs=1.2 * MM)
    assert (left + right) / 2 == pytest.approx(letter.width / 2, abs=1 * MM)


def test_the_double_rules_of_a_letter_stand_where_the_standard_has_them(letter):
    rules = letter.rules[0]
    assert [round((x1 - x0) / MM, 1) for _, _, x0, x1 in rules] == [170.0] * 4
    assert all((x0 + x1) / 2 == pytest.approx(letter.width / 2, abs=0.1) for _, _, x0, x1 in rules)
    thick, thin, thin_again, thick_again = (high - low for high, low, *_ in rules)
    assert thick > 2 * thin
    assert (thick, thin) == pytest.approx((thick_again, thin_again))
    assert letter.ink(OFFICE)[1] - rules[0][0] == pytest.approx(4 * MM, abs=0.5 * MM)
    assert (rules[2][0] + rules[3][1]) / 2 == pytest.approx(20 * MM, abs=0.5 * MM)


def test_the_number_of_a_letter_is_flush_right_below_the_rule_and_the_secrecy_left_of_it(letter):
    number, secrecy = letter.one(NUMBER), letter.one("秘密★1年")
    assert number.x1 == pytest.approx(RIGHT, abs=0.5)
    assert secrecy.x0 == pytest.approx(LEFT, abs=0.5)
    assert number.base == pytest.approx(secrecy.base, abs=0.1)
    thin_below = letter.rules[0][1][1]
    body_top = number.base + 0.38 * number.size + EM / 2
    assert thin_below - body_top == pytest.approx(EM * 7 / 8, abs=0.6)


def test_only_the_first_page_of_a_letter_is_not_numbered_and_has_rules(letter):
    assert len(letter.lines) > 2
    assert not [line for line in letter.lines[0] if "—" in line.text]
    for page in range(1, len(letter.lines)):
        number = letter.one(f"— {page + 1} —", page)
        assert letter.rules[page] == []
        odd = page % 2 == 0
        assert (RIGHT - number.x1 if odd else number.x0 - LEFT) == pytest.approx(14, abs=0.6)
        # the dash is a full character whose middle stands 7 mm below the type area
        assert BOTTOM - number.base - 0.35 * 14 == pytest.approx(7 * MM, abs=1.2 * MM)


def test_minutes_have_their_mark_35_mm_down_their_keeper_above_the_rule_and_hanging_names(tmp_path):
    names = "、".join(f"第{n}街道王小明" for n in range(9))
    mark = "临江区人民政府专题会议纪要"
    attendance = [Paragraph(f"出席：{names}", Role.ATTENDANCE), Paragraph("请假：李四", Role.ATTENDANCE)]
    printed = Printed(
        paper(body(90), *attendance, form=Form.MINUTES, mark=mark, number="第3期", issued_by=OFFICE,
              issued_on="2031年3月5日"),
        tmp_path / "a.pdf",
    )  # fmt: skip
    assert TOP - printed.ink(mark)[3] == pytest.approx(35 * MM, abs=1.2 * MM)
    keeper, day = printed.one(OFFICE), printed.one("2031年3月5日")
    ((_, rule, left, right),) = printed.rules[0]
    assert (left, right) == (pytest.approx(LEFT, abs=0.1), pytest.approx(RIGHT, abs=0.1))
    assert keeper.base == pytest.approx(day.base, abs=0.1)
    assert keeper.x0 == pytest.approx(LEFT + EM, abs=0.5)
    assert day.x1 == pytest.approx(RIGHT - EM, abs=0.5)
    assert keeper.base + 0.38 * 16 - EM / 2 - rule == pytest.approx(4 * MM, abs=1)
    came, away = printed.one("出席："), printed.one("请假：")
    assert came.font == away.font != keeper.font
    assert came.x0 == pytest.approx(LEFT + 2 * EM, abs=0.5)
    hanging = [
        line for line in printed.lines[0] if away.base - 1 < line.base <= came.base + 1 and line.font == keeper.font
    ]
    assert len(hanging) > 2
    assert max(line.x0 for line in hanging) - min(line.x0 for line in hanging) < 0.2


def test_a_joint_paper_has_its_marks_of_one_width_and_the_word_beside_them(tmp_path):
    names = ["临江区人民政府", "临江区民政局", "临江区财政局"]
    signed = [Paragraph(name, Role.SIGNATURE) for name in names] + [Paragraph("2031年3月5日", Role.DATE)]
    imprint = Imprint("区委各部门", OFFICE, "2031年3月6日")
    printed = Printed(paper(body(60), *signed, mark="\n".join([*names, "文件"]), imprint=imprint), tmp_path / "a.pdf")
    inks = [printed.ink(name) for name in names]
    assert max(i[0] for i in inks) - min(i[0] for i in inks) < 3
    assert max(i[2] for i in inks) - min(i[2] for i in inks) < 3
    assert all(above[1] > below[3] for above, below in pairwise(inks))
    word = printed.ink("文件")
    assert word[0] > max(i[2] for i in inks)
    assert (word[1] + word[3]) / 2 == pytest.approx((inks[0][3] + inks[-1][1]) / 2, abs=3)
    below = [line for line in printed.lines[0] if line.text in names and not line.red]
    (date,) = [line for line in printed.lines[0] if line.text == "2031年3月5日"]
    assert [line.text for line in below] == names
    assert all(line.base > date.base for line in below)
    assert all(b.x0 + b.x1 - a.x0 - a.x1 > 2 * 42 * MM for a, b in pairwise(below))  # three seals side by side
    assert (below[-1].x0 + below[-1].x1) / 2 == pytest.approx((date.x0 + date.x1) / 2, abs=0.5)


def test_a_paper_that_goes_upwards_has_its_number_left_and_its_signer_right(tmp_path):
    printed = Printed(
        paper(body(60), mark="临江区人民政府文件", number="临政〔2031〕7号", signer="王小明"), tmp_path / "a.pdf"
    )
    number, label, name = printed.one("临政〔2031〕7号"), printed.one("签发人："), printed.one("王小明")
    assert number.base == pytest.approx(label.base, abs=0.1) == pytest.approx(name.base, abs=0.1)
    assert number.x0 == pytest.approx(LEFT + EM, abs=0.5)
    assert name.x1 == pytest.approx(RIGHT - EM, abs=0.5)
    assert label.x1 == pytest.approx(name.x0, abs=0.5)
    assert name.font != label.font == number.font
    ((_, rule, *_),) = printed.rules[0]
    assert number.base + 0.38 * 16 - EM / 2 - rule == pytest.approx(4 * MM, abs=1)
    assert TOP - printed.ink("临江区人民政府文件")[3] == pytest.approx(35 * MM, abs=1.2 * MM)


def test_an_order_has_no_rule_and_two_blank_lines_around_its_number(tmp_path):
    blocks = (body(90), Paragraph("区长　王小明", Role.SIGNATURE), Paragraph("2031年3月5日", Role.DATE))
    printed = Printed(paper(*blocks, form=Form.ORDER, mark="临江区人民政府令", number="第3号"), tmp_path / "a.pdf")
    assert printed.rules[0] == []
    mark, number = printed.ink("临江区人民政府令"), printed.one("第3号")
    assert TOP - mark[3] == pytest.approx(20 * MM, abs=1.2 * MM)
    assert (number.x0 + number.x1) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
    assert mark[1] - number.base - 0.88 * 16 == pytest.approx(2 * PITCH, abs=8)
    (first, *_) = [line for line in printed.lines[0] if SENTENCE[:4] in line.text]
    assert 2.3 * PITCH < number.base - first.base < 3.7 * PITCH


def test_the_imprint_of_a_joint_paper_lies_on_the_lower_edge_between_rules_of_two_weights(tmp_path):
    names = "，".join(f"临江区第{n}街道办事处" for n in range(9))
    ending = [Paragraph(name, Role.SIGNATURE) for name in ("临江区民政局", "临江区财政局")]
    imprint = Imprint(names, "临江区民政局办公室", "2031年3月6日")
    made = paper(
        body(900),
        *ending,
        Paragraph("2031年3月5日", Role.DATE),
        mark="临江区民政局\n临江区财政局\n文件",
        imprint=imprint,
    )
    printed = Printed(made, tmp_path / "a.pdf")
    low, inner, high = printed.imprint[-1]
    assert low[0] == pytest.approx(35, abs=0.1)  # the lower edge of the type area
    assert [weight for _, weight, *_ in (low, inner, high)] == pytest.approx([0.35, 0.25, 0.35], abs=0.02)
    assert all((left, right) == pytest.approx((28, 184), abs=0.1) for *_, left, right in (low, inner, high))
    small = [line for line in printed.lines[-1] if 35 < line.base / MM < high[0] and round(line.size) == 14]
    label, by, day = (next(line for line in small if word in line.text) for word in ("抄送：", "办公室", "印发"))
    assert (label.x0, by.x0) == pytest.approx((LEFT + 14, LEFT + 14), abs=0.5)
    assert day.x1 == pytest.approx(RIGHT - 14, abs=0.5)
    assert by.base == pytest.approx(day.base, abs=0.1)
    assert low[0] < day.base / MM < inner[0]
    hanging = sorted((line for line in small if "街道" in line.text), key=lambda line: -line.base)
    assert len(hanging) > 2
    assert all(inner[0] < line.base / MM < high[0] and line.x1 <= RIGHT - 14 + 0.5 for line in hanging)
    assert max(line.x0 for line in hanging[1:]) == pytest.approx(label.x0 + 3 * 14, abs=0.5)
    assert hanging[-1].text.endswith("。")


def test_without_a_seal_the_date_stands_two_characters_behind_the_name(tmp_path):
    blocks = (body(60), Paragraph(OFFICE, Role.SIGNATURE), Paragraph("2031年3月5日", Role.DATE))
    printed = Printed(paper(*blocks, mark="临江区文件", sealed=False), tmp_path / "a.pdf")
    name, date = printed.one(OFFICE), printed.one("2031年3月5日")
    assert name.x1 == pytest.approx(RIGHT - 2 * EM, abs=0.5)
    assert date.x0 == pytest.approx(name.x0 + 2 * EM, abs=0.5)
    assert name.base - date.base == pytest.approx(PITCH, abs=0.1)
