"""The plan file: the only room that knows SQL. What crosses its door are records, Changes and frozen dataclasses."""

from typing import TYPE_CHECKING, Any

from .log import new_id
from .plan_file import PlanFile

if TYPE_CHECKING:
    from .history import HistoryEntry, Transaction

__all__ = ["HistoryEntry", "PlanFile", "Transaction", "new_id"]


def __getattr__(name: str) -> Any:
    """The history is loaded when somebody asks for it: opening a file does not."""
    if name in ("HistoryEntry", "Transaction"):
        from . import history

        return getattr(history, name)
    raise AttributeError(name)
