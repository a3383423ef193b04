import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezuo_desktop.core.ordinals import (
    chinese_numeral,
    next_ordinal,
    ordinal_value,
    parse_chinese_numeral,
    renumber,
    restarts,
    split_ordinal,
)


@given(st.integers(0, 99_999_999))
def test_numerals_read_back(number):
    assert parse_chinese_numeral(chinese_numeral(number)) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1010, "一千零一十"),
        (20100, "二万零一百"),
    ],
)
def test_numerals_are_written_as_people_write_them(number, text):
    assert chinese_numeral(number) == text


@pytest.mark.parametrize(
    ("text", "number"), [("两", 2), ("二〇二四", 2024), ("两千", 2000), ("十万", 100_000), ("一百一十", 110)]
)
def test_other_writings_are_read(text, number):
    assert parse_chinese_numeral(text) == number


@pytest.mark.parametrize("text", ["", "甲", "一甲", "十百", "百", "万", "三四十"])
def test_other_words_are_no_numeral(text):
    assert parse_chinese_numeral(text) is None


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万", max_size=14))
def test_any_row_of_numerals_is_a_number_or_none(text):
    found = parse_chinese_numeral(text)
    assert found is None or found >= 0


@pytest.mark.parametrize(
    ("text", "ordinal", "rest"),
    [
        ("27.其中：脱贫人口数（含存量）", "27", "其中：脱贫人口数（含存量）"), ("（一）组织领导", "（一）", "组织领导"), ("一、组织领导", "一", "组织领导"),
        ("1.互访调研", "1", "互访调研"), ("1．互访", "1", "互访"), ("1、互访", "1", "互访"), ("1 参与结对的学校", "1", "参与结对的学校"),
        ("1 人才支援", "1", "人才支援"), ("十二、区文旅局", "十二", "区文旅局"), ("1.1建设", "1.1", "建设"), ("1.1 建设", "1.1", "建设"),
        ("① 甲", "①", "甲"), ("㈠甲", "㈠", "甲"), ("第一条 为了", "第一条", "为了"), ("(1)其他", "(1)", "其他"), ("1）其他", "1）", "其他"),
        ("★1.参与", "1", "★参与"), ("★1", "★1", ""), ("A.甲", "A", "甲"), ("（ 二 ）人才", "（二）", "人才"),
        ("27", "27", ""), ("27.", "27", ""), ("一", "一", ""), ("（三）", "（三）", ""),
    ],
)  # fmt: skip
def test_the_ordinal_is_split_off(text, ordinal, rest):
    assert split_ordinal(text) == (ordinal, rest)


@pytest.mark.parametrize(
    "text",
    [
        "1-6个月",
        "30 人",
        "12个月以上",
        "2.5亿元",
        "2024年云岭",
        "（含存量）",
        "一是持续",
        "6720",
        "3 个学校",
        "（2024）",
        "其他",
        "",
        "1人才支援",
        "3.5%",
    ],
)
def test_what_only_looks_like_an_ordinal_stays(text):
    assert split_ordinal(text) == ("", text)


@given(st.text(max_size=30))
def test_splitting_loses_no_letter(text):
    ordinal, rest = split_ordinal(text)
    letters = sorted(c for c in text if c.isalnum())
    assert sorted(c for c in ordinal + rest if c.isalnum()) == letters


@pytest.mark.parametrize(
    ("ordinal", "value", "following"),
    [("27", 27, "28"), ("（一）", 1, "（二）"), ("十", 10, "十一"), ("1.9", 9, "1.10"), ("①", 1, "②"), ("⑳", 20, "(21)"), ("★1", 1, "2"),
     ("第九条", 9, "第十条"), ("1）", 1, "2）"), ("A", 1, "B"), ("", None, "")],
)  # fmt: skip
def test_the_next_ordinal_keeps_the_style(ordinal, value, following):
    assert ordinal_value(ordinal) == value
    assert next_ordinal(ordinal) == following


@pytest.mark.parametrize(
    ("before", "homes", "after"),
    [
        (["1", "2", "", "2", "3"], "", ["1", "2", "", "3", "4"]),
        (["2", "3", "4"], "", ["1", "2", "3"]),
        (["1", "2", "4", "3"], "aabb", ["1", "2", "3", "4"]),
        (["1", "3", "2", "1", "2"], "aaabb", ["1", "2", "3", "1", "2"]),
        (["2", "3", "1", "1", "2"], "aabbb", ["1", "2", "1", "2", "3"]),
        (["1", "", "3", "", ""], "", ["1", "", "2", "", ""]),
        (["1", "1.1", "1.2", "3", "2.1", "2.2"], "", ["1", "1.1", "1.2", "2", "2.1", "2.2"]),
        (["（一）", "（三）"], "", ["（一）", "（二）"]),
        (["1", "（1）", "（3）", "2", "（1）"], "", ["1", "（1）", "（2）", "2", "（1）"]),
        (["★2", "1", "①", "③", "2", "①"], "", ["★1", "2", "①", "②", "3", "①"]),
        ([], "", []),
    ],
)
def test_rows_are_counted_anew_in_the_style_of_the_paper(before, homes, after):
    assert renumber(before, homes) == after
    assert renumber(after, homes) == after


def test_the_caller_may_say_whether_categories_restart():
    assert renumber(["1", "2", "3"], "aab", restart=True) == ["1", "2", "1"]
    assert renumber(["1", "2", "1"], "aab", restart=False) == ["1", "2", "3"]
    assert restarts(["1", "2", "1"], "aab")
    assert not restarts(["1", "2", "3"], "aab")


@given(st.lists(st.one_of(st.just(""), st.integers(1, 60).map(str)), max_size=30))
def test_numbering_anew_counts_without_gap_and_is_stable(ordinals):
    numbered = renumber(ordinals, restart=False)
    assert [o for o in numbered if o] == [str(n) for n in range(1, sum(map(bool, ordinals)) + 1)]
    assert [bool(o) for o in numbered] == [bool(o) for o in ordinals]
    assert renumber(numbered, restart=False) == numbered


@given(st.lists(st.text(max_size=6), max_size=12))
def test_any_ordinals_can_be_numbered(ordinals):
    assert len(renumber(ordinals)) == len(ordinals)


@pytest.mark.parametrize(
    "text", ["项目建设情况", "名单", "对口帮扶", "年度目标", "家庭就业", "月报制度", "个人捐赠", "户籍改革", "季度调度"]
)
def test_a_full_stop_sets_an_ordinal_apart_whatever_word_follows(text):
    assert split_ordinal(f"5.{text}") == ("5", text)
    assert split_ordinal(f"5 {text}") == ("5", text)
    assert split_ordinal("5 个学校") == ("", "5 个学校")
