"""Running text of a paper in order: titles, whom it addresses, notice, signature, enclosed book, list of attachments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.names import clean_text
from ..core.ordinals import ordinal_value, split_ordinal
from . import frame
from .copied_cells import without_copied_cells
from .labelled_tasks import read_labelled_tasks
from .ledger import Sheet
from .outline import ordinal_style, unbroken
from .scheme_text import read_scored_text
from .small_lines import is_small, spaced, take_small_lines
from .table_rows import is_note
from .task_book import chapters_of_units, has_chapters, read_book
from .words import folded

if TYPE_CHECKING:
    from .gather import Gathered
    from .ledger import Line

_SUBTITLE = re.compile(r"[（(][^（）()]{2,20}[）)]")  # below a title: （共3项）, （征求意见稿）
_MOST_SMALL = 12  # lines above a title that say nothing
_SEVERAL = 2  # headings that are names of units make a text a task book
_BOOK = re.compile(r"(?:任务书|责任书|目标书|方案|要点|分工|措施|计划|意见)(?:[（(].{1,12}[）)])?$")
_COMPLETE_TITLE = re.compile(r"(?:任务书|责任书|方案|通知|意见|要点|清单|表|办法)(?:[（(].{1,12}[）)])?$")
_NUMBERED = re.compile(r"附?表\s*[\d一二三四五六七八九十]")
_ENDED = re.compile(r"[。！：]$|^特此通[知告报]")  # a text that a title may follow
_SURE_TITLE = re.compile(
    r"(?:任务书|责任书|方案|要点|清单|任务分解|责任分解|分解表|分工表|计划表|一览表|办法)(?:[（(].{1,12}[）)])?$"
)


class RunningText:
    """Reads the lines of one part of a paper (the main one, or an attachment) between its tables."""

    def __init__(self, found: Gathered, *, attached: bool) -> None:
        self.found = found
        self.ledger = found.ledger
        self.attached = attached
        self.section = "note" if attached else "preamble"
        self.title = ""
        self.listed: list[tuple[Line, str]] = []  # the 附件说明: each line and the name it gives
        self._body: list[Line] = []
        self._has_tables = any(isinstance(piece, Sheet) for piece in found.ledger.pieces)
        self._fresh = True  # nothing but titles so far: the next line may be a title

    def read(self, lines: list[Line]) -> None:
        """Take the lines in order."""
        at = 0
        while at < len(lines):
            at += self._read_at(lines, at)
        self._end_body()

    def _read_at(self, lines: list[Line], at: int) -> int:
        line = lines[at]
        if n := frame.signature_length(lines, at):
            self._end_body()
            frame.read_signature(lines[at : at + n], self.found)
            self.section, self._fresh = "preamble", True
            return n
        if frame.is_attachment_list(line, lines[at + 1] if at + 1 < len(lines) else None):
            return self._read_attachment_list(lines, at)
        if self._read_small(line):
            return 1
        if n := self._title_length(lines, at):
            return self._read_title(lines, at, n)
        if self._is_main_to(line) and self.found.say("main_to", clean_text(line.text)):
            self.ledger.take(line)
            self.section = "notice"
            return 1
        self._body.append(line)
        self._fresh = False
        return 1

    def _is_main_to(self, line: Line) -> bool:
        """Whether a line addresses the paper: only before any other text; without a head or a title above only 各…"""
        info = self.found.info
        headed = any(info.get(name) for name in ("notice_title", "book_title", "doc_number", "mark"))
        sure = headed or (not self.attached and line.text.strip().startswith("各"))
        return self._fresh and not self._body and sure and frame.is_main_to(line)

    def _read_small(self, line: Line) -> bool:
        """Lines that stand for themselves: a lone day below the title, contacts, 附注, the small line above a table."""
        if frame.is_date(line) and (day := frame.read_day(line.text)) and self.found.say("written_on", day):
            self.ledger.express(line)
            return True
        if frame.read_remark(line, self.found):
            return True
        if frame.is_of_web_page(line):
            self.ledger.leave("网页上的来源和时间，不是文件里的话", line, way="settled")
            return True
        return frame.read_contact(line, self.found)

    # ------------------------------------------------------------------------------------------------- titles

    def _title_length(self, lines: list[Line], at: int) -> int:
        n = frame.title_length(lines, at)
        if not n or self._fresh:
            return n
        text = "".join(unbroken(line.text) for line in lines[at : at + n])
        sure = _SURE_TITLE.search(folded(text)) and len(folded(text)) >= 8
        if (sure or frame.is_notice_title(text)) and self._stands_below_small_lines(lines[at]):
            return n
        return n if sure and self._body and _ENDED.search(self._body[-1].text) else 0

    def _stands_below_small_lines(self, line: Line) -> bool:
        """Whether a line set apart by its look follows nothing but lines that say nothing: 编号：07, an item of a web page."""
        info = self.found.info
        first = not (self.title or info.get("notice_title") or info.get("book_title"))
        small = len(self._body) <= _MOST_SMALL and not any(re.search(r"[。！？；]", other.text) for other in self._body)
        return first and not self.attached and small and frame.stands_out(line)

    def _read_title(self, lines: list[Line], at: int, n: int) -> int:
        self._end_body()
        title = "".join(unbroken(line.text) for line in lines[at : at + n])
        number, rest = frame.number_before(title)
        if number and self.found.say("doc_number", number):
            title = rest
        addressed = at + n < len(lines) and frame.is_main_to(lines[at + n])
        if not self.attached and (frame.is_notice_title(title) or addressed):
            placed = self.found.say("notice_title", title)
            self.section = "notice"
        elif self._is_book(title, lines[at + n :]):
            placed = self.found.say("book_title", title)
            self.section = "preamble"
        else:
            placed, self.title = not self.title, self.title or title
            self.section = "note"
            if placed:
                self.found.tell("note", title, *lines[at : at + n])
        if placed:
            self.ledger.take(*lines[at : at + n])
        elif title in map(str, self.found.info.values()):
            self.ledger.express(*lines[at : at + n])  # the page named the paper, now it names itself
        elif _SUBTITLE.fullmatch(title):
            self.found.tell(self.section, title, *lines[at : at + n])
        self._fresh = True
        return n

    def _is_book(self, title: str, following: list[Line]) -> bool:
        if self.section != "note":  # of an attachment, or behind the tables
            return True
        return bool(_BOOK.search(folded(title)) and has_chapters(following)) or chapters_of_units(following) >= _SEVERAL

    # ------------------------------------------------------------------------------------------------- body

    def _end_body(self) -> None:
        """Read the lines gathered since the last title."""
        body, self._body = without_copied_cells(self._body, self.found), []
        if not body:
            return
        if read_scored_text(body, self.found, self.section, self.title or self.found.info.get("book_title", "")):
            return
        if read_labelled_tasks(body, self.found, self.section):
            return
        if self._goes_on_in_chapters(body[0]):
            read_book(body, self.found, "closing")
            return
        if is_note(body[0].text) or (self.section == "note" and chapters_of_units(body) < _SEVERAL):
            for line in body:
                text = spaced(line.text) if is_small(line.text) else clean_text(line.text)
                self.found.tell("note", text, line)
            return
        if self.section == "notice" and self._has_tables and chapters_of_units(body) < _SEVERAL:
            for line in body:
                self.found.tell("notice", clean_text(line.text), line)
            return
        read_book(body, self.found, self.section)

    def _goes_on_in_chapters(self, line: Line) -> bool:
        """Whether the text behind a table counts on where the chapters before it ended: 一、 … the table … 二、"""
        if self.attached or self.section != "note" or not self.found.chapters:
            return False
        last, here = self.found.chapters[-1].ordinal, split_ordinal(line.text)[0]
        value = ordinal_value(last)
        return value is not None and ordinal_style(last) == ordinal_style(here) and ordinal_value(here) == value + 1

    def _read_attachment_list(self, lines: list[Line], at: int) -> int:
        """附件：1. … and the numbered lines below it."""
        self._end_body()
        first = lines[at]
        name = re.sub(r"^[-•·]?\s*附\s*[件表]?\s*\d*\s*[:：.、]?\s*", "", first.text)
        if name:
            self.listed.append((first, split_ordinal(name)[1] or name))
        else:
            self.ledger.skip(first)
        number = 2 if name else 1
        end = at + 1
        while end < len(lines) and split_ordinal(lines[end].text)[0] == str(number) and len(lines[end].text) < 80:
            self.listed.append((lines[end], split_ordinal(lines[end].text)[1]))
            number, end = number + 1, end + 1
        return end - at


def title_above(lines: list[Line], found: Gathered) -> tuple[str, str]:
    """Take the title right above a table and the small lines below it (单位：万元) off the lines: (title, measure unit)."""
    unit = take_small_lines(lines, found)
    _take_maker(lines, found)
    small = lines.pop() if len(lines) > 1 and _SUBTITLE.fullmatch(lines[-1].text.strip()) else None
    title = _title_above(lines, found)
    if small is not None and title:
        found.tell("note", clean_text(small.text), small)
    elif small is not None:
        lines.append(small)
    return title, unit


def _take_maker(lines: list[Line], found: Gathered) -> None:
    """Take the office, and the day, between a title and its table off the lines: they made the table."""
    for n in (1, 2):
        at = len(lines) - n
        if at < 1 or not (frame.may_be_title(lines[at - 1]) and frame.ends_as_title(lines[at - 1])):
            continue
        if frame.signature_length(lines, at) == n:
            frame.read_signature(lines[at:], found)
        elif n == 1 and frame.is_signature(lines[at]) and not frame.ends_as_title(lines[at]):
            name = clean_text(lines[at].text)
            if found.say("issuer", name):
                found.ledger.take(lines[at])
            else:
                found.tell("above", name, lines[at])
        else:
            continue
        del lines[at:]
        return


def _ends_before(upper: Line, lower: Line) -> bool:
    """Whether the upper line is a title of its own: complete, or above 表一 … and the like."""
    if _NUMBERED.match(lower.text.strip()):
        return True
    return bool(_COMPLETE_TITLE.search(folded(upper.text)))


def _title_above(lines: list[Line], found: Gathered) -> str:
    start = len(lines)
    if lines and (named := frame.attached_title(lines[-1])):
        found.ledger.take(lines.pop())
        return named
    while (
        start
        and len(lines) - start < 4
        and frame.may_be_title(lines[start - 1])
        and not frame.is_date(lines[start - 1])
        and not is_small(lines[start - 1].text)
        and not frame.is_of_web_page(lines[start - 1])
    ):
        if start < len(lines) and _ends_before(lines[start - 1], lines[start]):
            break
        start -= 1
    while start < len(lines) and frame.is_signature(lines[start]) and len(lines) - start > 1:
        start += 1
    if start < len(lines) and (frame.ends_as_title(lines[-1]) or frame.stands_out(lines[-1]) or start == 0):
        text = "".join(unbroken(line.text) for line in lines[start:])
        found.ledger.take(*lines[start:])
        del lines[start:]
        return text
    return ""
