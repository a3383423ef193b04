"""A Paper as compact JSON and back, without loss: the word-for-word original that is kept beside what was understood.

Each object is a JSON object of its fields that differ from their defaults; a block also says what it is (`is`).
"""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from .errors import PaperError
from .paper import (
    Bar,
    Block,
    Cell,
    Chart,
    Column,
    Head,
    Imprint,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Row,
    Section,
    Table,
)

VERSION = 1
BLOCKS: dict[str, type] = {"p": Paragraph, "t": Table, "chart": Chart, "break": PageBreak}
NAMES = {kind: name for name, kind in BLOCKS.items()}
OBJECTS = frozenset({Bar, Cell, Chart, Column, Head, Imprint, PageBreak, Paper, Paragraph, Part, Row, Section, Table})
hints_of = cache(get_type_hints)
_LEAVES = frozenset({str, int, float, bool})


def paper_to_text(paper: Paper) -> str:
    """The Paper as one line of JSON; `paper_from_text` gives an equal Paper back."""
    return json.dumps({"paper": VERSION, **_plain(paper)}, ensure_ascii=False, separators=(",", ":"))


def paper_from_text(text: str) -> Paper:
    """The Paper that `paper_to_text` wrote; raises PaperError for anything else."""
    try:
        data = json.loads(text)
        if data.pop("paper") != VERSION:
            raise ValueError("version")
        paper = _built(Paper, data)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as e:
        raise PaperError("保存的原文读不出来。", "请重新导入原来的文件。") from e
    assert isinstance(paper, Paper)
    return paper


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if type(value) not in OBJECTS:
        return value
    out: dict[str, Any] = {"is": NAMES[type(value)]} if type(value) in NAMES else {}
    kind: Any = type(value)
    for name, default in _defaults_of(kind):
        item = getattr(value, name)
        if item is not default and (default is MISSING or item != default):
            out[name] = item if type(item) in _LEAVES else _plain(item)
    return out


@cache
def _defaults_of(kind: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(kind))


def _built(hint: Any, value: Any) -> Any:
    """A value of the hinted type out of plain JSON; raises ValueError or TypeError where it does not fit."""
    if hint == Block:
        return _built(BLOCKS[value["is"]], {name: item for name, item in value.items() if name != "is"})
    if get_origin(hint) is tuple:
        return tuple(_built(get_args(hint)[0], item) for item in value)
    if get_args(hint):  # X | None
        return None if value is None else _built(get_args(hint)[0], value)
    if hint in OBJECTS:
        return hint(**{name: _built(hints_of(hint)[name], item) for name, item in value.items()})
    if issubclass(hint, Enum):
        return hint(value)
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise TypeError(hint.__name__)
    return value
