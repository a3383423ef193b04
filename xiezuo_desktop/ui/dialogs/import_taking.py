"""What 确认导入 does: said in one line before, written as one edit when the person agrees."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from xiezuo_desktop.core.records import (
    Allocation,
    Category,
    Chapter,
    Clause,
    Indicator,
    Pairing,
    PlanInfo,
    Responsibility,
    ScoreItem,
    Task,
    Unit,
    UnitGroup,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xiezuo_desktop.core.changes import Step
    from xiezuo_desktop.core.records import Record
    from xiezuo_desktop.storage import PlanFile

    from .import_reading import Reading

_THINGS: tuple[tuple[tuple[type[Record], ...], str], ...] = (  # what people count, in the order in which they name it
    ((Category,), "个类别"),
    ((Indicator,), "条指标"),
    ((Task,), "项任务"),
    ((Chapter,), "章"),
    ((Clause,), "条条文"),
    ((ScoreItem,), "个评分项（含分项）"),
    ((Unit, UnitGroup), "个单位"),
    ((Allocation,), "个分解数"),
    ((Responsibility,), "处责任单位"),
    ((Pairing,), "对结对关系"),
)
CHUNK = 2000  # steps between two looks whether the writing was cancelled


def what_happens(good: Sequence[Reading]) -> str:
    """One line at the foot: what 确认导入 would do."""
    missing = sum(r.count("missing") for r in good)
    same = sum(r.same for r in good)
    left = sum(len(r.draft.open_unplaced) for r in good if r.draft)
    if not any(r.differences for r in good) and not any(r.steps for r in good):
        return "和计划里已有的完全一样，不用再导入。"
    words = [
        _counted(good, state, verb)
        for state, verb in (("new", "将新增"), ("changed", "修改"), ("filled", "补填"), ("gone", "删除"))
    ]
    changes = any(words)
    words += [f"{same} 条指标相同" if same else ""]
    words += [f"计划里有 {missing} 条来文没有，不动" if missing else ""]
    words += [f"{left} 处没能归位，会原样记下" if left else ""]
    if not changes:
        told = any(d.record is PlanInfo for r in good for d in r.differences)
        words.append("只补上文件里写的标题、文号等" if told else "计划的内容不变，只记下来文原文")
    return "，".join(w for w in words if w)


def _counted(good: Sequence[Reading], state: str, verb: str) -> str:
    """How many of which things become so: 将新增 6 个类别、19 条指标; "" for none that people count."""
    found = Counter(d.record for r in good for d in r.differences if d.state == state)
    things = [f"{sum(found[t] for t in types)} {word}" for types, word in _THINGS if any(found[t] for t in types)]
    return f"{verb} {'、'.join(things)}" if things else ""


def written(file: PlanFile, name: str, steps: Sequence[Step], report: Callable[[int, int, str], None]) -> bool:
    """Write all steps as one edit, or nothing when it is cancelled on the way."""
    with file.edit(name) as edit:
        for at in range(0, len(steps), CHUNK):
            report(at, len(steps), "正在写进计划……")
            edit.apply(steps[at : at + CHUNK])
        report(len(steps), len(steps), "正在写进计划……")
    return bool(edit.changes)
