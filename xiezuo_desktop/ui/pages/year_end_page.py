"""年终结转: closing the plan of the year with its code, and beginning the next year's with what stays."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ...core.changes import Put
from ...core.errors import UserError
from ...core.figures.duties import Duties, month_state
from ...core.figures.months import months_of
from ...core.numbers import shown, with_thousands
from ...core.periods import period_label
from ...core.plan_figures import PlanFigures
from ...core.records import Indicator, Pairing, Report
from ...core.year_end import archive_values, carry_over, is_as_archived, next_year
from ..actions import make_action
from ..asking import PLAN_FILTER, PLANS, SUFFIX, ask_save
from ..dialogs.confirm import agreed
from ..page import Page
from ..theme import TABLE_MARGIN
from ..widgets.look import button, dress, label, set_tone, tag
from ..widgets.row_cells import Cell
from ..widgets.row_table import Column, RowTable

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QAction

    from ...core.plan import Plan
    from ..session import Session


class Carried(NamedTuple):
    """An indicator as it goes on into the next year."""

    indicator: Indicator
    target: str
    last_value: str
    base: str


class YearEndPage(Page):
    """Two cards, 归档 and 结转, and below them what each indicator takes along."""

    title = "年终结转"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.archive = make_action(self, "归档(&A)…", self.ask_archive, picture="archive")
        self.reopen = make_action(self, "取消归档(&O)…", self.ask_reopen, picture="unlock")
        self.carry = make_action(self, "结转到下一年(&N)…", self.ask_carry, picture="new_file")
        self.print_report = make_action(
            self, "完成情况报告(&R)", lambda: self.report_wanted.emit("completion"), picture="printer"
        )
        self._lay_out()
        session.changed.connect(lambda _: self.refresh())
        session.file_changed.connect(self.refresh)
        session.state_changed.connect(self._enable)

    # ------------------------------------------------------------------------------------------------ building

    def _lay_out(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(12)
        self._tag, self._archived = tag(""), label("", "body2", wrap=True)
        self._close = button("归档…", icon_name="archive", on=lambda: self._archive_or_reopen())
        cards.addWidget(_card("归档", self._tag, self._archived, self._close), 1)
        self._year, self._stays = tag(""), label("", "body2", wrap=True)
        self._carry = button("结转到下一年…", icon_name="new_file", on=self.ask_carry)
        cards.addWidget(_card("结转", self._year, self._stays, self._carry), 1)
        self.table = RowTable(
            "各指标带到下一年的数",
            (
                Column("序号", lambda c: Cell(c.indicator.ordinal, "ink3"), 60),
                Column("指标", lambda c: Cell(" ".join(c.indicator.name.split())), weight=2.4),
                Column("单位", lambda c: Cell(c.indicator.measure_unit, "ink2"), 72),
                Column(
                    "本年目标",
                    lambda c: Cell(with_thousands(" ".join(c.target.split())) or "—", "ink2"),
                    weight=0.8,
                    right=True,
                ),
                Column(
                    "本年完成数",
                    lambda c: Cell(with_thousands(c.last_value) or "没有填报", "ink" if c.last_value else "ink3"),
                    weight=0.8,
                    right=True,
                ),
                Column(
                    "下年存量基数", lambda c: Cell(with_thousands(c.base), "ink", strong=True), weight=0.7, right=True
                ),
            ),
        )
        self.table.chosen.connect(lambda c: self.session.wanted.emit(Indicator, c.indicator.key))
        card = QWidget()
        column = QVBoxLayout(card)
        column.setContentsMargins(TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN)
        column.setSpacing(10)
        column.addLayout(cards)
        words = "本年完成数在下一年写在目标旁边，作“上年完成数”；没有填报的留空，不当作 0。名称里有“存量”的指标，它同时是新一年的存量基数。"
        self._below = (label("带到下一年的数", "heading"), self.table, label(words, "meta", wrap=True))
        for widget in self._below:
            column.addWidget(widget, int(widget is self.table))
        self._filler = QWidget()  # keeps the cards at the top where there is no table
        column.addWidget(self._filler, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
        dress(self)

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        info = self.session.plan.info
        return f"{info.year or date.today().year} 年度 · {'已归档' if info.stage == 'archived' else '没有归档'}"

    def primary_action(self) -> QAction | None:
        return self.carry

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("年终(&Y)", [self.print_report, None, self.archive, self.reopen, None, self.carry])]

    def begin(self) -> None:
        self.refresh()
        self.table.setFocus()

    # ------------------------------------------------------------------------------------------------ following the plan

    def refresh(self) -> None:
        """Show how the plan stands; only while somebody looks."""
        if not self.isVisible():
            return
        plan = self.session.plan
        info, archived = plan.info, plan.info.stage == "archived"
        sound = not archived or is_as_archived(plan)
        self._tag.setText("已归档" if archived else "没有归档")
        set_tone(self._tag, "ok" if archived and sound else "bad" if archived else "")
        self._archived.setText(_archive_words(plan, sound=sound))
        self._close.setText(" 取消归档…" if archived else " 归档…")
        self._year.setText(f"{next_year(plan)} 年")
        stays = (
            (len(plan.units), "个单位"), (len(plan.groups), "个组合"), (len(plan.rows(Pairing)), "对结对关系"),
            (len(plan.indicators), "项指标"), (len(plan.schemes), "个评价办法"),
        )  # fmt: skip
        words = "、".join(f"{n} {what}" for n, what in stays if n)
        kept = f"带走 {words}，责任单位和分解的栏目照旧；目标和数额空着，等新的文件。现在这份计划不变。"
        self._stays.setText(kept if plan.indicators else "这份计划里还没有指标，没有可以带到下一年的内容。")
        for each in self._below:
            each.setVisible(bool(plan.indicators))
        self._filler.setVisible(not plan.indicators)
        self.table.show_rows(_carried(plan), same=lambda a, b: a.indicator.id == b.indicator.id)
        self._tag.setToolTip(info.archive_code)
        self._enable()
        self.meta_changed.emit()

    def _enable(self) -> None:
        archived = self.session.plan.info.stage == "archived"
        whole = self.session.path is not None and self.session.rights is None
        can = whole and self.session.is_writable and self.session.writing is None
        self.archive.setEnabled(can and not archived)
        self.reopen.setEnabled(can and archived)
        self._close.setEnabled(can)
        self.carry.setEnabled(whole and bool(self.session.plan.indicators))
        self._carry.setEnabled(self.carry.isEnabled())

    # ------------------------------------------------------------------------------------------------ commands

    def _archive_or_reopen(self) -> None:
        (self.ask_reopen if self.session.plan.info.stage == "archived" else self.ask_archive)()

    def ask_archive(self) -> None:
        """Close the plan, once the user has read what that means."""
        sentence = "归档以后这份计划只能查看和打印，不能再填报、评分和修改；同时记下校验码，日后可以核对有没有改动。可以取消归档。"
        left = left_open(self.session.plan)
        if agreed(self, "归档", sentence + (f"\n\n归档以前请再看一看：{left}。" if left else ""), "归档", "返回"):
            self.set_archived(True)

    def ask_reopen(self) -> None:
        """Open an archived plan again."""
        sentence = "取消以后这份计划又可以修改，原来的校验码作废。"
        if agreed(self, "取消归档", sentence, "取消归档", "返回"):
            self.set_archived(False)

    def set_archived(self, on: bool) -> None:
        """Close the plan, or open it again as an issued one."""
        values = archive_values(self.session.plan, date.today()) if on else {"archived_on": None, "archive_code": ""}
        stage = "archived" if on else "issued"
        if self.session.set_stage(stage, "年终归档" if on else "取消归档", **values):
            self.session.said.emit(f"已归档，校验码 {values['archive_code']}" if on else "已取消归档", False)

    def ask_carry(self) -> None:
        """Let the user name the file of the next year's plan."""
        path = self.session.path
        if path is None:
            return
        plan = self.session.plan
        year = next_year(plan)
        stem = path.stem.replace(str(year - 1), str(year))
        name = f"{stem if stem != path.stem else f'{path.stem}（{year}年）'}{SUFFIX}"
        target = ask_save(self, "新一年的计划存到", name, PLAN_FILTER, kind=PLANS, beside=path)
        if target:
            self.carry_to(target)

    def carry_to(self, path: Path) -> None:
        """Make the next year's plan, and open it."""
        from ... import paths
        from ...storage.carrying import carry_into

        try:
            made = carry_into(self.session.plan, path, author=paths.author())
        except UserError as error:
            self.session.failed.emit(error)
            return
        self.file_wanted.emit(path)
        self.page_wanted.emit("indicators")  # its year begins with targets
        self.session.said.emit(f"已从上一年结转 {made.indicators} 项指标、{made.units} 个单位", False)


