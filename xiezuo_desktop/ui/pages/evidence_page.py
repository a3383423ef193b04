"""佐证材料: files and papers that prove what was reported, whether they were checked, and what is claimed without any."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ... import paths
from ...core.figures.attention import Concern
from ...core.figures.proof import STATES, Item, numbered, unproved
from ...core.records import Evidence, Indicator
from ...core.tree import keys_between
from ...storage import evidence as store
from ..actions import make_action
from ..widgets.chip_bar import ChipBar
from ..widgets.empty_state import EmptyState
from ..widgets.look import button, label
from ..widgets.record_form import RecordForm
from ..widgets.row_cells import Cell
from ..widgets.row_table import Column, RowTable
from .evidence_files import EvidenceFiles
from .list_page import ListPage

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ...core.changes import Changes
    from ...core.records import Id, Key, Record
    from ..session import Session

ALL, MISSING, ABSENT = "all", "missing", "absent"
_RARE = (MISSING, ABSENT)  # exceptions are shown where there are any
SIDE_WIDTH = 300  # px
_PILLS = {"accepted": "ok", "on_site": "ok", "rejected": "bad", "": ""}
_FIELDS = ("title", "kind", "indicator", "unit", "covers", "place", "verifier", "verified_on", "note")


class EvidencePage(ListPage):
    """Chips by state, the list, and beside it the fields of the current piece."""

    title = "佐证材料"
    has_filters = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.rows: list[Item | Concern] = []
        self.files = EvidenceFiles(session, self)
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
        self.find_ = make(
            self,
            "找回文件(&F)…",
            self.find_files,
            picture="search",
            tip="材料的文件不在这台电脑上：从单位上报的压缩包里取出，或选收到的文件",
        )
        self.export = make(
            self, "导出佐证文件夹(&E)…", self.files.ask_folder, picture="export", tip="按指标编号整理，附目录"
        )
        self.pack = make(
            self,
            "打包计划和佐证(&K)…",
            self.files.ask_pack,
            picture="archive",
            tip="计划和全部材料装进一个压缩包，换电脑或交接用",
        )
        self.drop = make(self, "去掉(&D)", self.remove, picture="trash", tip="去掉登记；已复制的文件仍留在佐证文件夹里")
        self._lay_out()
        session.changed.connect(self._take_changes)
        session.file_changed.connect(self._read)
        session.state_changed.connect(self._enable)
        self._read()

    def _lay_out(self) -> None:
        bar = ChipBar({ALL: "全部", **STATES, MISSING: "缺佐证", ABSENT: "文件不在"}, dict.fromkeys(_RARE, "warn"))
        bar.chosen_changed.connect(self._filter)
        self._buttons = {
            action: button(words, on=action.trigger)
            for action, words in ((self.accept, "核验通过"), (self.reject, "不符"), (self.export, "导出…"))
        }
        for made in self._buttons.values():
            bar.add(made)
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
        self.set_up(bar, self.table, self._side(), self._nothing(), (3 * SIDE_WIDTH, SIDE_WIDTH))

    def _nothing(self) -> QWidget:
        sentence = (
            "把会议纪要、协议、凭证、花名册和照片加进来，对应到指标；单位随上报文件报来的也在这里"
            f"（每个文件不超过 {store.LARGEST_WORDS}）"
        )
        ways = [("添加材料…", "", self.ask_files), ("登记纸质材料", "paper", self.note_paper)]
        return EmptyState("folder", "还没有佐证材料", sentence, ways).follow(self.session)

    def _side(self) -> QWidget:
        side = QWidget()
        self.head = label("", "panel_title", wrap=True)
        self.file_line = label("", "meta", wrap=True)
        self.form = RecordForm(self.session, Evidence, _FIELDS, label_width=74)
        self._open = button("打开文件", icon_name="folder", on=self.open_file)
        self._find = button("找回文件…", icon_name="search", tip=self.find_.toolTip(), on=self.find_.trigger)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 0, 4, 0)
        column.setSpacing(8)
        for widget in (self.head, self.file_line, self._open, self._find, self.form):
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea()
        area.setProperty("look", "bare")
        area.setWidgetResizable(True)
        inner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # no wider than there is room
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        side.setMinimumWidth(SIDE_WIDTH)
        outer = QVBoxLayout(side)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        return side

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        items = [r for r in self.rows if isinstance(r, Item)]
        missing = len(self.rows) - len(items)
        waiting = sum(not i.evidence.state for i in items)
        absent = sum(self.files.is_absent(i.evidence) for i in items)
        words = [
            f"{len(items)} 份材料",
            f"{waiting} 份待核" if waiting else "",
            f"{missing} 项完成的指标缺佐证" if missing else "",
            f"{absent} 份的文件不在这台电脑上" if absent else "",
        ]
        return " · ".join(w for w in words if w)

    def primary_action(self) -> QAction | None:
        return self.add_files if self.rows else None  # the empty page has a blue button of its own

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        actions = [self.add_files, self.add_paper, None, self.accept, self.on_site, self.reject, None]
        return [("佐证(&Z)", [*actions, self.open_, self.find_, None, self.export, self.pack, None, self.drop])]

    def show_record(self, record_type: type[Record], key: Key) -> bool:
        if record_type is not Evidence or self.session.plan.get(Evidence, key) is None:
            return False
        self.bar.choose(ALL)
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
            if isinstance(row, Concern):
                return name in (ALL, MISSING)
            return name in (ALL, row.evidence.state) or (name == ABSENT and row.evidence.id in absent)

        absent = {r.evidence.id for r in self.rows if isinstance(r, Item) and self.files.is_absent(r.evidence)}

        self.bar.show_counts({name: sum(fits(row, name) for row in self.rows) for name in self.bar.chips}, _RARE)
        chosen = self.bar.chosen
        self.table.show_rows([r for r in self.rows if fits(r, chosen)], same=lambda a, b: _key(a) == _key(b))
        self.show_list(bool(self.rows))
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
        size = f"{max(1, round((evidence.size or 0) / 1024)):,} KB"
        missing = "。文件不在这台电脑上：可以从上报的压缩包里取出，或者选收到的文件，内容对得上就放回来。"
        return f"{evidence.file_name}，{size}" + (missing if self.files.is_absent(evidence) else "")

    def _enable(self) -> None:
        can, evidence = self.session.can_edit, self.current
        for action in (self.add_files, self.add_paper):
            action.setEnabled(can)
        for action in (self.accept, self.on_site, self.reject):  # nobody verifies what he sends himself
            action.setEnabled(can and evidence is not None and self.session.rights is None)
        self.drop.setEnabled(can and evidence is not None)
        self.open_.setEnabled(self.files.place(evidence) is not None)
        self._open.setVisible(self.open_.isEnabled())
        self.find_.setEnabled(any(isinstance(r, Item) and self.files.is_absent(r.evidence) for r in self.rows))
        self._find.setVisible(evidence is not None and self.files.is_absent(evidence))
        self.pack.setEnabled(self.session.path is not None)
        self.export.setEnabled(any(isinstance(r, Item) for r in self.rows))
        for action, made in self._buttons.items():
            made.setEnabled(action.isEnabled())

    # ------------------------------------------------------------------------------------------------ cells

    def _title_cell(self, row: Item | Concern) -> Cell:
        if isinstance(row, Concern):
            return Cell("（缺佐证）", "warn")
        evidence = row.evidence
        name = evidence.title or evidence.file_name or "未命名材料"
        if self.files.is_absent(evidence):
            return Cell(f"（文件不在）{name}", "warn", tip=self._where(evidence))
        return Cell(name + ("" if evidence.sha256 else "（纸质）"))

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
        chosen = self.files.ask()
        if chosen:
            self.take_in(chosen)

    def take_in(self, files: list[Path]) -> None:
        """Keep files beside the plan and note them."""
        kept = self.files.keep(files)
        if kept:
            self._note(
                [{"title": Path(k.name).stem, "file_name": k.name, "sha256": k.sha256, "size": k.size} for k in kept]
            )

    def find_files(self) -> None:
        """Look for the files that are not here."""
        if self.files.ask_missing():
            self._read()
            self.meta_changed.emit()

    def note_paper(self) -> None:
        """Note a paper; its title and where it lies are written beside."""
        self._note([{"title": "纸质材料"}])
        # as if one had come by the tab key: what stands there is selected, and typing replaces it
        self.form.editors["title"].setFocus(Qt.FocusReason.TabFocusReason)

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
        """Open the file of the current piece; where it is not here, the way to find it."""
        evidence = self.current
        if evidence is not None and self.files.is_absent(evidence):
            self.find_files()
        else:
            self.files.open(evidence)


def _key(row: Item | Concern) -> object:
    return row.evidence.id if isinstance(row, Item) else (row.key, row.unit)


def _indicator_name(row: Item | Concern) -> str:
    return row.name if isinstance(row, Concern) else row.indicator.name if row.indicator else "未对应指标"


def _state_cell(row: Item | Concern) -> Cell:
    if isinstance(row, Concern):
        return Cell("缺佐证", pill="warn")
    return Cell(STATES[row.evidence.state], "ink2", pill=_PILLS[row.evidence.state])
