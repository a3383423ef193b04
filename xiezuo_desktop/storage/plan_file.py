"""PlanFile: one plan in one file; reading it, the one way to write it, undo, history, repair and copies."""

from __future__ import annotations

import sqlite3
import weakref
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ..core.changes import Changes
from ..core.errors import ReadOnly, Refused, Unreadable, WrongCall
from ..core.plan import Plan
from ..core.records import PlanInfo
from . import guard, schema
from .connection import connect, in_plain_words, reading
from .loading import Seen, collector_resting, differences, is_part, load_plan, log_state, reload
from .log import OpId, Writer, plain_words
from .mailing import Mailing
from .undo import Done, Stacks
from .undoing import Undoing
from .values import clean_key

# What opening a file does not need (copies, derive, edit, history, verify, write) is imported where it is used.

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from types import TracebackType

    from ..core.adjusting import Basis
    from ..core.records import Id, Key, Record
    from .edit import Edit
    from .history import HistoryEntry, Transaction
    from .lineage import Stretches
    from .write import Batch, Rows

    Check = Callable[[Plan, Plan, Iterable[tuple[type[Record], Key]]], None]


A_RETURN = "它是发回的上报文件"  # why such a file cannot be written


class PlanFile(Undoing, Mailing):
    """One open plan file. Each thread opens its own; several programs may have one file open at a time.

    Everything that can go wrong with the file comes as a UserError and leaves it as it was. `read_only_reason` says why
    the file cannot be written, "" when it can.
    """

    def __init__(self, path: Path, db: sqlite3.Connection, author: str, read_only_reason: str) -> None:
        self.path = path
        self.read_only_reason = read_only_reason
        self.is_return = False  # what a unit mailed back, to be merged and not to be worked in
        self.adjusting_by: Basis | None = None  # the document by which an issued plan is being changed
        self._db = db
        self._file = guard.register(path)
        self._release = weakref.finalize(self, guard.release, self._file)
        self._writer, self._notes = Writer(author), Writer(author)
        self.author = self._writer.author
        self._plan: Plan | None = None
        self._stacks: Stacks | None = None
        self._taken_back: Stretches | None = None  # the ops that do not count
        self._written: OpId | None = None  # the transaction of the last edit, None when it changed nothing
        self._version = self._data_version()

    @classmethod
    def create(cls, path: Path | str, *, title: str = "", year: int | None = None, author: str = "") -> Self:
        """Make a new file with an empty plan and open it. Raises Refused where a file stands already."""
        from .copies import published

        path = Path(path).absolute()
        with in_plain_words(path), published(path, replace=False) as temporary:
            db = connect(temporary, "rwc")
            try:
                db.execute("PRAGMA journal_mode = DELETE")
                with _transaction(db):
                    schema.create_log(db)
                    schema.create_derived(db)
                with cls(temporary, db, author, "") as made, made.edit("新建计划") as edit:
                    edit.add(PlanInfo, title=title, year=year)
            finally:
                db.close()
        return cls.open(path, author=author)

    @classmethod
    def open(cls, path: Path | str, *, author: str = "", read_only: bool = False) -> Self:
        """Open a plan file; read-only where it cannot be written. Raises Unreadable, Locked or Refused."""
        path = Path(path).absolute()
        with in_plain_words(path):
            db, reason = guard.open_plan(path, read_only=read_only)
            opened = cls(path, db, author, reason)
            try:
                opened.is_return = not schema.has_tables(db) and is_part(db)
                if opened.is_return and not reason:
                    opened.read_only_reason = A_RETURN  # what came is left as it is
                opened._fit_tables()
            except BaseException:
                opened.close()
                raise
            return opened

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """Whether the file cannot be written."""
        return bool(self.read_only_reason)

    # ------------------------------------------------------------------------------------------------- reading

    @property
    def is_interrupted(self) -> bool:
        """Whether the file on the disk still is as a crash left it: what is read here is the state before, as it will be."""
        return self.read_only_reason.endswith(guard.INTERRUPTED)

    @property
    def plan(self) -> Plan:
        """The plan as this object last saw it: after its own edits and after `refresh`."""
        return self._be_loaded()

    def refresh(self, seen: Seen | None = None) -> Changes:
        """Notice what other programs wrote into the file since; cheap when they did not, or when `seen` says what it is."""
        with in_plain_words(self.path):
            if self._data_version() == self._version:
                return Changes()
            before = self._plan
            if seen is not None and before is seen.before and self._take_over(seen):
                return Changes("其他程序的修改", seen.rows)
            after = self._load()
            return Changes("其他程序的修改", differences(before or after, after))

    def seen(self, before: Plan) -> Seen:
        """What the file says now and what of it differs from a plan that another PlanFile of it holds: for its `refresh`."""
        with in_plain_words(self.path):
            after = self._be_loaded()
            return Seen(before, after, differences(before, after), log_state(self._db))

    def history(
        self,
        record_type: type[Record] | None = None,
        key: Id | Key | None = None,
        field: str | None = None,
        limit: int | None = None,
        author: str | None = None,
    ) -> list[HistoryEntry]:
        """The values written to a field, a record, a type or the whole plan, newest first."""
        if record_type is not None and key is not None:
            key = clean_key(record_type, key)
        if record_type is not None and field is not None and field not in (*record_type.fields, schema.DELETED_NAME):
            raise WrongCall(
                f"{record_type.label}没有名为“{field}”的项。", f"可用的有：{'、'.join(record_type.fields)}。"
            )
        assert key is None or isinstance(key, tuple)
        from .history import history

        with in_plain_words(self.path):
            return history(self._db, record_type, key, field, author, limit)

    def transactions(self, limit: int | None = None) -> list[Transaction]:
        """The actions this file knows of, newest first."""
        from .history import transactions

        with in_plain_words(self.path):
            return transactions(self._db, limit)

    def came_by(self, step: OpId, merge: OpId) -> bool:
        """Whether a merge, named as in `transactions`, brought a step that was made elsewhere."""
        from .history import came_by

        with in_plain_words(self.path):
            return came_by(self._db, step, merge)

    def last_change(self) -> datetime:
        """When the newest action of this file was done, by the clock of the PC it was done on."""
        from .history import last_change

        with in_plain_words(self.path):
            return last_change(self._db)

    def newer_content(self) -> int:
        """How many values a newer program wrote that this one cannot show; they are kept and handed on."""
        from .history import newer_content

        with in_plain_words(self.path):
            return newer_content(self._db)

    # ------------------------------------------------------------------------------------------------- writing

    @contextmanager
    def edit(self, label: str, *, then: Callable[[], None] | None = None) -> Iterator[Edit]:
        """Change the plan: one action of a person, named as people would name it. Written whole when the block ends well.

        `then` is done when it is written and not yet kept, so that what goes out of the file holds it already; what it
        raises takes everything back without a trace. Of an issued plan, what is fixed may only be changed by a document
        (`adjusting_by`), which keeps both values; else Refused.
        """
        self.refuse_read_only()
        from .edit import Edit

        edit = Edit(label, self.plan)
        yield edit
        if self.plan.info.stage and not self.is_part:
            from .issued import keep_issued

            keep_issued(edit, self.adjusting_by)
        edit.changes = self._write(label, lambda batch: batch.take_all(edit), then=then)

    def verify(self) -> list[str]:
        """Check the whole file: pages, digests, tables against the log; one Chinese sentence for each thing found."""
        from .verify import findings

        with in_plain_words(self.path), reading(self._db):
            return findings(self._db)

    def rebuild(self) -> Changes:
        """Make all tables anew out of the log, which stays as it is."""
        from .derive import rebuild

        self.refuse_read_only()
        before = self._plan or Plan({})
        with in_plain_words(self.path):
            with _transaction(self._db):
                rebuild(self._db)
            return Changes("重建数据表", differences(before, self._load()))

    def copy_to(self, path: Path | str, *, replace: bool = True) -> None:
        """Write a compact copy, whole or not at all; a file of that name is replaced, or with `replace` False refused."""
        from .copies import published

        path = Path(path).absolute()
        if path.is_file() and guard.file_id(path) == self._file:
            raise WrongCall("不能把文件复制到它自己。", "请另起一个文件名。")
        with in_plain_words(path), published(path, replace=replace) as temporary:
            self._db.execute("VACUUM INTO ?", (str(temporary),))

    # ------------------------------------------------------------------------------------------------- inside

    def _write(
        self,
        label: str,
        gather: Callable[[Batch], OpId | None],
        check: Check | None = None,
        then: Callable[[], None] | None = None,
    ) -> Changes:
        """Write one transaction whose changes `gather` collects; it returns the transaction that is taken back, if any.

        `check` sees the plan before and after with the rows that differ, `then` is the last to be done before all is kept;
        where one of them raises, nothing is written.
        """
        from .write import Batch

        self._refuse_if_gone()
        if check is None and self._stage() == "archived":
            from .issued import refuse_fixed as check
        if check is not None:
            self._be_loaded()
        label = plain_words(label) or "修改"
        with in_plain_words(self.path), collector_resting():
            with _transaction(self._db):
                version = self._data_version()
                others_wrote = version != self._version
                batch = Batch(self._db, self._not_counting(others_wrote=others_wrote))
                reverts = gather(batch)
                rows, ts = batch.write(self._writer, label, reverts)
                noted = batch.note(self._notes, label, self._writer, ts)
                # Read before COMMIT: once the edit is saved, nothing may fail any more and make it look unsaved.
                before, after = self._plan, self._plan
                if before is not None:
                    after, rows = self._reloaded(before, rows, anew=batch.anew, others_wrote=others_wrote)
                    if check is not None:
                        check(before, after, rows)
                if then is not None:
                    then()
            self._plan, self._version, self._taken_back = after, version, batch.taken_back
        self._written = (self._notes.site, noted) if noted else (self._writer.site, ts) if ts else None
        if others_wrote:
            self._stacks = None
        elif self._stacks and self._written:
            self._stacks.push(Done(*self._written, label), reverts)
        if others_wrote and before is not None and after is not None:
            return Changes(label, differences(before, after))
        return Changes(label, frozenset(rows))

    def _not_counting(self, *, others_wrote: bool) -> Stretches:
        """The ops that do not count, with tables that fit. The caller holds the transaction."""
        if others_wrote and not schema.is_present_shape(self._db):  # a program of another registry was here
            from .derive import rebuild

            rebuild(self._db)
        if others_wrote or self._taken_back is None:
            from .lineage import taken_back

            self._taken_back = taken_back(self._db)
        return self._taken_back

    def _reloaded(self, before: Plan, rows: Rows, *, anew: bool, others_wrote: bool) -> tuple[Plan, Rows]:
        """The plan after a write that named these rows, and those that read differently by it; with `anew` any may."""
        if anew:
            after = load_plan(self._db)
            return after, set(differences(before, after))
        return load_plan(self._db) if others_wrote else reload(self._db, before, rows), rows

    def _fit_tables(self) -> None:
        """Make the tables those of the present registry; where the file cannot be written, in a copy in the memory."""
        if schema.is_present_shape(self._db):
            return
        if self.read_only_reason:
            memory = sqlite3.connect(":memory:", isolation_level=None)
            self._db.backup(memory)
            self._db.close()
            self._db = memory
        from .derive import rebuild

        with _transaction(self._db):
            rebuild(self._db)

    def _be_loaded(self) -> Plan:
        if self._plan is None:
            with in_plain_words(self.path):
                return self._load()
        return self._plan

    def _load(self) -> Plan:
        self._fit_tables()
        self._version = self._data_version()
        self._stacks = self._taken_back = None
        with reading(self._db):
            self._plan = load_plan(self._db)
        return self._plan

    def _take_over(self, seen: Seen) -> bool:
        """Take what another PlanFile read, unless the file says something else by now."""
        version = self._data_version()
        with reading(self._db):
            if log_state(self._db) != seen.state:
                return False
        self._plan, self._version = seen.after, version
        self._stacks = self._taken_back = None
        return True

    def _data_version(self) -> int:
        """A number that differs after another connection has written."""
        return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def _refuse_if_gone(self) -> None:
        """Writing on into a file that has lost its name would lose the work without a word (POSIX)."""
        with suppress(Unreadable):
            if guard.file_id(self.path) == self._file:
                return
        raise Refused(
            f"文件“{self.path.name}”已被移走、删除或换成了另一份，修改没有保存。",
            "请把当前内容另存为新文件，再继续修改。",
        )

    def _stage(self) -> str:
        """How far the plan has come, as this object last saw it."""
        return (self._plan or self.read(PlanInfo)).info.stage

    def refuse_read_only(self) -> None:
        """Raise ReadOnly, with what to do instead, where the file cannot be written."""
        if self.read_only_reason:
            way = "请打开计划，用“合并”把它收进去。" if self.is_return else "请另存一份到可以写入的位置再修改。"
            raise ReadOnly(f"文件“{self.path.name}”是只读打开的（{self.read_only_reason}），没有修改。", way)


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Everything inside or nothing; the write lock is taken at the beginning."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # a failed write may have rolled back already; the first error is the one to tell
            if db.in_transaction:
                db.execute("ROLLBACK")
        raise
