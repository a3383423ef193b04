from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezuo_desktop.documents import PaperError, paper_from_text, paper_to_text
from xiezuo_desktop.documents.paper import (
    Align,
    Cell,
    Column,
    Form,
    Head,
    Imprint,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Role,
    Row,
    RowKind,
    Section,
    Table,
)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
aligns = st.none() | st.sampled_from(Align)
paragraphs = st.builds(Paragraph, text, st.sampled_from(Role), aligns, st.none() | st.floats(1, 99), st.booleans())
cells = st.builds(Cell, text, st.integers(0, 30), st.integers(1, 9), st.integers(1, 9), aligns)
rows = st.builds(Row, st.lists(cells, max_size=3).map(tuple), st.sampled_from(RowKind), st.none() | st.integers(1, 99))
columns = st.lists(st.builds(Column, st.sampled_from(Align), st.floats(0.1, 9), st.floats(1, 9)), max_size=3).map(tuple)
tables = st.builds(Table, st.lists(rows, max_size=3).map(tuple), st.integers(0, 3), columns, text, st.booleans())
blocks = st.lists(paragraphs | tables | st.just(PageBreak()), max_size=4).map(tuple)
heads = st.none() | st.builds(Head, *[text] * 6, st.sampled_from(Form), text, text)
imprints = st.none() | st.builds(Imprint, text, text, text)
parts = st.none() | st.builds(Part, heads, imprints)
sections = st.lists(
    st.builds(Section, blocks, st.booleans(), st.sampled_from(["A4", "A3"]), parts, st.booleans()), max_size=3
).map(tuple)
papers = st.builds(
    Paper,
    sections,
    heads,
    imprints,
    text,
    text,
    text,
    st.lists(text, max_size=2).map(tuple),
    st.none() | st.floats(20, 40),
    st.booleans(),
)


@given(papers)
def test_paper_comes_back_as_it_was(paper):
    written = paper_to_text(paper)
    assert "\n" not in written
    assert paper_from_text(written) == paper


def test_only_what_differs_from_the_default_is_written():
    assert (
        paper_to_text(Paper((Section((Paragraph("甲"), PageBreak())),)))
        == '{"paper":1,"sections":[{"blocks":[{"is":"p","text":"甲"},{"is":"break"}]}]}'
    )


@pytest.mark.parametrize(
    "text",
    ["", "[]", "1", '{"paper":2,"sections":[]}', '{"paper":1}', '{"paper":1,"sections":[{"blocks":[{"is":"x"}]}]}', '{"paper":1,"sections":1}',
     '{"paper":1,"sections":[{"blocks":[{"is":"p","text":5}]}]}', '{"paper":1,"sections":[],"secret":1}', "[" * 100_000, '{"paper":1,"sections":[{"blocks":[{"is":"p","text":"a","align":"up"}]}]}'],
)  # fmt: skip
def test_foreign_text_is_refused(text):
    with pytest.raises(PaperError, match="读不出来"):
        paper_from_text(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda x: (
            st.lists(x, max_size=3)
            | st.dictionaries(st.sampled_from(["is", "text", "blocks", "sections", "rows"]), x, max_size=3)
        ),
    )
)
def test_no_json_breaks_reading(data):
    try:
        paper_from_text(json.dumps({"paper": 1, "sections": data}))
    except PaperError as error:
        assert error.advice  # noqa: PT017 - most are refused, some are papers
