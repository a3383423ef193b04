"""Who was sent what, who has returned it and who has not. The records say what happened; the state follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..core.errors import WrongCall
from ..core.periods import day_label, period_label
from ..core.records import Dispatch, Receipt, Unit, full_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..core.plan import Plan
    from ..core.records import Id
    from ..storage import HistoryEntry, PlanFile

STATES = {
    "waiting": "未回",
    "overdue": "逾期未回",
    "returned": "已回",
    "late": "迟交",
    "sent_back": "退回",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One dispatch and what came of it. `returns` counts the files that came back; the rest is of the latest of them.

    `state` is a word of STATES. `filled` of `expected` indicators had a figure; None where the unit did not count them.
    `reason` is why the latest was sent back, "" where it was not; `sent_by` names the unit that sent it on, if one did.
    """

    dispatch: Dispatch
    unit_name: str
    state: str
    returns: int
    returned_on: date | None
    returned_by: str
    filled: int | None
    expected: int | None
    reason: str = ""
    sent_by: str = ""

    @property
    def open(self) -> bool:
        """Whether something is still to come."""
        return self.state in ("waiting", "overdue", "sent_back")

    @property
    def label(self) -> str:
        """The state in words."""
        return STATES[self.state]


def overview(plan: Plan, *, today: date | None = None, latest_only: bool = True) -> list[Line]:
    """The dispatches of a plan with their state, by unit in the plan's order; of each unit only the latest, if asked.

    `plan` must know Unit, Dispatch and Receipt. Those that a unit sent on to its own sub-units are among them.
    """
    today = today or date.today()
    receipts: dict[Id, list[Receipt]] = {}
    for receipt in plan.ordered(Receipt):
        if receipt.dispatch is not None:
            receipts.setdefault(receipt.dispatch, []).append(receipt)
    lines = {
        (d.unit if latest_only else d.id, d.sender): _line(plan, d, receipts.get(d.id, []), today)
        for d in sorted(plan.ordered(Dispatch), key=lambda d: (d.round or 0, d.order, d.id))
    }
    places = {unit.id: n for n, unit in enumerate(plan.units)}

    def place(line: Line) -> tuple[int, int, str, Id]:
        sent = line.dispatch
        return places.get(sent.unit or 0, len(places)), sent.round or 0, sent.order, sent.id

    return sorted(lines.values(), key=place)


def _line(plan: Plan, dispatch: Dispatch, receipts: list[Receipt], today: date) -> Line:
    last = receipts[-1] if receipts else None
    return Line(
        dispatch=dispatch,
        unit_name=plan.bearer_name(dispatch.unit),
        state=_state(dispatch, receipts, today),
        returns=len(receipts),
        returned_on=(last.made_on or last.received_on) if last else None,
        returned_by=last.made_by if last else "",
        filled=last.filled if last else None,
        expected=last.expected if last else None,
        reason=last.reason if last and last.sent_back_on else "",
        sent_by=_sender_name(plan, dispatch),
    )


def _state(dispatch: Dispatch, receipts: list[Receipt], today: date) -> str:
    due = dispatch.due_on
    if not receipts:
        return "overdue" if due and today > due else "waiting"
    if receipts[-1].sent_back_on:
        return "sent_back"
    first = receipts[0].made_on or receipts[0].received_on
    return "late" if due and first and first > due else "returned"


def send_back(plan_file: PlanFile, dispatch: Id, reason: str, *, today: date | None = None) -> None:
    """Note that what a unit returned last is not good enough, and why; it waits for another return then.

    Raises WrongCall without a reason, or where nothing has come back.
    """
    plan = plan_file.read(Dispatch, Receipt)
    if plan.get(Dispatch, dispatch) is None:
        raise WrongCall("没有这一次下发。", "请从回收情况中选取。")
    returned = [receipt for receipt in plan.ordered(Receipt) if receipt.dispatch == dispatch]
    if not returned:
        raise WrongCall("这个单位还没有报回，没有可以退回的。", "要催它报送，请用催办。")
    if not reason.strip():
        raise WrongCall("没有写明退回的原因。", "请写一句话说明，对方要照着修改。")
    with plan_file.edit("退回上报") as edit:
        edit.put(Receipt, returned[-1].id, sent_back_on=today or date.today(), reason=reason.strip())


def changed_since(plan_file: PlanFile, dispatch: Id) -> list[HistoryEntry]:
    """What became part of this file after a dispatch went out, newest first: written here, or merged in since."""
    first = min(plan_file.history(Dispatch, dispatch), key=lambda entry: entry.ts, default=None)
    if first is None:
        raise WrongCall("没有这一次下发。", "请从回收情况中选取。")
    entries = plan_file.history_since(first.when)  # to the second
    return [entry for entry in entries if entry.when != first.when or entry.ts > first.ts]


def missing(lines: Iterable[Line]) -> list[Line]:
    """Those that are still to return to this office: not those to whom a unit sent on, that unit asks them."""
    every = list(lines)
    sent_to = {line.dispatch.unit for line in every}
    return [line for line in every if line.open and line.dispatch.sender not in sent_to]


def reminder(lines: Iterable[Line]) -> str:
    """The units that have not returned, as a text to paste into a message; "" when all have."""
    open_lines = missing(lines)
    if not open_lines:
        return ""
    out = [f"以下{len(open_lines)}个单位尚未报回："]
    for line in open_lines:
        due = f"，应于{day_label(line.dispatch.due_on)}前报回" if line.dispatch.due_on else ""
        period = f"{period_label(line.dispatch.period)}，" if line.dispatch.period else ""
        why = f"；退回原因：{line.reason}" if line.state == "sent_back" else ""
        out.append(f"{line.unit_name}（{period}第{line.dispatch.round or 1}轮{due}）{why}")
    return "\n".join(out)


def _sender_name(plan: Plan, dispatch: Dispatch) -> str:
    """Who sent a dispatch on; "" for the office of the plan itself."""
    unit = plan.get(Unit, full_key(dispatch.sender or 0))
    return unit.name if unit else ""
