"""Which column of a table is what: judged by the words above it and by the shape of the values below."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from ..core.measure_units import dimension
from ..core.numbers import read_target
from ..core.ordinals import ordinal_value
from .column_fit import TESTS, fit, named_by_goals
from .header import Header, find_header
from .marks import is_mark
from .words import NATURES, UNIT_ROLES, folded, header_roles, names_somebody, unit_share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .ledger import Sheet, Slot

_LEAST_SHAPE = 0.3  # of the values below a vague word
_LEAST_DISTINCT = 0.6  # of the values of a column of categories that may name rows
_FEWEST_VALUES = 2  # that belie the word above a column
_FEWEST_LETTERS = 2  # of a value in words
_YEAR_END = re.compile(r"(?:截至)?(?:(?:1[-—至])?12月|年[底末]|全年|第?四季度|1-4季度|[1一]至四季度)")
_SAMPLE = 300  # values of a column that are looked at
_LOWEST_ONLY = ("total", "party", "figure", "east", "west", "stage")
_BEHIND_NUMBERS = (
    "name",
    "party",
    "figure",
    "target",
)  # what the number of a row stands before: 8, 9 behind it are amounts
_ONLY_ONCE = ("ordinal", "name", "measure_unit", "target", "nature", "deadline")
_NOTHING = ("", "/", "-", "--", "—", "——", "无")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its role ("" when unknown), the words above it, and whether only the values told the role, or a person.

    Of the values looked at (`seen`), so many are `fitting` for the role; `tested` is unset for a role that takes any text.
    """

    index: int
    role: str
    caption: str = ""
    guessed: bool = False
    said: bool = False
    seen: int = 0
    fitting: int = 0
    tested: bool = False
    wordy: bool = False  # most of its values are words, not figures


