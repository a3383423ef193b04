"""Where the bars of a chart stand, on paper and on the screen; the pictures of it in Word and Excel."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.documents.pdf.builders_layout import ruler
from xiezuo_desktop.documents.chart import draw
from xiezuo_desktop.documents.paper import Bar, Chart, Paper, Paragraph, Role, Section
from xiezuo_desktop.documents.paper_text import paper_from_text, paper_to_text
from xiezuo_desktop.documents.pdf.chart_picture import chart_pictures
from xiezuo_desktop.documents.pdf.flow_charts import set_chart
from xiezuo_desktop.documents.pdf.gongwen import lay_out
from xiezuo_desktop.documents.write_docx import write_docx
from xiezuo_desktop.documents.write_xlsx import write_xlsx

WIDTH = 440.0
ADVANCES = ruler("fangsong")
TWO = (Bar("劳务协作", 0.5, "50.0%", 0.75, late=True), Bar("产业协作", 1.0, "132.0%", 0.75))


def of_tone(drawing, tone):
    return [s for s in drawing.shapes if s.tone == tone]


def test_a_bar_is_as_long_as_its_share_and_the_tick_stands_at_the_pace():
    drawing = draw(Chart("各类指标完成率", TWO), WIDTH, ADVANCES)
    *_, late = of_tone(drawing, "late")
    *_, bar = of_tone(drawing, "bar")
    assert late.width == pytest.approx(bar.width / 2)
    tick = of_tone(drawing, "ink")[-1]
    assert tick.x + tick.width / 2 == pytest.approx(bar.x + 0.75 * bar.width)
    assert tick.y < bar.y
    assert tick.y + tick.height > bar.y + bar.height


def test_months_stand_side_by_side_and_what_has_no_figure_has_no_bar():
    bars = tuple(Bar(f"{m}月", m / 20 if m < 6 else None, f"{m * 5}%", m / 12) for m in range(1, 13))
    drawing = draw(Chart("各月完成率", bars, upright=True), WIDTH, ADVANCES)
    columns = [s for s in of_tone(drawing, "bar") if s.y > 24]
    assert len(columns) == 5
    assert {round(s.y + s.height, 3) for s in columns} == {round(columns[0].y + columns[0].height, 3)}
    assert columns[3].height == pytest.approx(2 * columns[1].height)


@pytest.mark.parametrize("width", [150.0, 260.0, WIDTH])
def test_the_legend_never_stands_on_the_title_nor_one_figure_on_another(width):
    bars = tuple(Bar(str(m), m / 20, f"{m * 100:,}", m / 12, late=m < 6) for m in range(1, 13))
    drawing = draw(Chart("逐月完成率", bars, upright=True), width, ADVANCES)
    boxes = [(w.x, w.x + sum(map(ADVANCES.__getitem__, w.text)) * w.size, w.y) for w in drawing.words if w.text]
    for number, (left, right, base) in enumerate(boxes):
        for other_left, other_right, other_base in boxes[:number]:
            assert abs(base - other_base) > 4 or right <= other_left + 0.01 or other_right <= left + 0.01
    assert any(w.text == "300" for w in drawing.words) == (width > 150)


def test_more_than_the_goal_ends_with_the_scale():
    drawing = draw(Chart("完成率", (Bar("甲", 40.0, "4000.0%"), Bar("乙", 1.0, "100.0%"))), WIDTH, ADVANCES)
    assert max(s.x + s.width for s in drawing.shapes if s.y > 24) < WIDTH


@given(
    st.lists(
        st.builds(
            Bar,
            st.text("区县镇人力资源社会保障局（）12", max_size=60),
            st.none() | st.floats(-1, 1e6),
            st.sampled_from(["", "58.3%", "未填报"]),
            st.none() | st.floats(0, 1),
            st.booleans(),
        ),
        max_size=14,
    ),
    st.booleans(),
)
def test_nothing_stands_outside_the_chart(bars, upright):
    drawing = draw(Chart("各单位完成率", tuple(bars), upright), WIDTH, ADVANCES)
    for s in drawing.shapes:
        assert -1 <= s.x <= s.x + s.width <= WIDTH + 1
        assert -1 <= s.y <= s.y + s.height <= drawing.height + 1
    for word in drawing.words:
        wide = sum(map(ADVANCES.__getitem__, word.text)) * word.size
        assert word.x >= -1
        assert word.x + wide <= WIDTH + 1
        assert 0 < word.y <= drawing.height


def test_a_chart_of_many_bars_goes_on_on_the_next_page():
    bars = tuple(Bar(f"第{n}单位", 0.5, "50.0%", 0.5) for n in range(80))
    pieces = list(set_chart(Chart("各单位完成率", bars), WIDTH, 600.0, ruler))
    assert len(pieces) > 1
    assert all(piece.height <= 600 for piece in pieces)
    sheets = lay_out(Paper((Section((Chart("各单位完成率", bars),)),)), ruler)
    text = "\n".join(sheet.text for sheet in sheets)
    assert all(text.count(bar.label + "\n") == 1 for bar in bars)
    assert "各单位完成率（续）" in text


def test_word_and_excel_hold_the_chart_as_pictures_of_its_size_and_in_words(tmp_path):
    chart = Chart("各类指标完成率", TWO)
    paper = Paper((Section((Paragraph("截至6月。"), chart)),))
    write_docx(paper, tmp_path / "paper.docx")
    write_xlsx(paper, tmp_path / "paper.xlsx")
    with zipfile.ZipFile(tmp_path / "paper.docx") as package:
        shown = package.read("word/document.xml").decode()
        dots = Image.open(package.open("word/media/picture1.png")).width
    (width,) = set(re.findall(r'cx="(\d+)"', shown))
    assert int(width) / 914400 == pytest.approx(dots / 300, abs=0.01)
    assert "各类指标完成率：劳务协作50.0%（低于序时进度）；" in shown
    book = openpyxl.load_workbook(tmp_path / "paper.xlsx")
    (image,) = book.active._images
    row = book.active.row_dimensions[image.anchor._from.row + 1]
    assert row.height == pytest.approx(image.anchor.ext.height / 12700, abs=0.1)


def test_a_picture_shows_what_paper_shows():
    (picture,) = chart_pictures(Chart("各类指标完成率", TWO), WIDTH, 600.0)
    image = Image.open(BytesIO(picture.png)).convert("RGB")
    shares = {colour: count for count, colour in image.getcolors(1 << 16)}
    assert any(red > 150 and green < 80 and blue < 80 for red, green, blue in shares)  # the late bar
    assert shares[(255, 255, 255)] > image.width * image.height / 3


def test_a_chart_of_many_bars_is_several_pictures():
    bars = tuple(Bar(f"第{n}局", 0.5, "50%") for n in range(40))
    pictures = list(chart_pictures(Chart("各单位完成率", bars), WIDTH, 600.0))
    assert len({picture.png for picture in pictures}) == 2
    assert all(picture.height <= 600.0 for picture in pictures)


def test_equal_charts_are_equal_pictures():
    one, other = (next(chart_pictures(Chart("各类指标完成率", TWO), WIDTH, 600.0)) for _ in range(2))
    assert one == other


def test_a_paper_with_a_chart_is_kept_as_text():
    paper = Paper((Section((Chart("各类指标完成率", TWO),)),))
    assert paper_from_text(paper_to_text(paper)) == paper


@pytest.mark.parametrize("count", range(20, 40))
def test_a_heading_stands_on_the_page_of_its_chart(count):
    chart = Chart("各单位完成率", tuple(Bar(f"第{n}局", 0.5, "50%") for n in range(count)))
    blocks = (Paragraph("按月报送进展。" * 60), Paragraph("六、各单位完成情况", Role.HEADING1), chart)
    for sheet in lay_out(Paper((Section(blocks),)), ruler):
        words = [text.text for text in sheet.texts]
        assert "六、各单位完成情况" not in words or "各单位完成率" in words


def test_text_behind_a_chart_that_does_not_fit_fills_the_page_before_it():
    chart = Chart("各单位完成率", tuple(Bar(f"第{n}局", 0.5, "50%") for n in range(25)))
    words = [f"第{n}段，按月报送进展情况，写明存在的问题。" for n in range(30)]
    blocks = (*map(Paragraph, words[:10]), chart, *map(Paragraph, words[10:]))
    first, second, *_ = lay_out(Paper((Section(blocks),)), ruler)
    assert len(first.texts) > 15
    assert second.texts[0].text == "各单位完成率"
    printed = "".join(sheet.text for sheet in lay_out(Paper((Section(blocks),)), ruler)).replace("\n", "")
    places = [printed.index(text[:4]) for text in words]
    assert places == sorted(places)
    alone = lay_out(Paper((Section((*map(Paragraph, words[:10]), chart)),)), ruler)
    assert [sheet.texts[0].text for sheet in alone[1:]] == ["各单位完成率"]
