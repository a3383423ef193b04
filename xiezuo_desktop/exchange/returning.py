"""Returning: what was written here goes back to who sent the part; nothing else travels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..core.errors import WrongCall
from ..core.figures.duties import is_reported
from ..core.figures.months import latest_dispatch
from ..core.records import Dispatch, Evidence, PlanInfo, Receipt, Report, Unit, full_key
from ..core.tree import key_between
from ..storage import new_id
from .arrivals import NOTES
from .due import NEEDED, Assignment, assignment
from .enclosed import enclosures
from .naming import file_name, free, refuse_taken
from .rights import own_unit
from .sealing import sealed_name, sealing

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.records import Id
    from ..storage import PlanFile


@dataclass(frozen=True, slots=True)
class Returnable:
    """What a return made now would hold, written by whom; what is asked and still missing.

    `figures` counts what is reported, each indicator, period and unit once; `others` the other records that were changed.
    Evidence is among these; its files go with the return in one zip where that is asked for.
    """

    assignment: Assignment
    dispatch: Id
    figures: int
    others: int
    authors: tuple[str, ...]
    enclosures: tuple[Path, ...] = ()  # files of evidence that can go with it
    absent: int = 0  # pieces of evidence written here whose file does not lie here

    @property
    def enclosed_size(self) -> int:
        """The bytes of the files of evidence."""
        return sum(path.stat().st_size for path in self.enclosures if path.exists())

    @property
    def written(self) -> str:
        """What was written here, in a few words; "" where nothing was."""
        said = [f"填报数{self.figures}项" if self.figures else "", f"其他内容{self.others}处" if self.others else ""]
        return "、".join(each for each in said if each)

    @property
    def lines(self) -> list[str]:
        """The same for people."""
        asked = self.assignment
        out = [f"{asked.unit_name}第{asked.round}轮上报：{asked.sentence}"]
        who = f"，填写人：{'、'.join(self.authors)}" if self.authors else ""
        out.append(f"其中有本单位填写和修改的{self.written}{who}。" if self.written else "本单位还没有填写任何内容。")
        if asked.missing:
            out.append(f"还有{len(asked.missing)}项没有填：{'、'.join(asked.missing)}。")
        if asked.set_aside:
            out.append(asked.set_aside_sentence)
        return out


@dataclass(frozen=True, slots=True)
class Returned:
    """The file to be mailed back, the eight characters to compare, and what is in it."""

    path: Path
    code: str
    holds: Returnable


def returnable(plan_file: PlanFile) -> Returnable:
    """Look at what would be returned. Raises WrongCall for a file that nobody dispatched."""
    unit = own_unit(plan_file)
    plan = plan_file.read(*NEEDED, Evidence)
    dispatch = latest_dispatch(plan, unit) if unit is not None else None
    if dispatch is None:
        raise WrongCall("这个文件不是别的单位下发的，没有上报的去处。", "如要交给别人，请直接发送文件本身。")
    rows, authors = plan_file.written_here()
    reports = plan.rows(Report)
    figures = sum(1 for key in rows.get(Report, ()) if is_reported(reports.get(key)))
    others = sum(len(keys) for record, keys in rows.items() if record not in (*NOTES, Report))
    files, absent = enclosures(plan, plan_file.path, rows.get(Evidence, ()))
    asked = assignment(plan, dispatch)
    return Returnable(asked, dispatch.id, figures, others, authors, tuple(files), len(absent))


def make_return(
    plan_file: PlanFile,
    folder: Path,
    *,
    password: str = "",
    with_evidence: bool = False,
    to: Path | None = None,
    author: str = "",
    today: date | None = None,
) -> Returned:
    """Make the file to be mailed back in `folder` (or at `to`), and note that it was made. Raises UserError.

    `with_evidence`: a zip that holds the files of the evidence as well, where there are any.
    """
    today = today or date.today()
    holds = returnable(plan_file)
    asked = holds.assignment
    plan = plan_file.read(PlanInfo, Dispatch, Receipt, Unit)
    last = max((receipt.order for receipt in plan.ordered(Receipt)), default="")
    name = file_name(plan.info.title, asked.unit_name, f"第{asked.round}轮上报", today)
    enclosed = holds.enclosures if with_evidence else ()
    path = to or free(sealed_name(folder / name, password, enclosed))
    refuse_taken(path)
    own = [full_key(d.id) for d in plan.ordered(Dispatch) if d.unit == asked.unit]
    made, code = new_id(), ""

    def write() -> None:
        nonlocal code
        with sealing(path, password, enclosed) as inside:
            code = plan_file.write_return(inside, {PlanInfo: None, Dispatch: own, Receipt: [full_key(made)]})

    try:
        with plan_file.edit(f"生成上报文件（第{asked.round}轮）", then=write) as edit:
            edit.put(
                Receipt,
                made,
                order=key_between(last, ""),
                dispatch=holds.dispatch,
                made_on=today,
                made_by=author or plan_file.author,
                filled=asked.filled,
                expected=asked.expected,
            )
    except BaseException:
        if code:  # written, but what it says could not be kept here
            path.unlink(missing_ok=True)
        raise
    return Returned(path, code, holds)
