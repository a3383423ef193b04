"""From a paper to a draft: what stands where, which reader takes which part, and what nobody could place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ..core.names import normalise
from ..core.ordinals import split_ordinal
from ..documents.batch import without_collecting
from . import frame, web_page
from .account import close_account, one_amount_each, one_caption_each
from .columns import read_layout, with_last_year
from .cross_table import cross_layout, read_cross
from .division import division_layout, division_meanings, read_division
from .draft import Draft, DraftInfo
from .duties import bear_all, bearer_in, lead_first
from .gather import Gathered
from .header import other_words
from .indicator_columns import bearer_columns, indicator_meanings, is_indicator_table, with_fitting_bearers
from .indicator_table import read_indicators
from .ledger import Ledger, Line, Sheet, Turn
from .leftovers import left_over
from .mentions import Tying
from .opening import opened_up
from .other_tables import is_for_signing, month_told, results_told
from .outline import ordinal_style, rank
from .pages import joined
from .pairing_table import pairing_layout, read_pairings
from .paper_head import read_head
from .readings import SheetFound
from .repeated_columns import repeated_columns
from .running_text import RunningText, title_above
from .scheme import read_scheme
from .scheme_columns import scheme_layout, with_scheme_columns
from .small_lines import bearer_named, is_small
from .splits import pair_up
from .titles_and_year import settle_info, settle_titles
from .unit_row_columns import shares_out, unit_rows_layout
from .unit_rows import read_unit_rows
from .years_beside import of_the_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..documents.paper import Paper
    from .columns import Layout
    from .header import Header
    from .ledger import Piece
    from .readings import Corrections
    from .scheme_columns import SchemeLayout

_UNKNOWN = "没有认出这是什么内容"
_LONGEST_HEADING = 30
_LINES_ABOVE = 3  # a table, that may say who answers for all of it
_DEEPEST_HEADING = 2  # 一、 and （一）
_SEVERAL = 2  # tables with a heading of one style
_LONGEST_TAIL = 8  # lines behind the last table or text in which 抄送 and the imprint stand


def understand(paper: Paper, read_as: str = "auto", corrections: Corrections | None = None) -> Draft:
    """What a paper says, as a draft of a plan. `read_as` names the kind of paper where the user knows it better,
    `corrections` what single columns and rows of its tables are.
    """
    with without_collecting():
        return _Understanding(paper, read_as, corrections).draft()


class _Understanding:
    def __init__(self, paper: Paper, read_as: str, corrections: Corrections | None) -> None:
        self.paper = paper
        self.read_as = read_as
        self.found = Gathered(Ledger(paper, corrections))
        self.ledger = self.found.ledger
        self.sheets: list[SheetFound] = []
        self.table_kinds: list[str] = []
        self.all_sheets: list[Sheet] = []
        self.listed: list[tuple[Line, str]] = []
        self.titles: list[str] = []
        self.other_headers: list[str] = []  # how page parts differ from the one before
        self.headed: Counter[str] = Counter()  # how many tables stand below a heading of each style of numbering
        self.header: Header | None = None  # of the table read last
        self.tables: list[tuple[str, range]] = []  # the title of each table of indicators, and its rows in the draft

    def draft(self) -> Draft:
        """Read everything, then settle the account."""
        own = web_page.without_frame(joined(self.ledger.pieces, self.ledger), self.found)
        pieces = self._without_imprint(list(opened_up(own)))
        self.all_sheets = [piece for piece in pieces if isinstance(piece, Sheet)]
        self.headed = _headed_tables(pieces)
        for n, part in enumerate(_parts(pieces)):
            self._read_part(part, attached=n > 0)
        pair_up(self.found)
        settle_titles(self.found, self.tables)
        lead_first(self.found)
        settle_info(self.found, self.titles)
        self._settle_attachment_list()
        self._tie_mentions()
        if self._kind == "unknown" and not self.found.info.get("main_to"):
            self.found.forget_paragraphs(_UNKNOWN)
        return self._settled(self._drafted())

    # ------------------------------------------------------------------------------------------------- the parts

    def _without_imprint(self, pieces: list[Piece]) -> list[Piece]:
        tail: list[Line] = []
        while pieces and isinstance(pieces[-1], Line | Turn) and len(tail) < _LONGEST_TAIL:
            last = pieces.pop()
            if isinstance(last, Line):
                tail.insert(0, last)
        return [*pieces, *frame.read_imprint(tail, self.found)]

    def _read_part(self, part: list[Piece], *, attached: bool) -> None:
        """One paper of the file: the main one, or an attachment."""
        text = RunningText(self.found, attached=attached)
        if attached and isinstance(part[0], Line):
            self.ledger.skip(part[0])  # the mark itself
            part = part[1:]
        lines: list[Line] = []
        tables = 0
        goes_on = False
        for piece in part:
            if isinstance(piece, Line):
                lines.append(piece)
            elif isinstance(piece, Turn):
                if tables == 0 and lines and all(_is_of_cover(line) for line in lines):
                    text.read(lines if attached else read_head(lines, self.found))
                    lines = []
            elif isinstance(piece, Sheet):
                bearer = next((b for line in lines[-_LINES_ABOVE:] if (b := bearer_named(line.text))[0]), ("", ""))
                title, unit = title_above(lines, self.found)
                heading = self._heading_above(lines) if not title else None
                bearer = bearer if bearer[0] or heading is None else bearer_in(heading.text)
                bearer = bearer if bearer[0] else self._named_by_sheet(piece)
                text.read(lines if attached or tables else read_head(lines, self.found))
                first, task = len(self.found.indicators), len(self.found.tasks)
                self._read_sheet(piece, title, unit, goes_on=goes_on and not title and not lines and heading is None)
                self._settle_heading(heading, first)
                bear_all(self.found, bearer, first, task)
                lines, tables, goes_on = [], tables + 1, True
        if tables:
            text.section = "note"
        text.read(lines if attached or tables else read_head(lines, self.found))
        self.listed += text.listed
        self.titles.append(text.title)

    def _named_by_sheet(self, sheet: Sheet) -> tuple[str, str]:
        """Who answers for a sheet of a book that has one for each unit, named after it; ("", "") for another sheet."""
        named = {other.name for other in self.all_sheets if bearer_in(other.name)[0]}
        if len(named) < _SEVERAL or sheet.name not in named:
            return "", ""
        self.found.guesses.append(f"工作表“{sheet.name}”里没有写责任单位的，读作由这个单位负责，请核对")
        return bearer_in(sheet.name)

    def _heading_above(self, lines: list[Line]) -> Line | None:
        """Take the numbered heading right above a table (一、必保指标) off the lines, where other tables have one of this style."""
        style = _heading_style(lines[-1]) if lines else ""
        if not style or self.headed.get(style, 0) < _SEVERAL:
            return None
        return lines.pop()

    def _settle_heading(self, heading: Line | None, first: int) -> None:
        """The heading above a table is the category of its rows; where these have categories it is a note."""
        if heading is None:
            return
        rows = self.found.indicators
        bare = [i for i in range(first, len(rows)) if rows[i].category is None]
        if not bare:
            self.found.tell("note", heading.text, heading)
            return
        place = self.found.category(*split_ordinal(heading.text))
        for i in bare:
            rows[i] = replace(rows[i], category=place)
        self.ledger.take(heading)

    def _read_sheet(self, sheet: Sheet, title: str, unit: str, *, goes_on: bool) -> None:
        """One table; `goes_on` where it follows another one directly, as a page part with a header of its own does."""
        info = self.found.info
        year = frame.year_in(title, *map(str, (info.get(n, "") for n in ("notice_title", "book_title", "table_title"))))
        layout, several = of_the_year(with_last_year(read_layout(sheet), year), year)
        self.found.guesses += filter(None, [several])
        layout = with_fitting_bearers(sheet, with_scheme_columns(sheet, layout))
        self._compare_headers(layout, goes_on=goes_on)
        if title:
            self.titles.append(title)
        if self._read_signing(sheet, layout) or self._read_pairings(sheet, layout, title):
            return
        if self.read_as == "auto" and (told := results_told(sheet, layout)):
            self._leave_results(sheet, layout, title, told)
            return
        if self._read_figures(sheet, layout, title, unit, goes_on=goes_on):
            self.found.guesses += filter(None, [month_told(layout, year, title, sheet.name)])
            return
        if self.read_as in ("auto", "scheme", "indicators") and self._read_scored(sheet, layout, title):
            return
        divided = division_layout(sheet, layout) if self.read_as in ("auto", "division", "taskbook") else None
        if divided is not None:
            read_division(sheet, divided, self.found)
            self._tell_sheet("division", sheet, layout, division_meanings(divided))
            self.tables.append((title, range(0)))
            self.found.say("table_title", title)
            return
        self._tell_sheet("unknown", sheet, layout, {c.index: c.role for c in layout.columns})
        for row in sheet.rows[layout.above : layout.first]:
            self.ledger.tell_rows([row.place] if row.place else [], "header")
        if title and not self.found.say("table_title", title):
            self.found.guesses.append(f"“{title}”没有读入，它的内容列在未归位内容里")
        for row in sheet.rows:
            self.ledger.leave("没有认出这是一张什么表", *row.begun, way="table")

    def _read_signing(self, sheet: Sheet, layout: Layout) -> bool:
        if layout.header is not None or not is_for_signing(sheet):
            return False
        self.ledger.settle("签字盖章处，计划里没有对应的栏", *(slot for row in sheet.rows for slot in row.begun))
        return True

    def _read_pairings(self, sheet: Sheet, layout: Layout, title: str) -> bool:
        sides = pairing_layout(sheet, layout, title)
        if sides is None or (self.read_as in ("auto", "indicators", "matrix") and shares_out(sheet, layout, title)):
            return False
        read_pairings(sheet, sides, self.found)
        self._tell_sheet("pairings", sheet, layout, sides.meanings)
        self.tables.append((title, range(0)))
        self.found.say("table_title", title)
        return True

    def _read_figures(self, sheet: Sheet, layout: Layout, title: str, unit: str, *, goes_on: bool) -> bool:
        """A table of figures: units by units, a row for each unit, or a row for each indicator; whether it is one of these."""
        first = len(self.found.indicators)
        by_units = self.read_as in ("auto", "indicators", "matrix")
        kind, meanings = "matrix", {}
        if by_units and (cross := cross_layout(sheet, layout)) is not None:
            read_cross(sheet, cross, self.found, title, unit)
            meanings = cross.meanings
        elif by_units and (rows := unit_rows_layout(sheet, layout)) is not None:
            read_unit_rows(sheet, rows, self.found, title, unit)
            meanings = rows.meanings
        elif self.read_as not in ("division", "scheme", "progress") and is_indicator_table(layout):
            kind = read_indicators(sheet, layout, self.found, unit, goes_on=goes_on)
            meanings = indicator_meanings(layout)
            named = title or str(self.found.info.get("table_title", ""))
            self.found.guesses += filter(None, [repeated_columns(sheet, layout, bearer_columns(layout), named)])
        else:
            return False
        self._tell_sheet(kind, sheet, layout, meanings)
        self.tables.append((title, range(first, len(self.found.indicators))))
        self.found.say("table_title", title)
        return True

    def _read_scored(self, sheet: Sheet, layout: Layout, title: str) -> bool:
        """A scheme, or the scores that another table of the paper has the rules for; whether the table is one of these."""
        scheme = scheme_layout(sheet, layout)
        if scheme is None:
            return False
        if self._are_results(sheet, scheme):
            self._leave_results(sheet, layout, title, "")
            return True
        read_scheme(sheet, scheme, self.found, title)
        assessors = dict.fromkeys(scheme.assessors, "assessor")
        figures = {c.index: c.role for c in layout.columns if c.role in ("target", "measure_unit")}
        meanings = figures | assessors | {c: role for role, c in scheme.columns.items()}
        self._tell_sheet("scheme", sheet, layout, meanings)
        return True

    def _leave_results(self, sheet: Sheet, layout: Layout, title: str, told: str) -> None:
        """A table of scores that somebody has given: nothing of it is in a plan."""
        self._tell_sheet("unknown", sheet, layout, {c.index: c.role for c in layout.columns})
        if title and not self.found.say("table_title", title):
            self.found.tell("note", title)
        for row in sheet.rows:
            self.ledger.leave("这是评分结果，由程序按规则算出", *row.begun, way="table")
        if told:
            self.found.guesses.append(told)

    def _are_results(self, sheet: Sheet, scheme: SchemeLayout) -> bool:
        """Whether a table only says what was scored by the rules that another table of the paper states."""
        if scheme.ruled or not scheme.results:
            return False
        others = (other for other in self.all_sheets if other.name != sheet.name)
        found = (scheme_layout(other, read_layout(other)) for other in others)
        return any(one is not None and one.ruled for one in found)

    def _compare_headers(self, layout: Layout, *, goes_on: bool) -> None:
        """Say where a page part has another header than the one before; both are read as they stand."""
        words = other_words(self.header, layout.header) if goes_on and self.header and layout.header else ""
        if words:
            self.other_headers.append(words)
            self.found.guesses.append(f"续页的表头与前一页不同（{words}），请对照原件（V20）")
        self.header = layout.header

    def _tell_sheet(self, kind: str, sheet: Sheet, layout: Layout, meanings: dict[int, str]) -> None:
        self.table_kinds.append(kind)
        self.sheets.append(SheetFound(kind, sheet, layout.columns, meanings))

    # ------------------------------------------------------------------------------------------------- settling

    def _settle_attachment_list(self) -> None:
        """The names in the 附件说明 are placed when the attachment itself is here under that name."""
        here = [
            normalise(t)
            for t in (*self.titles, *(p.text for p in self.found.paragraphs), *map(str, self.found.info.values()))
        ]
        for line, name in self.listed:
            key = normalise(name).rstrip("。；")
            if not key or not any(key in t for t in here):
                self.ledger.leave("附件说明，所列附件不在这份文件里", line)
            elif frame.ATTACHMENT_LIST.match(line.text) or split_ordinal(line.text)[0]:
                self.ledger.express(line)
            else:
                self.ledger.settle("所附的表已经读入", line)

    def _tie_mentions(self) -> None:
        if not self.found.chapters:
            return
        tying = Tying(self.found.indicators)
        for c, chapter in enumerate(self.found.chapters):
            clauses = tuple(
                replace(clause, mentions=tying.mentions(f"{clause.lead}。{clause.text}", chapter.unit))
                for clause in chapter.clauses
            )
            self.found.chapters[c] = replace(chapter, clauses=clauses)

    @property
    def _kind(self) -> str:
        if self.found.chapters:
            return "taskbook"
        for kind in ("matrix", "indicators", "division", "scheme", "pairings"):
            if kind in self.table_kinds:
                return kind
        return "scheme" if self.found.schemes else "division" if self.found.tasks else "unknown"

    def _drafted(self) -> Draft:
        found = self.found
        return Draft(
            kind=self._kind,
            source=self.paper.source,
            paper=self.paper,
            info=DraftInfo(**found.info),
            units=found.units.units,
            groups=found.units.groups,
            categories=tuple(found.categories),
            indicators=tuple(map(one_amount_each, found.indicators)),
            columns=one_caption_each(found.columns),
            tasks=tuple(found.tasks),
            pairings=tuple(found.pairings),
            chapters=tuple(found.chapters),
            paragraphs=tuple(found.paragraphs),
            schemes=tuple(found.schemes),
            other_headers=tuple(self.other_headers),
            guesses=(*self.paper.notes, *found.guesses),
        )

    def _settled(self, draft: Draft) -> Draft:
        """The draft with everything that has no place in it; also what a reader ticked off but cannot be found there."""
        close_account(self.ledger, draft, _UNKNOWN)
        return replace(
            draft,
            unplaced=left_over(self.ledger, _UNKNOWN),
            rows=self.ledger.settled_rows(),
            sheets=tuple(s.reading(self.ledger) for s in self.sheets),
        )


def _heading_style(line: Line) -> str:
    """How a short numbered line without a stop is numbered: 一、必保指标; "" for another line."""
    ordinal, name = split_ordinal(line.text.strip())
    short = 2 <= len(name) <= _LONGEST_HEADING and not re.search(r"[。；;：:，,]", name)
    return ordinal_style(ordinal) if ordinal and short and rank(ordinal) <= _DEEPEST_HEADING else ""


def _headed_tables(pieces: Sequence[Piece]) -> Counter[str]:
    """How many tables of a paper have a numbered heading right above them, by the style of its number."""
    above = [(a, b) for a, b in pairwise(pieces) if isinstance(a, Line) and isinstance(b, Sheet)]
    return Counter(style for line, _ in above if isinstance(line, Line) and (style := _heading_style(line)))


def _is_of_cover(line: Line) -> bool:
    """Whether a line may stand on a cover: a title, who made the paper and when."""
    return frame.may_be_title(line) or frame.is_date(line) or is_small(line.text)


def _parts(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The papers of a file: each 附件 alone on a line begins another. A file may begin with one."""
    out: list[list[Piece]] = [[]]
    for i, piece in enumerate(pieces):
        following = pieces[i + 1] if i + 1 < len(pieces) else None
        listed = isinstance(piece, Line) and isinstance(following, Line) and frame.is_attachment_list(piece, following)
        if isinstance(piece, Line) and not listed and frame.is_attachment_mark(piece):
            before = any(isinstance(p, Line | Sheet) for p in out[-1])
            if i == 0 or before:
                out.append([piece])
                continue
        out[-1].append(piece)
    return out
