"""The manual as one PDF on our own paper: its pages in the order of 目录.md, each on pages of its own, without pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from xiezuo_desktop.documents.paper import Block

LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
TITLE = "协作任务书使用手册"
NOTE = "图在程序里看：打开程序按 F1。"


def pages_in_order(folder: Path) -> list[Path]:
    """The index and the pages it links to, each once."""
    index = folder / "目录.md"
    names = [name for _, name in LINK.findall(index.read_text("utf-8")) if name.endswith(".md")]
    return [index, *(folder / name for name in dict.fromkeys(names))]


def print_manual(folder: Path, target: Path) -> None:
    """Write the PDF."""
    from xiezuo_desktop.documents.paper import Paper, Paragraph, Role, Section
    from xiezuo_desktop.documents.pdf.write_pdf import write_pdf

    sections = []
    for number, page in enumerate(pages_in_order(folder)):
        blocks = page_blocks(page.read_text("utf-8"))
        if not number:
            blocks[:1] = [Paragraph(TITLE, Role.TITLE), Paragraph(NOTE)]
        sections.append(Section(tuple(blocks)))
    target.parent.mkdir(exist_ok=True)
    write_pdf(Paper(tuple(sections), title=TITLE), target)


def page_blocks(text: str) -> list[Block]:
    """One page of Markdown as blocks: # is the title, ## a heading."""
    from xiezuo_desktop.documents.paper import Paragraph, Role
    from xiezuo_desktop.documents.read_text import text_blocks

    blocks: list[Block] = []
    for piece in re.split(r"(?m)^(#{1,2} .*)$", _plain(text)):
        mark, _, words = piece.partition(" ")
        if mark in ("#", "##"):
            blocks.append(Paragraph(words.strip(), Role.TITLE if mark == "#" else Role.HEADING1))
        else:
            blocks += [_dressed(block) for block in text_blocks(piece, "md")]
    return blocks


def _plain(text: str) -> str:
    text = LINK.sub(r"\1", PICTURE.sub("", text))
    return re.sub(r"(?m)^```.*\n", "", text).replace("`", "").replace("**", "")


def _dressed(block: Block) -> Block:
    """Tables have one row of headings and their texts at the left; commands are not spread over the line."""
    from dataclasses import replace

    from xiezuo_desktop.documents.paper import Align, Column, Paragraph, RowKind, Table

    if isinstance(block, Paragraph) and block.text.startswith("xiezuo "):
        return replace(block, align=Align.LEFT)
    if not isinstance(block, Table):
        return block
    first, *rest = block.rows
    rows = (replace(first, kind=RowKind.HEADER), *rest)
    return replace(block, rows=rows, header_rows=1, columns=(Column(Align.LEFT),) * block.width)
