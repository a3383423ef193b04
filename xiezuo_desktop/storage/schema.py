"""The tables of a plan file: the log, frozen for years, and the tables derived from it by the registry.

A derived table may be of an older or newer registry than ours; it is then made anew out of the log. What SQLite keeps as
its text must all the same be of our own plain form: names, INTEGER or TEXT, a primary key, and nothing that computes.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ..core.records import RECORD_TYPES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from ..core.records import Record

APPLICATION_ID = 0x585A5750  # "XZWP"
LOG_FORMAT = 1  # user_version: the format of the log tables
DELETED = 0  # the column number of the mark "deleted" in every record type
DELETED_NAME = "deleted"

# Never to be changed: db/log.sql bears witness.
LOG_SQL: dict[str, str] = {
    "site": """CREATE TABLE site(
  site INTEGER PRIMARY KEY, -- random id of one editing session
  last INTEGER NOT NULL, -- highest ts of its verified, gap-free history
  digest BLOB NOT NULL -- chained digest there
) STRICT""",
    "partial": """CREATE TABLE partial(
  site INTEGER PRIMARY KEY, -- ops of this session beyond site.last are context only
  last INTEGER NOT NULL -- highest ts of them
) STRICT""",
    "txn": """CREATE TABLE txn(
  site INTEGER NOT NULL, ts INTEGER NOT NULL, -- one action of a person; its ops are ts .. ts + n - 1
  n INTEGER NOT NULL,
  wall INTEGER NOT NULL, -- seconds since 1970-01-01 UTC, for people only
  author TEXT NOT NULL, label TEXT NOT NULL,
  digest BLOB NOT NULL, -- chained over all transactions of the session
  PRIMARY KEY(site, ts)
) STRICT, WITHOUT ROWID""",
    "change": """CREATE TABLE change(
  site INTEGER NOT NULL, ts INTEGER NOT NULL, -- Lamport clock; (site, ts) names the op
  kind INTEGER NOT NULL, -- 0 set, 1 ack, 2 seen, 3 revert
  tab INTEGER NOT NULL, k1 INTEGER NOT NULL, k2 INTEGER NOT NULL, k3 INTEGER NOT NULL, col INTEGER NOT NULL, -- the cell
  val ANY,
  psite INTEGER, pts INTEGER, -- the op that this one replaces, dismisses or saw; the transaction that it reverts
  PRIMARY KEY(site, ts)
) STRICT, WITHOUT ROWID""",
    "change_cell": "CREATE INDEX change_cell ON change(tab, k1, k2, k3, col, ts)",
}

_CONFLICT_COLUMNS = ("tab", "k1", "k2", "k3", "col", "site", "ts")
_COLUMN = re.compile(r'"?([a-z0-9_]+)"? (?:INTEGER|TEXT|ANY)\b')
_PLAIN_TABLE = re.compile(
    r'CREATE TABLE "?(?P<name>[a-z_]+)"? ?\(\s*'
    r'(?:"?[a-z0-9_]+"? (?:INTEGER|TEXT|ANY)(?: PRIMARY KEY)?(?: NOT NULL)?,?\s+)+'
    r'(?:PRIMARY KEY ?\((?:"?[a-z0-9_]+"?(?:, ?)?)+\)\s*)?'
    r"\) ?STRICT(?:, WITHOUT ROWID)?"
)


def create_log(db: sqlite3.Connection) -> None:
    """Make the log tables and mark the file as a plan file. The caller holds the transaction."""
    for sql in LOG_SQL.values():
        db.execute(sql)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {LOG_FORMAT}")


@cache
def derived_sql() -> dict[str, str]:
    """The statements that make the derived tables of the present registry, by table name."""
    from sqlite_utils import Database

    memory = Database(memory=True)

    def keyed(name: str, columns: Mapping[str, type], keys: tuple[str, ...]) -> str:
        sql: str = memory.create_table_sql(name, dict(columns), pk=keys, not_null=set(keys), strict=True)
        return sql.strip().rstrip(";") + ", WITHOUT ROWID"

    keys = ("what", *_CONFLICT_COLUMNS)
    conflict = keyed("conflict", {"what": str, **dict.fromkeys(_CONFLICT_COLUMNS, int)}, keys)
    out = {"conflict": conflict.replace("   PRIMARY KEY", '   "val" ANY,\n   PRIMARY KEY')}
    for record in RECORD_TYPES:
        columns = {name: int if sql_type == "INTEGER" else str for name, sql_type in column_types(record).items()}
        if len(record.keys) == 1:
            sql = memory.create_table_sql(record.name_, columns, pk=record.keys[0], strict=True)
            out[record.name_] = sql.strip().rstrip(";")
        else:
            out[record.name_] = keyed(record.name_, columns, record.keys)
    memory.close()
    return out


def create_derived(db: sqlite3.Connection) -> None:
    """Throw every derived table away and make them anew, empty. The caller holds the transaction."""
    for name in _derived_tables(db):
        db.execute(f'DROP TABLE "{name}"')
    for sql in derived_sql().values():
        db.execute(sql)


def column_types(record: type[Record]) -> dict[str, str]:
    """The columns of a record type's table in order, with their SQL types: keys, the mark "deleted", fields."""
    fields = {field.name: field.sql_type for field in record.fields.values()}
    return {**dict.fromkeys(record.keys, "INTEGER"), DELETED_NAME: "INTEGER", **fields}


def is_ours(db: sqlite3.Connection) -> bool:
    """Whether the file holds the log tables exactly and beside them only tables of our own plain form."""
    log = dict(LOG_SQL)
    for kind, name, table, sql in db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall():
        if name in log:
            if sql != log.pop(name):
                return False
        elif kind != "table" or name != table or not isinstance(sql, str) or _plain_name(sql) != name:
            return False
    return not log


@lru_cache(256)
def _plain_name(sql: str) -> str | None:
    """The name of the table that a statement of our own plain form makes; a merge asks for the same ones file by file."""
    match = _PLAIN_TABLE.fullmatch(sql)
    return match["name"] if match else None


def is_present_shape(db: sqlite3.Connection) -> bool:
    """Whether the derived tables are those of the present registry; where not, they must be made anew out of the log."""
    return {name: _columns(sql) for name, sql in _derived_tables(db).items()} == _present_shape()


def has_tables(db: sqlite3.Connection) -> bool:
    """Whether there are tables beside the log; a return has none, for nobody works in it."""
    return bool(_derived_tables(db))


@cache
def _present_shape() -> dict[str, tuple[str, ...]]:
    """The columns, in order, of the derived tables of the present registry."""
    shape = {record.name_: tuple(column_types(record)) for record in RECORD_TYPES}
    return {**shape, "conflict": ("what", *_CONFLICT_COLUMNS, "val")}


def _derived_tables(db: sqlite3.Connection) -> dict[str, str]:
    """The statements by which the tables beside the log were made, by name."""
    found = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {name: sql for name, sql in found if name not in LOG_SQL}


@lru_cache(256)
def _columns(sql: str) -> tuple[str, ...]:
    """The columns, in order, of a table made by a statement of our own plain form."""
    return tuple(_COLUMN.findall(sql))
