"""A plan and what a unit returns, small enough to be spoiled a thousand times; what a file says, whoever noted what about it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.builders_storage import add_units, make_plan
from xiezuo_desktop.core.records import Dispatch, Indicator, PlanInfo, Receipt, Report, Unit
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.storage.log import MERGED

if TYPE_CHECKING:
    from xiezuo_desktop.core.errors import UserError
    from xiezuo_desktop.storage import Taken

Content = dict[str, frozenset[tuple[object, ...]]]


@dataclass(frozen=True, slots=True)
class Mail:
    """The head office's file, the part a unit was sent, what it returns; what the head office's file says before and after."""

    head: Path
    part: Path
    returned: Path
    unit: int
    indicators: tuple[int, ...]
    before: Content
    after: Content


def make_mail(folder: Path, *, figures: int = 60) -> Mail:
    """Make the files; nobody has them open afterwards."""
    with make_plan(folder, "区办.xiezuo") as head:
        unit, *_ = add_units(head, *(f"第{i}单位" for i in range(12)))
        with head.edit("指标") as edit:
            indicators = tuple(edit.add(Indicator, name=f"指标{i}", order=str(i)) for i in range(figures // 12 or 1))
            sent = edit.add(Dispatch, unit=unit, round=1, due_on=date(2024, 7, 5), order="V")
        part = folder / "下发.xiezuo"
        head.write_part(part, {PlanInfo: None, Unit: None, Indicator: None, Dispatch: None})
    returned = folder / "上报.xiezuo"
    filled = folder / "填报.xiezuo"
    shutil.copyfile(part, filled)
    with PlanFile.open(filled, author="经办人") as own:
        fill_in(own, unit, indicators, figures)
        with own.edit("改名") as edit:
            edit.put(Unit, unit, contact="老张")
        with own.edit("生成上报文件") as edit:
            made = edit.add(Receipt, order="V", dispatch=sent, made_on=date(2024, 7, 1))
        own.write_return(returned, {PlanInfo: None, Dispatch: None, Receipt: [(made, 0, 0)]})
    before = content_of(head.path)
    merged = folder / "合并后.xiezuo"
    shutil.copyfile(head.path, merged)
    with PlanFile.open(merged, author="区办") as plan_file:
        take(plan_file, returned, refused=False)
    return Mail(head.path, part, returned, unit, indicators, before, content_of(merged))


def fill_in(plan_file: PlanFile, unit: int, indicators: tuple[int, ...], figures: int) -> None:
    """A unit's figures, typed in at once."""
    with plan_file.edit("填报") as edit:
        for number in range(figures):
            key = (indicators[number // 12], unit, 202401 + number % 12)
            edit.put(Report, key, value=f"{number * 7 % 90}.5", note="进展顺利" if number % 5 == 0 else "")


def take(plan_file: PlanFile, path: Path, *, refused: bool | None = None) -> Taken:
    """Merge one file; it is the same byte for byte afterwards, and a refusal is one sentence and what to do next."""
    bytes_before = path.read_bytes()
    (taken,) = plan_file.merge_files([path]).files
    assert path.read_bytes() == bytes_before
    if taken.refused:
        assert_helps(taken.refused)
        assert path.name in taken.refused.sentence
    if refused is not None:
        assert bool(taken.refused) is refused, taken.refused
    return taken


def assert_helps(told: UserError) -> None:
    """One sentence what happened and one what to do, in the user's language."""
    for text in (told.sentence, told.advice):
        assert text.endswith("。")
        assert not any(word in text for word in ("SQLITE", "Error", "error", "None", "database"))
    assert told.sentence.count("。") == 1


def content(plan_file: PlanFile) -> Content:
    """All a file says, but for its own notes about what it took in, which nobody else gets."""
    db = plan_file._db
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()]
    notes = {site for (site,) in db.execute("SELECT DISTINCT site FROM change WHERE kind = ?", (MERGED,)).fetchall()}
    out: Content = {}
    for name in names:
        rows = db.execute(f'SELECT * FROM "{name}"').fetchall()
        own = name in ("site", "partial", "txn", "change")
        out[name] = frozenset(tuple(row) for row in rows if not (own and row[0] in notes))
    return out


def content_of(path: Path) -> Content:
    """The same of a closed file, which must be sound."""
    with PlanFile.open(path, author="区办") as plan_file:
        assert plan_file.verify() == []
        return content(plan_file)
