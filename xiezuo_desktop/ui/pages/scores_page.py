"""评分考核: a scheme with its rules and scores, one party in detail or all side by side, and what can still be gained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ...core.numbers import shown
from ...core.periods import period_label
from ...core.plan_figures import by_time
from ...core.records import Evidence, Indicator, Report, Scheme, ScoreEntry, ScoreGroup, ScoreItem
from ...core.scoring.links import suggested_links
from ...core.scoring.sheet import ScoreSheet
from .. import settings
from ..models import scores_model as columns
from ..models.scores_model import ScoresModel, scheme_name
from ..page import Page
from ..theme import TABLE_MARGIN
from ..widgets.look import button, dress
from .score_actions import ScoreActions
from .score_commands import ScoreCommands
from .score_edits import ScoreEdits
from .score_foot import ScoreFoot
from .score_outline import ScoreOutline
from .score_side import ScoreSide
from .score_tree import LEAST_PARTY, ScoreTree
from .scores_bar import ALL, ONE, TRIAL, ScoresBar

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QResizeEvent

    from ...core.changes import Changes
    from ...core.records import Id, Key, Record
    from ...core.scoring.links import Suggestion
    from ...core.scoring.sheet import Line
    from ..session import Session
    from .score_trial import ScoreTrial

FEW_PARTIES = 6  # as many stand side by side in a row of this width
ROOM_FOR_SIDE = 960  # px of page width under which the panel is shown only when asked for


class ScoresPage(Page):
    """A row to choose how to look, the scheme as a tree with totals below, and the current item beside it."""

    title = "评分考核"
    prints = "scores"
    has_filters = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.way = ONE
        self.party = 0
        self.period: int | None = None
        self._scheme: Id | None = None
        self._stale = True
        self._near: dict[Id, Suggestion] | None = None
        self._wide = True
        self.sheet: ScoreSheet | None = None
        self.model = ScoresModel(session, self)
        self.view = ScoreTree(self.model)
        self.edits = ScoreEdits(session, self)
        self.outline = ScoreOutline(session, self)
        self.commands = ScoreCommands(self)
        self.actions_ = ScoreActions(self)
        self._empty: QWidget | None = None
        self._trial: ScoreTrial | None = None
        self._lay_out()
        self._connect()
        self._read()

    # ------------------------------------------------------------------------------------------------ building

    def _lay_out(self) -> None:
        view = self.view
        self.foot = ScoreFoot(self.model, view)
        self.side = ScoreSide(self.session)
        table = QWidget()
        column = QVBoxLayout(table)
        column.setContentsMargins(TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN)
        column.setSpacing(0)
        column.addWidget(view, 1)
        column.addWidget(self.foot)
        self._scores = QWidget()
        row = QHBoxLayout(self._scores)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(table, 1)
        row.addWidget(self.side)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scores)
        self.bar = ScoresBar()
        self.links_button = button("对应指标建议…", on=self.commands.ask_links, tip=self.actions_.links.toolTip())
        self.bar.add(self.links_button)
        self.bar.add(button("评分设置…", on=self.commands.ask_settings, tip=self.actions_.settings.toolTip()))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.side.setVisible(settings.flag("view/detail", True))
        outer.addWidget(self.bar)
        outer.addWidget(self._stack, 1)
        dress(self.bar)
        self.begins_at(view)

    def _connect(self) -> None:
        session, view, side, bar = self.session, self.view, self.side, self.bar
        session.changed.connect(self._take_changes)
        session.file_changed.connect(self._start_again)
        session.state_changed.connect(self._show_current)
        self.model.typed.connect(self.edits.type_cell)
        view.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        bar.way_wanted.connect(self.show_way)
        bar.party_wanted.connect(self.commands.ask_party)
        bar.step_wanted.connect(self.show_next)
        bar.period_wanted.connect(self.show_period)
        bar.scheme_wanted.connect(self._show_scheme)
        side.rule_wanted.connect(self.commands.ask_rule)
        side.reading_wanted.connect(self.commands.ask_reading)
        side.confirm_wanted.connect(self.commands.confirm)
        side.assess_wanted.connect(self.assess_current)
        side.take_back_wanted.connect(self.commands.take_back)
        side.suggestion_taken.connect(self.commands.take_suggestion)
        self.outline.made.connect(self._begin_name)
        side.evidence_wanted.connect(self._show_evidence)

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        sheet = self.sheet
        if sheet is None:
            return "还没有评价办法"
        items = len(list(sheet.scores.evaluation.items))
        left = len(sheet.unconfirmed)
        open_items = sum(sheet.total(p).open_items for p in sheet.parties)
        words = [
            f"{len(sheet.lines)} 类 {items} 项，共 {shown(sheet.whole)} 分",
            f"{len(sheet.parties)} 个考核对象" if len(sheet.parties) > 1 else "",
            f"{open_items} 项次未定" if open_items else "全部已评",
            f"{left} 项规则未核对" if left else "",
        ]
        return " · ".join(w for w in words if w)

    def primary_action(self) -> QAction | None:
        return self.actions_.print_ if self.session.plan.schemes else None

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("评分(&K)", self.actions_.menu)]

    def begin(self) -> None:
        if self._stale:
            self._read()
        (self._trial.table if self.way == TRIAL and self._trial else self.view).setFocus()

    def show_record(self, record_type: type[Record], key: Key) -> bool:
        if record_type not in (ScoreItem, ScoreGroup, ScoreEntry) or not self.session.plan.schemes:
            return False
        if self._stale:
            self._read()
        if record_type is ScoreEntry and self.sheet and key[1] in self.sheet.parties:
            self.party = key[1]
        if self.way == TRIAL:
            self.way = ONE
        self._show()
        return self.view.go_to(key[0], columns.NAME)

    def toggle_detail(self) -> None:
        shown = not self.side.isVisible()
        self.side.setVisible(shown)
        if self._wide:
            settings.set_flag("view/detail", shown)

    # ------------------------------------------------------------------------------------------------ following the plan

    def _start_again(self) -> None:
        self.way, self.party, self.period, self._scheme = ONE, 0, None, None
        self.model.closed.clear()
        self._take_changes(None)

    def _take_changes(self, changes: Changes | None) -> None:
        self._stale = True
        if changes is None or changes.touches(Indicator, ScoreItem, Scheme):
            self._near = None
        if self.isVisible():
            self._read()
            self.meta_changed.emit()

    @property
    def scheme(self) -> Scheme | None:
        """The scheme in view."""
        schemes = self.session.plan.schemes
        return next((s for s in schemes if s.id == self._scheme), schemes[0] if schemes else None)

    def periods(self) -> list[int]:
        """The periods of which something is reported, the last first."""
        return sorted({key[2] for key in self.session.plan.rows(Report)}, key=by_time, reverse=True)

    def _read(self) -> None:
        """Work the scores out anew."""
        self._stale = False
        scheme = self.scheme
        self.sheet = ScoreSheet(self.session.plan, scheme, self.period) if scheme else None
        if self.sheet and self.party not in self.sheet.parties:
            self.party = self.sheet.scores.ranking[0]
        self._show()

    def _show(self) -> None:
        sheet = self.sheet
        empty = sheet is None or not sheet.lines
        self.show_filters(self.bar, not empty)
        if empty:
            self._stack.setCurrentWidget(self._empty_state())
            self.model.show_sheet(None, 0, side_by_side=False)
            return
        assert sheet
        titles = [scheme_name(s) for s in self.session.plan.schemes]
        self.bar.show_where(
            self.way, sheet.name(self.party), self.periods(), self.period, titles, scheme_name(sheet.scheme)
        )
        if self.way == TRIAL:
            trial = self._trial_view()
            trial.show_sheet(sheet, self.party, self._month())
            self._stack.setCurrentWidget(trial)
        else:
            near = self.model.ids_from(self.view.currentIndex())
            self.model.show_sheet(sheet, self.party, side_by_side=self.way == ALL)
            self._fit_side()
            self._stack.setCurrentWidget(self._scores)
            if not self.view.currentIndex().isValid():
                found = (self.model.index_of(each, columns.NAME) for each in near)
                again = next((index for index in found if index.isValid()), None)
                self.view.go(again or self._first())
                if again is None:
                    self.view.scrollToTop()
        self.foot.refresh()
        self._show_current()

    def _first(self) -> QModelIndex:
        """The first item."""
        items = (line for top in (self.sheet.lines if self.sheet else ()) for line in top.kids)
        first = next(items, None)
        return self.model.index_of(first.id, columns.NAME) if first else QModelIndex()

    def _month(self) -> int:
        """The month by which the pace is judged: the last one reported."""
        found = [p for p in self.periods() if p % 100 and (self.period is None or by_time(p) <= by_time(self.period))]
        return found[0] % 100 if found else 12

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_side()

    def _fit_side(self) -> None:
        """Where there is little room, the names of the items and the parties side by side come before the panel."""
        parties = len(self.sheet.parties) if self.sheet and self.way == ALL else 0
        wide = self.width() >= ROOM_FOR_SIDE + max(0, parties - FEW_PARTIES) * LEAST_PARTY
        if wide != self._wide:
            self._wide = wide
            self.side.setVisible(wide and settings.flag("view/detail", True))

    def _trial_view(self) -> ScoreTrial:
        if self._trial is None:
            from .score_trial import ScoreTrial

            self._trial = ScoreTrial(self)
            self._stack.addWidget(self._trial)
        return self._trial

    def _empty_state(self) -> QWidget:
        if self._empty is None:
            from ..widgets.empty_state import EmptyState

            ways = [
                ("导入评价办法…", "import", self.import_wanted.emit),
                ("粘贴", "clipboard", self.paste_wanted.emit),
                ("手工新建", "plus", self.commands.add_scheme),
            ]
            sentence = "导入评价办法的 Word 或 Excel 文件，类别、评分项、分值和计分规则会自动读出来，再由您逐项核对"
            self._empty = EmptyState("done", "还没有评价办法", sentence, ways).follow(self.session)
            self._stack.addWidget(self._empty)
        return self._empty

    # ------------------------------------------------------------------------------------------------ what is in view

    @property
    def line(self) -> Line | None:
        """The group, item or part of the current row."""
        return self.model.line(self.view.currentIndex())

    @property
    def current_party(self) -> int | None:
        """The party of the current cell."""
        if self.way != ALL:
            return self.party
        found = self.model.party_of(self.view.currentIndex())
        return self.party if found is None else found

    @property
    def near(self) -> dict[Id, Suggestion]:
        """The indicators that are suggested for items without one."""
        if self._near is None:
            self._near = {s.item.id: s for s in suggested_links(self.session.plan)}
        return self._near

    def _begin_name(self, made: Id) -> None:
        """A new line: select it and begin to type its name."""
        if self.way != ONE:
            self.show_way(ONE)
        self.view.go_to(made, columns.NAME)
        self.side.begin_name()

    def _show_current(self) -> None:
        line, party, sheet = self.line, self.current_party, self.sheet
        self.side.show_line(sheet, line, party, self.near.get(line.id) if line else None)
        score = sheet.score(line, party) if sheet and line and party is not None else None
        self.actions_.refresh(
            can_edit=self.session.can_edit,
            line=line,
            has_score=score is not None,
            by_hand=score is not None and score.adjusted is not None,
            unconfirmed=len(sheet.unconfirmed) if sheet else 0,
        )
        self.links_button.setVisible(bool(self.near) and self.session.can_edit)
        self.links_button.setText(f"对应指标建议（{len(self.near)} 项）…")

    def show_way(self, way: str) -> None:
        """Look at one party, at all, or at what can be gained."""
        self.way = way
        self._show()
        self.begin()

    def show_party(self, party: int) -> None:
        """Show another party."""
        self.party = party
        self._show()

    def show_next(self, step: int) -> None:
        """Show the next party."""
        parties = list(self.sheet.parties) if self.sheet else []
        place = parties.index(self.party) + step if self.party in parties else 0
        if 0 <= place < len(parties):
            self.show_party(parties[place])

    def show_period(self, period: int | None) -> None:
        """Score with what was reported up to a period; None: with all there is."""
        self.period = period
        self._read()
        self.summary_changed.emit(self.summary())
        self.meta_changed.emit()

    def summary(self) -> str:
        return f"按截至{period_label(self.period)}的填报数计分" if self.period else ""

    def _show_scheme(self, place: int) -> None:
        self._scheme = self.session.plan.schemes[place].id
        self._read()
        self.meta_changed.emit()

    # ------------------------------------------------------------------------------------------------ commands

    def _current_item(self) -> ScoreItem | None:
        return self.line.item if self.line else None

    def assess_current(self) -> None:
        """Begin to type points for the current item."""
        party = self.current_party
        if self.line is None or party is None:
            return
        column = columns.SCORE
        if self.way == ALL and self.sheet:
            column = columns.FIRST_PARTY + list(self.sheet.parties).index(party)
        index = self.model.index_of(self.line.id, column)
        self.view.go(index)
        self.view.setFocus()
        self.view.edit(index)

    def show_history(self) -> None:
        """Who changed the current item, and when."""
        if self.line is not None:
            self.history_wanted.emit(type(self.line.record), self.line.record.key)

    def _show_evidence(self) -> None:
        item, party = self._current_item(), self.current_party
        found = self.sheet.evidence(item, party) if self.sheet and item and party is not None else []
        if found:
            self.session.wanted.emit(Evidence, found[0].key)
        else:
            self.page_wanted.emit("evidence")

    def copy(self) -> None:
        """Put the table on the clipboard as Excel takes it, with its heads and totals."""
        QGuiApplication.clipboard().setText(self.model.as_text())
        self.session.said.emit("评分表已复制，可以粘贴到 Excel 或 WPS 表格里", False)

    def show_print(self) -> None:
        """The sheet as it is printed."""
        self.report_wanted.emit("scores")
