"""Papers of any blocks in any order: all of it on paper once, nothing over anything else, no heading or line left alone."""

from __future__ import annotations

from collections import Counter
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.pdf.builders_layout import faults, row, ruler, table
from xiezuo_desktop.documents.paper import PageBreak, Paper, Paragraph, Role, Section
from xiezuo_desktop.documents.pdf.gongwen import lay_out

ROLES = st.sampled_from([*[Role.BODY] * 5, Role.HEADING1, Role.HEADING2, Role.CAPTION, Role.TITLE])
LENGTHS = {Role.BODY: 400, Role.HEADING1: 40, Role.HEADING2: 30, Role.CAPTION: 60, Role.TITLE: 50}


@st.composite
def sections(draw):
    """A section whose paragraphs and cells have a letter each: (section, letter → how often, letter → role)."""
    letters, roles, blocks = {}, {}, []
    fresh = map(chr, count(0x4E00))

    def text(most):
        letter = next(fresh)
        letters[letter] = draw(st.integers(1, most))
        return letter * letters[letter]

    for _ in range(draw(st.integers(1, 12))):
        kind = draw(st.sampled_from(["paragraph"] * 6 + ["table", "break"]))
        if kind == "break":
            blocks.append(PageBreak())
        elif kind == "table":
            blocks.append(table(*(row(text(3), text(60), text(20)) for _ in range(draw(st.integers(1, 20))))))
        else:
            role = draw(ROLES)
            blocks.append(Paragraph(text(LENGTHS[role]), role))
            roles[blocks[-1].text[0]] = role
    return Section(tuple(blocks), draw(st.booleans())), letters, roles


@settings(max_examples=40, deadline=None)
@given(sections(), st.booleans())
def test_any_blocks_are_on_paper_once_and_over_nothing(made, continued):
    section, letters, _ = made
    sheets = lay_out(Paper((section,), continued=continued), ruler)
    seen = Counter(ch for sheet in sheets for line in sheet.all_texts() for ch in line.text)
    assert all(seen[letter] == often for letter, often in letters.items())
    for sheet in sheets:
        frame = sheet.frame
        area = (frame.left - 1, frame.bottom - 1, frame.right + 1, frame.top + 1)
        assert faults(list(sheet.all_texts()), sheet.rules, area) == []


@settings(max_examples=40, deadline=None)
@given(sections())
def test_no_heading_stands_at_the_foot_and_no_line_of_a_paragraph_alone(made):
    section, _, roles = made
    sheets = lay_out(Paper((section,)), ruler)
    lines = [(number, t.text[0]) for number, sheet in enumerate(sheets) for t in sheet.texts if t.text[0] in roles]
    pages = {letter: Counter(page for page, its in lines if its == letter) for letter in roles}
    blocks = list(section.blocks)
    for letter, role in roles.items():
        where = next(n for n, b in enumerate(blocks) if isinstance(b, Paragraph) and b.text[0] == letter)
        after = blocks[where + 1] if where + 1 < len(blocks) else None
        if role in (Role.HEADING1, Role.HEADING2) and isinstance(after, Paragraph) and after.role is Role.BODY:
            assert max(pages[letter]) == min(pages[after.text[0]])
        if role is Role.BODY and sum(pages[letter].values()) > 3:
            assert min(pages[letter].values()) > 1
