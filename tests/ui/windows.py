"""A real plan file and the real window on it, as the tests of the screen use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from xiezuo_desktop.core.records import Category, Indicator, Responsibility, Unit
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui import theme
from xiezuo_desktop.ui.main_window import MainWindow
from xiezuo_desktop.ui.session import Session

if TYPE_CHECKING:
    from pathlib import Path

UNITS = ("区教育局", "区农业农村局", "区人力社保局", "前方工作队", "区商务局")
ROWS = (  # category, ordinal, name, measure unit, target, level, unit
    (0, "1", "参与结对帮扶的学校数", "所", "3", 0, 0),
    (0, "2", "参与结对帮扶的医院数", "家", "2", 0, 1),
    (1, "3", "帮助农村劳动力就业数（含存量）", "人", "6720", 0, 2),
    (1, "", "其中：帮助脱贫人口就业数", "人", "650", 1, 2),
    (1, "4", "消费帮扶情况", "亿元", "5.50", 0, 4),
    (1, "", "其中：消费帮扶云岭县情况", "亿元", "", 1, 4),
    (2, "5", "引导企业落地数", "个", "-", 0, None),
)
CATEGORIES = ("组织领导", "巩固拓展成果", "加强区域协作")


def make_plan(path: Path) -> Path:
    """A small plan with three categories, five indicators and two sub rows."""
    with (
        PlanFile.create(path, title="临江区协作2024年指标任务分解表", year=2024) as plan_file,
        plan_file.edit("制作") as edit,
    ):
        units = [edit.add(Unit, name=n, order=k) for n, k in zip(UNITS, spread_keys(len(UNITS)), strict=True)]
        homes = [
            edit.add(Category, name=n, ordinal=f"（{'一二三'[i]}）", order=k)
            for i, (n, k) in enumerate(zip(CATEGORIES, spread_keys(3), strict=True))
        ]
        above = None
        for (home, ordinal, name, measure, target, level, unit), key in zip(ROWS, spread_keys(len(ROWS)), strict=True):
            made = edit.add(
                Indicator,
                category=homes[home],
                ordinal=ordinal,
                name=name,
                measure_unit=measure,
                target=target,
                order=key,
                parent=above if level else None,
                parent_relation="subset" if level else "",
            )
            above = above if level else made
            if unit is not None:
                edit.add(Responsibility, subject=made, unit=units[unit], role="responsible", order="V")
    return path


def open_window(qtbot, path: Path | None) -> MainWindow:
    """The window on a file (None: on the start page), shown and complete."""
    app = QApplication.instance()
    theme.apply(app)
    theme.apply_sheet(app)
    session = Session()
    if path is not None:
        session.open(path)
    window = MainWindow(session)
    session.setParent(window)
    qtbot.addWidget(window, before_close_func=lambda _: session.close())
    window.resize(1366, 697)
    window.show()
    window.complete()
    window.activateWindow()
    qtbot.waitExposed(window).__enter__()
    return window


def names(session: Session) -> list[str]:
    """Ordinal and name of every row, sub rows with a dash, in the order of the paper."""
    plan = session.plan
    return [f"{'-' if i.parent else ''}{i.ordinal} {i.name}".strip() for i in plan.indicators]


def copied(text: str, html: str = "") -> None:
    """Put a text, and where it is given the same as HTML, on the clipboard."""
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)
