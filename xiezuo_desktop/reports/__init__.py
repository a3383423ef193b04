"""Plan → Paper: what can be printed, each report in a module of its own."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from xiezuo_desktop.core.errors import WrongCall

if TYPE_CHECKING:
    from collections.abc import Callable

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.documents.paper import Paper

__all__ = ["REPORTS", "Report", "compose"]


@dataclass(frozen=True, slots=True)
class Report:
    """A report: what people call it, and the function of this package that composes it."""

    label: str
    function_name: str

    @property
    def function(self) -> Callable[..., Paper]:
        """The function, loaded when it is first needed."""
        module = import_module(f"{__name__}.{self.function_name}")
        found: Callable[..., Paper] = getattr(module, self.function_name)
        return found


REPORTS = {
    "taskbook": Report("任务书", "task_book"),
    "indicators": Report("指标分解表", "indicators"),
}


def compose(name: str, plan: Plan, **options: Any) -> Paper:
    """The paper of a report. Options that are None or that this report does not know are left out.

    Options: `unit` (name of a unit), `paper` ("A4", "A3"), `turned` (横排 pages). Raises WrongCall for an unknown name.
    """
    report = REPORTS.get(name.replace("_", ""))
    if report is None:
        known = "、".join(f"{key}（{value.label}）" for key, value in REPORTS.items())
        raise WrongCall(f"没有叫“{name}”的报表，", f"可以用：{known}。")
    function = report.function
    known_options = inspect.signature(function).parameters
    return function(plan, **{k: v for k, v in options.items() if v is not None and k in known_options})
