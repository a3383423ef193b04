"""Looking at composed papers."""

from __future__ import annotations

from xiezuo_desktop.documents.paper import Paragraph, Table


def tables(paper):
    return [block for block in paper.blocks if isinstance(block, Table)]


def texts(table):
    """The texts of the rows, cells merged from the left or above repeated as None."""
    out = []
    for row in table.grid():
        out.append([cell[0].text if cell and cell[1] else None if cell else "" for cell in row])
    return out


def paragraphs(paper):
    return [block.text for block in paper.blocks if isinstance(block, Paragraph)]
