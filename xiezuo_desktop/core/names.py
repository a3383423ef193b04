"""Names of units: comparing them, taking a cell apart into them, and finding the unit that a text names – never by likeness."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from .ordinals import parse_chinese_numeral
from .unit_kinds import ends_like_body, guess_kind, is_bare_ending, starts_with_area

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from .plan import Plan
    from .records import Id, Unit, UnitGroup

__all__ = [
    "NameRegister",
    "UnitMention",
    "clean_text",
    "duplicates",
    "group_size",
    "guess_kind",
    "looks_like_group",
    "normalise",
    "split_plaque",
    "split_units",
]

# Patterns are texts: re compiles each when it is first used, not when the window starts.
_LONGEST_NAME = 80  # what is longer names nothing
_INVISIBLE = r"[\u200b-\u200f\u2060\ufeff\u00ad]"
_BLANK = rf"\s|{_INVISIBLE}"
_FOLDS = str.maketrans("—–―‐‑﹝﹞[]", "-----〔〕()", "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")
_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_OR_POINT = rf"{_HAN}\u3001-\u3003\u3008-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’…—"
_NOTHING = frozenset({"", "/", "-", "--", "—", "——", "－", "／", "无", "\\", "–", "―"})


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """A name as it is compared: one width, one kind of bracket and dash, without blanks and line breaks. Not for showing."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_FOLDS).split())


@lru_cache(maxsize=65536)
def clean_text(raw: str) -> str:
    """A text without the blanks that a narrow column or a conversion forced into it; line breaks stay.

    Blanks between Chinese characters go, and those beside a number with its measure word (30 万元, 2021 年); blanks between
    Latin words and between numbers stay, as one.
    """
    if raw.isprintable() and " " not in raw:
        return raw  # most texts: line breaks, tabs and invisible characters are not printable
    lines = []
    for line in re.sub(_INVISIBLE, "", raw).replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        text = re.sub(r"[^\S\n]+", " ", line).strip()
        if " " in text:
            text = re.sub(rf"(?<=[{_HAN_OR_POINT}]) (?=[{_HAN_OR_POINT}])", "", text)
            text = re.sub(rf"(?<=[{_HAN_OR_POINT}]) (?=[0-9０-９])|(?<=[0-9０-９%％]) (?=[{_HAN_OR_POINT}])", "", text)
        lines.append(text)
    return "\n".join(lines).strip("\n")


# ------------------------------------------------------------------------------------------------ one name


def split_plaque(name: str) -> tuple[str, tuple[str, ...]]:
    """A name with its 挂牌 in brackets behind it: 区民政局（区乡村振兴局） → (区民政局, (区乡村振兴局,)).

    Brackets that hold no name of a body (各镇（乡）街道, 各县（市、区）) stay in the name.
    """
    host, inside = _last_brackets(name)
    if not inside or looks_like_group(name):
        return name.strip(), ()
    plaques = [p for p in re.split(r"[、,，;；/\s]+", re.sub(r"^加?挂|牌子?$", "", inside)) if p]
    if not plaques or not all(len(p) >= 3 and ends_like_body(p) and not is_bare_ending(p) for p in plaques):
        return name.strip(), ()
    return host, tuple(plaques)


def _last_brackets(name: str) -> tuple[str, str]:
    """A name without the brackets at its end, and what they hold; "" where it does not end in a pair of brackets."""
    name = name.strip()
    start = max(name.rfind("（"), name.rfind("("))
    if start <= 0 or name[-1] not in "）)" or re.search(r"[）)]", name[start:-1]):
        return name, ""
    return name[:start].strip(), name[start + 1 : -1].strip()


