"""Another reader of plan files, written from docs/file-format.md alone: standard library, nothing of the program."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

SET, VOID = 0, 5
Rows = dict[tuple[str, tuple[int, ...]], dict[str, Any]]


def glossary(page: str) -> dict[int, dict[str, Any]]:
    """§11: number of a record type → its name, how many keys it has, its parent's column, (name, type) by column."""
    types: dict[int, dict[str, Any]] = {}
    for chapter in re.split(r"^### ", page, flags=re.MULTILINE)[1:]:
        head = re.match(r"(\d+) `(\w+)`", chapter)
        if not head:
            continue
        keys, tree = re.search(r"^key: (.*?)(?:; a tree by `(\w+)`)?$", chapter, re.MULTILINE).groups()
        rows = re.findall(r"^\| (\d+) \| `(\w+)` \| [^|]* \| (.*) \|$", chapter, re.MULTILINE)
        columns = {int(number): (name, type_) for number, name, type_ in rows}
        parent = next((n for n, (name, _) in columns.items() if name == tree), None)
        types[int(head[1])] = {"name": head[2], "keys": keys.count("`") // 2, "parent": parent, "columns": columns}
    return types


def read(path: Path, page: str) -> tuple[Rows, int]:
    """All living records with their fields, and how many ops are of a newer program."""
    head = path.read_bytes()[:100]
    assert (head[68:72], head[60:64], head[18:20]) == (b"XZWP", b"\0\0\0\1", b"\1\1")  # §1
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    ops = counting(db.execute("SELECT * FROM change ORDER BY ts, site").fetchall())
    db.close()
    types, cells, moves, newer = glossary(page), defaultdict(dict), defaultdict(list), 0
    for _site, _ts, kind, tab, k1, k2, k3, col, val, *_ in ops:
        if tab and (tab not in types or (col and col not in types[tab]["columns"])):
            newer += 1
        elif kind == SET and tab:
            cells[tab, (k1, k2, k3)][col] = val  # §4: ascending, so the last one is the winner
            if col == types[tab]["parent"]:
                moves[tab].append((k1, val))
    parents = {tab: replayed(of_type) for tab, of_type in moves.items()}
    rows: Rows = {}
    for (tab, key), values in cells.items():
        type_ = types[tab]
        if values.get(0) == 1:
            continue
        if type_["parent"] is not None:
            values[type_["parent"]] = parents.get(tab, {}).get(key[0])
        fields = {name: value(values.get(col), kind) for col, (name, kind) in type_["columns"].items()}
        rows[type_["name"], key[: type_["keys"]]] = fields
    return rows, newer


def counting(ops: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """§4, what does not count: void ops from the greatest (ts, site) down, each unless it is itself named."""
    gone: set[tuple[int, int]] = set()
    stamps = [(op[0], op[1]) for op in ops]
    for op in reversed(ops):
        if op[2] == VOID and (op[0], op[1]) not in gone:
            count, site, first = op[8], op[9], op[10]
            gone |= {stamp for stamp in stamps if stamp[0] == site and first <= stamp[1] < first + count}
    return [op for op in ops if (op[0], op[1]) not in gone]


def replayed(moves: list[tuple[int, int | None]]) -> dict[int, int | None]:
    """§4, trees: the parents after all moves in order; one that would put a record below itself is skipped."""
    parents: dict[int, int | None] = {}
    for record, parent in moves:
        above = parent
        while above is not None and above != record:
            above = parents.get(above)
        if above is None:
            parents[record] = parent
    return parents


def value(stored: Any, kind: str) -> Any:
    """§3: a stored value by the type in the glossary."""
    if kind == "yes/no":
        return bool(stored)
    if kind in ("text",) or kind.startswith("one of"):
        return stored or ""
    if stored is not None and kind in ("decimal", "date"):
        return Decimal(stored) if kind == "decimal" else date.fromisoformat(stored)
    return stored
