"""Publishing one plan into PostgreSQL: what changed since the last time, in one transaction, the same however often.

The server keeps, for each plan, how far each session of the file had come (`published_session`). A file that lacks some of
that is older or another copy, and is refused: publishing it would take back what stands there.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..core.errors import Locked, Refused, UserError, WrongCall
from ..core.records import Indicator
from .tables import OF_RECORDS, RANKING, SCORES, SHAPE, TABLES, VIEWS, also_touched, row_of, score_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    import psycopg

    from ..core.plan import Plan
    from ..core.records import Key, Record
    from ..storage.plan_file import PlanFile
    from .tables import Row, Table

    Cursor = psycopg.Cursor[Any]
    Touched = set[tuple[type[Record], Key]]

_CONNECT_SECONDS = 10
_WAIT = "30s"  # for another publication of the same plan
_OWN_TABLES = (
    "CREATE TABLE IF NOT EXISTS xiezuo.published(plan bigint PRIMARY KEY, shape text NOT NULL, published_at timestamptz NOT NULL)",
    "CREATE TABLE IF NOT EXISTS xiezuo.published_session(plan bigint, site bigint, last bigint NOT NULL, PRIMARY KEY(plan, site))",
)


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication changed on the server: rows by the table's label. `whole`: everything was compared, not only what is new."""

    rows: Mapping[str, int]
    whole: bool

    @property
    def count(self) -> int:
        """All rows that were written or removed."""
        return sum(self.rows.values())


def publish(plan_file: PlanFile, url: str, *, anew: bool = False) -> Published:
    """Bring the server's rows of this plan up to the file. `anew`: whatever the server has of it.

    Raises WrongCall without the library, Refused for a part of a plan and for a file that lacks what the server has,
    UserError where the server cannot be reached or does not allow it.
    """
    psycopg = _library()
    if plan_file.is_part:
        raise Refused("这份文件只有计划的一部分，没有发布。", "请用总的计划文件发布。")
    clocks = plan_file.clocks()  # before the plan is read: what is written in between goes out twice, not never
    plan_file.refresh()
    plan = plan_file.plan
    with (
        _in_plain_words(psycopg),
        psycopg.connect(url, connect_timeout=_CONNECT_SECONDS, client_encoding="utf8") as db,
        db.cursor() as cursor,
    ):
        cursor.execute(f"SET LOCAL lock_timeout = '{_WAIT}'; SET LOCAL client_min_messages = warning")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (plan.info.id,))
        _fit(cursor)
        known = None if anew else _known(cursor, plan.info.id, clocks)
        touched = None if known is None else plan_file.touched_since(known)
        rows = {} if touched is not None and not touched else _write(cursor, plan, touched)
        _note(cursor, plan.info.id, clocks)
    return Published(rows, touched is None)


def _library() -> ModuleType:
    try:
        import psycopg
    except ImportError:  # the package, or the system's libpq that it looks for
        raise WrongCall(
            "发布到 PostgreSQL 要用到 psycopg，这台电脑上没有安装。",
            '请运行 pip install "psycopg[binary]" 后再试。',
        ) from None
    return psycopg


# ------------------------------------------------------------------------------------------------- the server's shape


def _fit(cursor: Cursor) -> None:
    """Make what the server lacks; where nothing is lacking, no right to make tables is needed."""
    cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'xiezuo'")
    have: set[tuple[str, str]] = set(cursor.fetchall())
    if have >= {(t.name, name) for t in TABLES for name in t.names} and have >= {(v, "计划") for v in VIEWS}:
        return
    cursor.execute("SELECT pg_advisory_xact_lock(0)")  # two plans that are the first
    cursor.execute("CREATE SCHEMA IF NOT EXISTS xiezuo")
    for sql in _OWN_TABLES:
        cursor.execute(sql)
    for table in TABLES:
        _make(cursor, table)
    for name, sql in VIEWS.items():
        cursor.execute(f'CREATE OR REPLACE VIEW xiezuo."{name}" AS {sql}')


