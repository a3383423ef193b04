"""Tables measured, cut into pages and placed: no PDF is written here."""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.pdf.builders_layout import PlainAdvances, category, placed, row, ruler, table
from xiezuo_desktop.documents.paper import Align, Cell, Column, Row, RowKind, Table
from xiezuo_desktop.documents.pdf.table_cells import PAD_X, set_cell
from xiezuo_desktop.documents.pdf.table_columns import shared_sizes, size_columns
from xiezuo_desktop.documents.pdf.table_cut import cut
from xiezuo_desktop.documents.pdf.table_rows import measure

WIDTH, HEIGHT = 440.0, 300.0
HEAD = (("序号", "指标名称", "目标"),)


def laid_out(source, first=HEIGHT, height=HEIGHT, reserve=0.0):
    """The pages of a table: (fragment, stacks, rules), None for a page left without rows."""
    found = measure(source, WIDTH, height, ruler)
    pages = []
    for fragment in cut(found, first, height, reserve):
        pages.append((fragment, *placed(found, fragment, height)))
    return found, pages


def printed(stacks):
    return ["".join(s.setting.lines) for s in stacks]


def rows_of(count, **more):
    return [row(str(n), f"第{n}项任务", "10", **more) for n in range(1, count + 1)]


def test_header_repeats_on_every_page():
    _, pages = laid_out(table(*rows_of(40), header=HEAD))
    assert len(pages) > 2
    assert all(printed(stacks)[:3] == ["序号", "指标名称", "目标"] for _, stacks, _ in pages)


def test_every_row_stands_on_exactly_one_page():
    _, pages = laid_out(table(*rows_of(40), header=HEAD))
    numbers = [text for _, stacks, _ in pages for text in printed(stacks) if text.isdigit() and text != "10"]
    assert numbers == [str(n) for n in range(1, 41) if n != 10]


def test_category_row_stays_with_the_next_row():
    for before in range(4, 16):
        body = [*rows_of(before), category("一、产业协作", 3), *rows_of(12)]
        _, pages = laid_out(table(*body, header=HEAD))
        assert all(not printed(stacks)[-1].startswith("一、") for _, stacks, _ in pages)


def test_last_page_holds_more_than_one_row():
    for count in range(8, 40):
        _, pages = laid_out(table(*rows_of(count), header=HEAD))
        assert len(pages[-1][0].heights) > 1


def test_sub_row_follows_its_parent_when_that_costs_little():
    body = [*rows_of(8), row("", "其中：脱贫人口", "4", kind=RowKind.SUB), *rows_of(5)]
    found, _ = laid_out(table(*body, header=HEAD))
    room = found.header_height + sum(r.height for r in found.rows[:8]) + 1
    first = cut(found, room, 2 * HEIGHT)[0]
    assert first.stop == 7


def test_header_never_stands_alone():
    found, _ = laid_out(table(category("一、组织领导", 3), *rows_of(5), header=HEAD))
    assert cut(found, found.header_height + found.rows[0].height + 5, HEIGHT)[0] is None


@pytest.mark.parametrize("first", range(110, 290, 17))
def test_a_row_is_cut_with_two_lines_on_either_side(first):
    for count in range(16, 26):
        _, pages = laid_out(table(row("1", "\n".join("措施" for _ in range(count)))), first)
        parts = [max(len(s.setting.lines) for s in stacks) for _, stacks, _ in pages if stacks]
        assert sum(parts) == count
        assert min(parts) >= 2


def test_a_table_below_its_title_is_cut_only_where_merged_texts_keep_their_room():
    units, measures = "\n".join("区民政局" for _ in range(12)), "\n".join("落实措施" for _ in range(14))
    source = table(row((units, 2), measures), row(None, "完"))
    found = measure(source, WIDTH, 637.0, ruler)
    for first in range(100, 300, 7):
        fragments = cut(found, first, 637.0, begins=True)
        texts = "".join(t for f in fragments for t in printed(placed(found, f, 637.0)[0]))
        assert texts.count("区民政局") >= 12
        assert texts.count("落实措施") == 14


def test_text_of_a_cut_span_is_repeated_where_it_has_room():
    units = "区发展局\n区教育局\n区农业局\n区商务局"
    body = [row("1", "甲", "1"), row("2", ("乙", 1), "1")]
    spanned = [row(str(n), f"任务{n}", (units, 14) if n == 1 else None) for n in range(1, 15)]
    _, pages = laid_out(table(*body, *spanned, header=HEAD))
    holding = [stacks for _, stacks, _ in pages if units.replace("\n", "") in printed(stacks)]
    assert len(pages) > 1
    assert len(holding) == len(pages)


