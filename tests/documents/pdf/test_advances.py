"""Texts measured by their odd characters: always what a sum over all characters gives."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezuo_desktop.documents.pdf.advances import Advances, advances_of

WIDTHS = {"⸺": 2.0, "\u0301": 0.0, "i": 0.278}
TEXTS = st.text(st.sampled_from("协作任务（）、2031年⸺i\u0301 Ab") | st.characters(), max_size=60)


def measure(ch):
    return WIDTHS.get(ch, 1.0 if ch >= "\u2000" else 0.5)


@given(st.lists(TEXTS, min_size=1, max_size=5), st.booleans())
def test_a_text_is_as_wide_as_its_characters(texts, learned):
    advances = Advances(measure)
    if learned:
        for text in texts:
            advances.shortfalls(text)
        advances.width("任" * 5_000)  # so many looked up are worth a pattern
    for text in texts:
        sums = [0.0, *accumulate(map(measure, text))]
        assert advances.width(text) == pytest.approx(sums[-1])
        places, short = advances.shortfalls(text)
        assert len(places) == len(short)
        for end in range(len(text) + 1):
            before = sum(place < end for place in places)
            assert end - short[before] == pytest.approx(sums[end])


def test_characters_of_one_em_are_left_out_of_the_search_once_they_are_known():
    advances = Advances(measure)
    text = "协作任务书" * 20 + "2031"
    assert len(advances.shortfalls(text)[0]) == len(text) + 1
    for _ in range(40):
        found = advances.shortfalls(text)[0]
    assert found[:-1] == [100, 101, 102, 103]


def test_marks_with_a_meaning_in_patterns_are_measured_like_others():
    advances = Advances(lambda ch: 1.0)
    text = "]^-\\[a-z&&~~||--" * 300
    for _ in range(3):
        assert advances.width(text) == len(text)
        assert len(text) - advances.shortfalls(text)[1][-1] == len(text)


def test_advances_of_a_plain_mapping_and_of_themselves():
    own = Advances(measure)
    assert advances_of(own) is own
    assert advances_of({"a": 0.4}).width("aaa") == pytest.approx(1.2)
