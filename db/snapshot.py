"""Writes what follows from the registry: db/schema.sql and the glossary in docs/file-format.md. Run: python db/snapshot.py

db/log.sql is not written here: it bears witness that the log tables stay as they were.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from xiezuo_desktop.core.records import RECORD_TYPES, Field  # noqa: E402 - found by the line above
from xiezuo_desktop.storage.schema import derived_sql  # noqa: E402

BEGIN, END = "<!-- glossary: written by db/snapshot.py -->\n", "<!-- end of the glossary -->\n"
_TYPES = {"str": "text", "int": "integer", "bool": "yes/no", "Decimal": "decimal", "date": "date"}


def schema_sql() -> str:
    """The derived tables as statements."""
    head = "-- The derived tables of the present registry: a snapshot for review. Written by db/snapshot.py.\n"
    return head + "".join(f"\n{sql};\n" for sql in derived_sql().values())


def glossary() -> str:
    """Every record type with its fields: number, identifier, Chinese, type."""
    out = []
    for record in sorted(RECORD_TYPES, key=lambda record: record.number):
        keys = ", ".join(f"`{k}`" for k in record.keys)
        tree = f"; a tree by `{record.tree}`" if record.tree else ""
        out.append(f"\n### {record.number} `{record.name_}` {record.label}\n\nkey: {keys}{tree}\n")
        out.append("\n| col | identifier | 中文 | type |\n|---|---|---|---|\n")
        out += [f"| {f.number} | `{f.name}` | {f.label} | {_type(f)} |\n" for f in record.fields.values()]
    return "".join(out) + "\n"


def _type(field: Field) -> str:
    if field.refers:
        return "id of " + " or ".join(f"`{name}`" for name in field.refers)
    if field.choices:
        return "one of " + ", ".join(f"`{word}` {label}" for word, label in field.choices.items())
    return _TYPES[field.type.__name__]


def with_glossary(text: str) -> str:
    """The page with its glossary exchanged for the present one."""
    before, rest = text.split(BEGIN)
    return before + BEGIN + glossary() + END + rest.split(END)[1]


if __name__ == "__main__":
    (ROOT / "db" / "schema.sql").write_text(schema_sql(), encoding="utf-8")
    page = ROOT / "docs" / "file-format.md"
    page.write_text(with_glossary(page.read_text(encoding="utf-8")), encoding="utf-8")