@dataclass(frozen=True)
class Layout:
    """What the columns of a sheet are. `first` is the first row below the header."""

    columns: tuple[Column, ...]
    header: Header | None

    @property
    def first(self) -> int:
        """The first row below the header."""
        return self.header.last + 1 if self.header else 0

    @property
    def above(self) -> int:
        """How many rows stand above the header."""
        return self.header.first if self.header else 0

    def of(self, *roles: str) -> list[int]:
        """The indexes of the columns with one of these roles, from left to right."""
        if len(roles) == 1:
            return self._by_role.get(roles[0], [])
        if roles not in self._by_roles:
            self._by_roles[roles] = [c.index for c in self.columns if c.role in roles]
        return self._by_roles[roles]

    @cached_property
    def _by_roles(self) -> dict[tuple[str, ...], list[int]]:
        return {}

    @cached_property
    def _by_role(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for column in self.columns:
            out.setdefault(column.role, []).append(column.index)
        return out

    def one(self, role: str) -> int | None:
        """The index of the column with this role, or None."""
        found = self._by_role.get(role)
        return found[0] if found else None

    def has(self, *roles: str) -> bool:
        """Whether there is a column of each of these roles."""
        return all(self.of(role) for role in roles)


def read_layout(sheet: Sheet) -> Layout:
    """The roles of all columns of a sheet."""
    header = find_header(sheet)
    first = header.last + 1 if header else 0
    values = [_values(sheet, c, first) for c in range(sheet.width)]
    count = sum(len(row.begun) > 1 for row in sheet.rows[first : first + _SAMPLE]) or 1
    fullness = [min(1.0, len(v) / count) for v in values]
    said = _said(sheet)
    sure = _by_words(header, values, fullness, said) if header else {}
    roles = said | {c: role for c, role in sure.items() if role}
    roles |= _belied(values, roles, said)
    roles |= _marked(header, values, roles) | _beside_names(header, values, roles)
    roles = _surer_name(header, values, fullness, roles, said)
    lowest = [folded(tier[-1].text) if tier else "" for tier in header.tiers] if header else [""] * sheet.width
    roles = roles | {c: r for c, r in named_by_goals(lowest, values, fullness, roles).items() if c not in said}
    roles = _named_by_category(values, fullness, roles, said)
    roles = _year_among_stages(header, values, roles) | _levels_before_names(header, values, fullness, roles)
    guessed = _by_values(header, values, roles)
    columns = []
    for c in range(sheet.width):
        role = roles.get(c) or guessed.get(c, "")
        fitting = round(fit(role, values[c]) * len(values[c]))
        tested = role in TESTS or role in UNIT_ROLES
        caption = header.caption(c) if header else ""
        wordy = 2 * sum(map(_is_wordy, values[c])) > len(values[c])
        columns.append(Column(c, role, caption, c in guessed, c in said, len(values[c]), fitting, tested, wordy))
    return Layout(tuple(columns), header)


def _belied(values: Sequence[Sequence[str]], roles: dict[int, str], said: dict[int, str]) -> dict[int, str]:
    """Columns whose word names another role than all of their values: measure units below 任务单位, offices below 目标."""
    out = {}
    for c, role in roles.items():
        if c in said or len(values[c]) < _FEWEST_VALUES:
            continue
        if role in UNIT_ROLES and "measure_unit" not in roles.values() and all(dimension(folded(v)) for v in values[c]):
            out[c] = "measure_unit"
        elif (
            role == "target"
            and not set(UNIT_ROLES) & set(roles.values())
            and all(unit_share(v) == 1 for v in values[c])
        ):
            out[c] = "responsible"
    return out


def with_last_year(layout: Layout, year: int | None) -> Layout:
    """The columns with what was reached in the year before `year` as the last value: 2023年完成数 in a table of 2024."""
    if year is None:
        return layout
    past = re.compile(rf"{year - 1}年[度底末]?.{{0,4}}(?:完成|实际|实绩|基数)(?:情况|[数值量])?(?:\([^()]*\))?")
    columns = tuple(
        replace(c, role="last_value") if c.role in ("progress", "") and past.fullmatch(c.caption) else c
        for c in layout.columns
    )
    return replace(layout, columns=columns)


def _said(sheet: Sheet) -> dict[int, str]:
    """What a person said of columns of this sheet."""
    return {c: role for row in sheet.rows if row.meanings for c, role in row.meanings.items() if c < sheet.width}


def _values(sheet: Sheet, column: int, first: int) -> list[str]:
    out: list[str] = []
    for row in sheet.rows[first:]:
        slot = row.slots[column] if column < len(row.slots) else None
        if slot and slot.top and slot.left and not _is_wide(slot, sheet) and folded(slot.text) not in _NOTHING:
            out.append(slot.text)
            if len(out) == _SAMPLE:
                break
    return out


def _is_wordy(text: str) -> bool:
    words = folded(text)
    return len(words) >= _FEWEST_LETTERS and read_target(text).kind == "text" and not re.match(r"[各每共]?\d", words)


def _is_wide(slot: Slot, sheet: Sheet) -> bool:
    return sheet.width > 2 and slot.column_span > sheet.width / 2


# --------------------------------------------------------------------------------------------------- by header words


def _by_words(
    header: Header, values: Sequence[Sequence[str]], fullness: Sequence[float], said: Mapping[int, str]
) -> dict[int, str]:
    """Column → role where a header word names it; the surest pairs first. What a person said is not asked again.

    `fullness` is the share of rows in which a column says something: names stand in every row, categories only here and there.
    """
    chances: list[tuple[float, int, str]] = []
    for c, tier in enumerate(header.tiers):
        for role, sure in _tier_roles(tier).items():
            shape = fit(role, values[c])
            if role == "name":
                shape *= fullness[c]
            elif role == "category":
                shape = 1 - 0.8 * fullness[c]
            if sure < 0.7 and shape < _LEAST_SHAPE and values[c]:
                continue
            chances.append((sure * (0.35 + 0.65 * shape), c, role))
    out: dict[int, str] = {}
    taken = set(said.values())
    for score, c, role in sorted(chances, key=lambda x: (-x[0], x[1])):
        if score < 0.2 or c in out or c in said:
            continue
        if role in _ONLY_ONCE and role in taken:
            continue
        out[c] = role
        taken.add(role)
    return out


def _tier_roles(tier: Sequence[Slot]) -> dict[str, float]:
    """What the words above a column may name; the lowest word counts most, one word over several columns least."""
    out: dict[str, float] = {}
    for depth, slot in enumerate(reversed(tier)):
        weight = 1.0 if depth == 0 else 0.7
        for role, sure in header_roles(slot.text).items():
            if depth and (role in _LOWEST_ONLY or (slot.column_span > 1 and role in ("target", *UNIT_ROLES))):
                continue  # 全市 over 甲市 and 乙州: the columns are those of 甲市 and 乙州
            out[role] = max(out.get(role, 0.0), sure * weight)
    return out


# --------------------------------------------------------------------------------------------------- by values


def _marked(header: Header | None, values: Sequence[Sequence[str]], roles: dict[int, str]) -> dict[int, str]:
    """The columns of units whose cells hold marks; an empty one between them is one of them."""
    if header is None:
        return {}
    named = [c for c, tier in enumerate(header.tiers) if tier and not header_roles(tier[-1].text) and not roles.get(c)]
    named = [c for c in named if folded(header.tiers[c][-1].text) not in NATURES]  # 约束性 over ★ is nobody
    found = [c for c in named if values[c] and all(map(is_mark, values[c]))]
    return {c: "mark" for c in named if c in found or (not values[c] and len(found) > 1)}


def _beside_names(header: Header | None, values: Sequence[Sequence[str]], roles: dict[int, str]) -> dict[int, str]:
    """The column of categories that shares its header word with the names: 工作任务 over 一、组织领导 and 1.互访."""
    name = next((c for c, role in roles.items() if role == "name"), None)
    if header is None or not name or roles.get(name - 1) or "category" in roles.values():
        return {}
    tier, beside = header.tiers[name], header.tiers[name - 1]
    shared = tier and beside and tier[-1].source is beside[-1].source
    return {name - 1: "category"} if shared and values[name - 1] else {}


def _surer_name(
    header: Header | None,
    values: Sequence[Sequence[str]],
    fullness: Sequence[float],
    roles: dict[int, str],
    said: Mapping[int, str],
) -> dict[int, str]:
    """The roles with the names in a column whose word nobody knows, where that stands before one of vague 主要内容 and reads
    more like names; what was taken for the names explains them."""
    name = next((c for c, role in roles.items() if role == "name"), None)
    if header is None or name is None or name in said or not header.tiers[name]:
        return roles
    if header_roles(header.tiers[name][-1].text).get("name", 0.0) >= 0.7:
        return roles
    for c in range(name):
        unknown = not roles.get(c) and header.tiers[c] and not header_roles(header.tiers[c][-1].text)
        if unknown and fullness[c] >= 0.9 and fit("name", values[c]) >= 0.7 and _mean(values[c]) < _mean(values[name]):
            rest = {name: "definition"} if "definition" not in roles.values() else {}
            return {k: r for k, r in roles.items() if k != name} | {c: "name"} | rest
    return roles


def _named_by_category(
    values: Sequence[Sequence[str]], fullness: Sequence[float], roles: dict[int, str], said: Mapping[int, str]
) -> dict[int, str]:
    """Where nothing else can be a name, a column of categories that says something else in nearly every row names the rows:
    选派类别 | 派出单位 | 人数."""
    c = next((c for c, role in roles.items() if role == "category"), None)
    if c is None or c in said or any(role in ("name", "measures", "rule", "points") for role in roles.values()):
        return roles
    own = [v for v in values[c] if "total" not in header_roles(v)]  # 小计 names nothing
    several = len(set(own)) >= _LEAST_DISTINCT * len(own)
    units = max((len(values[u]) for u, role in roles.items() if role in UNIT_ROLES), default=0)
    full = len(own) >= units if units else fullness[c] >= 0.8  # a row of sums names nothing
    return roles | {c: "name"} if several and full and len(own) > 2 else roles


def _year_among_stages(header: Header | None, values: Sequence[Sequence[str]], roles: dict[int, str]) -> dict[int, str]:
    """Where the targets stand in columns of periods only (一季度 | 上半年 | 全年), the last one is that of the year."""
    stages = [c for c, role in roles.items() if role == "stage"]
    if header is None or not stages or "target" in roles.values() or "name" not in roles.values():
        return roles
    last = max(stages)
    word = folded(header.tiers[last][-1].text)
    whole_year = _YEAR_END.match(word) is not None and fit("target", values[last]) >= 0.8
    return roles | {last: "target"} if whole_year else roles


def _levels_before_names(
    header: Header | None, values: Sequence[Sequence[str]], fullness: Sequence[float], roles: dict[int, str]
) -> dict[int, str]:
    """The columns before the names whose words nobody knows and that say something only here and there are categories:
    一级 | 二级 | 三级指标, each cell of the first two beside several rows."""
    name = next((c for c, role in roles.items() if role == "name"), None)
    if header is None or name is None:
        return {}
    out = {}
    for c in range(name):
        seldom = bool(values[c]) and fullness[c] < 0.9 * fullness[name]
        if (
            not roles.get(c)
            and header.tiers[c]
            and seldom
            and fit("name", values[c]) >= 0.7
            and fit("lead", values[c]) < 0.5
        ):
            out[c] = "category"
    return out


def _mean(values: Sequence[str]) -> float:
    return sum(len(folded(v)) for v in values) / max(1, len(values))


def _by_values(header: Header | None, values: Sequence[Sequence[str]], roles: dict[int, str]) -> dict[int, str]:
    """Roles for columns that no header word names, only where the values leave little doubt and the role is free."""
    out: dict[int, str] = {}
    tiers = header.tiers if header else ()
    words = {c: tier[-1].text for c, tier in enumerate(tiers) if tier}
    bearers = {c for c, word in words.items() if names_somebody(word) and not header_roles(word)}
    counted = min((c for c, role in roles.items() if role in _BEHIND_NUMBERS), default=len(values))

    def free() -> list[int]:
        return [c for c in range(len(values)) if not roles.get(c) and c not in out and c not in bearers and values[c]]

    def missing(role: str) -> bool:
        known = {*roles.values(), *out.values()}
        return role not in known and not (
            role == "target" and "total" in known
        )  # 全市 | 甲县 | 乙县: the target is there

    for role, least in (("ordinal", 0.9), ("nature", 0.9), ("measure_unit", 0.9), ("target", 0.8)):
        if missing(role):
            found = [
                c
                for c in free()
                if fit(role, values[c]) >= least
                and (role != "target" or len(values[c]) > 1)
                and (role != "ordinal" or (c < counted and _counts_on(values[c])))
            ]
            if len(found) == 1 or (found and header is None):
                out[found[0]] = role
    if not any(role in UNIT_ROLES for role in [*roles.values(), *out.values()]):
        found = [c for c in free() if fit("responsible", values[c]) >= 0.8]
        if found:
            out[found[0]] = "responsible"
    if missing("name") and (missing("measures") or header is None):
        party = next((c for c, role in roles.items() if role == "party"), None)
        often = [c for c in free() if party is None or c < party or 2 * len(values[c]) >= len(values[party])]
        found = sorted((c for c in often if fit("name", values[c]) >= 0.7), key=lambda c: -fit("name", values[c]))
        if found:
            out[found[0]] = "name"
    return out | (_without_words(values, roles | out) if header is None else {})


def _without_words(values: Sequence[Sequence[str]], roles: Mapping[int, str]) -> dict[int, str]:
    """Days and whole sentences of rows that were copied without their header: when a task is due, and what is done for it."""
    free = [c for c, texts in enumerate(values) if texts and not roles.get(c)]
    due = [c for c in free if fit("deadline", values[c]) >= 0.9]
    prose = [c for c in free if c not in due and fit("measures", values[c]) >= 0.9 and _are_sentences(values[c])]
    found = (("deadline", due), ("measures", prose))
    return {places[0]: role for role, places in found if len(places) == 1 and role not in roles.values()}


def _are_sentences(values: Sequence[str]) -> bool:
    """Whether texts are whole sentences, as measures and explanations are."""
    return sum(v.rstrip().endswith(("。", "；")) for v in values) * 2 > len(values)


def _counts_on(values: Sequence[str]) -> bool:
    """Whether figures are numbers of rows, not amounts: most are one more than the one before, or begin anew at 1."""
    numbers = [ordinal_value(v) for v in values]
    steps = [b is not None and (b == 1 or (a is not None and b - a == 1)) for a, b in pairwise(numbers)]
    return sum(steps) * 3 >= len(steps) * 2
