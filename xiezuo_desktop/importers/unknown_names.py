"""Names that a draft says and the plan does not know: what they may mean, and the draft with what a person answered.

Nothing is settled by likeness: a suggestion is only shown. Without an answer a name becomes a unit of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..core.names import NameRegister, normalise
from .draft import DraftAlias, DraftGroup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..core.plan import Plan
    from .draft import Draft

NEW, GROUP, SAME = "new", "group", "same"
_LIKELY = 70  # of 100: what is less alike is not suggested
_MOST = 3
_AREA = re.compile(r"^.{0,3}?[省市区县旗州](?=.{2})")
_NUMERAL = re.compile(r"[0-9０-９一二三四五六七八九十百]+")
_PLACE = re.compile(r"(?:街道|镇|乡|苏木|社区|村)(?:办事处|人民政府|政府|居委会|村委会)?$")
_WITHIN = re.compile(r"^(.{2,}?(?:街道|镇|乡|苏木))(?=.{2})(?!办事处|人民政府|政府)")


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name that the plan does not know, where it stands, and the units it may be another wording of, likeliest first."""

    name: str
    is_group: bool
    uses: int
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said a name is: a new unit, a group, or the same as `of`."""

    kind: str
    of: str = ""


def unknown_names(draft: Draft, plan: Plan) -> list[UnknownName]:
    """The names of a draft that the plan does not know, those with suggestions first."""
    register = NameRegister(plan)
    known = [*(u.name for u in plan.units if u.same_as is None), *(g.name for g in plan.groups)]
    said = [(u.name, False) for u in draft.units] + [(g.name, True) for g in draft.groups]
    new = [(name, group) for name, group in said if register.find(name) is None]
    counts = _uses(draft)
    others = [*known, *(name for name, _ in new)]
    out = [UnknownName(n, g, counts.get(normalise(n), 0), tuple(alike(n, others))) for n, g in new]
    return sorted(out, key=lambda u: not u.suggestions)


def _uses(draft: Draft) -> dict[str, int]:
    out: dict[str, int] = {}
    duties = [*(i.responsibilities for i in draft.indicators), *(t.responsibilities for t in draft.tasks)]
    names = [d.unit for some in duties for d in some]
    names += [n for i in draft.indicators for a in i.allocations for n in (a.unit, a.partner) if n]
    names += [c.unit for c in draft.chapters if c.unit]
    for name in names:
        out[normalise(name)] = out.get(normalise(name), 0) + 1
    return out


def alike(name: str, names: Sequence[str]) -> list[str]:
    """The names among others that are likely the same unit in other words, likeliest first."""
    from rapidfuzz import fuzz

    def score(other: str) -> float:
        if _NUMERAL.sub("#", name) == _NUMERAL.sub("#", other):
            return 0.0  # 第一小学, 第二小学
        one, two = _told_apart(_core(name), _core(other))
        return max(fuzz.ratio(one, two), _shortened(one, two))

    others = list(dict.fromkeys(n for n in names if normalise(n) != normalise(name)))
    scored = [(score(n), n) for n in others]
    best = sorted((s for s in scored if s[0] >= _LIKELY), key=lambda s: -s[0])[:_MOST]
    return [n for _, n in best]


def _core(name: str) -> str:
    """What tells a name from its neighbours: without the area before it and the brackets behind it."""
    return _AREA.sub("", re.sub(r"\([^()]*\)$", "", normalise(name)))


def _told_apart(one: str, other: str) -> tuple[str, str]:
    """What tells two names apart: of bodies in one town what follows it, of two towns what stands before 街道, 镇, 村.

    A town and a body in it (洪山镇, 洪山镇保福合作社) are two, however alike they look: nothing of the town is left.
    """
    inside = [m.group(1) if (m := _WITHIN.match(n)) else "" for n in (one, other)]
    towns = [place or n for place, n in zip(inside, (one, other), strict=True)]
    if any(inside) and towns[0] == towns[1]:
        return one.removeprefix(inside[0] or one), other.removeprefix(inside[1] or other)
    ends = [m.group()[0] if (m := _PLACE.search(n)) else "" for n in (one, other)]
    if ends[0] and ends[0] == ends[1]:
        return _PLACE.sub("", one), _PLACE.sub("", other)
    return one, other


def _shortened(one: str, other: str) -> float:
    """90 where one name is the other with letters left out, as offices shorten: 人社局, 人力资源和社会保障局."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    fits = len(short) >= 3 and short != long and short[0] == long[0] and all(c in rest for c in short)
    return 90.0 if fits else 0.0


def explained(answers: Mapping[str, Answer], name: str, answer: Answer) -> dict[str, Answer]:
    """The answers with one more; an earlier one that would close a circle (乙 is 甲, now 甲 is 乙) is taken back."""
    out = {**answers, name: answer}
    names = {normalise(n): n for n in out}
    seen, at = {name}, name
    while out[at].kind == SAME and (following := names.get(normalise(out[at].of))) is not None:
        if following in seen:
            return {n: a for n, a in out.items() if n != at}
        seen.add(following)
        at = following
    return out


def answered(draft: Draft, answers: Mapping[str, Answer]) -> Draft:
    """The draft with what a person said of its unknown names (by the name as the draft has it)."""
    if not answers:
        return draft
    said = {normalise(name): answer for name, answer in answers.items()}

    def kind(name: str) -> str:
        return said[normalise(name)].kind if normalise(name) in said else ""

    def meant(name: str) -> str:
        """The end of a chain: 甲 is 乙, 乙 is 丙."""
        seen = set()
        while kind(name) == SAME and normalise(name) not in seen:
            seen.add(normalise(name))
            name = said[normalise(name)].of
        return name

    names = [u.name for u in draft.units] + [g.name for g in draft.groups]
    aliases = tuple(DraftAlias(n, meant(n)) for n in names if kind(n) == SAME)
    units = tuple(u for u in draft.units if kind(u.name) not in (SAME, GROUP))
    groups = tuple(g for g in draft.groups if kind(g.name) != SAME)
    groups += tuple(DraftGroup(u.name) for u in draft.units if kind(u.name) == GROUP)
    return replace(draft, units=units, groups=groups, aliases=(*draft.aliases, *aliases))
