"""Whether long work is still wanted: who starts it says how to ask, the work asks now and then, wherever it is at."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Item = TypeVar("Item")

_OFTEN = 0.05  # seconds from one question to the next
_FEW = 100  # of the rows that are done in no time: looking at the clock for each would take longer

_ask: ContextVar[Callable[[], None] | None] = ContextVar("ask", default=None)


@contextmanager
def asking(ask: Callable[[], object] | None) -> Iterator[None]:
    """Work done inside calls `ask` about every twentieth of a second; what it raises ends the work. None: nobody asks."""
    last = monotonic()

    def now_and_then() -> None:
        nonlocal last
        now = monotonic()
        if now - last >= _OFTEN:
            last = now
            assert ask is not None
            ask()

    before = _ask.set(now_and_then if ask else None)
    try:
        yield
    finally:
        _ask.reset(before)


def still_wanted() -> None:
    """To be called once for every row or so of long work: raises what the asker raises when the work is not wanted any more."""
    ask = _ask.get()
    if ask is not None:
        ask()


def while_wanted(items: Iterable[Item]) -> Iterator[Item]:
    """The same items for quick work on each, asking at every hundredth whether they are still wanted."""
    for number, item in enumerate(items):
        if not number % _FEW:
            still_wanted()
        yield item
