"""The plan file: the only room that knows SQL. What crosses its door are records, Changes and frozen dataclasses."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .log import new_id
from .plan_file import PlanFile

if TYPE_CHECKING:
    from .conflicts import Claim, Conflict
    from .examine import Taken
    from .history import HistoryEntry, Transaction
    from .merge import Merge, Preview, RowChange

__all__ = [
    "Claim",
    "Conflict",
    "HistoryEntry",
    "Merge",
    "PlanFile",
    "Preview",
    "RowChange",
    "Taken",
    "Transaction",
    "new_id",
]

_LATER = {
    **dict.fromkeys(("HistoryEntry", "Transaction"), "history"),
    **dict.fromkeys(("Claim", "Conflict"), "conflicts"),
    **dict.fromkeys(("Merge", "Preview", "RowChange"), "merge"),
    "Taken": "examine",
}


def __getattr__(name: str) -> Any:
    """History, disputes and merging are loaded when somebody asks for them: opening a file does not."""
    if name in _LATER:
        return getattr(import_module(f".{_LATER[name]}", __name__), name)
    raise AttributeError(name)
