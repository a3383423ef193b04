"""Errors a person can act on: one Chinese sentence what happened, one what to do."""

from __future__ import annotations


class UserError(Exception):
    """Something the user must know: `sentence` says what happened, `advice` what to do next.

    `exit_code` is that of the command line: 2 wrong call, 3 unreadable, 4 refused for safety.
    """

    exit_code = 3

    def __init__(self, sentence: str, advice: str = "") -> None:
        super().__init__(sentence, advice)
        self.sentence = sentence
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.sentence}{self.advice}"


class WrongCall(UserError):
    """The request itself makes no sense (no such report, no such record)."""

    exit_code = 2


class Unreadable(UserError):
    """A file or source cannot be read: damaged, not ours, too new, encrypted, gone."""


class Locked(Unreadable):
    """Somebody else is writing the file at this moment."""


class ReadOnly(UserError):
    """The file or its folder does not allow writing."""


class Refused(UserError):
    """Reading or writing was refused for safety; nothing was changed."""

    exit_code = 4


class Invalid(UserError):
    """A value or an edit cannot be accepted; nothing was changed."""

    exit_code = 2
