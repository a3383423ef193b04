"""佐证材料: files and papers that prove what was reported, whether they were checked, and what is claimed without any."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ... import paths
from ...core.errors import Invalid, UserError
from ...core.figures.attention import Concern
from ...core.figures.proof import STATES, Item, numbered, unproved
from ...core.records import Evidence, Indicator
from ...core.tree import keys_between
from ...storage import evidence as store
from ..actions import make_action
from ..page import Page
from ..theme import TABLE_MARGIN
from ..widgets.chips import Chip
from ..widgets.look import button, dress, label
from ..widgets.record_form import RecordForm
from ..widgets.row_cells import Cell
from ..widgets.row_table import Column, RowTable

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ...core.changes import Changes
    from ...core.records import Id, Key, Record
    from ..session import Session

ALL, MISSING = "all", "missing"
_PILLS = {"accepted": "ok", "on_site": "ok", "rejected": "bad", "": ""}
_FIELDS = ("title", "kind", "indicator", "unit", "covers", "place", "verifier", "verified_on", "note")


class EvidencePage(Page):
    """Chips by state, the list, and beside it the fields of the current piece."""

    title = "佐证材料"
    has_filters = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.rows: list[Item | Concern] = []
        make = make_action
        self.add_files = make(
            self,
            "添加材料(&N)…",
            self.ask_files,
            picture="plus",
            tip=f"把文件复制到计划旁边的佐证文件夹；每个不超过 {store.LARGEST_WORDS}",
        )
        self.add_paper = make(self, "登记纸质材料(&P)", self.note_paper, picture="paper")
        self.accept = make(self, "核验通过(&A)", lambda: self.verify("accepted"), picture="check")
        self.on_site = make(self, "现场核验(&S)", lambda: self.verify("on_site"))
        self.reject = make(self, "不符(&R)", lambda: self.verify("rejected"))
        self.open_ = make(self, "打开文件(&O)", self.open_file, picture="folder")
        self.export = make(self, "导出佐证文件夹(&E)…", self.ask_folder, picture="export", tip="按指标编号整理，附目录")
        self.drop = make(self, "去掉(&D)", self.remove, picture="trash", tip="去掉登记；已复制的文件仍留在佐证文件夹里")
        self._chips: dict[str, Chip] = {}
        self._lay_out()
        session.changed.connect(self._take_changes)
        session.file_changed.connect(self._read)
        session.state_changed.connect(self._enable)
        self._read()

    def _lay_out(self) -> None:
        bar = QFrame()
        bar.setObjectName("filters")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 8, 12, 12)
        row.setSpacing(6)
        group = QButtonGroup(self)
        for name, words in {ALL: "全部", **STATES, MISSING: "缺佐证"}.items():
            chip = Chip(words, 0, "warn" if name == MISSING else "")
            chip.clicked.connect(self._filter)
            group.addButton(chip)
            row.addWidget(chip)
            self._chips[name] = chip
        self._chips[ALL].setChecked(True)
        row.addStretch(1)
        self._buttons = {
            action: button(words, on=action.trigger)
            for action, words in ((self.accept, "核验通过"), (self.reject, "不符"), (self.export, "导出文件夹…"))
        }
        for made in self._buttons.values():
            row.addWidget(made)
        self.table = RowTable(
            "佐证材料",
            (
                Column("编号", lambda r: Cell(r.number if isinstance(r, Item) else "", "ink3"), 62),
                Column("材料", self._title_cell, weight=1.4),
                Column("指标", lambda r: Cell(_indicator_name(r), "ink2"), weight=1.2),
                Column("单位", lambda r: Cell(self._unit_name(r), "ink2"), weight=0.7),
                Column("核验", _state_cell, 86),
            ),
        )
        self.table.moved.connect(lambda _: self._show_current())
        self.table.chosen.connect(lambda _: self.open_file())
        both = QSplitter()
        both.addWidget(self.table)
        both.addWidget(self._side())
        both.setStretchFactor(0, 1)
        both.setSizes([850, 320])
        card = QWidget()
        margins = QVBoxLayout(card)
        margins.setContentsMargins(TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN)
        margins.addWidget(both)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(card, 1)
        dress(card)
        self.setFocusProxy(self.table)

    def _side(self) -> QWidget:
        side = QWidget()
        self.head = label("", "panel_title", wrap=True)
        self.file_line = label("", "meta", wrap=True)
        self.form = RecordForm(self.session, Evidence, _FIELDS, label_width=74)
        self._open = button("打开文件", icon_name="folder", on=self.open_file)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 0, 4, 0)
        column.setSpacing(8)
        for widget in (self.head, self.file_line, self._open, self.form):
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea()
        area.setProperty("look", "bare")
        area.setWidgetResizable(True)
        area.setWidget(inner)
        outer = QVBoxLayout(side)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        return side

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        items = [r for r in self.rows if isinstance(r, Item)]
        missing = len(self.rows) - len(items)
        waiting = sum(not i.evidence.state for i in items)
        words = [
            f"{len(items)} 份材料",
            f"{waiting} 份待核" if waiting else "",
            f"{missing} 项完成的指标缺佐证" if missing else "",
        ]
        return " · ".join(w for w in words if w)

    def primary_action(self) -> QAction | None:
        return self.add_files

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        actions = [self.add_files, self.add_paper, None, self.accept, self.on_site, self.reject, None]
        return [("佐证(&Z)", [*actions, self.open_, self.export, None, self.drop])]

    def show_record(self, record_type: type[Record], key: Key) -> bool:
        if record_type is not Evidence or self.session.plan.get(Evidence, key) is None:
            return False
        self._chips[ALL].setChecked(True)
        self._filter()
        self.table.selectRow(next(n for n, r in enumerate(self.table.rows) if _key(r) == key[0]))
        return True

    # ------------------------------------------------------------------------------------------------ following the plan

    def _take_changes(self, changes: Changes) -> None:
        self._read()
        self.meta_changed.emit()

    def _read(self) -> None:
        plan = self.session.plan
        wants = any(i.evidence.strip() for i in plan.rows(Indicator).values())
        self.rows = [*(unproved(plan, date.today()) if wants else []), *numbered(plan)]
        self._filter()

    def _filter(self) -> None:
        def fits(row: Item | Concern, name: str) -> bool:
            state = row.evidence.state if isinstance(row, Item) else MISSING
            return name in (ALL, state)

        for name, chip in self._chips.items():
            chip.set_count(sum(fits(row, name) for row in self.rows))
        chosen = next(name for name, chip in self._chips.items() if chip.isChecked())
        self.table.show_rows([r for r in self.rows if fits(r, chosen)], same=lambda a, b: _key(a) == _key(b))
        self._show_current()

    @property
    def current(self) -> Evidence | None:
        """The piece of evidence of the current row."""
        row = self.table.current
        return row.evidence if isinstance(row, Item) else None

    def _show_current(self) -> None:
        evidence, row = self.current, self.table.current
        self.form.show_record(evidence)
        self.form.setVisible(evidence is not None)
        self.file_line.setVisible(bool(row))
        if evidence is not None:
            self.head.setText(evidence.title or evidence.file_name or "未命名材料")
            self.file_line.setText(self._where(evidence))
        elif isinstance(row, Concern):
            self.head.setText(row.name)
            self.file_line.setText(f"{row.words}。选中这一行再“添加材料”，就登记到这项指标下。")
        else:
            self.head.setText("还没有佐证材料")
            self.file_line.setText("")
        self._enable()

    def _where(self, evidence: Evidence) -> str:
        if not evidence.sha256:
            return "纸质材料"
        size = f"{(evidence.size or 0) / 1024:,.0f} KB"
        there = self._file_of(evidence) is not None
        return f"{evidence.file_name}，{size}" + ("" if there else "。文件不在计划旁边的佐证文件夹里")

    def _file_of(self, evidence: Evidence) -> Path | None:
        path = self.session.path
        return store.find(path, evidence.sha256, evidence.file_name) if path else None

    def _enable(self) -> None:
        can, evidence = self.session.can_edit, self.current
        for action in (self.add_files, self.add_paper):
            action.setEnabled(can)
        for action in (self.accept, self.on_site, self.reject, self.drop):
            action.setEnabled(can and evidence is not None)
        self.open_.setEnabled(evidence is not None and self._file_of(evidence) is not None)
        self._open.setVisible(self.open_.isEnabled())
        self.export.setEnabled(any(isinstance(r, Item) for r in self.rows))
        for action, made in self._buttons.items():
            made.setEnabled(action.isEnabled())

    # ------------------------------------------------------------------------------------------------ cells

    def _title_cell(self, row: Item | Concern) -> Cell:
        if isinstance(row, Concern):
            return Cell("（缺佐证）", "warn")
        evidence = row.evidence
        return Cell((evidence.title or evidence.file_name or "未命名材料") + ("" if evidence.sha256 else "（纸质）"))

    def _unit_name(self, row: Item | Concern) -> str:
        return self.session.plan.bearer_name(row.evidence.unit if isinstance(row, Item) else row.unit)

    # ------------------------------------------------------------------------------------------------ commands

    def _subject(self) -> tuple[Id | None, Id | None]:
        """Indicator and unit that new evidence is for: those of the current row."""
        row = self.table.current
        if isinstance(row, Concern):
            return row.key[0], row.unit or None
        return (row.evidence.indicator, row.evidence.unit) if isinstance(row, Item) else (None, None)

    def ask_files(self) -> None:
        """Choose files to be kept."""
        names, _ = QFileDialog.getOpenFileNames(self, f"添加佐证材料（每个不超过 {store.LARGEST_WORDS}）", "")
        if names:
            self.take_in([Path(name) for name in names])

    def take_in(self, files: list[Path]) -> None:
        """Keep files beside the plan and note them; those that cannot be kept are said, the others are taken."""
        path = self.session.path
        if path is None or not self.session.can_edit:
            return
        kept, refused = [], []
        for file in files:
            try:
                kept.append(store.keep(path, file))
            except UserError as error:
                refused.append(error)
        if kept:
            self._note(
                [{"title": Path(k.name).stem, "file_name": k.name, "sha256": k.sha256, "size": k.size} for k in kept]
            )
        if refused:
            more = f"（另有 {len(refused) - 1} 个也没有加入）" if len(refused) > 1 else ""
            self.session.failed.emit(Invalid(refused[0].sentence + more, refused[0].advice))

    def note_paper(self) -> None:
        """Note a paper; its title and where it lies are written beside."""
        self._note([{"title": "纸质材料"}])
        self.form.setFocus()

    def _note(self, pieces: list[dict[str, object]]) -> None:
        indicator, unit = self._subject()
        last = max((e.order for e in self.session.plan.rows(Evidence).values()), default="")
        made = 0
        with self.session.edit(f"登记 {len(pieces)} 份佐证材料") as edit:
            for values, order in zip(pieces, keys_between(last, "", len(pieces)), strict=True):
                made = edit.add(Evidence, order=order, indicator=indicator, unit=unit, **values)
        if edit.changes:
            self.session.said.emit(f"已登记 {len(pieces)} 份佐证材料", True)
            self.show_record(Evidence, (made, 0, 0))

    def verify(self, state: str) -> None:
        """Note what the check of the selected pieces has shown."""
        found = [r.evidence for r in self.table.selected if isinstance(r, Item)]
        if not found or not self.session.can_edit:
            return
        with self.session.edit(f"佐证材料{STATES[state]}") as edit:
            for evidence in found:
                edit.put(Evidence, evidence.key, state=state, verifier=paths.author(), verified_on=date.today())

    def remove(self) -> None:
        """Take the selected pieces out of the plan; their files stay."""
        found = [r.evidence for r in self.table.selected if isinstance(r, Item)]
        if found and self.session.can_edit:
            with self.session.edit(f"去掉 {len(found)} 份佐证材料") as edit:
                for evidence in found:
                    edit.delete(Evidence, evidence.key)
            self.session.said.emit(f"已去掉 {len(found)} 份佐证材料", True)

    def open_file(self) -> None:
        """Open the file of the current piece in the program that is meant for it."""
        file = self._file_of(self.current) if self.current else None
        if file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

    def ask_folder(self) -> None:
        """Choose where the numbered evidence is to be put."""
        name = QFileDialog.getExistingDirectory(self, "佐证材料导出到哪个文件夹", "")
        if name:
            self.hand_out(Path(name))

    def hand_out(self, folder: Path) -> None:
        """Write the numbered folders with their index."""
        from ...documents import PaperError
        from ...documents.write_xlsx import write_xlsx
        from ...reports import compose

        path, plan = self.session.path, self.session.plan
        if path is None:
            return
        try:
            written, missing = store.hand_out(path, numbered(plan), folder)
            write_xlsx(compose("evidence", plan), folder / "佐证材料目录.xlsx")
        except (PaperError, UserError) as error:
            self.session.failed.emit(Invalid(error.sentence, error.advice))
            return
        if missing:
            more = f"（共 {len(missing)} 份）" if len(missing) > 1 else ""
            self.session.failed.emit(Invalid(missing[0] + more, f"其余 {len(written)} 份和目录已导出。"))
        else:
            self.session.said.emit(f"已导出 {len(written)} 份佐证材料和目录到“{folder.name}”", False)


def _key(row: Item | Concern) -> object:
    return row.evidence.id if isinstance(row, Item) else (row.key, row.unit)


def _indicator_name(row: Item | Concern) -> str:
    return row.name if isinstance(row, Concern) else row.indicator.name if row.indicator else "未对应指标"


def _state_cell(row: Item | Concern) -> Cell:
    if isinstance(row, Concern):
        return Cell("缺佐证", pill="warn")
    return Cell(STATES[row.evidence.state], "ink2", pill=_PILLS[row.evidence.state])
