"""The pages of the window, one line each: to add a page, add its line, and nothing else in the window."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from ..core.records import Record
    from .page import Page
    from .session import Session


class Entry(NamedTuple):
    """A page in the navigation. Its module is imported when the page is first shown."""

    name: str
    title: str
    section: str  # the heading above it in the navigation, said once
    picture: str  # its icon
    place: str  # module:class below ui/pages

    def load(self) -> type[Page]:
        """The class of the page."""
        module, _, name = self.place.partition(":")
        return cast("type[Page]", getattr(import_module(f".pages.{module}", __package__), name))


START = Entry("start", "开始", "", "home", "start_page:StartPage")  # shown when no file is open; not in the navigation

PAGES = (
    Entry("overview", "工作总览", "", "home", "overview_page:OverviewPage"),
    Entry("indicators", "指标体系", "编制", "tree", "indicators_page:IndicatorsPage"),
    Entry("units", "责任单位", "", "building", "units_page:UnitsPage"),
    Entry("matrix", "目标分解", "", "columns", "matrix_page:MatrixPage"),
    Entry("tasks", "工作任务", "", "category", "tasks_page:TasksPage"),
    Entry("taskbook", "任务书", "", "paper", "task_book_page:TaskBookPage"),
    Entry("figures", "进度填报", "执行", "pencil", "figures_page:FiguresPage"),
    Entry("reminders", "催办提醒", "", "warning", "reminders_page:RemindersPage"),
    Entry("evidence", "佐证材料", "", "folder", "evidence_page:EvidencePage"),
    Entry("scores", "评分考核", "", "done", "scores_page:ScoresPage"),
    Entry("adjustments", "调整与比较", "", "copy", "adjustments_page:AdjustmentsPage"),
    Entry("year_end", "年终结转", "", "next_year", "year_end_page:YearEndPage"),
    Entry("exchange", "收发与合并", "协作", "exchange", "exchange_page:ExchangePage"),
    Entry("conflicts", "分歧处理", "", "split", "exchange_conflicts_page:ConflictsPage"),
    Entry("history", "修改记录", "", "history", "history_page:HistoryPage"),
    Entry("backups", "备份与恢复", "", "archive", "backups_page:BackupsPage"),
    Entry("print", "打印预览", "输出", "printer", "print_page:PrintPage"),
    Entry("settings", "设置", "", "sliders", "settings_page:SettingsPage"),
)


def entry(name: str) -> Entry:
    """The entry of a page by its name."""
    return next(each for each in (START, *PAGES) if each.name == name)


def home(session: Session) -> str:
    """The first page: a unit sees what it is asked, an office in the year what needs attention, else the indicators."""
    from ..core.records import Report

    if session.rights is not None:
        return "exchange"
    plan = session.plan
    in_year = plan.info.stage in ("issued", "archived") or bool(plan.rows(Report))
    return "overview" if in_year else "indicators"


def homes(record_type: type[Record]) -> tuple[str, ...]:
    """The pages that are made, where they are not yet, to show a record of this type."""
    from ..core.records import Evidence, Handling, Measure, Report, Task

    known = {Report: "figures", Evidence: "evidence", **dict.fromkeys((Handling, Task, Measure), "tasks")}
    return (known[record_type],) if record_type in known else ("indicators", "units")


def letter(number: int) -> str:
    """The menu letter of the page at this place of the table, counted from 1: its digit, beyond nine a letter."""
    return "123456789ABEFGJKLMNOPQRS"[number - 1]  # C, D and H are those of other commands in that menu


def key(number: int) -> str:
    """The key of the page at this place of the table, counted from 1; there are nine."""
    return f"Ctrl+{number}" if number < 10 else ""
