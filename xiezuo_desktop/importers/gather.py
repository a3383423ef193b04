"""What the readers have found so far; at the end it becomes the draft."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..core.names import (
    UnitMention,
    group_size,
    guess_kind,
    looks_like_group,
    normalise,
    split_plaque,
    split_units,
)
from .draft import DraftCategory, DraftColumn, DraftGroup, DraftParagraph, DraftResponsibility, DraftUnit
from .words import looks_like_office

if TYPE_CHECKING:
    from .draft import (
        DraftChapter,
        DraftIndicator,
        DraftPairing,
        DraftScheme,
        DraftTask,
    )
    from .ledger import Ledger, Source

_LABELLED = re.compile(
    r"(?:^|[\s；;，,。、])(?P<role>牵头|主办|责任|承办|配合|协办|协助|参与|统计|汇总)(?:责任)?(?:单位|部门)?\s*[:：]"
)
_BEHIND = re.compile(
    r"(?:由\s*)?(?P<names>[^；;。\n]*?)(?:[（(]?(?:按照?职责分工|按职责|分别|共同|具体)[）)]?)?[（(]?"
    r"(?P<role>牵头|主办|负责|主责|统筹|配合|协助|参与|协同|协办|参加|支持|承办)(?:负责|落实|实施|推进|完成|抓好)?[）)]?"
    r"(?=$|[，,；;。\s])"
)
_NO_NAMES = re.compile(r"[\s，,；;。、]*(?:由\s*)?")
ROLE_OF_WORD = {
    "牵头": "lead", "主办": "lead", "主责": "lead", "责任": "responsible", "承办": "responsible", "负责": "responsible", "统筹": "lead",
    "配合": "cooperating", "协办": "cooperating", "协助": "cooperating", "参与": "cooperating", "统计": "statistics", "汇总": "statistics",
    "协同": "cooperating", "参加": "cooperating", "支持": "cooperating",
}  # fmt: skip


_ZONE = re.compile(r"[\u4e00-\u9fff]{0,6}(?:经开|高新|新|开发|园|度假|保税|示范|试验|工业|产业)(?:区|园)")
_PLACE = re.compile(r"(?:各.{1,8}|[\u4e00-\u9fff]{2,10}(?:区|园|镇|乡|街道|公司|集团))(?:[(（].{2,12}[)）])?")


class UnitBook:
    """The units and groups that a paper names, in the order in which it names them first."""

    def __init__(self) -> None:
        self._units: dict[str, tuple[str, dict[str, str]]] = {}
        self._groups: dict[str, tuple[str, bool]] = {}
        self._known: set[str] = set()
        self._read: dict[str, list[UnitMention]] = {}
        self._duties: dict[tuple[str, str], list[DraftResponsibility]] = {}
        self._contacts: dict[str, tuple[str, str]] = {}
        self._members: dict[str, list[str]] = {}

    def learn(self, text: str) -> None:
        """Remember the names of a cell that cannot be misread, to take other cells apart with them."""
        for piece in re.split(r"[、,，;；]", text):
            name = piece.strip()
            if _BEHIND.fullmatch(name):
                continue  # 县委办牵头 is no name
            if name and not re.search(r"\s|等$", name) and looks_like_office(name):
                self._known.add(name)

    def mentions(self, text: str) -> list[UnitMention]:
        """The units that a cell names, entered in the book."""
        if text not in self._read:
            self._read[text] = split_units(_parted(text), self._known)
            for mention in self._read[text]:
                self._enter(mention)
        return self._read[text]

    def enter(self, name: str) -> str:
        """Enter one unit or group that a heading or a column names; the name as it is kept."""
        found = self.mentions(name)
        return found[0].name if len(found) == 1 else ""

    def enter_whole(self, name: str) -> str:
        """Enter a text that is one name, whatever words stand in it (西河街道和平社区)."""
        host, plaques = split_plaque(name.strip())
        self._enter(UnitMention(host, "、".join(plaques)))
        return host

    def reach(self, name: str, contact: str, phone: str) -> None:
        """Remember who answers the telephone in a unit, as the paper says first."""
        self._contacts.setdefault(normalise(name), (contact, phone))

    def join(self, group: str, unit: str) -> None:
        """Remember that a unit stands below the name of a group: 党委部门 above 县委办公室."""
        self._groups.setdefault(normalise(group), (group, False))
        members = self._members.setdefault(normalise(group), [])
        members += [unit] if unit not in members else []

    def _enter(self, mention: UnitMention) -> None:
        key = normalise(mention.name)
        if looks_like_group(mention.name):
            name, is_open = self._groups.get(key, (mention.name, False))
            self._groups[key] = (name, is_open or mention.open)
            return
        _, plaques = self._units.setdefault(key, (mention.name, {}))
        for plaque in filter(None, mention.capacity.split("、")):
            plaques.setdefault(normalise(plaque), plaque)

    def responsibilities(self, text: str, role: str) -> list[DraftResponsibility]:
        """Who a cell names, with the role of its column, or of the words in the cell (牵头单位：…；配合单位：…)."""
        if (text, role) not in self._duties:
            self._duties[text, role] = self._responsibilities(text, role)
        return self._duties[text, role]

    def _responsibilities(self, text: str, role: str) -> list[DraftResponsibility]:
        out = []
        parts = [
            p for whole_role, whole in _labelled_parts(text, role) for p in parts_by_role_behind(whole, whole_role)
        ]
        for part_role, part, words in parts:
            wording = words
            for m in self.mentions(part):
                own = next((r for word, r in ROLE_OF_WORD.items() if m.remark.startswith(word)), part_role)
                out.append(DraftResponsibility(m.name, own, m.capacity, m.open, wording))
                wording = ""
        return out

    @property
    def units(self) -> tuple[DraftUnit, ...]:
        """The units, each once."""
        return tuple(
            DraftUnit(name, tuple(p.values()), guess_kind(name), *self._contacts.get(key, ()))
            for key, (name, p) in self._units.items()
        )

    @property
    def groups(self) -> tuple[DraftGroup, ...]:
        """The groups, each once."""
        return tuple(
            DraftGroup(
                name,
                group_size(name),
                is_open or bool(re.search(r"有关|相关|等", name)),
                tuple(self._members.get(key, ())),
            )
            for key, (name, is_open) in self._groups.items()
        )


def _parted(text: str) -> str:
    """A cell with a zone and the place on the next line held apart: 经开区 above 高新园（柳溪镇）, of which neither ends the other."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    out = lines[0]
    for above, line in pairwise(lines):
        apart = _ZONE.fullmatch(above.strip()) and _PLACE.fullmatch(line.strip())
        out += ("、" if apart else "\n") + line
    return out


