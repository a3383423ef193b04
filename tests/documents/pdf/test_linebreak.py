from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezuo_desktop.documents.pdf.linebreak import MEETING, NO_END, NO_START, lines, wrap


class Widths(dict):
    """Han characters 1 em, others half."""

    def __missing__(self, ch):
        self[ch] = 1.0 if ch >= "\u2000" else 0.5
        return self[ch]


ADV = Widths()
PIECES = [
    "协作", "任务", "劳务", "县", "（", "）", "《", "》", "“", "”", "，", "。", "、", "；", "：", "——", "……", "〔2031〕71号",
    "2031年", "12500万元", "98.65％", "3600人次", "20℃", "-5", "+3", "≥90%", "A", "mail", "a.b@example.org", " ", "　", "1,250.5", "/",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
ANY_TEXT = st.text(st.sampled_from("协作，。（）“”—…19万元a b　-.%〔〕\n") | st.characters(), max_size=60)
BLANKS = " \u3000\t\xa0"


def em(text):
    return sum(ADV[ch] for ch in text)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("一二三四，五", 4, ["一二三", "四，五"]),  # no comma at a line's start: its character goes down with it
        ("一二三（四）", 4, ["一二三", "（四）"]),  # no opening bracket at a line's end
        ("一二三“四”", 4, ["一二三", "“四”"]),
        ("一二三——四", 4, ["一二", "三——四"]),
        ("一二三……四", 4.5, ["一二", "三……四"]),
        ("于2031年完成", 3, ["于", "2031年", "完成"]),
        ("共12500万元整", 5, ["共", "12500万元", "整"]),
        ("共5平方公里", 4, ["共", "5平方公", "里"]),  # unit longer than the rest of the line gives way
        ("共高5个百分点", 5, ["共高5个", "百分点"]),  # what is counted need not stay with its figure
        ("文号〔2031〕71号文", 6, ["文号", "〔2031〕71号", "文"]),
        ("见 mail a@b.cn 内", 5, ["见 mail", "a@b.cn 内"]),
        ("增长−5％以内", 3, ["增长", "−5％", "以内"]),
        ("参见第27项", 3, ["参见", "第27项"]),
        ("得分为3×149/240=1.86", 9, ["得分为", "3×149/240=1.86"]),  # one sum
        ("3×149/240=1.86", 5.5, ["3×149/240=", "1.86"]),  # too long for its place, but for no figure of it
        ("气温20℃。", 3, ["气温", "20℃。"]),
        ("建设互联网+医疗", 5, ["建设互联", "网+医疗"]),  # the + stays with what stands before it
        ("同比增长为+3%", 5, ["同比增长为", "+3%"]),
    ],
)
def test_wrap_ends_lines_where_an_editor_would(text, width, expected):
    assert wrap(text, ADV, width) == expected


def test_wrap_breaks_an_address_longer_than_the_line_behind_a_separator():
    assert wrap("https://example.org/papers/2031/plan", ADV, 7) == ["https://", "example.org/", "papers/2031/", "plan"]


def test_wrap_cuts_what_has_no_legal_place():
    assert wrap("））））））", ADV, 3) == ["）））", "）））"]
    assert wrap("abcdefgh", ADV, 2) == ["abcd", "efgh"]
    assert wrap("国国", ADV, 0.2) == ["国", "国"]


def test_first_line_is_shorter_by_the_indent():
    assert wrap("一二三四五六", ADV, 4, first=2) == ["一二", "三四五六"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按季度开展东西协作交流。", ["按季度开展东西协作", "交流。"]),
        ("按季度开展协作共计12人。", ["按季度开展协作共计", "12人。"]),  # figure and unit have gone down together
        ("按季度开展协作共12亿元", ["按季度开展协作共", "12亿元"]),
        ("按季开展（东西部）的活。", ["按季开展（东西部）", "的活。"]),
    ],
)
def test_running_text_leaves_no_character_alone_on_its_last_line(text, expected):
    assert [line.text for line in lines(text, ADV, 10, squeeze=0.4)] == expected


