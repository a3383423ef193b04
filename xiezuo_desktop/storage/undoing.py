"""The part of PlanFile by which actions are taken back and done again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import WrongCall
from .connection import in_plain_words
from .undo import Done, Stacks, find, revert, reverting_label, size

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from ..core.changes import Changes
    from .log import OpId
    from .plan_file import Check
    from .write import Batch


class Undoing:
    """The side of a PlanFile that looks back."""

    path: Path
    author: str
    _db: sqlite3.Connection
    _stacks: Stacks | None
    _version: int

    if TYPE_CHECKING:

        @property
        def is_part(self) -> bool: ...  # noqa: D102
        def refuse_read_only(self) -> None: ...  # noqa: D102
        def _stage(self) -> str: ...
        def _data_version(self) -> int: ...
        def _write(self, label: str, gather: Callable[[Batch], OpId | None], check: Check | None = None) -> Changes: ...

    @property
    def undo_label(self) -> str | None:
        """The name of the action `undo` would take back, None when there is none."""
        return step.label if (step := self.next_step()) else None

    @property
    def redo_label(self) -> str | None:
        """The name of the action `redo` would do again, None when there is none."""
        return step.label if (step := self.next_step(redo=True)) else None

    def next_step(self, *, redo: bool = False) -> Done | None:
        """The transaction `undo` or `redo` would take back, None when there is none."""
        stacks = self._read_stacks()
        steps = stacks.redo if redo else stacks.undo
        return steps[-1] if steps else None

    def step_size(self, site: int, ts: int) -> int:
        """About how many values a transaction wrote, merged or took back: how long taking it back takes."""
        with in_plain_words(self.path):
            return size(self._db, find(self._db, site, ts))

    def undo(self) -> Changes:
        """Take back this author's last action. Raises Invalid where its cells were changed since."""
        undo = self._read_stacks(fresh=True).undo
        if not undo:
            raise WrongCall("没有可以撤销的操作。", "较早的操作或别人的操作，可以在历史记录中选定后撤销。")
        return self.undo_transaction(undo[-1].site, undo[-1].ts)

    def redo(self) -> Changes:
        """Do again what was last taken back."""
        redo = self._read_stacks(fresh=True).redo
        if not redo:
            raise WrongCall("没有可以恢复的操作。", "撤销之后又作了修改的，不能再恢复。")
        return self.undo_transaction(redo[-1].site, redo[-1].ts)

    def undo_transaction(self, site: int, ts: int) -> Changes:
        """Take back any transaction by its id; taking back an undoing is a redo. Raises Invalid where cells changed since."""
        self.refuse_read_only()
        with in_plain_words(self.path):
            txn = find(self._db, site, ts)
        from .issued import refuse_fixed

        check = refuse_fixed if self._stage() and not self.is_part else None
        return self._write(reverting_label(txn.label), lambda batch: revert(self._db, batch, txn), check)

    def _read_stacks(self, *, fresh: bool = False) -> Stacks:
        with in_plain_words(self.path):
            if self._stacks is None or (fresh and self._data_version() != self._version):
                self._stacks = Stacks(self.author)
                self._stacks.read(self._db)
        return self._stacks