@pytest.mark.parametrize("before", range(1, 14))
def test_a_cut_stands_where_merged_units_have_room_on_either_side(before):
    units = "\n".join(f"第{n}科室" for n in range(6))
    spanned = [row(str(n), f"任务{n}", (units, 13) if n == 1 else None) for n in range(1, 14)]
    found, pages = laid_out(table(*rows_of(before), *spanned, *rows_of(2), header=HEAD))
    for fragment, stacks, rules in pages:
        inside = range(max(fragment.first, before), min(fragment.stop, before + 13))
        assert (units.replace("\n", "") in printed(stacks)) == bool(inside)
        top = HEIGHT - found.header_height - sum(fragment.heights[: max(inside.start - fragment.first, 0)])
        bottom = top - sum(fragment.heights[n - fragment.first] for n in inside)
        middle = (found.columns.edges[2] + found.columns.edges[3]) / 2
        across = [rule for rule in rules if rule.y0 == rule.y1 and rule.x0 < middle < rule.x1]
        assert not [rule for rule in across if bottom + 0.1 < rule.y0 < top - 0.1]  # no rule through the merged cell


def test_rows_below_a_cut_are_stretched_for_the_repeated_text():
    units = "\n".join(f"第{n}科室" for n in range(6))
    spanned = [row(str(n), f"任务{n}", (units, 10) if n == 1 else None) for n in range(1, 11)]
    found = measure(table(*rows_of(1), *spanned, header=HEAD), WIDTH, HEIGHT, ruler)
    room = found.header_height + sum(r.height for r in found.rows[:10]) + 1
    fragments = cut(found, room, HEIGHT)
    need = found.crossing[2][0].height
    assert len(fragments) == 2
    assert fragments[1].height >= need - 0.1


def test_row_higher_than_a_page_is_cut_by_lines_without_loss():
    text = "".join(chr(0x4E00 + n) for n in range(1500))
    found, pages = laid_out(table(row("1", text, "5"), *rows_of(2), header=HEAD))
    lines = [line for _, stacks, _ in pages for s in stacks for line in s.setting.lines]
    assert text in "".join(line for line in lines if line[:1] >= "一" and line in text)
    assert all(found.header_height + f.height <= HEIGHT + 0.1 for f, _, _ in pages)


@pytest.mark.parametrize("characters", range(1300, 2300, 31))
def test_a_row_higher_than_a_page_begins_only_where_lines_of_it_have_room(characters):
    heading = category("云" * characters, 2)
    _, pages = laid_out(table(heading, row("1", "岭" * 3000), header=(("序号", "任务"),)))
    for fragment, stacks, rules in pages:
        lowest = min(rule.y0 for rule in rules)
        assert lowest >= -0.1
        assert all(text.y >= lowest for stack in stacks for text in stack.texts())
        assert fragment is not None


def test_merged_text_higher_than_a_page_is_not_lost():
    text = "".join(chr(0x4E00 + n) for n in range(1200))
    _, pages = laid_out(table(row("1", (text, 3), "5"), row("2", None, "6"), row("3", None, "7"), header=HEAD))
    assert text in "".join(t for _, stacks, _ in pages for t in printed(stacks) if t in text)


def test_figures_never_break_the_size_gives_way():
    columns = (Column(Align.CENTRE), *(Column(Align.CENTRE) for _ in range(11)))
    long = "12345678901234567890.50"
    rows = tuple(Row(tuple(Cell(long if c == 3 else "帮扶", c) for c in range(12))) for _ in range(3))
    _, pages = laid_out(Table(rows, 0, columns))
    found = [s for _, stacks, _ in pages for s in stacks if printed([s]) == [long]]
    assert len(found) == 3
    assert all(len(s.setting.lines) == 1 and s.setting.size < 12 for s in found)
    assert all(s.setting.shifts[0] >= -0.01 for s in found)


def test_parts_of_one_table_are_set_in_one_size():
    narrow = replace(table(row(*"甲乙丙")), name="分解表")
    wide = replace(table(row(*["123456789万元"] * 6)), name="分解表")
    other = replace(wide, name="别的表")
    sizes = shared_sizes([narrow, wide, other], 300.0, ruler("fangsong"))
    assert set(sizes) == {"分解表"}
    parts = [measure(part, 300.0, HEIGHT, ruler, sizes["分解表"]).columns.size for part in (narrow, wide)]
    assert parts[0] == parts[1] < measure(narrow, 300.0, HEIGHT, ruler).columns.size


