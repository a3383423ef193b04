"""The plan file: the only room that knows SQL. What crosses its door are records, Changes and frozen dataclasses."""

from .history import HistoryEntry, Transaction
from .log import new_id
from .plan_file import PlanFile

__all__ = ["HistoryEntry", "PlanFile", "Transaction", "new_id"]
