"""What an import would change, as rows of a list: the state, the record, the field, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.importers.comparing import STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiezuo_desktop.importers.comparing import Difference

HEADS = ("", "记录", "项目", "原来", "导入后")
MOST = 3000
_ORDER = ("changed", "gone", "filled", "missing", "new")
_TONES = {"changed": "warn", "gone": "bad", "filled": "", "missing": "off", "new": ""}
_LONGEST = 120


def change_rows(differences: Sequence[Difference]) -> tuple[list[list[str]], list[list[str]]]:
    """The rows with their tones: what changes stands first, field by field; new records have one row each."""
    rows: list[list[str]] = []
    tones: list[list[str]] = []
    for difference in sorted(differences, key=lambda d: _ORDER.index(d.state)):
        lines = difference.fields if difference.state in ("changed", "filled") else ((_told(difference)),)
        for label, before, after in lines:
            rows.append([STATES[difference.state], difference.what, label, before[:_LONGEST], after[:_LONGEST]])
            tone = _TONES[difference.state]
            tones.append([tone, "off" if tone == "off" else "", "off", "off", "off" if tone == "off" else ""])
        if len(rows) >= MOST:
            break
    return rows[:MOST], tones[:MOST]


def _told(difference: Difference) -> tuple[str, str, str]:
    if difference.state == "missing":
        label, before, _ = difference.fields[0] if difference.fields else ("", "计划里有", "")
        return label, before, "来文里没有，保持不动"
    return "", "", "；".join(f"{label} {after}" for label, _, after in difference.fields if after)


def changes_told(differences: Sequence[Difference]) -> str:
    """The states with their counts: 修改 3，新增 38，来文没有 25."""
    counts = {
        state: sum(d.state == state for d in differences) for state in ("changed", "gone", "filled", "new", "missing")
    }
    return "，".join(f"{STATES[state]} {count}" for state, count in counts.items() if count)