def test_every_fragment_is_ruled_closed():
    spanned = [row(str(n), f"任务{n}", ("区发展局", 14) if n == 1 else None) for n in range(1, 15)]
    _, pages = laid_out(table(*spanned, *rows_of(10), header=HEAD))
    for _, _, rules in pages:
        lows, highs = min(r.y0 for r in rules), max(r.y1 for r in rules)
        for y in (lows, highs):
            assert sum(r.x1 - r.x0 for r in rules if r.y0 == r.y1 == y) >= WIDTH - 0.1
        for x in (min(r.x0 for r in rules if r.x0 == r.x1), max(r.x0 for r in rules if r.x0 == r.x1)):
            assert sum(abs(r.y1 - r.y0) for r in rules if r.x0 == r.x1 == x) >= highs - lows - 0.1


def test_no_rule_inside_a_merged_cell():
    _, ((_, _, rules),) = laid_out(table(row("1", "甲", ("合并", 2)), row("2", "乙", None)))
    middle = sorted({r.y0 for r in rules if r.y0 == r.y1})[1]
    edges = sorted({r.x0 for r in rules if r.x0 == r.x1})
    assert all(r.x1 <= edges[2] + 0.1 for r in rules if r.y0 == r.y1 == middle)


def test_a_row_moves_on_with_the_imprint_when_it_has_no_room():
    found, _ = laid_out(table(*rows_of(6), header=HEAD))
    height = found.header_height + sum(r.height for r in found.rows)
    fragments = cut(found, height + 5, HEIGHT, reserve=60)
    assert [len(f.heights) for f in fragments] == [5, 1]


def test_tightened_rows_lose_at_most_a_tenth():
    found, _ = laid_out(table(*rows_of(6), header=HEAD))
    for before, after in zip(found.rows, found.tightened().rows, strict=True):
        assert before.height * 0.899 <= after.height < before.height


def test_centred_names_are_not_broken_inside():
    source = table(row("1", "前方工作队、区人力社保局、区农业农村局", "区文旅局"), columns=[Align.CENTRE] * 3)
    found = measure(source, 160.0, HEIGHT, ruler)
    lines = found.rows[0].cells[1].setting.lines
    assert lines == ["前方工作队、", "区人力社保局、", "区农业农村局"]


def test_short_remark_in_brackets_stays_in_one_piece():
    source = table(
        row("1", "帮助农村劳动力在当地就近就业数（含存量）", "3"), columns=[Align.CENTRE, Align.LEFT, Align.CENTRE]
    )
    for width in range(200, 330, 5):
        setting = measure(source, float(width), HEIGHT, ruler).rows[0].cells[1].setting
        assert sum("（" in line and "）" in line for line in setting.lines) == 1


def test_remark_in_a_heading_stays_in_one_piece():
    columns = [Align.CENTRE, Align.LEFT, Align.CENTRE]
    source = table(
        *(row(str(n), "说明" * 40, "3") for n in range(9)), header=(("序号", "内容", "分值（70分）"),), columns=columns
    )
    assert measure(source, 300.0, HEIGHT, ruler).header[0].cells[2].setting.lines == ["分值", "（70分）"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("村企结对和学校结对情况", ["村企结对和学校", "结对情况"]),
        ("出台措施帮助就业数", ["出台措施帮助", "就业数"]),  # not 业数 alone
        ("按要求完成核对。", ["按要求完成", "核对。"]),
        ("到本市就读的院校数", ["到本市就读的", "院校数"]),
        ("开展技术人才培训情况", ["开展技术人才培", "训情况"]),  # two characters are a word already: nothing moves
        (
            "甲乙丙丁戊己庚辛\n子丑",
            ["甲乙丙丁戊己", "庚辛", "子丑"],
        ),  # what follows a line break of the text is not moved
        ("12500000.00人", ["12500000.00人"]),
    ],
)
def test_last_line_of_a_cell_has_company(text, expected):
    assert set_cell(text, PlainAdvances(), 10.0, 70.0, Align.LEFT).lines == expected


def test_long_text_gets_the_width_that_short_columns_leave():
    source = table(
        *(row(str(n), "说明" * 60, "10") for n in range(20)), columns=[Align.CENTRE, Align.LEFT, Align.CENTRE]
    )
    edges = measure(source, WIDTH, HEIGHT, ruler).columns.edges
    assert edges[2] - edges[1] > 0.75 * WIDTH