def _make(cursor: Cursor, table: Table) -> None:
    keys = table.columns[: table.keys]
    columns = ", ".join(["plan bigint", *(f'"{c.name}" {c.sql_type}' for c in keys)])
    primary = ", ".join(f'"{name}"' for name in table.key_names)
    cursor.execute(f'CREATE TABLE IF NOT EXISTS xiezuo."{table.name}"({columns}, PRIMARY KEY({primary}))')
    for column in table.columns[table.keys :]:
        cursor.execute(f'ALTER TABLE xiezuo."{table.name}" ADD COLUMN IF NOT EXISTS "{column.name}" {column.sql_type}')
    cursor.execute(f"COMMENT ON TABLE xiezuo.\"{table.name}\" IS '{table.label}'")
    for column in table.columns:
        if column.label:
            cursor.execute(f'COMMENT ON COLUMN xiezuo."{table.name}"."{column.name}" IS \'{column.label}\'')


# ------------------------------------------------------------------------------------------------------ the clocks


def _known(cursor: Cursor, plan_id: int, clocks: Mapping[int, int]) -> dict[int, int] | None:
    """How far the server has come with this plan; None where it has nothing, or in another shape."""
    cursor.execute("SELECT shape FROM xiezuo.published WHERE plan = %s", (plan_id,))
    found = cursor.fetchone()
    if found is None:
        return None
    cursor.execute("SELECT site, last FROM xiezuo.published_session WHERE plan = %s", (plan_id,))
    known: dict[int, int] = dict(cursor.fetchall())
    if any(clocks.get(site, 0) < last for site, last in known.items()):
        raise Refused(
            "服务器上这份计划的内容，有些是这份文件没有的，没有发布。",
            "多半是从另一份副本发布过；请先把那份副本合并进来。确实要以这份文件为准的，加 --anew。",
        )
    return known if found[0] == SHAPE else None


def _note(cursor: Cursor, plan_id: int, clocks: Mapping[int, int]) -> None:
    cursor.execute(
        "INSERT INTO xiezuo.published VALUES (%s, %s, now())"
        " ON CONFLICT (plan) DO UPDATE SET shape = excluded.shape, published_at = excluded.published_at",
        (plan_id, SHAPE),
    )
    cursor.execute("DELETE FROM xiezuo.published_session WHERE plan = %s", (plan_id,))
    with cursor.copy("COPY xiezuo.published_session FROM STDIN") as copy:
        for site, last in clocks.items():
            copy.write_row((plan_id, site, last))


# -------------------------------------------------------------------------------------------------------- the rows


def _write(cursor: Cursor, plan: Plan, touched: Touched | None) -> dict[str, int]:
    """Write the rows of these records, of all where there are none; scores follow from all of them."""
    out: dict[str, int] = {}
    if touched is not None:
        indicators = [key[0] for record, key in touched if record is Indicator]
        touched = touched | {(type(r), r.key) for r in also_touched(plan, indicators)}
    for table in OF_RECORDS:
        assert table.record is not None
        living = plan.rows(table.record)
        if touched is None:
            out[table.label] = _merge(cursor, table, plan, living.values()) + _remove_others(
                cursor, table, plan.info.id
            )
            continue
        keys = [key for record, key in touched if record is table.record]
        if keys:
            count = _merge(cursor, table, plan, [living[key] for key in keys if key in living])
            out[table.label] = count + _remove(cursor, table, plan.info.id, [k for k in keys if k not in living])
    for table, rows in zip((SCORES, RANKING), score_rows(plan), strict=True):
        out[table.label] = _merge_rows(cursor, table, rows) + _remove_others(cursor, table, plan.info.id)
    return {label: count for label, count in out.items() if count}


def _merge(cursor: Cursor, table: Table, plan: Plan, records: Iterable[Record]) -> int:
    return _merge_rows(cursor, table, (row_of(table, plan, record) for record in records))


