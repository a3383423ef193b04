"""What a trial import tells: how columns and rows were read, names the plan does not know, what would change."""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.plan import Plan
    from ..importers.draft import Draft

MOST = 200  # changed fields that are listed


def readings_in_words(draft: Draft) -> Iterator[str]:
    """For each table its columns with their meaning and what speaks for it, and how many rows of each kind it has."""
    from ..importers.readings import ROW_KINDS

    for number, sheet in enumerate(draft.sheets, 1):
        yield f"表格 {number}："
        for column in sheet.columns:
            mark = {"guess": "？", "likely": "？", "unknown": "－"}.get(column.trust, "　")
            yield f"  {mark}第 {column.index + 1} 栏 {sheet.label(column.index) or '（不认识）'}：{column.evidence}"
        kinds = Counter(draft.rows[place] for place in sheet.places)
        if kinds:
            yield "  各行：" + "、".join(f"{ROW_KINDS[kind]} {n}" for kind, n in kinds.items())
    for chapter in draft.chapters:
        yield f"{chapter.ordinal}{'、' if chapter.ordinal else ''}{chapter.heading or chapter.unit}：{len(chapter.clauses)} 条"


def names_in_words(draft: Draft, plan: Plan) -> Iterator[str]:
    """The names that the plan does not know, with those that they are like; nothing is taken for the same by itself."""
    from ..importers.unknown_names import unknown_names

    for name in unknown_names(draft, plan):
        if name.suggestions:
            alike = "、".join(f"“{s}”" for s in name.suggestions)
            yield f"新名称“{name.name}”像{alike}；如是同一单位，请导入后在窗口里合并，或导入时说明"


def changes_in_words(draft: Draft, plan: Plan) -> tuple[list[str], Plan]:
    """What would become of the plan, before → after; and the plan as it would be."""
    from ..core.outline import applied
    from ..core.records import full_key
    from ..importers.comparing import STATES, differences
    from ..importers.steps import take_in

    ids = count(1)
    taking = take_in(draft, plan, lambda: -next(ids))
    after = applied(plan, taking.steps)
    named = [full_key(i) for i in taking.indicators]
    found = differences(plan, after, taking.steps, named, taking.unnamed)
    states = Counter(d.state for d in found)
    lines = ["将会：" + ("，".join(f"{STATES[s]} {n} 条" for s, n in states.items()) or "没有变化")]
    told = [(d.what, f) for d in found if d.state == "changed" for f in d.fields]
    lines += [
        f"修改 {what} {label}：{before or '（空）'} → {now or '（空）'}" for what, (label, before, now) in told[:MOST]
    ]
    lines += [f"来文没有 {d.what}" for d in found if d.state == "missing"][:MOST]
    return lines, after