_SORT = "街道办事处|街道|街镇|镇街|镇乡|乡镇|村居|社区|县区|县市区|市县区|县市|市县|市区|区县|园区|开发区|功能区|部门|单位|学校|医院|企业|团体|机关"
_LETTER = "镇|乡|村|县|市|区"
_ALSO = rf"{_SORT}|{_LETTER}|街?办(?:事处)?|街|场"  # beside others only: 各镇（办）, 各乡镇、场
_MORE = rf"(?:[、/,]?(?:{_SORT})|[、/,](?:{_ALSO})|\((?:{_ALSO})(?:[、/,](?:{_ALSO}))*\)(?:{_SORT}|{_LETTER})?)"
_SORTS = rf"(?:{_SORT}|{_LETTER}){_MORE}*"  # 镇, 乡镇（街道）, 镇（乡）街道, 县（市、区）
_COUNTED = rf"(?P<count>[0-9]{{1,3}}|[两三四五六七八九]|[二三四五六七八九]?[十百][一二三四五六七八九十]{{0,3}})(?:个|家|所)?{_SORTS}"
_SCOPE = "结对|有关|相关|其他|成员|牵头|责任|涉及|辖区|直属|全体|所有|全[区市县省]|[区市县省][属级直]"
_SCOPED = rf"(?:{_SCOPE}).{{0,8}}(?:{_SORT}|{_LETTER}){_MORE}*"
_SORTS_ALONE = rf"(?:乡镇|镇乡|街镇|镇街|街道|县区|县市区|市县区|区县|村居|部门|单位){_MORE}*|(?:{_LETTER}){_MORE}+"


def looks_like_group(name: str) -> bool:
    """Whether a name means several units: 十街镇, 各镇（乡）街道, 各县（市、区）, 区属各单位, 结对乡镇, 有关部门."""
    text = normalise(name)
    if len(text) > _LONGEST_NAME:
        return False
    if found := re.match(r"(?:.{0,6}?|.{2,16}(?:小组|委员会|指挥部|专班))各(?!族)", text):
        rest = text[found.end() :]
        return bool(re.search(rf"(?:{_SORTS}|[科处股]室|站所)$", rest)) or ends_like_body(rest)
    return any(re.fullmatch(p, text) for p in (_COUNTED, _SCOPED, _SORTS_ALONE))


def group_size(name: str) -> int | None:
    """How many units a group names: 十街镇 → 10, 12个乡镇 → 12, 九县（市、区） → 9; None where it does not say."""
    found = re.fullmatch(_COUNTED, normalise(name)) if looks_like_group(name) else None
    if not found:
        return None
    count = found["count"]
    return int(count) if count.isdigit() else parse_chinese_numeral(count)


# ------------------------------------------------------------------------------------------------ a cell of names


class UnitMention(NamedTuple):
    """A unit or group as a cell names it. `capacity` is the 挂牌 it acts under, `open` whether 等 follows, `remark` what
    else its brackets say (牵头, 配合 …)."""

    name: str
    capacity: str = ""
    open: bool = False
    remark: str = ""


_OPEN_END = r"\s*等(?:\s*(?:有关|相关|各)?(?:单位|部门|成员单位)?)?\s*[。.]?$"
_LIST_NUMBER = r"(?:(?<=\s)|^)(?:[0-9]{1,2}[.、．)）](?![0-9])|[（(][0-9]{1,2}[)）])|[①-⑳]"
_ORGAN = r"(?<!团)(?:[省市州区县旗]委|政府|党工?委)$"
_INNER_ORGAN = r".{0,8}(?:部|办|办公室|党校|老干部局|机要局|档案局|政法委|党史室|研究室|督查室|工委|专班)"
_FIRM_END = r"(?:局|委|办|部|会|联|中心|公司|街道|镇|乡|政府|院|社|队)"