@st.composite
def tables(draw):
    columns = draw(st.integers(1, 5))
    count = draw(st.integers(1, 14))
    texts = st.text("区人力社保局、（含存量）12.5万元 /-其中：Ab", max_size=40) | st.just("长文字" * 200)
    rows, left = [], [0] * columns
    for number in range(count):
        cells, c = [], 0
        while c < columns:
            if left[c]:
                left[c] -= 1
                c += 1
                continue
            wide = draw(st.integers(1, 2)) if c + 1 < columns and not left[c + 1] else 1
            high = min(draw(st.sampled_from([1, 1, 1, 2, 5])), count - number)
            cells.append(Cell(draw(texts), c, wide, high))
            for covered in range(c, c + wide):
                left[covered] = high - 1
            c += wide
        rows.append(Row(tuple(cells), draw(st.sampled_from([RowKind.BODY, RowKind.SUB, RowKind.CATEGORY]))))
    aligns = draw(st.lists(st.sampled_from(list(Align)), min_size=columns, max_size=columns))
    return Table(tuple(rows), draw(st.integers(0, min(count - 1, 1))), tuple(Column(a) for a in aligns))


@settings(max_examples=150, deadline=None)
@given(tables(), st.floats(0, HEIGHT), st.sampled_from([0.0, 60.0]))
def test_any_table_keeps_its_texts_inside_its_pages(source, first, reserve):
    found, pages = laid_out(source, first, reserve=reserve)
    shown = Counter("".join(t for _, stacks, _ in pages for t in printed(stacks)))
    body = source.rows[len(found.header) :]
    wanted = Counter("".join(cell.text for r in body for cell in r.cells))
    assert all(shown[ch] >= wanted[ch] for ch in wanted if ch not in " \n")
    for number, (fragment, stacks, rules) in enumerate(pages):
        if fragment is None:
            assert number == 0
            continue
        assert found.header_height + fragment.height <= (HEIGHT if number else first) + 0.1
        lowest = min(r.y0 for r in rules)
        for stack in stacks:
            for text in stack.texts():
                assert text.y >= lowest - 0.1
                assert -0.1 <= text.x <= WIDTH
    rows = [n for f, _, _ in pages if f for n in range(f.first, f.stop)]
    assert sorted(set(rows)) == list(range(len(found.rows)))


def test_work_grows_with_the_rows_only():
    def calls(count):
        source = table(*rows_of(count), header=HEAD)
        made = 0

        def note(frame, event, argument):
            nonlocal made
            made += event in ("call", "c_call")

        sys.setprofile(note)
        try:
            laid_out(source)
        finally:
            sys.setprofile(None)
        return made

    assert calls(4000) < 5 * calls(1000)


@pytest.mark.parametrize("text", ["", "\n", " ", "一\n\n二"])
def test_blank_texts_are_set(text):
    _, pages = laid_out(table(row(text, text, text), header=HEAD))
    assert len(pages) == 1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.text("区人力社保局、（含存量）12.5万元\n-其中：Ab", max_size=40), min_size=3, max_size=3),
        max_size=8,
    ),
    st.lists(st.sampled_from(list(Align)), min_size=3, max_size=3),
)
def test_plain_rows_are_set_and_placed_as_all_others_are(texts, aligns):
    plain = table(*(row(*line) for line in texts), header=[("序号", "名称", "说明")], columns=aligns)
    said = replace(  # every cell says how it is set, which its column says too
        plain,
        rows=tuple(
            replace(r, cells=tuple(replace(c, align=aligns[c.column]) for c in r.cells))
            if r.kind is RowKind.BODY
            else r
            for r in plain.rows
        ),
    )
    one, other = (measure(source, WIDTH, HEIGHT, ruler) for source in (plain, said))
    assert [(r.height, r.cells) for r in one.rows] == [(r.height, r.cells) for r in other.rows]
    for fragment in cut(one, HEIGHT, HEIGHT):
        assert placed(one, fragment, HEIGHT) == placed(other, fragment, HEIGHT)


def test_columns_of_running_text_share_so_that_the_table_is_low():
    long, short = "落实工作措施，按季度报送进展情况。" * 8, "持续推进结对帮扶。"
    rows = [row("1", long, short), *(row(str(n), short, "\n".join([short * 2] * 9)) for n in range(2, 9))]
    found = table(*rows, columns=(Align.CENTRE, Align.LEFT, Align.LEFT))
    edges = size_columns(found, 440.0, ruler("song")).edges
    size = size_columns(found, 440.0, ruler("song")).size
    assert edges[3] - edges[2] >= 18 * size  # its lines stand unbroken


def test_short_headings_take_what_they_lack_from_a_column_that_has_room():
    rows = [row("帮助协作地区农村劳动力实现就业人数", "12", "3") for _ in range(4)]
    found = table(*rows, header=[("指标名称", "江东市", "临江区")], columns=(Align.LEFT, Align.CENTRE, Align.CENTRE))
    sized = size_columns(found, 210.0, ruler("song"))
    assert all(b - a >= 3 * sized.size for a, b in zip(sized.edges[1:], sized.edges[2:], strict=False))


