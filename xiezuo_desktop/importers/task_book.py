"""The task book: running text in chapters of units or themes, each with its clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..core.names import clean_text, normalise
from ..core.ordinals import split_ordinal
from .draft import DraftChapter, DraftClause
from .outline import ordinal_style, rank, style_rank
from .splits import pairings_listed
from .words import looks_like_office

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .gather import Gathered
    from .ledger import Line

_SENTENCE = re.compile(r"[。！？；;]")
_LONGEST_HEADING = 45
_LONGEST_LEAD = 24


@dataclass(slots=True)
class _Numbered:
    """A line with its ordinal split off."""

    line: Line
    ordinal: str
    rest: str

    @property
    def style(self) -> str:
        return ordinal_style(self.ordinal)

    @property
    def is_heading(self) -> bool:
        """Whether the line names something and says nothing: short, without the stops of a sentence."""
        text = self.rest.strip()
        return 0 < len(text) <= _LONGEST_HEADING and not _SENTENCE.search(text) and not re.search(r"[，,].*[，,]", text)

    @property
    def names_unit(self) -> bool:
        """Whether the heading is the name of one unit."""
        return self.is_heading and looks_like_office(self.rest.strip().rstrip("：:"))


@dataclass(slots=True)
class _Chapter:
    ordinal: str
    heading: str
    unit: str
    clauses: list[DraftClause] = field(default_factory=list)


def has_chapters(lines: Sequence[Line]) -> bool:
    """Whether running text is divided into chapters at all."""
    return _chapter_style(_numbered(lines)) is not None


def chapters_of_units(lines: Sequence[Line]) -> int:
    """How many headings of the text are names of units."""
    return sum(n.names_unit for n in _numbered(lines))


def read_book(lines: Sequence[Line], found: Gathered, section: str) -> None:
    """Take running text: what stands before the first chapter as paragraphs of `section`, then the chapters."""
    numbered = _numbered(lines)
    style = _chapter_style(numbered)
    depth = style_rank(style)
    chapters: list[_Chapter] = []
    for item in numbered:
        own = style is not None and item.style == style
        if item.is_heading and (item.ordinal or item.names_unit) and (own or _outer(item, depth)):
            chapters.append(_opened(item, found))
        elif own and item.ordinal and not (chapters and item.is_heading):
            chapters.append(_opened_by_sentence(item))
        elif chapters:
            _add(chapters[-1].clauses, item)
        else:
            found.tell(section, clean_text(item.line.text), item.line)
        found.ledger.take(item.line)
    for line in lines:
        _enter_named_units(line.text, found)
        found.pairings += pairings_listed(line.text, found.units)
    found.chapters += [DraftChapter(c.ordinal, c.heading, c.unit, tuple(c.clauses)) for c in chapters]


def _enter_named_units(text: str, found: Gathered) -> None:
    """Enter the units that the brackets at the end of a clause name: （牵头单位：甲局；配合单位：乙局）."""
    for inside in re.findall(r"[（(]([^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)]\s*[。；;]?", text):
        if re.match(r"(?:牵头|责任|主办|承办|配合|协办)(?:责任)?(?:单位|部门)\s*[:：]", inside):
            found.units.responsibilities(re.sub(r"(?:完成)?(?:时限|时间)\s*[:：].*", "", inside), "responsible")


def _numbered(lines: Iterable[Line]) -> list[_Numbered]:
    return [_Numbered(line, *split_ordinal(line.text.strip())) for line in lines]


def _outer(item: _Numbered, depth: int) -> bool:
    return bool(item.ordinal) and rank(item.ordinal) < depth


def _chapter_style(items: Sequence[_Numbered]) -> str | None:
    """The style of numbering that divides the text: the one whose headings name units, else the least deep one."""
    headings = [i for i in items if i.is_heading]
    units: dict[str, int] = {}
    for item in headings:
        if item.names_unit:
            units[item.style] = units.get(item.style, 0) + 1
    for style, count in sorted(units.items(), key=lambda x: -x[1]):
        others = sum(1 for h in headings if h.style == style)
        if count >= 2 and (not style or 2 * count >= others):
            return style
    numbered = sorted((rank(i.ordinal), i.style) for i in items if i.ordinal)
    if not numbered:
        return None
    depth, style = numbered[0]
    return style if depth <= 2 or any(i.style == style and i.is_heading for i in items) else None


def _opened(item: _Numbered, found: Gathered) -> _Chapter:
    heading = clean_text(item.rest).strip().rstrip("：:")
    unit = found.units.enter(heading) if item.names_unit else ""
    same = normalise(unit) == normalise(heading)
    return _Chapter(item.ordinal, "" if unit and same else heading, unit)


def _opened_by_sentence(item: _Numbered) -> _Chapter:
    """一、加强组织领导。各单位要… : the short first sentence is the heading, the rest its first clause."""
    lead, text = split_lead(clean_text(item.rest))
    return _Chapter(item.ordinal, lead, "", [DraftClause("", "", text)])


def _add(clauses: list[DraftClause], item: _Numbered) -> None:
    text = clean_text(item.rest if item.ordinal else item.line.text)
    last = clauses[-1] if clauses else None
    if last and last.ordinal and (not item.ordinal or rank(item.ordinal) > rank(last.ordinal)):
        whole = clean_text(item.line.text)
        clauses[-1] = DraftClause(last.ordinal, last.lead, f"{last.text}\n{whole}" if last.text else whole)
        return
    if item.ordinal and item.is_heading:
        clauses.append(DraftClause(item.ordinal, text, ""))
        return
    lead, rest = split_lead(text)
    clauses.append(DraftClause(item.ordinal, lead, rest))


def split_lead(text: str) -> tuple[str, str]:
    """The short first sentence of a clause without its full stop, and what follows; ("", text) when it has none."""
    found = re.match(r"([^。！？；\n]{2,40})。(?=\s*\S)", text)
    if not found or len(found[1]) > _LONGEST_LEAD or found[1].count("，") > 1 or re.search(r"\d", found[1]):
        return "", text
    return found[1], text[found.end() :].strip()
