"""The head of an official paper: mark, number, signer, copy number, secrecy and urgency (GB/T 9704-2012 section 7.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .frame import NUMBER, ends_as_title, folded_line, is_mark, may_be_title, stands_out
from .outline import unbroken
from .words import looks_like_office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .gather import Gathered
    from .ledger import Line

_SIGNER = re.compile(r"签\s*发\s*人\s*[:：]\s*(\S.{0,40})")
_SECRECY = re.compile(r"(?:绝密|机密|秘密|内部)(?:★.{0,8})?")
_URGENCY = re.compile(r"(?:特急|加急|特提|平急|急件)")
_COPY_NUMBER = re.compile(r"\d{6}")
_NEAR_TITLE = 3  # lines below the number in which the title begins


def read_head(lines: list[Line], found: Gathered) -> list[Line]:
    """Take the head (mark, number, signer, copy number, secrecy, urgency) off the first lines; the lines that remain."""
    near = lines[:14]
    number = next((i for i, line in enumerate(near) if NUMBER.fullmatch(line.text.strip())), None)
    mark = next((i for i, line in enumerate(near[: number if number is not None else 3]) if is_mark(line)), None)
    if number is None and mark is None:
        return lines
    end = number if number is not None else (mark or 0)
    rest = lines[end + 1 :]
    names: list[Line] = []
    kept: list[Line] = []
    for line in lines[: end + (number is None)]:
        if not _read_small_mark(line, found):
            (names if not kept and _may_be_mark(line) else kept).append(line)
    if number is not None:
        _read_number(lines[number], found)
    while rest and (signer := _SIGNER.fullmatch(rest[0].text.strip())):
        found.say("signer", signer[1].strip())
        found.ledger.take(rest.pop(0))
    offices = [o for line in names for o in unbroken(line.text).split("\n")]
    kinds = _kind_in_mark(kept, rest) if offices else []
    if offices:
        found.say("mark", re.sub(r"\n文件$", "文件", "\n".join([*offices, *(unbroken(k.text) for k in kinds)])))
        found.ledger.take(*kinds)
        plain = [re.sub(r"文件$", "", o) for o in offices]
        found.say("issuer", "、".join(filter(None, plain)))
        found.ledger.take(*names)
    return [*(line for line in kept if line not in kinds), *rest]


def _kind_in_mark(above: Sequence[Line], below: Sequence[Line]) -> list[Line]:
    """The line of a mark that says what kind of paper it heads, where the title stands below: 专题会议纪要 above the number."""
    if len(above) != 1 or not folded_line(above[0]).endswith("纪要"):
        return []
    titles = [line for line in below[:_NEAR_TITLE] if may_be_title(line) and ends_as_title(line) and stands_out(line)]
    return list(above) if titles else []


def _may_be_mark(line: Line) -> bool:
    return is_mark(line) or looks_like_office(unbroken(line.text)) or folded_line(line) == "文件"


def _read_small_mark(line: Line, found: Gathered) -> bool:
    text = folded_line(line)
    for name, pattern in (("copy_number", _COPY_NUMBER), ("secrecy", _SECRECY), ("urgency", _URGENCY)):
        if pattern.fullmatch(text) and found.say(name, text):
            found.ledger.take(line)
            return True
    if (signer := _SIGNER.fullmatch(line.text.strip())) and found.say("signer", signer[1].strip()):
        found.ledger.take(line)
        return True
    return False


def _read_number(line: Line, found: Gathered) -> None:
    parts = NUMBER.fullmatch(line.text.strip())
    assert parts
    if found.say("doc_number", "".join(parts["number"].split())):
        found.ledger.take(line)
    if parts["signer"]:
        found.say("signer", parts["signer"])