def split_units(cell_text: str, known: Collection[str] = ()) -> list[UnitMention]:
    """The units that a cell names, in its order; `/`, `-` and blanks name none.

    、 , ; part names everywhere outside brackets, line breaks and blanks only where that leaves names of bodies (or
    `known` names) on both sides: a name that a line break cut stays whole, a bracket belongs to the name before it.
    """
    if "".join(cell_text.split()) in _NOTHING:
        return []
    known_names = {normalise(k) for k in known}
    text = re.sub(_LIST_NUMBER, "\n", re.sub(_INVISIBLE, "", cell_text))
    out: list[UnitMention] = []
    for piece in _rejoin_groups(_outer_split(text)):
        open_list = bool(re.search(_OPEN_END, piece)) and normalise(piece) not in known_names
        for name in _split_blanks(re.sub(_OPEN_END, "", piece) if open_list else piece, known_names):
            out.extend(_mention(part) for part in _split_and(name, known_names))
        if open_list and out:
            out[-1] = out[-1]._replace(open=True)
    return [m for m in out if m.name not in _NOTHING]


def _outer_split(text: str) -> list[str]:
    """The pieces between 、 , ; that stand outside brackets."""
    pieces, start, depth = [], 0, 0
    for i, c in enumerate(text):
        if c in "（(":
            depth += 1
        elif c in "）)":
            depth = max(0, depth - 1)
        elif c in "、,，;；" and not depth:
            pieces.append(text[start:i])
            start = i + 1
    pieces.append(text[start:])
    return [p.strip() for p in pieces if p.strip()]


def _rejoin_groups(pieces: list[str]) -> list[str]:
    """各镇、街道 is one group, not two names."""
    out: list[str] = []
    for piece in pieces:
        if (
            out
            and len(out[-1]) < _LONGEST_NAME
            and re.match(r".{0,6}各", normalise(out[-1]))
            and re.fullmatch(_SORTS, normalise(piece))
        ):
            out[-1] += "、" + piece
        else:
            out.append(piece)
    return out


def _split_blanks(text: str, known: set[str]) -> list[str]:
    """The names of a piece that only blanks and line breaks part: the cheapest way to read it (see `_segment_cost`)."""
    parts = re.split(r"(\s+)", text.strip())
    words, gaps = parts[::2], parts[1::2]
    if len(words) == 1 or normalise(text) in known:
        return [_join(words, gaps)]
    best: list[tuple[float, list[int]]] = [(0.0, [])]
    for end in range(1, len(words) + 1):
        candidates = []
        for start in range(max(0, end - 6), end):
            before, cuts = best[start]
            cost = _segment_cost(words[start:end], gaps[start : end - 1], known)
            candidates.append((before + cost, [*cuts, start]))
        best.append(min(candidates, key=lambda c: c[0]))
    starts = best[-1][1]
    ends = [*starts[1:], len(words)]
    return [_join(words[a:b], gaps[a : b - 1]) for a, b in zip(starts, ends, strict=True)]


def _segment_cost(words: list[str], gaps: list[str], known: set[str]) -> float:
    """How unlikely it is that these words are one name: 0 for a known one, 1 for one that ends like a body, 4 for another,
    more where it begins with a bare ending or a bracket (the second half of a name) or joins two whole names."""
    name = normalise("".join(words))
    if name in known:
        return 0.0
    if words[0][0] in "（(":
        return 50.0
    cost = 1.0 if _whole(name, known) else 4.0
    if is_bare_ending(normalise(words[0])):
        cost += 3.0
    grown = ""
    for word, following, gap in zip(words, words[1:], gaps, strict=False):
        grown += word
        cost += _join_cost(normalise(grown), normalise(following), gap, known)
    return cost


def _join_cost(left: str, right: str, gap: str, known: set[str]) -> float:
    if right[0] == "(" or left.count("(") > left.count(")"):
        return 0.0
    if is_bare_ending(right) and right not in known:
        return 0.2
    if not _whole(left, known):
        return 0.2
    if (
        re.search(_ORGAN, left)
        and re.fullmatch(_INNER_ORGAN, right)
        and not starts_with_area(right)
        and right not in known
    ):
        return 0.2  # 区委 | 组织部 is one name
    if _whole(right, known):
        return 5.0
    return 3.4 if "\n" in gap or starts_with_area(right) else 0.5