def labels_in(text: str) -> dict[str, str]:
    """What a cell calls the roles of the units it lists: 牵头：… 配合：… → lead 牵头, cooperating 配合."""
    if "：" not in text and ":" not in text:
        return {}
    return {ROLE_OF_WORD[m["role"]]: m[0].strip("；;，,。、 \n\t:：") for m in _LABELLED.finditer(text)}


def _labelled_parts(text: str, role: str) -> list[tuple[str, str]]:
    marks = list(_LABELLED.finditer(text))
    if not marks:
        return [(role, text)]
    parts = [(role, text[: marks[0].start()])] if text[: marks[0].start()].strip() else []
    for i, mark in enumerate(marks):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        parts.append((ROLE_OF_WORD[mark["role"]], text[mark.end() : end].strip(" \n。；;，,")))
    return parts


def parts_by_role_behind(text: str, role: str) -> list[tuple[str, str, str]]:
    """A list whose roles stand behind the names, as role, names and the words themselves.

    县委办牵头，县人社局、县教育局配合 → lead 县委办, cooperating 县人社局、县教育局; `role` is that of names without such a word.
    """
    marks = [m for m in _BEHIND.finditer(text) if _NO_NAMES.sub("", m["names"], count=1)]
    if not marks:
        return [(role, text, "")]
    parts = [
        (ROLE_OF_WORD[m["role"]], _NO_NAMES.sub("", m["names"], count=1), m[0].strip(" \n，,；;、")) for m in marks
    ]
    rest = text[marks[-1].end() :].strip(" \n。；;，,、")
    return [*parts, (role, rest, "")] if rest else parts


@dataclass
class Gathered:
    """The findings of all readers of one paper."""

    ledger: Ledger
    units: UnitBook = field(default_factory=UnitBook)
    info: dict[str, Any] = field(default_factory=dict)
    categories: list[DraftCategory] = field(default_factory=list)
    indicators: list[DraftIndicator] = field(default_factory=list)
    columns: list[DraftColumn] = field(default_factory=list)
    tasks: list[DraftTask] = field(default_factory=list)
    pairings: list[DraftPairing] = field(default_factory=list)
    chapters: list[DraftChapter] = field(default_factory=list)
    paragraphs: list[DraftParagraph] = field(default_factory=list)
    schemes: list[DraftScheme] = field(default_factory=list)
    partners: set[str] = field(default_factory=set)  # named below a unit in the header of a matrix
    implied: list[tuple[str, str]] = field(default_factory=list)  # the unit above and the partner below
    guesses: list[str] = field(default_factory=list)
    _category_places: dict[tuple[str, str], int] = field(default_factory=dict)
    _told: list[Source] = field(default_factory=list)

    def category(self, ordinal: str, name: str) -> int:
        """The place of the category of this ordinal and name, entered when it is new."""
        key = (ordinal, normalise(name))
        if key not in self._category_places:
            self._category_places[key] = len(self.categories)
            self.categories.append(DraftCategory(ordinal, name))
        return self._category_places[key]

    def tell(self, section: str, text: str, *sources: Source) -> None:
        """Keep running text of a section, and tick its sources off."""
        self.paragraphs.append(DraftParagraph(section, text))
        self.ledger.take(*sources)
        self._told.extend(sources)

    def tell_once(self, section: str, text: str, *sources: Source) -> None:
        """Keep running text unless the section says it already: 单位：万元 above each of several tables."""
        if DraftParagraph(section, text) in self.paragraphs:
            self.ledger.take(*sources)
        else:
            self.tell(section, text, *sources)

    def forget_paragraphs(self, reason: str) -> None:
        """Nobody knows what the running text belongs to: it goes to what is unplaced."""
        self.paragraphs.clear()
        self.ledger.leave(reason, *self._told)

    def caption(self, column: DraftColumn) -> bool:
        """Enter the caption of a column; False where another table of the paper has called the same one otherwise."""
        known = next((c for c in self.columns if (c.table, c.field) == (column.table, column.field)), None)
        if known is None:
            self.columns.append(column)
        return known is None or normalise(known.caption) == normalise(column.caption)

    def other_caption(self, caption: str, table: str) -> None:
        """Keep the caption of an empty column, beside those of the others."""
        place = next((i for i, c in enumerate(self.columns) if (c.table, c.field) == (table, "other")), None)
        if place is None:
            self.columns.append(DraftColumn("other", caption, table))
        elif caption not in self.columns[place].caption.split("、"):
            self.columns[place] = DraftColumn("other", f"{self.columns[place].caption}、{caption}", table)

    def say(self, name: str, value: Any) -> bool:
        """Set a field of the info unless the paper has already said it; whether it stands there now."""
        if value and not self.info.get(name):
            self.info[name] = value
        return bool(value) and self.info[name] == value
