"""Tables of any shape and any texts: all of it on paper as often as it must be, nothing over anything else."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.pdf.builders_layout import faults, placed, ruler
from xiezuo_desktop.documents.paper import Align, Cell, Column, Row, RowKind, Table
from xiezuo_desktop.documents.pdf.table_cells import LEAD, LEAST_SIZE
from xiezuo_desktop.documents.pdf.table_cut import cut
from xiezuo_desktop.documents.pdf.table_rows import measure

WIDTH = 440.0
LENGTHS = st.sampled_from([0, 1, 2, 3, 4, 7, 12, 30, 90, 200, 400, 1000])
LONGEST_REPEATED = 90  # characters: what stands in four lines of a narrow column, or one of a wide one
ALIGNS = st.sampled_from([Align.CENTRE, Align.LEFT, Align.RIGHT])


@st.composite
def tables(draw):
    """Tables whose cells have a letter each: (table, letter → (how many, the rows of a cell that spans several, in the header))."""
    width, heads = draw(st.integers(1, 7)), draw(st.integers(0, 2))
    count = heads + draw(st.integers(1, 14))
    taken: set[tuple[int, int]] = set()
    rows, letters = [], {}
    for r in range(count):
        cells = []
        for c in range(width):
            if (r, c) in taken:
                continue
            last = heads if r < heads else count
            tall = draw(st.sampled_from([1, 1, 1, 1, 2, 5])) if r < last - 1 else 1
            tall = min(tall, last - r)
            wide = draw(st.sampled_from([1, 1, 1, 1, 2, 3]))
            while wide > 1 and any((r + d, c + w) in taken or c + w >= width for w in range(wide) for d in range(tall)):
                wide -= 1
            taken |= {(r + d, c + w) for d in range(tall) for w in range(wide)}
            letter, length = chr(0x4E00 + len(letters)), draw(LENGTHS if r >= heads else st.integers(0, 6))
            text = letter * length
            if length > 20 and draw(st.booleans()):
                text = "\n".join(text[k : k + 9] for k in range(0, length, 9))  # a list of names, one below the other
            letters[letter] = (length, range(r, r + tall) if tall > 1 else None, r < heads)
            cells.append(Cell(text, c, wide, tall, draw(st.none() | ALIGNS)))
        kind = RowKind.HEADER if r < heads else draw(st.sampled_from([RowKind.BODY] * 4 + [RowKind.SUB, RowKind.TOTAL]))
        rows.append(Row(tuple(cells), kind))
    return Table(tuple(rows), heads, tuple(Column(draw(ALIGNS)) for _ in range(width))), letters


def printed(table, first, height, *, begins=False):
    """The pages of a table: the fragment, lines, rules."""
    found = measure(table, WIDTH, height, ruler)
    pages = []
    for number, fragment in enumerate(cut(found, first, height, begins=begins)):
        stacks, rules = placed(found, fragment, height)
        if fragment is not None:
            assert found.header_height + fragment.height <= (height if number else first) + 0.1
        pages.append((fragment, [text for stack in stacks for text in stack.texts()], rules))
    return found, pages


def with_room(pages, rows, letter, length):
    """In how many fragments a cell over these rows has the room that its text needs; 1 for a text longer than a page."""
    mine = [[text for text in texts if letter in text.text] for _, texts, _ in pages]
    lines = next(texts for texts in mine if texts)
    if sum(len(line.text) for line in lines) < length:
        return 1
    needs = lines[0].y - lines[-1].y + LEAD * lines[0].size
    rooms = [
        sum(height for n, height in enumerate(fragment.heights, fragment.first) if n in rows) if fragment else 0.0
        for fragment, _, _ in pages
    ]
    return max(sum(room + 1 >= needs for room in rooms), 1)


@settings(max_examples=150, deadline=None)
@given(tables(), st.sampled_from([0.4, 0.7, 1.0]), st.sampled_from([260.0, 637.0]), st.booleans())
def test_every_text_is_on_paper_as_often_as_it_must_be(made, share, height, begins):
    table, letters = made
    found, pages = printed(table, share * height, height, begins=begins)
    seen = Counter(ch for _, texts, _ in pages for text in texts for ch in text.text)
    shown = sum(bool(rules) for _, _, rules in pages)
    repeated = bool(found.header)
    for letter, (length, spans, in_header) in letters.items():
        if in_header and repeated:
            assert seen[letter] == length * shown
        elif spans and length:
            rows = range(spans.start - len(found.header), spans.stop - len(found.header))
            assert seen[letter] in {length * n for n in range(1, with_room(pages, rows, letter, length) + 1)}
        else:
            parts = [sum(text.text.count(letter) for text in texts) for _, texts, _ in pages]
            again = all(part in (0, length) for part in parts)  # a short text is repeated where its row goes on
            assert seen[letter] == length or (again and length <= LONGEST_REPEATED)


@settings(max_examples=150, deadline=None)
@given(tables(), st.sampled_from([0.4, 0.7, 1.0]), st.sampled_from([260.0, 637.0]), st.booleans())
def test_nothing_is_printed_over_anything_else(made, share, height, begins):
    table, _ = made
    _, pages = printed(table, share * height, height, begins=begins)
    for _, texts, rules in pages:
        assert faults(texts, rules, (0.0, 0.0, WIDTH, height)) == []


FIGURES = st.sampled_from(["5", "12500", "8.17", "1,234,567.50", "99.5%", "2031-12-31", "123456789012", "-0.01"])


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 30), st.lists(FIGURES, min_size=1, max_size=12))
def test_figures_stay_on_one_line_while_they_can_be_read(width, figures):
    row = Row(tuple(Cell(figures[c % len(figures)], c) for c in range(width)))
    _, pages = printed(Table((row,), 0, tuple(Column() for _ in range(width))), 400.0, 400.0)
    ((_, texts, rules),) = pages
    whole = {text.text for text in texts if text.size > LEAST_SIZE}
    assert whole <= set(figures)
    assert sum(len(text.text) for text in texts) == sum(len(cell.text) for cell in row.cells)
    assert faults(texts, rules) == []