@given(TEXTS, st.floats(12, 30), st.floats(0, 2), st.sampled_from([0.0, 0.4]))
def test_company_and_marks_that_meet_break_no_rule(text, width, first, meeting):
    found = lines(text, ADV, width, first, 0.5, meeting)
    for n, line in enumerate(found):
        assert line.advance == pytest.approx(em(line.text) - meeting * len(MEETING.findall(line.text)))
        room = width - (0 if n else first) + 0.5 + meeting
        assert line.advance <= room + 1e-6 or not any(not forbidden(line.text, at) for at in range(1, len(line.text)))
    assert "".join("".join(line.text for line in found).split()) == "".join(text.split())
    for above, below in pairwise(found):
        if below.text[0] in NO_START or above.text[-1] in NO_END:
            whole = above.text + below.text
            assert all(forbidden(whole, at) for at in range(1, len(above.text) + 1))


def test_marks_that_meet_leave_room_for_more():
    text = "推进（一）（二）（三）工作"
    assert [line.text for line in lines(text, ADV, 12)] == ["推进（一）（二）（三）工", "作"]
    assert [line.text for line in lines(text, ADV, 12, meeting=0.5)] == [text]


def test_line_breaks_of_the_text_stay():
    assert wrap("一\n\n二", ADV, 4) == ["一", "", "二"]


def test_justified_lines_reach_the_right_edge_exactly_and_the_last_does_not():
    found = lines("一二三四，五六七（八九十）百千万", ADV, 4, first=1)
    assert [line.last for line in found] == [False] * (len(found) - 1) + [True]
    for i, line in enumerate(found[:-1]):
        width = (4 - (i == 0)) * 16
        assert em(line.text) * 16 + line.gaps * line.spacing(16, width) == pytest.approx(width)
    assert found[-1].spacing(16, 64) == 0


def test_the_marks_of_gb_t_15834_are_known():
    assert set("、。，．；：？！）》〉」』】〕〗”’…—％‰℃") <= NO_START
    assert set("（《〈「『【〔〖“‘") <= NO_END


@given(TEXTS | ANY_TEXT, st.floats(0.5, 30), st.floats(0, 4))
def test_nothing_is_lost_or_doubled(text, width, first):
    def bare(parts):
        return "".join(ch for ch in "".join(parts) if ch not in BLANKS and ch != "\n")

    assert bare(wrap(text, ADV, width, first)) == bare([text])


@given(TEXTS, st.floats(6, 30), st.floats(0, 2))
def test_no_line_is_wider_than_asked(text, width, first):
    for i, line in enumerate(lines(text, ADV, width, first)):
        room = width - (first if i == 0 else 0)
        assert em(line.text.rstrip(BLANKS)) <= room + 1e-6 or len(line.text) == 1
        assert line.advance == pytest.approx(em(line.text))


def forbidden(joined, at):
    """Marks at the wrong end of a line, an oracle of its own: blanks fall away at a line's end."""
    before, after = joined[:at].rstrip(BLANKS), joined[at:].lstrip(BLANKS)
    return not before or not after or after[0] in NO_START or before[-1] in NO_END


@given(TEXTS, st.floats(3, 30))
def test_a_mark_stands_at_the_wrong_end_only_where_the_line_has_no_other_place(text, width):
    found = [line for line in wrap(text, ADV, width) if line.strip(BLANKS)]
    for above, below in pairwise(found):
        if below.lstrip(BLANKS)[0] in NO_START or above[-1] in NO_END:
            assert all(forbidden(above + below, at) for at in range(1, len(above) + 1))


@given(TEXTS, st.floats(3, 30))
def test_a_figure_is_cut_only_where_the_line_has_no_other_place(text, width):
    found = wrap(text, ADV, width)
    for above, below in pairwise(found):
        if above[-1:].isdigit() and below[:1].isdigit():
            whole = above + below
            for at in range(1, len(above)):
                assert (
                    forbidden(whole, at) or (whole[at - 1].isascii() and whole[at].isascii()) or whole[at - 1] in "−±"
                )


@given(TEXTS, st.floats(4, 30))
def test_wrapping_wrapped_lines_again_changes_nothing(text, width):
    once = wrap(text, ADV, width)
    assert [piece for line in once for piece in wrap(line, ADV, width)] == once


def test_a_text_of_blanks_has_one_line_however_narrow_its_place_is():
    assert wrap("\u3000 \u3000", ADV, 0.5) == [""]
