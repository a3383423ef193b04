"""Session: the plan file that is open in the window, the one way to edit it, and the signals that say what changed."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cache, cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from .. import paths
from ..core.errors import Locked, ReadOnly, UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from ..core.adjusting import Basis
    from ..core.changes import Changes
    from ..core.plan import Plan
    from ..core.records import Key, Record
    from ..exchange.merge import Merged
    from ..exchange.rights import Rights
    from ..storage.edit import Edit
    from ..storage.loading import Seen
    from ..storage.plan_file import PlanFile
    from .file_lock import FileLock, Owner
    from .own_rows import OwnRows
    from .widgets.findings import Findings
    from .work import Report, Work

LONG_STEP = 20_000  # values; taking back as many takes half a second
LOOK_EVERY = 5_000  # ms between looks whether another program wrote the file


@cache
def _empty_plan() -> Plan:
    from ..core.plan import Plan  # with the registry 4 ms, which the start page does not need

    return Plan({})


def leaves_no_trace() -> bool:
    """Whether the program was started to be measured: it then writes nothing (commands.md, For measuring)."""
    return bool(os.environ.get("XIEZUO_QUIT_AFTER_PAINT"))


def _lock(path: Path) -> tuple[FileLock, Owner | None]:
    """The lock of a file, and who else has it, if anybody."""
    from .file_lock import FileLock

    lock = FileLock(path)
    return lock, None if lock.take(paths.author()) else lock.owner()


class Session(QObject):
    """The open plan file, or none. Pages read `plan`, edit with `edit(label)` and refresh when `changed` says so."""

    file_changed = Signal()  # another file, or none, is open now: read everything anew
    changed = Signal(object)  # Changes of the open file, made here, by undo, or by another program
    state_changed = Signal()  # whether it can be edited, when it was saved, what can be undone
    said = Signal(str, bool)  # a sentence for the status line; True: offer to undo the last step
    failed = Signal(object)  # UserError: what could not be done; nothing was changed
    adjust_wanted = Signal()  # the document is to be named by which an issued plan is changed
    wanted = Signal(object, object)  # record type and key that a page or dialog wants to be shown

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.file: PlanFile | None = None
        self.owner: Owner | None = None  # who has the file, when that is somebody else
        self.saved_at: datetime | None = None
        self.look_only = False  # the user asked not to change this file
        self.merges: list[Merged] = []  # into this file since it was opened, in order of time
        self._own_rows: OwnRows | None = None  # of a file that was sent to a unit
        self.writing: Work | None = None  # what writes the open file in a thread just now
        self._lock: FileLock | None = None
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_EVERY)
        self._looking.timeout.connect(self.refresh)

    @cached_property
    def findings(self) -> Findings:
        """What the checks find in the open plan; worked out aside, a moment after each change."""
        from .widgets.findings import Findings

        made = Findings(self, self)
        made.look()
        return made

    # ------------------------------------------------------------------------------------------------ what is open

    @property
    def plan(self) -> Plan:
        """What the open file says; an empty plan when none is open."""
        return self.file.plan if self.file else _empty_plan()

    @property
    def path(self) -> Path | None:
        """Where the open file lies."""
        return self.file.path if self.file else None

    @property
    def can_edit(self) -> bool:
        """Whether edits are possible: a file is open, is writable, and nobody else has it or writes it just now."""
        return self.is_writable and self.writing is None and self.plan.info.stage != "archived"

    @property
    def is_writable(self) -> bool:
        """Whether a file is open that can be written; an archived plan can be too, to be opened again."""
        return self.file is not None and not self.file.read_only

    def adjust(self, by: Basis | None) -> None:
        """From now on every edit is made by this document, and what an issued plan fixes keeps both values; None ends it."""
        if self.file:
            self.file.adjusting_by = by
            self.state_changed.emit()

    @property
    def adjusting(self) -> Basis | None:
        """The document by which an issued plan is being changed."""
        return self.file.adjusting_by if self.file else None

    def is_fixed(self, record: type[Record], field: str) -> bool:
        """Whether the plan is issued, so that this field is changed by a document only, and none has been named."""
        if not self.plan.info.stage:  # asked before the window's first paint, where most plans need nothing loaded
            return False
        from ..core.adjusting import FIXED, is_fixed

        return self.adjusting is None and is_fixed(self.plan) and field in FIXED.get(record, ())

    def say_fixed(self, what: str) -> None:
        """Say why this cannot be typed into, with the way how it can."""
        from ..core.adjusting import fixed

        self.failed.emit(fixed(what))

    def set_stage(self, stage: str, label: str, **values: object) -> bool:
        """Issue the plan, take that back, archive it or open it again; whether that was possible."""
        if not self.is_writable or self.writing or self.file is None:
            self.failed.emit(self._not_now())
            return False
        self.file.adjusting_by = None
        try:
            with self.file.edit(label) as edit:
                edit.put(type(self.plan.info), self.plan.info.key, stage=stage, **values)
        except UserError as error:
            self.failed.emit(error)
            return False
        self._publish(edit.changes)
        return True

    @property
    def rights(self) -> Rights | None:
        """What the unit may change to which the open file was sent; None where the file holds the whole plan."""
        return self._own_rows.rights(self.plan) if self._own_rows else None

    def may_change(self, record: type[Record], key: Key) -> bool:
        """Whether a row can be edited here: the file can be, and the row is not somebody else's."""
        rights = self.rights
        return self.can_edit and (rights is None or rights.may_change(record, key))

    def create(self, path: Path, title: str = "", year: int | None = None) -> None:
        """Make a new plan file and open it. Raises UserError; the file that was open then stays open."""
        from ..storage.plan_file import PlanFile

        PlanFile.create(path, title=title, year=year, author=paths.author()).close()
        self.open(path)

    def open(self, path: Path, *, look_only: bool = False) -> None:
        """Open a plan file instead of the one that is open. Raises UserError; that one then stays open.

        With `look_only` it cannot be edited, though it could be.
        """
        from ..storage.plan_file import PlanFile

        if self.path == path:
            self.close()  # opened anew, for instance because the other window has been closed
        lock, owner = _lock(path) if path.exists() and not leaves_no_trace() else (None, None)
        try:
            opened = PlanFile.open(path, author=paths.author(), read_only=look_only or owner is not None)
        except UserError:
            if lock:
                lock.release()
            raise
        self._let_go()
        self.file, self.owner, self._lock, self.saved_at = opened, owner, lock, None
        self.look_only = look_only
        if opened.is_part:
            from .own_rows import OwnRows

            self._own_rows = OwnRows()
        self._looking.start()
        self.file_changed.emit()
        self.state_changed.emit()

    def sign(self, name: str) -> None:
        """From now on edits stand in this name, here and in other files. Raises UserError where it cannot be kept."""
        name = " ".join(name.split())
        if name == paths.author():
            return
        try:
            paths.set_author(name)
        except OSError as error:
            raise UserError(f"姓名没有存下（{error.strerror}），", "请检查设置文件夹能不能写入。") from error
        if self.file is not None and self.can_edit:
            from ..storage.plan_file import PlanFile

            before = self.file
            self.file = PlanFile.open(before.path, author=paths.author())
            self.file.adjusting_by = before.adjusting_by
            before.close()
            if self._lock:
                self._lock.name(paths.author())
            self.state_changed.emit()

    def close(self) -> None:
        """Close the file; everything in it is saved already."""
        if self.file:
            self._let_go()
            self.file_changed.emit()
            self.state_changed.emit()

    def _let_go(self) -> None:
        self._looking.stop()
        if self.writing:
            self.writing.cancel()
            self.writing = None
        if self.file:
            self.file.close()
        if self._lock:
            self._lock.release()
        self.file, self.owner, self._lock, self.saved_at = None, None, None, None
        self._own_rows, self.merges = None, []

    # ------------------------------------------------------------------------------------------------ editing

    @contextmanager
    def edit(self, label: str) -> Iterator[Edit]:
        """One named, undoable edit: `with session.edit("修改年度目标") as edit: edit.put(…)`.

        What goes wrong is told through `failed` and nothing is changed; `edit.changes` is empty then.
        """
        if self.file is None or not self.can_edit:
            raise self._not_now()
        try:
            with self.file.edit(label) as edit:
                yield edit
                if self._own_rows:
                    self._own_rows.check(self.plan, edit)
        except UserError as error:
            self.failed.emit(error)
            self.state_changed.emit()  # fields that show what was refused show again what stands
            return
        self._publish(edit.changes)

    def write_aside(self, write: Callable[[PlanFile, Report], object]) -> Work:
        """Let `write(file, report)` write the open plan in a thread, on a PlanFile of its own. Nobody edits meanwhile.

        Its end, progress and cancelling are those of the Work that is returned; what was written is in `plan` and told by
        `changed` before that tells its end. `report` raises Cancelled inside `write`: nothing of that edit is written then.
        """
        if self.file is None or not self.can_edit:
            raise self._not_now()
        from ..storage.plan_file import PlanFile
        from .work import Work

        path, author, by, before = self.file.path, self.file.author, self.file.adjusting_by, self.plan
        seen: list[Seen] = []  # the plan as it is then: read in the thread, for that can take seconds

        def run(report: Report) -> object:
            with PlanFile.open(path, author=author) as file:
                file.adjusting_by = by
                done = write(file, report)
                seen.append(file.seen(before))
                return done

        work = self.writing = Work(self)
        for ended in (work.finished, work.failed, work.cancelled):
            ended.connect(lambda *_: self._take_in(work, seen))
            ended.connect(work.deleteLater)
        work.start(run)
        self.state_changed.emit()
        return work

    def _take_in(self, work: Work, seen: list[Seen]) -> None:
        if self.writing is work:
            self.writing = None
            self._read_anew(seen[0] if seen else None, written_here=True)
            self.state_changed.emit()

    def _not_now(self) -> ReadOnly:
        if self.writing:
            return ReadOnly("正在往这份文件里写入，", "请等它写完，或者先取消，再修改。")
        return ReadOnly("这份文件现在只能查看，", "请先另存为副本，再在副本里修改。")

    def undo(self) -> None:
        """Take back the last step made here."""
        self._step(redo=False)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._step(redo=True)

    def _step(self, *, redo: bool) -> None:
        step = self.file.next_step(redo=redo) if self.file and self.can_edit else None
        if step and self._is_long(step.site, step.ts):
            self._take_back_aside(step.site, step.ts, f"已{'恢复' if redo else '撤销'}：{step.label}")
        elif step:
            done = self.do(lambda file: file.redo() if redo else file.undo())
            if done:
                self.said.emit(f"已{'恢复' if redo else '撤销'}：{step.label}", False)

    def take_back(self, site: int, ts: int, sentence: str = "") -> bool:
        """Take back any step of the history by its id, and say so when it is done; whether that was possible or has begun."""
        if self.can_edit and self._is_long(site, ts):
            self._take_back_aside(site, ts, sentence)
            return True
        done = self.do(lambda file: file.undo_transaction(site, ts))
        if done and sentence:
            self.said.emit(sentence, True)
        return done

    def _is_long(self, site: int, ts: int) -> bool:
        """Whether taking a step back would hold the window up."""
        assert self.file is not None
        try:
            return self.file.step_size(site, ts) >= LONG_STEP
        except UserError:  # is told where the step is tried
            return False

    def _take_back_aside(self, site: int, ts: int, sentence: str) -> None:
        """What a merge of many files brought is taken back in a thread; nobody edits meanwhile."""
        work = self.write_aside(lambda file, _: file.undo_transaction(site, ts))
        work.failed.connect(self.failed)
        work.finished.connect(lambda _: self.said.emit(sentence, True))
        self.said.emit("正在撤销或恢复很多内容，请稍候……", False)

    def do(self, step: Callable[[PlanFile], Changes]) -> bool:
        """Do a step of the file that is no `edit`, e.g. settle a dispute; whether it succeeded. What goes wrong is told."""
        try:
            if self.file is None or not self.can_edit:
                raise self._not_now()
            changes = step(self.file)
        except UserError as error:
            self.failed.emit(error)
            return False
        self._publish(changes)
        return True

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back, e.g. 修改年度目标."""
        return self.file.undo_label if self.file and self.can_edit else None

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again."""
        return self.file.redo_label if self.file and self.can_edit else None

    def refresh(self) -> None:
        """Take in what another program wrote into the file, and show that we still have it."""
        if self._lock:
            self._lock.show_life()
        if self.writing is None and self._read_anew():
            self.state_changed.emit()

    def _read_anew(self, seen: Seen | None = None, *, written_here: bool = False) -> bool:
        """Whether the file says something new; that is told."""
        if not self.file:
            return False
        try:
            changes = self.file.refresh(seen)
        except Locked:  # another window takes in many files: the next look comes in a moment
            return False
        except UserError as error:
            self._looking.stop()
            self.failed.emit(error)
            return False
        if changes and written_here:
            self._note_saving()
        if changes:
            self.changed.emit(changes)
        return bool(changes)

    def _note_saving(self) -> None:
        from datetime import datetime

        self.saved_at = datetime.now()

    def _publish(self, changes: Changes) -> None:
        if changes:
            self._note_saving()
            self.changed.emit(changes)
            self.state_changed.emit()
