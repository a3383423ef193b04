"""What 确认导入 does: said in one line before, written as one edit when the person agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xiezuo_desktop.core.changes import Step
    from xiezuo_desktop.storage import PlanFile

    from .import_reading import Reading

CHUNK = 2000  # steps between two looks whether the writing was cancelled


def what_happens(good: Sequence[Reading]) -> str:
    """One line at the foot: what 确认导入 would do."""
    new, changed, gone, missing = (sum(r.count(s) for r in good) for s in ("new", "changed", "gone", "missing"))
    left = sum(len(r.draft.unplaced) for r in good if r.draft)
    if not any(r.differences for r in good) and not any(r.steps for r in good):
        return "和计划里已有的完全一样，不用再导入。"
    words = [f"将新增 {new} 条" if new else "", f"修改 {changed} 条" if changed else ""]
    words += [
        f"删除 {gone} 条" if gone else "",
        f"{sum(r.same for r in good)} 条指标相同" if any(r.same for r in good) else "",
    ]
    words += [f"计划里有 {missing} 条来文没有，不动" if missing else ""]
    words += [f"{left} 处没能归位，会原样记下" if left else ""]
    return "，".join(w for w in words if w) or "只记下来文原文。"


def written(file: PlanFile, name: str, steps: Sequence[Step], report: Callable[[int, int, str], None]) -> bool:
    """Write all steps as one edit, or nothing when it is cancelled on the way."""
    with file.edit(name) as edit:
        for at in range(0, len(steps), CHUNK):
            report(at, len(steps), "正在写进计划……")
            edit.apply(steps[at : at + CHUNK])
        report(len(steps), len(steps), "正在写进计划……")
    return bool(edit.changes)
