"""Checks V1–V25: what does not add up in a plan. They list, they never forbid; a person repairs or accepts with a reason.

The rules are loaded when a plan is checked: splitting and figures need `facts` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..plan import Plan
    from .problem import SEVERITIES, Problem

__all__ = ["SEVERITIES", "Problem", "check"]


def check(plan: Plan) -> list[Problem]:
    """Everything the checks find: errors, warnings, hints; within each by rule and in the order of the plan.

    A finding that somebody accepted (Waiver) is listed with the reason.
    """
    from .rules import run

    return run(plan)


def __getattr__(name: str) -> Any:
    """What a finding is, for those that look at findings."""
    if name not in ("SEVERITIES", "Problem"):
        raise AttributeError(name)
    from . import problem

    return getattr(problem, name)
