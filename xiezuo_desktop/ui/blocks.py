"""Blocks of cells as spreadsheets put them on the clipboard: tabs, line ends, quotation marks around what holds either."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Block = list[list[str]]
_QUOTED = r'"((?:[^"]|"")*)"(?=\t|\n|\Z)'


def copied_block() -> Block | None:
    """The cells that were copied; None for nothing.

    Of a table of a word processor the plain text has a line for every paragraph: then its HTML tells the cells.
    """
    from PySide6.QtGui import QGuiApplication

    mime = QGuiApplication.clipboard().mimeData()
    text = mime.text() if mime is not None else ""
    if not text.rstrip("\r\n"):
        return None
    block = parse_block(text)
    table = _table_in(mime.html()) if mime.hasHtml() else None
    if table and (len(block[0]) != len(table[0]) or len(block) > len(table)):
        return table
    return block


def _table_in(html: str) -> Block | None:
    """The cells of a page that is one table and nothing else; what a merged cell covers is blank."""
    from ..documents import PaperError, read_clipboard
    from ..documents.paper import Paragraph, Table

    try:
        blocks = read_clipboard("", html).blocks
    except PaperError:
        return None
    tables = [b for b in blocks if isinstance(b, Table)]
    if len(tables) != 1 or any(isinstance(b, Paragraph) and b.text.strip() for b in blocks):
        return None
    rows: Block = []
    for row in tables[0].rows:
        rows.append([""] * tables[0].width)
        for cell in row.cells:
            rows[-1][cell.column] = cell.text
    return rows


def parse_block(text: str) -> Block:
    """The cells of a copied block, its rows made equally long; quoted cells keep their line breaks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    quoted = re.compile(_QUOTED)
    rows: Block = [[]]
    at = 0
    while True:
        found = quoted.match(text, at)
        if found:
            inner = found[1]
            # only what had to be quoted is unquoted: other quotation marks belong to the text
            rows[-1].append(inner.replace('""', '"') if re.search(r'[\n\t]|""', inner) else found[0])
            at = found.end()
        else:
            end = min((e for e in (text.find("\t", at), text.find("\n", at)) if e >= 0), default=len(text))
            rows[-1].append(text[at:end])
            at = end
        if at >= len(text):
            break
        if text[at] == "\n":
            rows.append([])
        at += 1
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def format_block(rows: Sequence[Sequence[str]]) -> str:
    """Cells as text for the clipboard."""
    return "\n".join("\t".join(_quote(cell) for cell in row) for row in rows) + "\n"


def _quote(cell: str) -> str:
    if "\n" in cell or "\t" in cell or cell.startswith('"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def repeated(block: Block, height: int, width: int) -> Block:
    """A block as it fills a selection: repeated where the selection is a multiple of it, else as it is."""
    tall, wide = len(block), len(block[0])
    if height % tall or width % wide or (height, width) == (0, 0):
        return block
    return [[block[r % tall][c % wide] for c in range(width)] for r in range(height)]
