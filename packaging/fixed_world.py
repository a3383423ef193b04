"""A world that is the same at each run: the day, the moment and the random numbers. Import it before the program."""

from __future__ import annotations

import datetime
import os
import random
import time

_REAL_DATE, _REAL_DATETIME = datetime.date, datetime.datetime


class _LikeDate(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, _REAL_DATE)


class _LikeDatetime(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, _REAL_DATETIME)


class Clock:
    """What the program takes for now; `now` may be set at any time."""

    now = _REAL_DATETIME(2024, 6, 24, 9, 30)


class _Date(_REAL_DATE, metaclass=_LikeDate):
    @classmethod
    def today(cls) -> _Date:
        return cls(Clock.now.year, Clock.now.month, Clock.now.day)


class _Datetime(_REAL_DATETIME, metaclass=_LikeDatetime):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> _Datetime:
        return cls.fromtimestamp(Clock.now.timestamp(), tz)


def settle() -> None:
    """From here on the day and the random numbers are ours."""
    os.environ["TZ"] = "Asia/Shanghai"
    if hasattr(time, "tzset"):
        time.tzset()
    datetime.date, datetime.datetime = _Date, _Datetime
    time.time = lambda: Clock.now.timestamp()
    os.urandom = random.Random(7).randbytes
