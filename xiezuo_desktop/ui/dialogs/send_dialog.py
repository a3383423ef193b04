"""发给单位: to whom, what is asked and until when; then a file for each unit, with its code and a mail to go with them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.core.figures.months import latest_dispatch
from xiezuo_desktop.exchange.naming import file_name
from xiezuo_desktop.exchange.receipts import Line, overview
from xiezuo_desktop.exchange.send import Request, Sent, recipients, send
from xiezuo_desktop.exchange.shares import Share, proposed_period, shares
from xiezuo_desktop.ui.icons import icon
from xiezuo_desktop.ui.search import Finder
from xiezuo_desktop.ui.widgets.author_field import AuthorField
from xiezuo_desktop.ui.widgets.banner import Banner
from xiezuo_desktop.ui.widgets.file_fields import DayField, FolderField, PasswordField
from xiezuo_desktop.ui.widgets.look import button, dress, label
from xiezuo_desktop.ui.widgets.row_cells import Cell
from xiezuo_desktop.ui.widgets.row_table import Column, RowTable

from .made_files import MadeFiles
from .send_words import code_list, mail_text, periods

if TYPE_CHECKING:
    from collections.abc import Collection

    from xiezuo_desktop.core.records import Unit
    from xiezuo_desktop.ui.session import Session
    from xiezuo_desktop.ui.work import Work

DAYS = 14  # until the files are expected back, at first
SOONER = 2  # days that a unit needs to put together what those below it return


class SendDialog(QDialog):
    """Two pages: the choice, and what was made."""

    def __init__(self, session: Session, parent: QWidget | None = None, *, chosen: Collection[int] = ()) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle("发给单位")
        self._session = session
        self._work: Work | None = None
        plan = session.plan
        self._units = recipients(session.file) if session.file else []
        below = {unit.id for unit in self._units}
        self._last: dict[int, Line] = {u: line for line in overview(plan) if (u := line.dispatch.unit or 0) in below}
        self._shares: dict[int, Share] = {}
        self._ticked_by_hand = bool(chosen)
        self._banner = Banner()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._choice())
        self._made = MadeFiles()
        self._pages.addWidget(self._made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addWidget(self._pages, 1)
        column.addLayout(self._foot())
        self.table.rows_model.checked = {unit.id for unit in self._units if unit.id in chosen}
        self._propose(chosen)
        self._filter()
        self._look_at_shares()
        self.resize(1080, 640)

    # ------------------------------------------------------------------------------------------------- building

    def _choice(self) -> QWidget:
        self.search = QLineEdit()
        self.search.setPlaceholderText("搜索单位（可用拼音首字母）")
        self.search.setAccessibleName("搜索单位")
        self.search.addAction(icon("search", "ink3"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _: self._filter())
        self.table = RowTable(
            "发给哪些单位",
            (
                Column("单位", lambda u: Cell(u.name), weight=1.4),
                Column("会收到", self._gets, weight=2.7),
                Column("上一次", self._before, weight=1.1),
            ),
            mark=lambda unit: unit.id,
        )
        self.table.ticked.connect(self._take_ticks)
        left = QVBoxLayout()
        left.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.search, 1)
        self._quick = [
            button("全选", on=lambda: self._tick(lambda _: True)),
            button("全不选", on=lambda: self._tick(None)),
            button("选还有要填的", on=lambda: self._tick(self._has_to_fill)),
            button("选未回的", on=lambda: self._tick(self._waits)),
        ]
        for each in self._quick:
            top.addWidget(each)
        self._quick[3].setVisible(any(line.open for line in self._last.values()))
        left.addLayout(top)
        left.addWidget(self.table, 1)
        page = QWidget()
        across = QHBoxLayout(page)
        across.setContentsMargins(16, 14, 16, 4)
        across.setSpacing(20)
        across.addLayout(left, 3)
        across.addLayout(self._form(), 2)
        return page

    def _form(self) -> QVBoxLayout:
        plan, path = self._session.plan, self._session.path
        today = date.today()
        self.due = DayField("要求报回的日期", today + timedelta(days=DAYS))
        self.period = QComboBox()
        self.period.setAccessibleName("填报期次")
        for words, period in periods(plan.info.year, today.year):
            self.period.addItem(words, period)
        self.period.currentIndexChanged.connect(lambda _: self._look_at_shares())
        self.request = QPlainTextEdit()
        self.request.setPlaceholderText("例如：数据截至月底，佐证材料另附")
        self.request.setAccessibleName("填报要求")
        self.request.setFixedHeight(68)
        self.request.setTabChangesFocus(True)
        assert path is not None
        self.folder = FolderField(path.with_name(f"{path.stem}_下发"))
        self.password = PasswordField("不加密码；填写后生成加密的压缩包")
        self.author = AuthorField()
        for changed in (self.due.changed, self.folder.changed):
            changed.connect(self._count)
        form = QFormLayout()
        form.setSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in (
            ("报回期限", self.due),
            ("填报期次", self.period),
            ("填报要求", self.request),
            ("存到", self.folder),
            ("密码", self.password),
            ("经办人", self.author),
        ):
            form.addRow(label(words, "key"), field)
        self._names = label("", "meta", wrap=True)
        rights = "每个单位只收到与自己有关的行；能填本单位的进度、措施和下级分解，别人的行和上级下达的目标只能看。"
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(label("要求", "heading"))
        column.addLayout(form)
        column.addWidget(label("单位能填什么", "heading"))
        column.addWidget(label(rights, "body2", wrap=True))
        column.addWidget(label("文件名", "heading"))
        column.addWidget(self._names)
        column.addStretch(1)
        return column

    def _foot(self) -> QHBoxLayout:
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.hide()
        self._note = label("", "meta")
        self._cancel = button("取消", on=self.reject)
        self._agree = button("生成文件", "primary", on=self.make)
        row = QHBoxLayout()
        row.setContentsMargins(16, 10, 16, 14)
        row.setSpacing(8)
        row.addWidget(self._note)
        row.addWidget(self._bar, 1)
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._agree)
        return row

    # ------------------------------------------------------------------------------------------------- choosing

    def _before(self, unit: Unit) -> Cell:
        line = self._last.get(unit.id)
        if line is None:
            return Cell("还没有发过", "ink3")
        tone = "warn" if line.open else "ink2"
        return Cell(f"第{line.dispatch.round or 1}轮 · {line.label}", tone)

    def _propose(self, chosen: Collection[int]) -> None:
        """The period that is being reported now; for units that are sent to again what they were asked the last time.

        A unit that sends its part on asks for what it is asked for itself, and for it sooner.
        """
        plan, rights = self._session.plan, self._session.rights
        asked = latest_dispatch(plan, rights.unit) if rights is not None and rights.unit is not None else None
        of = chosen or ([asked.unit] if asked is not None and asked.unit is not None else [])
        wanted = proposed_period(plan, date.today(), of=of)
        if asked is not None and asked.due_on is not None and self.due.day is not None:
            self.due.set_day(max(date.today(), min(self.due.day, asked.due_on - timedelta(days=SOONER))))
        self.period.setCurrentIndex(max(0, self.period.findData(wanted)))
        again = [line.dispatch for unit in chosen if (line := self._last.get(unit)) is not None]
        if len({(d.request, d.due_on) for d in again}) == 1:
            self.request.setPlainText(again[0].request)
            if again[0].due_on is not None and again[0].due_on >= date.today():
                self.due.set_day(again[0].due_on)

    def _look_at_shares(self) -> None:
        """What each unit would get for the chosen period; until somebody ticks by hand, those are ticked who have to fill in."""
        self._shares = shares(self._session.plan, [u.id for u in self._units], self.period.currentData())
        if not self._ticked_by_hand:
            waiting = [u.id for u in self._units if self._has_to_fill(u)]
            asked = [u.id for u in self._units if self._shares[u.id].asked]
            self.table.rows_model.checked = {*(waiting or asked or [u.id for u in self._units])}
        self.table.viewport().update()
        self._count()

    def _take_ticks(self) -> None:
        self._ticked_by_hand = True
        self._count()

    def _gets(self, unit: Unit) -> Cell:
        share = self._shares.get(unit.id)
        if share is None:
            return Cell("")
        return Cell(share.words, "ink" if share.is_waiting else "ink2", tip=share.words)

    def _has_to_fill(self, unit: Unit) -> bool:
        return self._shares[unit.id].is_waiting

    def _waits(self, unit: Unit) -> bool:
        line = self._last.get(unit.id)
        return line is not None and line.open

    def _filter(self) -> None:
        query, finder = self.search.text().strip(), Finder()
        rows = [u for u in self._units if not query or finder.matches(query, u.name)]
        self.table.show_rows(rows, same=lambda a, b: a.id == b.id)

    def _tick(self, wanted: object) -> None:
        """Tick the rows that are shown and wanted, and no others of those shown."""
        model = self.table.rows_model
        everything = list(range(len(model.rows)))
        model.tick(everything, False)
        if callable(wanted):
            model.tick([n for n, unit in enumerate(model.rows) if wanted(unit)], True)

    @property
    def chosen(self) -> list[Unit]:
        """The ticked units, in their order."""
        return [unit for unit in self._units if unit.id in self.table.rows_model.checked]

    def _count(self) -> None:
        chosen = self.chosen
        self._agree.setEnabled(bool(chosen) and self._session.can_edit)
        self._agree.setText(f"生成 {len(chosen)} 个文件" if chosen else "生成文件")
        self._note.setText("" if chosen else "请勾选要发的单位" if self._units else "还没有承担任务的单位")
        if chosen:
            line = self._last.get(chosen[0].id)
            round_ = (line.dispatch.round or 0) + 1 if line else 1
            name = file_name(self._session.plan.info.title, chosen[0].name, f"第{round_}轮", date.today())
            self._names.setText(f"{name}" + (f"\n…… 共 {len(chosen)} 个" if len(chosen) > 1 else ""))
        else:
            self._names.setText("")

    # ------------------------------------------------------------------------------------------------- making

    def make(self) -> None:
        """Make the files, aside."""
        request = Request(self.due.day, self.period.currentData(), self.request.toPlainText().strip())
        units, password = [unit.id for unit in self.chosen], self.password.text()
        try:
            folder = self.folder.make()
            self.author.keep(self._session)
            self._work = self._session.write_aside(
                lambda file, report: send(
                    file, units, folder, request, password=password, progress=lambda n, of: report(n, of, "")
                )
            )
        except UserError as error:
            self._banner.say_error(error)
            return
        self._banner.dismiss()
        self._agree.setEnabled(False)
        self._cancel.setEnabled(False)
        self._pages.setEnabled(False)
        self._bar.show()
        self._note.setText("正在生成……")
        self._work.progress.connect(self._show_progress)
        self._work.failed.connect(self._fail)
        self._work.finished.connect(lambda sent: self._show_made(sent, request, sealed=bool(password)))

    def _show_progress(self, done: int, total: int, _: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _fail(self, error: UserError) -> None:
        self._bar.hide()
        self._pages.setEnabled(True)
        self._cancel.setEnabled(True)
        self._count()
        self._banner.say_error(error)

    def _show_made(self, sent: list[Sent], request: Request, *, sealed: bool) -> None:
        self._bar.hide()
        self._note.setText("")
        self._pages.setEnabled(True)
        title = self._session.plan.info.title or "年度计划"
        self._made.show_files(
            f"已生成 {len(sent)} 个文件",
            [(each.unit_name, each.path, each.code) for each in sent],
            mail_text(title, sent, request, sealed=sealed),
            code_list(sent),
        )
        self._pages.setCurrentWidget(self._made)
        self._agree.hide()
        self._cancel.setText("完成")
        self._cancel.setDefault(True)
        self._cancel.setEnabled(True)
        self._cancel.setFocus()
        self._session.said.emit(f"已生成 {len(sent)} 个文件，记入了收发情况", False)

    def reject(self) -> None:
        if self._work is None or not self._session.writing:
            super().reject()
