"""What `clauses` measures holds for what is printed, and fails for the same paper damaged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.acceptance.clauses import grid, imprint, letter, numbers, order, sealed, signers, unsealed
from tests.acceptance.every_paper import checker
from tests.acceptance.printed import Printed
from tests.documents.pdf.builders_layout import row, table
from xiezuo_desktop.documents.paper import Form, Head, Imprint, PageBreak, Paper, Paragraph, Role, Section
from xiezuo_desktop.documents.pdf import write_pdf as printing
from xiezuo_desktop.documents.pdf.flow import MM, PITCH, Rule
from xiezuo_desktop.documents.pdf.gongwen import parts_of

OFFICE = "临江区人民政府办公室"
SENTENCE = "各镇街要压实工作责任，按季度报送进展情况，确保完成2031年度目标任务。"
HEAD = Head("临江区人民政府文件", "临政〔2031〕7号", signer="李喆、王堃生、陈昇")
TEXT = Paragraph(SENTENCE * 3)
ENDING = (Paragraph(OFFICE, Role.SIGNATURE), Paragraph("2031年3月5日", Role.DATE))
COPIES = Imprint("云岭县人民政府，" * 9 + "区委各部门。", OFFICE, "2031年3月5日")
WIDE = Section((Paragraph("附件", Role.ATTACHMENT_MARK), table(row("甲", "乙"))), turned=True, paper="A3")
LONG = Paper((Section(tuple(Paragraph(SENTENCE * n) for n in (9, 4, 13, 2, 6, 9))),))
SIGNERS = Paper((Section((TEXT,)),), HEAD)
UNSEALED = Paper((Section((TEXT, *ENDING)),), sealed=False)
JOINT = Paper(
    (
        Section(
            (TEXT, *(Paragraph(f"临江区{n}", Role.SIGNATURE) for n in ("发展和改革局", "民政局", "财政局")), ENDING[1])
        ),
    )
)
ORDER = Paper((Section((TEXT,)),), replace(HEAD, signer="", form=Form.ORDER))
ISSUED = Paper((Section((TEXT,)),), imprint=COPIES)
LETTER = Paper((Section((TEXT,)),), replace(HEAD, signer="", form=Form.LETTER), COPIES)
FOLDED = Paper((Section((TEXT,)), WIDE), imprint=COPIES)
MANY = Paper(
    (Section((Paragraph("、".join([OFFICE] * 30) + "：", Role.MAIN_TO), TEXT)),), replace(HEAD, signer=""), COPIES
)


def faults(measure, paper, tmp_path, monkeypatch, damage=None, instead=None):
    """What a measure finds wrong with a paper that is printed with damaged sheets, or with another one `instead` of it."""
    if damage:
        lay_out = printing.lay_out

        def damaged(*given):
            sheets = lay_out(*given)
            damage(sheets)
            return sheets

        monkeypatch.setattr(printing, "lay_out", damaged)
    printing.write_pdf(instead or paper, tmp_path / "a.pdf")
    check = checker()(str(tmp_path / "a.pdf"))
    with check.pdf, check.doc:
        return "; ".join(measure(Printed(check, paper, *parts_of(paper)[0])))


def change(begin, page=0, **values):
    """A damage: the runs that begin so are changed, where a value is a function by what it makes of the old one."""
    return changed(lambda run: run.text.startswith(begin), page, values)


def line(number, **values):
    """A damage: the same with all runs of a line of the first page."""

    def damage(sheets):
        y = sorted({run.y for run in sheets[0].texts}, reverse=True)[number]
        changed(lambda run: run.y == y, 0, values)(sheets)

    return damage


def changed(asked, page, values):
    """A damage: the runs that are asked for are changed."""

    def damage(sheets):
        for where in (sheets[page].texts, sheets[page].foot):
            for n, run in enumerate(where):
                if asked(run):
                    where[n] = run._replace(**{k: v(getattr(run, k)) if callable(v) else v for k, v in values.items()})

    return damage


def rules(change_one, page=0):
    """A damage: each rule of a page that is not of a table, by its number."""

    def damage(sheets):
        sheets[page].own_rules[:] = [change_one(n, rule) for n, rule in enumerate(sheets[page].own_rules)]

    return damage


def rule_at(height, page=0):
    """A damage: one more rule over the width of the type area, so many mm above the foot of the sheet."""
    return lambda sheets: sheets[page].own_rules.append(Rule(28 * MM, height * MM, 184 * MM, height * MM, 0.7))


def numbered(sheet):
    """A damage: a page gets a number."""
    sheet.foot.append(sheet.texts[-1]._replace(text="— 1 —", size=14.0, y=20 * MM))


def lifted(by):
    """What is moved up by so many mm."""
    return lambda value: value + by * MM


@pytest.mark.parametrize(
    ("paper", "measure"),
    [(LONG, grid), (SIGNERS, signers), (UNSEALED, unsealed), (ISSUED, imprint), (MANY, imprint), (MANY, grid),
     (LETTER, imprint), (LETTER, letter), (LETTER, grid), (FOLDED, numbers), (JOINT, sealed), (ORDER, order)],
)  # fmt: skip
def test_what_is_printed_keeps_the_clause(paper, measure, tmp_path, monkeypatch):
    assert not faults(measure, paper, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("paper", "measure", "damage", "fault"),
    [
        (LONG, grid, line(3, x=lifted(2)), "begins at"),
        (LONG, grid, line(3, spacing=lambda old: old - 0.3), "ends at"),
        (LONG, grid, line(3, size=15.5), "15.5 pt"),
        (LONG, grid, line(3, role="hei"), "is in "),
        (LONG, grid, line(3, y=lifted(-0.4)), "pt below"),
        (LONG, grid, line(3, text=lambda old: old[1:]), "not on paper"),
        (SIGNERS, signers, change("临政〔2031〕", y=lifted(PITCH / MM)), "line of the last name"),
        (SIGNERS, signers, change("临政〔2031〕", x=lifted(3)), "the number begins"),
        (SIGNERS, signers, change("陈昇", x=lifted(-3)), "below the first name"),
        (SIGNERS, signers, change("李喆", text="王喆"), "not found"),
        (UNSEALED, unsealed, change("2031年3月5日", x=lifted(3)), "behind the name"),
        (UNSEALED, unsealed, change(OFFICE, y=lifted(3)), "below the name"),
        (JOINT, sealed, change("临江区财政局", y=lifted(15)), "meets another"),
        (JOINT, sealed, change("临江区民政局", x=lifted(30)), "leaves the type area"),
        (JOINT, sealed, change("临江区财政局", x=lifted(-5)), "does not stand over"),
        (JOINT, sealed, change("2031年3月5日", x=lifted(5)), "the day ends"),
        (ORDER, order, change("临江区人民政府文件", y=lifted(-3)), "the mark begins"),
        (ORDER, order, change("临政〔2031〕", x=lifted(-3)), "in the middle"),
        (ORDER, order, change("临政〔2031〕", y=lifted(9)), "blank lines above the number"),
        (ISSUED, imprint, rules(lambda n, rule: rule._replace(weight=0.7)), "rules of"),
        (ISSUED, imprint, rules(lambda n, rule: rule._replace(y0=rule.y0 + 6, y1=rule.y1 + 6)), "the last rule"),
        (ISSUED, imprint, change("抄送", x=lifted(2)), "begins at"),
        (MANY, imprint, rule_at(81.3, page=1), "rules of"),
        (LETTER, imprint, rule_at(35), "rules in a letter"),
        (LETTER, letter, rules(lambda n, rule: rule._replace(x1=rule.x1 - 20)), "a double rule"),
        (LETTER, letter, change("临江区人民政府文件", y=lifted(-3)), "the mark begins"),
        (LETTER, letter, lambda sheets: numbered(sheets[0]), "a number"),
        (FOLDED, numbers, change("— 2 —", page=1, x=lifted(87)), "mm in"),
        (FOLDED, numbers, change("— 2 —", page=1, y=lifted(2)), "7 mm below"),
        (FOLDED, numbers, change("— 3 —", page=2, text="— 4 —"), "numbers [1, 2, 4]"),
    ],
)  # fmt: skip
def test_a_damaged_paper_breaks_the_clause(paper, measure, damage, fault, tmp_path, monkeypatch):
    assert fault in faults(measure, paper, tmp_path, monkeypatch, damage)


def test_a_page_that_ends_early_without_a_reason_is_found(tmp_path, monkeypatch):
    (section,) = LONG.sections
    early = replace(LONG, sections=(Section((*section.blocks[:2], PageBreak(), *section.blocks[2:])),))
    assert "lines free" in faults(grid, LONG, tmp_path, monkeypatch, instead=early)
    assert not faults(grid, early, tmp_path, monkeypatch)
