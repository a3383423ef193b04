"""Which column of a scheme is what.

Told by their words and, where these are vague (名称指标 over the groups, 考核内容 over the items), by what stands below:
points are figures, groups stand in fewer rows than items, the longest prose that states points is the content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..core.scoring.reading import rule_part
from ..core.scoring.rules import points_of
from .columns import Column, Layout
from .outline import one_line
from .table_rows import NOTHING
from .words import UNIT_ROLES, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .ledger import Sheet

_POINTS = re.compile(r"分值|满分|权重|标准分|基准分|基本分|基础分|赋分|分数|配分")
_RESULT = re.compile(r"得分|自评|初评|复核|核定|扣分|加分|实得|(?:评分|考评)$")
_WITH_POINTS = re.compile(r"\(\d+(?:\.\d+)?分?\)$")
_POINTS_BEHIND = re.compile(r"(\d+(?:\.\d+)?)分\)?$")
_WITH_LIMIT = re.compile(r"\(最[多高][^()]*分\)$")  # 加分项（最多加6分）: a group
_MOSTLY = 0.6  # of the texts of a column that must say how points are given
_SAMPLE = 300  # rows that are looked at: longer tables are no schemes
_NO_ITEMS = ("ordinal", "evidence", "note", "deadline", "assessor", *UNIT_ROLES)
_TOTAL = re.compile(r"(?:合计|总计|小计|共计|总分)(?:\([^)]*\))?")
FIGURES = ("target", "measure_unit", "progress", "total", "nature")
LONGEST_NAME = 24  # characters: what is longer on the average is no name


@dataclass(frozen=True, slots=True)
class SchemeLayout:
    """The columns of a scheme: role → index. `rows` is the layout by which rows are told apart and joined."""

    columns: dict[str, int]
    assessors: tuple[int, ...]
    rows: Layout
    source: Layout
    ruled: bool = True  # some of its texts say how points are given
    results: bool = False  # it holds scores or figures that somebody has reached


def with_scheme_columns(sheet: Sheet, layout: Layout) -> Layout:
    """The columns with rules and points told by what they hold, whatever stands above them: texts that say how many points are
    given are the rules, figures under a word with 分, or that add up to the points which rows across the table state, the points.
    """
    if layout.header is None or any(c.said for c in layout.columns):
        return layout
    sheet = replace(sheet, rows=sheet.rows[: layout.first + _SAMPLE])
    looks = [_Look(sheet, layout, column) for column in layout.columns]
    roles: dict[int, str] = {}
    ruled = [k for k in looks if k.rules >= _MOSTLY and len(k.texts) > 1]
    if not ruled:
        return layout
    if not layout.has("rule"):
        best = max(ruled, key=lambda k: (k.rules, k.length))
        others = [k for k in looks if k is not best and k.is_text and k.column.role not in _NO_ITEMS]
        if best.column.role not in ("name", "category") and any(
            5 * len(k.texts) >= 4 * len(best.texts) for k in others
        ):
            roles[best.column.index] = "rule"
    if not any(k.is_points for k in looks):
        figures = [
            k
            for k in looks
            if k.holds_figures and k.column.role in ("target", "total", "figure", "") and not k.is_result
        ]
        found = [k for k in figures if "分" in _bare(k.column.caption)]
        if not found and not layout.has("measure_unit"):
            found = [k for k in figures if _adds_up(sheet, layout, k)]
        roles |= {k.column.index: "points" for k in found[:1]}
    return replace(layout, columns=tuple(replace(c, role=roles.get(c.index, c.role)) for c in layout.columns))


def _adds_up(sheet: Sheet, layout: Layout, look: _Look) -> bool:
    """Whether the figures of a column add up to what its row of sums, or the headings with （N分） across the table, state."""
    own = sum(p for t in look.texts if (p := points_of(one_line(t))) is not None)
    rows = sheet.rows[layout.first :]
    totals = [r for r in rows if any(_TOTAL.fullmatch(folded(s.text)) for s in r.begun)]
    stated = [points_of(one_line(r.slots[look.column.index].text)) for r in totals]
    heads = [s.text for r in rows for s in r.begun if s.column_span > 1 or s.row_span > 1]
    grouped = [points_of(found[1]) for t in heads if (found := _POINTS_BEHIND.search(folded(t)))]
    return own > 0 and (own in stated or (len(grouped) > 1 and own == sum(p for p in grouped if p is not None)))


def scheme_layout(sheet: Sheet, layout: Layout) -> SchemeLayout | None:
    """The columns of a sheet as those of a scheme, or None: it needs points or rules, and texts they belong to."""
    if layout.header is None:
        return None
    looks = [_Look(sheet, layout, column) for column in layout.columns]
    points = [k for k in looks if k.is_points]
    rules = [k for k in looks if k.column.role == "rule" or k.rules >= 0.4]
    if not rules and not (points and layout.has("name")):
        return None
    columns = _roles(looks, points, rules, layout)
    columns = _as_said(columns, layout)
    if columns is None:
        return None
    named = layout.of("assessor") or layout.of(*UNIT_ROLES)
    assessors = tuple(c for c in named if c not in columns.values())
    ruled = bool(rules) or any(k.rules > 0 for k in looks)
    return SchemeLayout(columns, assessors, _row_layout(layout, columns), layout, ruled, _holds_results(looks, columns))


def _holds_results(looks: Sequence[_Look], columns: dict[str, int]) -> bool:
    """Whether there is a column of scores, or figures below a word that names no column of a scheme: a party."""
    others = [k for k in looks if k.column.index not in columns.values() and k.texts and not k.is_text]
    return any(k.is_result for k in looks) or any(k.column.role in ("", "progress", "party") for k in others)


_SAID = {"category": "group", "rule": "standard"}  # what a column of this meaning is called in a scheme
_KNOWN = ("ordinal", "group", "group_points", "name", "content", "standard", "points", "evidence", "note")


def _as_said(columns: dict[str, int] | None, layout: Layout) -> dict[str, int] | None:
    """The columns as a person corrected them."""
    said = {c.index: _SAID.get(c.role, c.role) for c in layout.columns if c.said}
    if not said:
        return columns
    kept = {r: c for r, c in (columns or {}).items() if c not in said and r not in said.values()}
    out = kept | {role: c for c, role in said.items() if role in _KNOWN}
    return out if "content" in out else None


def names_result(caption: str) -> bool:
    """Whether a caption names what somebody has scored: 自评得分, not the points there are."""
    bare = _bare(caption)
    return bool(_RESULT.search(bare)) and not _POINTS.search(bare)


def _bare(caption: str) -> str:
    return re.sub(r"[（(].*", "", caption)


class _Look:
    """What a column holds: its texts below the header, how long they are, how many of them state a rule."""

    def __init__(self, sheet: Sheet, layout: Layout, column: Column) -> None:
        self.column = column
        rows = [r for r in sheet.rows[layout.first :] if not any(_TOTAL.fullmatch(folded(s.text)) for s in r.begun)]
        slots = [r.slots[column.index] for r in rows]
        self.texts = [s.text for s in slots if s.text and s.top and s.left and s.column_span < max(3, sheet.width - 1)]
        words = [t for t in self.texts if folded(t) not in NOTHING]
        self.length = sum(len(folded(t)) for t in words) / len(words) if words else 0.0
        self.rules = sum(bool(rule_part(t)) and len(folded(t)) > 6 for t in words) / len(words) if words else 0.0
        figures = sum(points_of(one_line(t)) is not None for t in words)
        caption = _bare(column.caption)
        self.is_result = names_result(column.caption) and not self.rules
        named = bool(_POINTS.search(caption)) or (column.role == "points" and not _RESULT.search(caption))
        self.holds_figures = bool(words) and figures * 2 > len(words)
        self.is_points = self.holds_figures and named
        holds_points = sum(bool(_WITH_POINTS.search(folded(t))) for t in words)
        limited = any(_WITH_LIMIT.search(folded(t)) for t in words)
        self.is_group = column.role == "category" or limited or (bool(words) and holds_points * 2 > len(words))
        self.is_text = bool(words) and figures * 2 <= len(words)


def _roles(
    looks: Sequence[_Look], points: Sequence[_Look], rules: Sequence[_Look], layout: Layout
) -> dict[str, int] | None:
    """Role → column: ordinal, group, group_points, name, content, standard, points, evidence, note."""
    fixed = {role: c for role in ("ordinal", "evidence", "note") if (c := layout.one(role)) is not None}
    if "evidence" not in fixed and (method := layout.one("method")) is not None:
        fixed["evidence"] = method
    taken = {*fixed.values(), *layout.of(*UNIT_ROLES, "assessor"), *layout.of(*FIGURES)}
    texts = [k for k in looks if k.is_text and k.column.index not in taken and not k.is_result]
    standard = next((k for k in rules if k.column.role == "rule" and k in texts), None)
    rest = [k for k in texts if k is not standard]
    if not rest:
        return None
    most = max(len(k.texts) for k in rest)
    content = max(
        rest,
        key=lambda k: (
            k.rules >= 0.4 and standard is None,
            5 * len(k.texts) >= 4 * most,
            k.column.role != "category",
            k.length,
            k.column.index,
        ),
    )
    if standard is not None and _only_groups(content, standard, points, alone=len(rest) == 1):
        content, standard = (
            standard,
            None,
        )  # 考核项目 | 考核内容及评分办法: what there is to do stands with how it is scored
    content = _content_beside(content, rest)
    norm = next((k for k in rest if k.column.role == "definition" and 5 * len(k.texts) >= 4 * most), None)
    named = content
    if norm is not None and norm.column.index > content.column.index and content.column.role == "name":
        content = norm  # 考核指标 | 标准
    left = [k for k in rest if k.column.index < named.column.index]
    left += [k for k in rest if k.column.index > content.column.index and k.column.role == "category"]
    numbered = next((len(k.texts) for k in looks if k.column.index == fixed.get("ordinal")), 0)
    group, name = _headings(left, numbered or len(content.texts))
    if content is not named:
        group, name = group or name, named
    found = {"group": group, "name": name, "content": content, "standard": standard}
    if points:
        own = found["points"] = max(points, key=lambda k: (len(k.texts), k.column.index))
        fewer = (k for k in points if k is not own and len(k.texts) < len(own.texts))
        found["group_points"] = next(fewer, None) if group else None
    return fixed | {role: look.column.index for role, look in found.items() if look}


def _content_beside(content: _Look, rest: Sequence[_Look]) -> _Look:
    """Where the paper has both 考核项目 and 考核内容, the content is what it calls so, however short."""
    if not _bare(content.column.caption).endswith("项目"):
        return content
    called = (k for k in rest if k.column.index > content.column.index and _bare(k.column.caption).endswith("内容"))
    return next((k for k in called if 5 * len(k.texts) >= 4 * len(content.texts)), content)


def _only_groups(content: _Look, standard: _Look, points: Sequence[_Look], *, alone: bool) -> bool:
    """Whether the best column beside the rules only names groups: it has fewer texts than the rules, of which each has points."""
    own = max((len(k.texts) for k in points), default=0)
    fewer = 5 * len(content.texts) < 4 * len(standard.texts)
    return fewer and 5 * own >= 4 * len(standard.texts) and (content.is_group or alone)


def _headings(columns: Sequence[_Look], most: int) -> tuple[_Look | None, _Look | None]:
    """The columns that name the groups and the items; groups stand in fewer rows (`most`: all items)."""
    short = [k for k in columns if k.length <= LONGEST_NAME]
    group = next((k for k in short if len(k.texts) < most or k.is_group), short[0] if len(short) > 1 else None)
    name = next((k for k in reversed(short) if k is not group), None)
    return group, name


def _row_layout(layout: Layout, columns: dict[str, int]) -> Layout:
    """The columns by the roles that tell rows apart: the content is what a row is about, points begin a row."""
    known = {"content": "name", "group": "category", "points": "total", "standard": "definition", "name": "item"}
    roles = {index: known.get(role, role) for role, index in columns.items()}
    kept = [
        replace(c, role=roles.get(c.index, c.role if c.role not in ("name", "category", "total") else ""))
        for c in layout.columns
    ]
    return Layout(tuple(kept), layout.header)