def test_a_table_begins_with_one_row_rather_than_leaving_much_of_a_page_white():
    found, _ = laid_out(
        table(row("1", "\n".join("措施" for _ in range(9))), row("2", "\n".join("措施" for _ in range(9))))
    )
    room = found.header_height + found.rows[0].height + 5
    assert room > 0.25 * HEIGHT
    begun, after = cut(found, room, HEIGHT)
    assert (begun.first, begun.stop, begun.to_line) == (0, 1, None)
    assert (after.first, after.stop) == (1, 2)


def test_numbers_and_names_stand_again_where_their_row_goes_on():
    source = table(
        row("7", "劳务协作", "云" * 2000, "区人力社保局、区民政局"),
        columns=[Align.CENTRE, Align.LEFT, Align.LEFT, Align.CENTRE],
    )
    _, pages = laid_out(source)
    assert len(pages) > 1
    for _, stacks, _ in pages:
        texts = printed(stacks)
        assert {"7", "劳务协作", "区人力社保局、区民政局"} <= set(texts)
    assert sum(text.count("云") for _, stacks, _ in pages for text in printed(stacks)) == 2000


def test_columns_narrower_than_the_space_beside_their_texts_are_set():
    source = Table(tuple(Row(tuple(Cell("12" if c % 2 else "", c) for c in range(200))) for _ in range(2)))
    found = measure(source, WIDTH, HEIGHT, ruler)
    assert len(found.columns.edges) == 201
    assert {setting.text.replace("\n", "") for row in found.rows for setting in row.settings} == {"", "12"}


@pytest.mark.parametrize("room", range(9, 14))
def test_a_name_breaks_behind_its_dash_where_that_costs_no_line(room):
    text = "帮扶资金折款——工商联系统"
    setting = set_cell(text, ruler("song"), 10.0, room * 10.0, Align.LEFT)
    assert setting.lines == (["帮扶资金折款——", "工商联系统"] if room < 13 else [text])


def test_a_line_that_cannot_be_filled_shares_what_it_lacks_with_those_before():
    text = "云" * 55 + "123456789012人次，按月报送。"
    setting = set_cell(text, ruler("song"), 10.0, 200.0, Align.LEFT)
    assert setting.align is Align.JUSTIFY
    assert "".join(setting.lines) == text
    assert [len(line) for line in setting.lines[:3]] == [20, 18, 17]
    assert all(0.0 < spacing < 2.0 for spacing in setting.shifts[1:3])


def test_a_heading_of_five_characters_is_whole_where_an_empty_column_has_room():
    source = table(
        row("1", "12", "", "云" * 30),
        header=(("序号", "累计完成数", "备注", "任务"),),
        columns=[Align.CENTRE, Align.CENTRE, Align.LEFT, Align.LEFT],
    )
    found = measure(source, 420.0, HEIGHT, ruler)
    assert [cell.setting.line_count for cell in found.header[0].cells] == [1, 1, 1, 1]


def test_a_table_of_very_many_columns_is_not_tried_in_every_way():
    texts = [Cell("云岭县协作任务" * (c % 4) + str(c), c) for c in range(80)]
    source = Table((Row(tuple(texts)),) * 60, 0, (Column(Align.LEFT), Column()) * 40)
    began = time.process_time()
    size_columns(source, WIDTH, ruler("song"))
    assert time.process_time() - began < 1.0


def test_no_name_of_a_list_is_broken_to_keep_another_text_in_one_line():
    names = "区发改局\n区农业农村局\n区文广旅体局\n区投资促进中心\n区人社局"
    tasks = [
        "引导企业到四川投资兴业数",
        "引导到园区落地企业实际投资额（含存量）",
        "援建（续建）（扶贫）车间数（含存量）",
    ]
    rows = [row(str(n), tasks[n % 3], "亿元", "该指标只作统计，不作考核" if n in (7, 8) else "4") for n in range(15)]
    rows[0] = Row((*rows[0].cells, Cell(names, 4, row_span=15)))
    aligns = (Align.CENTRE, Align.LEFT, *[Align.CENTRE] * 3)
    source = table(*rows, header=(("序号", "指标名称", "单位", "年度目标", "其他责任单位"),), columns=aligns)
    found = size_columns(source, 491.0, ruler("fangsong"))
    assert found.edges[5] - found.edges[4] >= (7 + 2 * PAD_X) * found.size
