"""Plain text → blocks: the forms in which official papers travel as text.

Tables come as one cell per line (a leading tab; a blank line ends the row), as lines with tabs, as | pipes |, held apart by
blanks, and as .csv/.tsv; paragraphs one per line, often with what Markdown or HTML left behind. Text knows no spans: an empty cell
stays an empty cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from .aligned_text import aligned_rows
from .errors import PaperError
from .lost_merges import has_short_header, merged_cells
from .paper import Align, PageBreak, Paragraph, Row, Table
from .piped_text import piped_table
from .stacked_text import stacked_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .paper import Block

MOST_CELLS = 300_000
MOST_BLOCKS = 300_000
MOST_LINES = 500_000
MOST_TRIES = 8  # to begin a table of cells that end with | among the same lines
TAG = re.compile(r"<(/?)(b|p|i|u|em|strong|span|div|center|font|sup|sub|h[1-6])>", re.I)
BREAK = re.compile(r"<br\s*/?>", re.I)
RESIDUE = re.compile(r"\[bookmark:[^\]\n]{0,80}\]|<!--[^<>]{0,200}-->")
HEADING = re.compile(r"#{1,6}\s+(?=\S)")
BULLET = re.compile(r"[-*+]\s+(?=\S)|>\s*(?=\S)")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
RULE = re.compile(r"\s*([-*_=—]\s?){3,}\s*$")
PAGE_NUMBER = re.compile(r"\s*([-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d{1,4}\s*页(\s*[，,/]?\s*共\s*\d{1,4}\s*页)?)\s*$")
PIPE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\Z)')
LONGEST_LONE_CELL = 40  # characters
MOST_OPEN_QUOTES = 50  # quotation marks that were never closed; after that many, none is tried
LONGEST_QUOTE = 60  # lines one quoted cell may have; beyond that the quotation mark is a character of the text


def text_blocks(text: str, ending: str, notes: list[str] | None = None) -> list[Block]:
    """The blocks of a plain text; `ending` (csv, tsv, md, or anything) is the ending of the file's name.

    What a person should compare with the source goes into `notes`.
    """
    notes = [] if notes is None else notes
    if text.count("\n") > MOST_LINES:
        raise PaperError("这个文本的行数太多，超出了能读的范围。", "请只保留需要导入的部分，另存后再导入。")
    if ending in ("csv", "tsv"):
        return _table(_separated(text, ending), 1, notes)
    return _Reader(text, notes, markdown=ending in ("md", "markdown")).blocks()


class _Reader:
    """Goes down the lines once; each form of a table takes the lines that are its own."""

    def __init__(self, text: str, notes: list[str], *, markdown: bool) -> None:
        self.notes = notes
        self.lines = RESIDUE.sub("", text).replace("\f", "\n\f\n").split("\n")
        self.markdown = markdown
        self.at = 0
        self.out: list[Block] = []
        self.tables = 0
        self.open_quotes = 0
        self.no_cells_before = self.no_tabs_before = self.no_marks_before = 0  # lines that were tried and are no table
        self.tries = 0  # to begin a table of marks among lines that were

    def blocks(self) -> list[Block]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if len(self.out) > MOST_BLOCKS:
                raise PaperError("这个文本的段落太多，超出了能读的范围。", "请只保留需要导入的部分，另存后再导入。")
            if line == "\f" or PAGE_NUMBER.match(line):
                self._page_break()
                self.at += 1
            elif (
                not self._stacked()
                and not self._cell_lines()
                and not self._tabs()
                and not self._pipes()
                and not self._aligned()
            ):
                self._paragraph(line)
                self.at += 1
        while self.out and isinstance(self.out[-1], PageBreak):
            self.out.pop()
        return self.out

    def _page_break(self) -> None:
        if self.out and not isinstance(self.out[-1], PageBreak):
            self.out.append(PageBreak())

    def _paragraph(self, line: str) -> None:
        if not line.strip() or RULE.match(line):
            return
        text, bold = line.strip(), False
        if heading := HEADING.match(text):
            text, bold = text[heading.end() :].rstrip("# "), True
        align = Align.CENTRE if text.lower().startswith("<center>") else None
        text = _untagged(text)
        if bullet := BULLET.match(text):
            text = text[bullet.end() :]
        if len(text) > 4 and text.startswith("**") and text.find("**", 2) == len(text) - 2:
            bold = True
        text = _marks_off(text, self.markdown)
        if text:
            self.out.append(Paragraph(text, align=align, bold=bold))

    def _add_table(self, rows: Sequence[Sequence[str]]) -> None:
        made = _table(
            [[_marks_off(_untagged(cell), self.markdown) for cell in row] for row in rows], self.tables + 1, self.notes
        )
        self.tables += bool(made)
        self.out += made

    # ---------------------------------------------------------------- one cell per line

    def _stacked(self) -> bool:
        """Cells below one another without any mark, as browsers copy a table, or each ended by a |."""
        found = stacked_table(self.lines, self.at) or self._piped()
        if found:
            rows, self.at = found
            self._add_table(rows)
        return found is not None

    def _piped(self) -> tuple[list[list[str]], int] | None:
        if self.at >= self.no_marks_before:
            self.tries = 0
        found = piped_table(self.lines, self.at) if self.tries < MOST_TRIES else None
        if found and not found[0]:
            self.no_marks_before = max(self.no_marks_before, found[1])
            self.tries += 1
            return None
        return found

    def _cell_lines(self) -> bool:
        """Rows of cells on lines of their own: a leading tab begins a cell, a blank line ends the row."""
        if self.at < self.no_cells_before or not _is_cell_line(self.lines[self.at]):
            return False
        rows, at = self._cell_rows()
        sizes = Counter(len(row) for row in rows)
        size, often = max(sizes.items(), key=lambda item: (item[1], item[0]))
        lone_row = len(rows) == 1 and size >= 3 and all(len(cell) <= 30 for cell in rows[0])
        merged = often >= 3 and 2 * sum(len(row) >= 3 for row in rows) >= len(rows)  # merged cells make rows short
        if size < 2 or not (lone_row or merged or (often >= 2 and often * 2 >= len(rows))):
            self.no_cells_before = at
            return False
        self._add_table([[cell] for row in rows for cell in row] if has_short_header(rows) else rows)
        self.at = at
        return True

    def _cell_rows(self) -> tuple[list[list[str]], int]:
        rows: list[list[str]] = []
        row: list[str] = []
        at = self.at
        while at < len(self.lines):
            line = self.lines[at]
            if _is_cell_line(line):
                row.append(line[1:])
            elif not line.strip() and row:
                rows.append(row)
                row = []
            elif row and "\t" not in line and "\f" not in line:
                row[-1] += "\n" + line
            elif line.strip():
                break
            at += 1
        return ([*rows, row] if row else rows), at

    # ---------------------------------------------------------------- lines with tabs

    def _tabs(self) -> bool:
        """Neighbouring lines with tabs; cells that hold line breaks stand in quotation marks, as Excel writes them."""
        if self.at < self.no_tabs_before:
            return False
        rows: list[list[str]] = []
        at = self.at
        while at < len(self.lines) and "\f" not in self.lines[at]:
            fields, after = self._fields(at)
            if len(fields) < 2 and not (rows and self._lone_cell(at, len(rows[-1]))):
                break
            rows.append(fields)
            at = after
        indented = all(len(row) == 2 and not row[0] for row in rows)
        if not rows or indented or (len(rows) == 1 and len(rows[0]) < 3):
            self.no_tabs_before = at
            return False
        self._add_table(rows)
        self.at = at
        return True

    def _lone_cell(self, at: int, size: int) -> bool:
        """A short line right between rows of one table: a row of one cell, typed without its trailing tabs (一、组织领导)."""
        line = self.lines[at].strip()
        if not line or len(line) > LONGEST_LONE_CELL or at + 1 == len(self.lines):
            return False
        return size > 2 and len(self._fields(at + 1)[0]) == size

    def _fields(self, at: int) -> tuple[list[str], int]:
        line = self.lines[at]
        quoted = line.startswith('"') or '\t"' in line
        if not quoted or self.open_quotes > MOST_OPEN_QUOTES:
            return line.split("\t"), at + 1
        for end in range(at + 1, min(at + LONGEST_QUOTE, len(self.lines)) + 1):
            fields, closed = _quoted_fields("\n".join(self.lines[at:end]))
            if closed:
                return fields, end
        self.open_quotes += 1
        return line.split("\t"), at + 1

    # ---------------------------------------------------------------- pipes

    def _pipes(self) -> bool:
        rows: list[list[str]] = []
        at = self.at
        while (at < len(self.lines) and self.lines[at].count("|") > 1) or (
            rows and at < len(self.lines) and PIPE_RULE.match(self.lines[at])
        ):
            if not PIPE_RULE.match(self.lines[at]):
                inner = self.lines[at].strip().removeprefix("|")
                inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
                rows.append([cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)])
            at += 1
        if not rows or (len(rows) == 1 and not self.lines[self.at].strip().startswith("|")):
            return False
        self._add_table(rows)
        self.at = at
        return True

    # ---------------------------------------------------------------- blanks

    def _aligned(self) -> bool:
        """Neighbouring lines whose columns only blanks hold apart."""
        rows = aligned_rows(self.lines, self.at)
        if rows:
            self._add_table(rows)
            self.at += len(rows)
        return bool(rows)


def _is_cell_line(line: str) -> bool:
    return line.startswith("\t") and line.count("\t") == 1 and "\f" not in line


def _quoted_fields(text: str) -> tuple[list[str], bool]:
    """The fields between tabs, and whether every quotation that was opened is closed."""
    fields: list[str] = []
    at = 0
    while True:
        quoted = QUOTED.match(text, at)
        if quoted:
            inner = quoted[1]
            # Excel and WPS quote a cell only when it must be; other quotation marks belong to the text
            fields.append(inner.replace('""', '"') if re.search(r'[\n\t]|""', inner) else quoted[0])
            at = quoted.end()
        else:
            end = text.find("\t", at)
            end = len(text) if end < 0 else end
            if text.startswith('"', at) and text.count('"', at, end) % 2:
                return fields, False
            fields.append(text[at:end])
            at = end
        if at >= len(text):
            return fields, True
        at += 1
        if at == len(text):
            return [*fields, ""], True


def _separated(text: str, ending: str) -> list[list[str]]:
    """The rows of a .csv or .tsv, quoted cells with their line breaks; a lone quotation mark does not swallow the rest."""
    head = [line for line in text[:20000].split("\n") if line.strip()][:20]
    counts = {mark: sum(line.count(mark) > 0 for line in head) for mark in ("\t", ",", ";", "，")}
    first = "\t" if ending == "tsv" else ","
    mark = max(counts, key=lambda m: (counts[m], m == first))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
        if not any(cell.count("\n") > LONGEST_QUOTE for row in rows for cell in row):
            return rows
    except csv.Error:
        pass
    return [line.split(mark) for line in text.split("\n")]


def _table(rows: Iterable[Sequence[str]], number: int, notes: list[str]) -> list[Block]:
    """Rows of texts as a table, merged in its header only, without rows and last columns that have no text; below it as lines
    what cannot be set above its columns. [] where there is no text.
    """
    kept = [
        (n, [cell.strip() for cell in row]) for n, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)
    ]
    if sum(len(row) for _, row in kept) > MOST_CELLS:
        raise PaperError("这个表格的格子太多，超出了能读的范围。", "请只保留需要导入的部分，另存后再导入。")
    width = max((c + 1 for _, row in kept for c, cell in enumerate(row) if cell), default=0)
    if not width:
        return []
    cells, beside = merged_cells([row for _, row in kept], width)
    notes += [
        f"表头里的“{words}”原来在合并的格子里，看不出各在哪几栏上面，已记在表的后面，请对照原件补上。"
        for words in beside
    ]
    made = (Row(tuple(row), number=n) for (n, _), row in zip(kept, cells, strict=True) if row)
    return [Table(tuple(made), name=f"表{number}"), *map(Paragraph, beside)]


def _untagged(text: str) -> str:
    """Without pairs of tags that a conversion left behind; a tag without its partner is text."""
    if "<" not in text:
        return text.strip()
    text = BREAK.sub("\n", text)
    waiting: dict[str, list[re.Match[str]]] = {}
    pairs: list[re.Match[str]] = []
    for tag in TAG.finditer(text):
        before = waiting.setdefault(tag[2].lower(), [])
        if not tag[1]:
            before.append(tag)
        elif before:
            pairs += (before.pop(), tag)
    out, at = [], 0
    for tag in sorted(pairs, key=lambda match: match.start()):
        out.append(text[at : tag.start()])
        at = tag.end()
    return "".join([*out, text[at:]]).strip()


def _marks_off(text: str, markdown: bool) -> str:
    """Without the marks of Markdown: pairs of ** around words, and in a Markdown file backslashes before signs."""
    if "**" in text:
        parts = text.split("**")
        out, at = [parts[0]], 1
        while at < len(parts):
            pair = at + 1 < len(parts) and parts[at] and parts[at] == parts[at].strip()
            out += (parts[at], parts[at + 1]) if pair else ("**", parts[at])
            at += 2 if pair else 1
        text = "".join(out)
    if markdown and "\\" in text:
        text = ESCAPED.sub(r"\1", text)
    return text.replace("&nbsp;", " ").strip()
