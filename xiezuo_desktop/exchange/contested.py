"""Among the values that a merge changes, those about which it opens a dispute: also where our own value stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.wording import describe
from .arrivals import CellChange, order_of, unit_of
from .disputes import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..core.plan import Plan
    from ..storage import Claim, Conflict, Taken
    from .disputes import Dispute

HERE = "本机"


class Parties:
    """Who is behind a claim: this PC, a file that comes in by the name of its unit, or who wrote it."""

    def __init__(self, files: Sequence[Taken], names: Sequence[str]) -> None:
        self._by_site: dict[int, str] = {}
        self._files: dict[int, list[int]] = {}
        for number, (taken, name) in enumerate(zip(files, names, strict=True)):
            for site in taken.sessions:
                self._by_site.setdefault(site, name)
                self._files.setdefault(site, []).append(number)

    def name(self, claim: Claim) -> str:
        """What to call who wrote this."""
        return self._by_site.get(claim.site, "") or (HERE if claim.ours else claim.author or "别处")

    def files(self, conflict: Conflict) -> tuple[int, ...]:
        """The numbers of the files that have a say in a dispute."""
        return tuple(sorted({n for claim in conflict.claims for n in self._files.get(claim.site, ())}))


def contested(plan: Plan, cells: Sequence[CellChange], found: Iterable[Conflict], parties: Parties) -> list[CellChange]:
    """The changes with what is in dispute said of them, and a line for each dispute in which our own value stays."""
    open_ = {(c.record, c.key, c.field): c for c in found}
    out: list[CellChange] = []
    for cell in cells:
        conflict = open_.pop((cell.record, cell.key, cell.field), None)
        out.append(replace(cell, dispute=_sentence(in_words(plan, conflict), parties)) if conflict else cell)
    for conflict in open_.values():
        told = in_words(plan, conflict)
        stays = told.values[0]
        cell = CellChange(
            conflict.record,
            conflict.key,
            unit_of(conflict.record, conflict.key, plan.get(conflict.record, conflict.key)),
            describe(plan, conflict.record, conflict.key),
            conflict.field,
            told.label,
            conflict.claims[0].value,
            conflict.claims[0].value,
            parties.files(conflict),
            stays,
            stays,
            _sentence(told, parties),
        )
        out.append(cell)
    return sorted(out, key=order_of(plan))


def _sentence(dispute: Dispute, parties: Parties) -> str:
    conflict = dispute.conflict
    said: Mapping[str, str] = dict.fromkeys(
        f"{parties.name(claim)}的“{words or '空'}”"
        for claim, words in zip(conflict.claims, dispute.values, strict=True)
    )  # type: ignore[assignment]
    first = parties.name(conflict.claims[0])
    if conflict.kind == "deleted":
        others = "、".join(dict.fromkeys(parties.name(claim) for claim in conflict.claims[1:]))
        return f"{first}删除了，{others or '别处'}改了，先按删除算，记为分歧"
    if conflict.kind == "cycle":
        return "两处的移动成了循环，先不移动，记为分歧"
    return f"{'与'.join(said)}不同，先按{first}的算，记为分歧"
