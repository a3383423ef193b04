"""What a paper is called, of which year it is, who made it and when: settled once all its parts are read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from . import frame, web_page
from .small_lines import day_named, issuer_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .gather import Gathered

_NUMBERED_TABLE = re.compile(r"附?表\s*[\d一二三四五六七八九十]")  # 表1 约束性指标: no title of the whole paper
_HELD = re.compile(
    r"20\d\d年\d{1,2}月\d{1,2}日.{0,40}(?:召开|主持|会议)|[（(]20\d\d年第?.{1,4}[期号次][）)]"
)  # minutes tell their year


def settle_titles(found: Gathered, tables: Sequence[tuple[str, range]]) -> None:
    """Of several tables each title stands as the category of its rows, or as a note where those have categories."""
    rows = found.indicators
    several = len({t for t, places in tables if t and places}) > 1
    for title, places in tables if len([t for t, _ in tables if t]) > 1 else ():
        bare = [i for i in places if rows[i].category is None]
        if title and bare and several:
            place = found.category("", title)
            for i in bare:
                rows[i] = replace(rows[i], category=place)
        elif title and title != found.info.get("table_title"):
            found.tell("note", title)


def settle_info(found: Gathered, others: Sequence[str]) -> None:
    """Title, year, issuer and day of writing; `others` are titles of parts, which may name the year too."""
    info = found.info
    above = [p.text for p in found.paragraphs if p.section == "above"]
    found.say("issuer", issuer_named(above))
    web_page.settle_catalogue(found)
    found.say("written_on", day_named(above))
    titles = [info.get(name, "") for name in ("book_title", "table_title", "notice_title")]
    has_book = bool(found.chapters)
    main = (titles if has_book else [titles[1], titles[0], titles[2]]) if not titles[2] or has_book else titles
    main += [s.title for s in found.schemes]
    main.sort(key=lambda t: bool(_NUMBERED_TABLE.match(t)))
    info["title"] = next(filter(None, [*main, *others]), "")
    captions = [c.caption for c in found.columns if c.field in ("target", "deadline")]
    held = [p.text for p in found.paragraphs if p.section in ("preamble", "notice") and _HELD.match(p.text)]
    written = str(info.get("written_on") or "")
    info["year"] = frame.year_in(*main, *others, info.get("doc_number", ""), written, *above, *captions, *held)
