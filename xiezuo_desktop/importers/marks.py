"""Units over the columns and marks in the cells: ▲ 牵头, ● 配合, or the words themselves. What a mark means, a legend says."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from .gather import ROLE_OF_WORD
from .outline import one_line
from .table_rows import NOTHING
from .words import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .columns import Layout
    from .draft import DraftResponsibility
    from .gather import Gathered
    from .table_rows import TableRow

_SIGN = r"[√✓✔☑●○◎◉▲△★☆■□◆◇▼▽※⊙⊕✪＊*]"
_WORDS = "|".join(ROLE_OF_WORD)
_MARK = re.compile(rf"{_SIGN}|(?:主要|第一)?(?:{_WORDS})(?:责任)?(?:单位|部门)?")
_SAYS = r"[”\"'’]?\s*(?:[:：=—－-]|表示|代表|标注|为|是|指|即)*\s*[“\"'‘]?"
_SIGN_FIRST = re.compile(rf"({_SIGN}){_SAYS}(?:主要|第一)?({_WORDS})")
_WORD_FIRST = re.compile(rf"({_WORDS})(?:责任)?(?:单位|部门)?[”\"'’]?\s*(?:以|用|打|标|[(:：])*\s*[“\"'‘]?({_SIGN})")
_LONGEST_MARK = 2  # characters of a mark that is expressed by the role alone: 牵头
_LONGEST_LEGEND = 200  # characters of a text in which the meaning of marks is looked for


def is_mark(text: str) -> bool:
    """Whether a cell holds a sign or the word for a role, and nothing else."""
    return bool(_MARK.fullmatch(folded(text)))


class Marks:
    """What the signs in the columns of one table mean."""

    def __init__(self, rows: Sequence[TableRow], layout: Layout, found: Gathered) -> None:
        self._found = found
        self._names = {c: _name_over(layout, c) for c in layout.of("mark")}
        cells = [[folded(row.own(c)) for c in self._names if row.own(c)] for row in rows if row.kind == "data"]
        self._roles = _legend(t.text for t in found.ledger.texts) if self._names else {}
        self._settle(cells)
        for name in self._names.values():
            found.units.enter_whole(name)

    def _settle(self, cells: Sequence[Sequence[str]]) -> None:
        """Roles for signs that no legend explains: beside another sign, the one that stands once a row leads."""
        signs = Counter(s for row in cells for s in row if re.fullmatch(_SIGN, s) and s not in self._roles)
        if not signs:
            return
        once = [s for s in signs if all(row.count(s) <= 1 for row in cells)]
        lead = min(once, key=lambda s: signs[s]) if len(signs) == 2 and once else ""
        other = "cooperating" if lead else "responsible"
        self._roles |= {s: "lead" if s == lead else other for s in signs}
        words = {"lead": "牵头单位", "cooperating": "配合单位", "responsible": "责任单位"}
        said = "、".join(f"“{s}”读作{words[self._roles[s]]}" for s in signs)
        self._found.guesses.append(f"{said}，请核对")

    def duties(self, row: TableRow) -> list[DraftResponsibility]:
        """Who answers for a row, as its marks say."""
        out: list[DraftResponsibility] = []
        for column, name in self._names.items():
            text = folded(row.text(column))
            if text in NOTHING:
                continue
            word = re.sub(r"^(?:主要|第一)", "", text)[:2]
            role = self._roles.get(text) or ROLE_OF_WORD.get(word)
            if role and name:
                out += self._found.units.responsibilities(name, role)
                tick_off = self._found.ledger.express if len(text) <= _LONGEST_MARK else self._found.ledger.skip
                tick_off(*row.parts[column].sources)
        return out


def _name_over(layout: Layout, column: int) -> str:
    tier = layout.header.tiers[column] if layout.header else ()
    return one_line(tier[-1].text) if tier else ""


def _legend(texts: Iterable[str]) -> dict[str, str]:
    """Sign → role, as a line above or below the table explains it: ▲为牵头单位，●为配合单位."""
    out: dict[str, str] = {}
    for text in texts:
        if len(text) > _LONGEST_LEGEND:
            continue
        for found in _SIGN_FIRST.finditer(text):
            out.setdefault(folded(found[1]), ROLE_OF_WORD[found[2]])
        for found in () if out else _WORD_FIRST.finditer(text):
            out.setdefault(folded(found[2]), ROLE_OF_WORD[found[1]])
    return out
