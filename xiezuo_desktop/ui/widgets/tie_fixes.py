"""改文字 and 改目标: the two ways in which a clause and the target that it states are made to agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiezuo_desktop.core.records import Indicator

from .look import button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from xiezuo_desktop.core.changes import Step
    from xiezuo_desktop.core.checks import Problem
    from xiezuo_desktop.core.records import Id
    from xiezuo_desktop.ui.session import Session


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to repair: its words, what it will do, and the steps of the edit."""

    session: Session
    words: str
    tip: str
    label: str
    steps: list[Step]

    def do(self) -> None:
        """Make the edit; one undo takes it back."""
        with self.session.edit(self.label) as edit:
            edit.apply(self.steps)


def fixes_of(session: Session, problem: Problem) -> list[Fix]:
    """How a finding can be repaired at once: V6, where one clause alone states the indicator; [] for all others."""
    if problem.rule != "V6" or problem.record is not Indicator or problem.key is None or problem.waived is not None:
        return []
    return fixes_for(session, problem.key[0])


def fixes_for(session: Session, indicator_id: Id) -> list[Fix]:
    """The two ways to make an indicator and the one clause that states it agree; [] where they do, or several state it."""
    if not session.can_edit:
        return []
    from xiezuo_desktop.core.ties import only_statement, say_the_target, take_the_clause

    plan = session.plan
    indicator = plan.get(Indicator, indicator_id)
    found = only_statement(plan, indicator) if indicator is not None else None
    if indicator is None or found is None or found.agrees:
        return []
    said = f"{found.number}{found.measure_unit}"
    target = f"{indicator.target}{indicator.measure_unit}"
    ways = (
        (
            "改文字",
            f"把条文里的 {said} 改成目标 {target}",
            f"条文改为“{indicator.name}”的目标",
            say_the_target(plan, found.clause.id, indicator.id),
        ),
        (
            "改目标",
            f"把目标 {target} 改成条文里的 {said}",
            f"“{indicator.name}”的目标改为条文里的数",
            take_the_clause(plan, found.clause.id, indicator.id),
        ),
    )
    may = {"改文字": True, "改目标": session.may_change(Indicator, indicator.key)}
    return [Fix(session, words, tip, label, steps) for words, tip, label, steps in ways if steps and may[words]]


def fix_button(fix: Fix, look: str = "link") -> QPushButton:
    """A button that repairs."""
    made = button(fix.words, look, tip=fix.tip, on=fix.do)
    made.setProperty("small", look == "link")
    return made
