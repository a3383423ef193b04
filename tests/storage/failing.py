"""A file system that fails when told to, under a plan file that is written; apsw brings it along.

apsw has an SQLite library of its own: no file may be open in both at a time (POSIX locks).
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress

import pytest


class FailingConnection:
    """Looks to PlanFile like a connection of the standard library, but runs on apsw with a file system that fails."""

    def __init__(self, path):
        import apsw

        self._db = apsw.Connection(str(path), vfs="failing")
        self._db.execute("PRAGMA synchronous = FULL; PRAGMA cache_size = 10")

    @property
    def total_changes(self):
        return self._db.total_changes()

    @property
    def in_transaction(self):
        return self._db.in_transaction

    def execute(self, sql, values=()):
        with translated():
            rows = Rows(self._db.execute(sql, values).fetchall())
            rows.rowcount = self._db.changes()
            return rows

    def executemany(self, sql, values):
        with translated():
            self._db.executemany(sql, values)

    def close(self):
        import apsw

        with suppress(apsw.Error):
            self._db.close()


class Rows(list):
    def fetchall(self):
        return self

    def fetchone(self):
        return self[0] if self else None

    def close(self):
        pass


@contextmanager
def translated():
    import apsw

    try:
        yield
    except (apsw.FullError, apsw.IOError) as error:
        told = sqlite3.OperationalError(str(error))
        told.sqlite_errorname = "SQLITE_FULL" if isinstance(error, apsw.FullError) else "SQLITE_IOERR"
        raise told from error


class Faults:
    """When the n-th write, sync or truncation comes, it fails: once or from then on."""

    at, count, lasting, error = 0, 0, False, None

    def hit(self):
        self.count += 1
        if self.at and (self.count == self.at or (self.lasting and self.count > self.at)):
            raise self.error("failing")


@pytest.fixture
def faults():
    """A file system that fails when told to."""
    import apsw

    told = Faults()

    class File(apsw.VFSFile):
        def __init__(self, name, flags):
            super().__init__("", name, flags)

        def xWrite(self, data, offset):
            told.hit()
            return super().xWrite(data, offset)

        def xSync(self, flags):
            told.hit()
            return super().xSync(flags)

        def xTruncate(self, size):
            told.hit()
            return super().xTruncate(size)

    class System(apsw.VFS):
        def __init__(self):
            super().__init__("failing", "")

        def xOpen(self, name, flags):
            return File(name, flags)

    system = System()
    yield told
    system.unregister()