def _whole(name: str, known: set[str]) -> bool:
    core = re.sub(r"\([^()]*\)$", "", name)
    return name in known or core in known or looks_like_group(name) or ends_like_body(core)


def _join(words: Sequence[str], gaps: Sequence[str]) -> str:
    """The words as one name: without the blanks, except between Latin words."""
    name = words[0]
    for word, _ in zip(words[1:], gaps, strict=True):
        latin = name[-1].isascii() and name[-1].isalnum() and word[0].isascii() and word[0].isalnum()
        name += (" " if latin else "") + word
    return name


def _split_and(name: str, known: set[str]) -> list[str]:
    """甲局和乙局 as two names, where both are whole names; 发展和改革局 stays one."""
    if normalise(name) in known or looks_like_group(name):
        return [name]
    for found in re.finditer(r"[和及与]", name):
        left, right = name[: found.start()], name[found.end() :]
        if not re.search(rf"{_FIRM_END}$", left) or len(left) < 3 or not ends_like_body(left) or right.startswith("其"):
            continue
        if looks_like_group(right) or (starts_with_area(right) and _whole(normalise(right), known)):
            return [left, *_split_and(right, known)]
    return [name]


_ROLE_WORDS = r"(?:牵头|责任|配合|协助|负责|主办|协办|参与|统筹|汇总)(?:单位|部门)?"


def _mention(name: str) -> UnitMention:
    host, plaques = split_plaque(name)
    if plaques:
        return UnitMention(host, "、".join(plaques))
    host, inside = _last_brackets(name)
    if inside and re.fullmatch(_ROLE_WORDS, inside):
        return UnitMention(host, remark=inside)
    return UnitMention(name)


# ------------------------------------------------------------------------------------------------ finding a unit


class NameRegister:
    """The names, aliases and 挂牌 of a plan's units and groups, for finding the one that a text means."""

    def __init__(self, plan: Plan) -> None:
        self._by_name: dict[str, list[Id]] = defaultdict(list)
        self._by_alias: dict[str, list[Id]] = defaultdict(list)
        self._by_plaque: dict[str, list[Id]] = defaultdict(list)
        bearers: list[Unit | UnitGroup] = [*plan.units, *plan.groups]
        for bearer in bearers:
            self._by_name[normalise(bearer.name)].append(bearer.id)
            for alias in plan.aliases.get(bearer.id, ()):
                self._by_alias[normalise(alias)].append(bearer.id)
        for unit in plan.units:
            for plaque in unit.plaques.splitlines():
                self._by_plaque[normalise(plaque)].append(unit.id)
                self._by_alias[normalise(f"{unit.name}({plaque})")].append(unit.id)
        self._merged = {u.id: u.same_as for u in plan.units if u.same_as is not None}

    def find(self, text: str) -> Id | None:
        """The unit or group of this name: by its own name, else another wording, else a 挂牌, else the host before the
        brackets. None where there is none, or where several claim the text."""
        key = normalise(text)
        if not key:
            return None
        for names in (self._by_name, self._by_alias, self._by_plaque):
            if found := set(names.get(key, ())):
                return self._living(found.pop()) if len(found) == 1 else None
        host, plaques = split_plaque(text)
        return self.find(host) if plaques else None

    def _living(self, unit: Id) -> Id:
        for _ in range(20):
            merged = self._merged.get(unit)
            if merged is None:
                break
            unit = merged
        return unit


def duplicates(units: Iterable[Unit]) -> list[tuple[Unit, ...]]:
    """Units whose names differ only in width, blanks or brackets."""
    by_name: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.same_as is None and normalise(unit.name):
            by_name[normalise(unit.name)].append(unit)
    return [tuple(same) for same in by_name.values() if len(same) > 1]
