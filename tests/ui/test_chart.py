"""Charts on the screen: as high as they need, every bar tells what it stands for, a click says which."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt

from xiezuo_desktop.documents.paper import Bar, Chart
from xiezuo_desktop.ui import theme
from xiezuo_desktop.ui.widgets.chart import ChartView

UNITS = Chart(
    "各单位完成率",
    (
        Bar("区教育局", 0.9, "90.0%", 0.75),
        Bar("区农业农村局（区乡村振兴局、区畜牧兽医中心）", 0.3, "30.0%", 0.75, late=True),
        Bar("区商务局", None, "未填报", 0.75),
    ),
)
MONTHS = Chart(
    "各月完成率", tuple(Bar(f"{m}月", m / 14 if m < 7 else None, f"{m}%", m / 12) for m in range(1, 13)), upright=True
)


def view(qtbot, chart, width=600):
    made = ChartView(chart)
    qtbot.addWidget(made)
    made.resize(width, made.heightForWidth(width))
    return made


def test_a_chart_with_more_bars_is_higher(qtbot):
    made = view(qtbot, UNITS)
    more = view(qtbot, Chart(UNITS.title, UNITS.bars * 3))
    assert more.heightForWidth(600) > made.heightForWidth(600) > 60
    assert view(qtbot, None).heightForWidth(600) == 0


def test_bars_are_painted_in_their_colours_and_the_late_one_is_seen(qtbot):
    image = view(qtbot, UNITS).grab().toImage()
    found = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert {theme.colour(name).name() for name in ("bar_normal", "warn_bar", "tick")} <= found


def test_a_click_says_which_bar_and_its_words_can_be_heard(qtbot):
    for chart in (UNITS, MONTHS):
        made, chosen = view(qtbot, chart), []
        made.chosen.connect(chosen.append)
        areas = made.drawing(made.width()).areas
        scale = made.width() / made.drawing(made.width()).width
        for area in areas:
            middle = QPoint(round((area.x + area.width / 2) * scale), round((area.y + area.height / 2) * scale))
            qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=middle)
        assert chosen == list(range(len(chart.bars)))
        assert made.bar_at(QPointF(2, 2)) is None
        for bar in chart.bars:
            assert bar.label in made.accessibleDescription()
    assert "低于序时进度" in view(qtbot, UNITS).accessibleDescription()