def left_open(plan: Plan) -> str:
    """What a plan still has open at the end of its year, in words; "" where nothing is."""
    last = months_of(plan)[-1]
    found = month_state(plan, Duties(plan), last).whole
    doubted = sum(r.follow_up for r in plan.rows(Report).values())
    missing = found.expected - found.reported
    words = [f"{period_label(last)}还有 {missing} 项没有填报" if missing else ""]
    words.append(f"{doubted} 个填报数待核实" if doubted else "")
    return "，".join(filter(None, words))


def _card(title: str, state: QWidget, words: QWidget, way: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("look", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 14)
    column.setSpacing(8)
    head = QHBoxLayout()
    head.addWidget(label(title, "panel_title"))
    head.addWidget(state)
    head.addStretch(1)
    head.addWidget(way)
    column.addLayout(head)
    column.addWidget(words)
    column.addStretch(1)
    return card


def _archive_words(plan: Plan, *, sound: bool) -> str:
    info = plan.info
    if info.stage != "archived":
        return "一年结束、报告定稿以后归档：计划从此只能查看和打印，校验码证明内容没有再动过。"
    day = f"{d.year}年{d.month}月{d.day}日" if (d := info.archived_on) else ""
    if sound:
        return f"{day}归档，校验码 {info.archive_code}。现在的内容与归档时一致。"
    return f"{day}归档，校验码 {info.archive_code}。现在的内容与归档时不一致，请查看修改记录。"


def _carried(plan: Plan) -> list[Carried]:
    """What each indicator takes along, as carrying over will write it."""
    steps = [s for s in carry_over(plan, 1, next_year(plan)) if s.record is Indicator]
    values = {step.key: step.values for step in steps if isinstance(step, Put)}
    figures = PlanFigures(plan)
    return [
        Carried(i, _target(figures, i), values[i.key].get("last_value", ""), values[i.key].get("base", ""))
        for i in plan.indicators
    ]


def _target(figures: PlanFigures, indicator: Indicator) -> str:
    """The target as it is written; of one that is left open what it is split into altogether."""
    goal = figures.goal(indicator, 0) if not indicator.target.strip() else None
    return indicator.target if goal is None or goal.number is None else f"分解合计 {shown(goal.number)}"