def _merge_rows(cursor: Cursor, table: Table, rows: Iterable[Row]) -> int:
    """Write rows that are new or read differently; how many."""
    names = ", ".join(f'"{name}"' for name in table.names)
    rest = [f'"{name}"' for name in table.names if name not in table.key_names]
    keys = ", ".join(f'"{name}"' for name in table.key_names)
    cursor.execute(
        f'CREATE TEMP TABLE "came_{table.name}" ON COMMIT DROP AS SELECT {names} FROM xiezuo."{table.name}" WHERE false'
    )
    with cursor.copy(f'COPY "came_{table.name}" FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
    now, then = (f"({', '.join(f'{of}.{name}' for name in rest)})" for of in ("t", "excluded"))
    cursor.execute(
        f'INSERT INTO xiezuo."{table.name}" AS t ({names}) SELECT {names} FROM "came_{table.name}"'
        f" ON CONFLICT ({keys}) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in rest)}"
        f" WHERE {now} IS DISTINCT FROM {then}"
    )
    return cursor.rowcount


def _remove_others(cursor: Cursor, table: Table, plan_id: int) -> int:
    """Remove the rows of this plan that did not come just now; how many."""
    same = " AND ".join(f'c."{name}" = t."{name}"' for name in table.key_names)
    cursor.execute(
        f'DELETE FROM xiezuo."{table.name}" t WHERE t.plan = %s AND NOT EXISTS (SELECT 1 FROM "came_{table.name}" c WHERE {same})',
        (plan_id,),
    )
    return cursor.rowcount


def _remove(cursor: Cursor, table: Table, plan_id: int, keys: Collection[Key]) -> int:
    where = " AND ".join(f'"{name}" = %s' for name in table.key_names)
    gone: Sequence[Row] = [(plan_id, *key[: table.keys]) for key in keys]
    if gone:
        cursor.executemany(f'DELETE FROM xiezuo."{table.name}" WHERE {where}', gone)
        return cursor.rowcount
    return 0


# -------------------------------------------------------------------------------------------------------- in words


@contextmanager
def _in_plain_words(psycopg: ModuleType) -> Iterator[None]:
    """What the server or the way to it says, as what a person can do."""
    try:
        yield
    except psycopg.Error as error:
        raise _told(psycopg, error) from error


def _told(psycopg: ModuleType, error: Any) -> UserError:
    nothing = "没有发布，服务器上的内容没有变。"
    errors = psycopg.errors
    if isinstance(error, errors.InsufficientPrivilege):
        return Refused(
            f"服务器不允许这个用户写入，{nothing}", "请管理员给它在这个数据库中建立和写入 xiezuo 模式的权限。"
        )
    if isinstance(error, (errors.LockNotAvailable, errors.DeadlockDetected)):
        return Locked(f"别人正在发布，{nothing}", "请过一会儿再试。")
    if isinstance(error, errors.UntranslatableCharacter):
        return UserError(
            f"服务器的数据库不是 UTF-8 编码，存不下中文，{nothing}", "请管理员另建一个 UTF-8 编码的数据库。"
        )
    if isinstance(error, errors.DiskFull):
        return UserError(f"服务器的磁盘满了，{nothing}", "请告诉服务器的管理员。")
    said = " ".join(str(error).split())
    if error.sqlstate:
        return UserError(f"服务器报告了错误，{nothing}", f"请把这句话告诉管理员：{said}")
    if isinstance(error, psycopg.ProgrammingError):
        return WrongCall("地址写得不对，没有发布。", "请写成 postgresql://用户@主机/数据库。")
    return _not_connected(error, said, nothing)


def _not_connected(error: Any, said: str, nothing: str) -> UserError:
    """Why there is no connection: the server's words may be in any language, so what the library noted comes first."""
    connection = error.pgconn
    if re.search(r"database .* does not exist|数据库.*不存在", said):
        return WrongCall(f"服务器上没有这个数据库，{nothing}", "请核对地址末尾的数据库名，或请管理员先建立。")
    if connection is not None and connection.needs_password:
        return Refused(f"服务器要密码，{nothing}", "请把密码放在环境变量 PGPASSWORD 或 .pgpass 文件中。")
    if (connection is not None and connection.used_password) or re.search(
        r"authentication|认证|role .* does not exist|角色.*不存在", said
    ):
        return Refused(
            f"用户名或密码不对，服务器没有让登录，{nothing}", "请核对用户名和密码；密码可放在环境变量 PGPASSWORD 中。"
        )
    return UserError(
        f"连不上服务器，{nothing}", f"请核对地址、网络和服务器是否在运行。连接时得到的说明是：{said[:300]}"
    )
