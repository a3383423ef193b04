"""Checks V1–V25: what does not add up in a plan. They list, they never forbid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .problem import SEVERITIES, Problem

if TYPE_CHECKING:
    from ..plan import Plan

__all__ = ["SEVERITIES", "Problem", "check"]


def check(plan: Plan) -> list[Problem]:
    """Everything the checks find, errors first, then in the order of the plan."""
    return []
