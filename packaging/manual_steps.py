"""The steps of the manual, read from its pages: what a reader who follows them presses, chooses and types, in order.

A step is a numbered line. 【…】 is pressed; “…” behind 点, 选 or 勾 is chosen in what is open; `…` behind 写 or 填 is
typed: into the field whose name “…” stands before it, else where the cursor is; keys stand by their names; a few words are
movements of the hand (MOVES). What stands in brackets, or behind 或, is another way to do the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOVES = {  # what a person does without naming a control
    "cell": r"选中一格|选中第一格",
    "row": r"选中一[条行个]|[点选]一(?:章|处|份备份|个单位)",
    "open": r"双击打开",
}
_OTHER_WAYS = re.compile(r"（[^）]*）|，?(?:或者|或)(?!许)[^，。；：]*")
_LINKED = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TOKEN = re.compile(
    r"【(?P<press>[^】]+)】"
    r"|(?:点|选|勾)[^“”【】，。；]{0,6}“(?P<choose>[^”]+)”"
    r"|(?:“(?P<field>[^”]+)”[^“”【】，。；]{0,3})?(?:写|填)[^“”`，。；]{0,4}`(?P<type>[^`]+)`"
    r"|按 ?(?P<keys>(?:(?:Ctrl|Alt)\+)?(?:Shift\+)?(?:[A-Z↑↓]|F\d+|Enter|Tab|Esc|\d)\b)"
    + "".join(f"|(?P<{move}>{pattern})" for move, pattern in MOVES.items())
)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done. `kind` is press, choose, type, keys or a move; `words` what it is done with, `field` where."""

    kind: str
    words: str = ""
    field: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.field} {self.words}".replace("  ", " ").strip()


@dataclass(frozen=True, slots=True)
class Step:
    """A numbered line of a page, under its heading, and what is done at it."""

    heading: str
    number: int
    text: str
    acts: tuple[Act, ...]


def steps_of(page: str) -> list[Step]:
    """The numbered lines of a page of the manual in their order."""
    out, heading = [], ""
    for line in page.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif found := re.match(r"(\d+)\. (.*)", line):
            out.append(Step(heading, int(found[1]), found[2], tuple(acts_of(found[2]))))
    return out


def acts_of(text: str) -> list[Act]:
    """What a sentence lets the reader do."""
    found = _TOKEN.finditer(_LINKED.sub(r"\1", _OTHER_WAYS.sub("", text)))
    return [
        Act(kind, "" if kind in MOVES else match[kind], match["field"] or "")
        for match in found
        if (kind := match.lastgroup or "")
    ]
