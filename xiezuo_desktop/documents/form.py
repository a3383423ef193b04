"""Form: a sheet that somebody fills in and sends back. Some cells take an answer, the others are protected."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Answer(Enum):
    """What may be typed into a column."""

    NONE = "none"  # nothing: the text of the form stands there
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"  # one of the column's choices
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column: its caption, its width in characters, and what a person sees when a cell of it is chosen."""

    caption: str
    width: float
    answer: Answer = Answer.NONE
    hint: str = ""
    is_number: bool = False  # set flush right
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row: its key, which nobody sees, and its texts by column. `answer` replaces that of number columns; a heading has none."""

    key: str
    texts: tuple[str, ...]
    answer: Answer = Answer.NUMBER
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet to be filled in. `mark` says in the hidden column what the form is; `blank` is a line of its own to be filled in."""

    name: str  # of the sheet
    title: str
    lines: tuple[str, ...]
    mark: str
    columns: tuple[FormColumn, ...]
    rows: tuple[FormRow, ...]
    blank: tuple[str, str, str] = ("", "", "")  # key, caption, text of the line above the table that takes an answer
    help: tuple[str, ...] = ()
    author: str = ""
    beside: Form | None = None  # another sheet of the same workbook
