"""Draft: what a paper was understood to say, by names, before anything of it is in a plan.

A draft refers to units by their names and to rows by their place in its own lists. It never loses a text: what no part
of it holds stands in `unplaced`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..core.wording import cell_place
from .steps import steps_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ..documents.paper import Paper
    from .readings import Place, SheetReading

__all__ = ["Draft", "steps_for"]

KINDS = {
    "indicators": "指标分解表",
    "taskbook": "任务书",
    "matrix": "指标分解矩阵",
    "division": "任务分工表",
    "scheme": "考核评价办法",
    "progress": "进展统计表",
    "pairings": "结对关系表",
    "unknown": "没有认出的文件",
}


@dataclass(frozen=True, slots=True)
class DraftInfo:
    """What the paper says about itself; the fields are those of the record PlanInfo."""

    title: str = ""
    year: int | None = None
    issuer: str = ""
    doc_number: str = ""
    written_on: date | None = None
    main_to: str = ""
    copy_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    mark: str = ""
    notice_title: str = ""
    book_title: str = ""
    table_title: str = ""
    signer: str = ""
    secrecy: str = ""
    urgency: str = ""
    copy_number: str = ""
    contact: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class DraftUnit:
    """A unit that the paper names, with the 挂牌 it states."""

    name: str
    plaques: tuple[str, ...] = ()
    kind: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class DraftGroup:
    """Several units named as one: 十街镇 (10), 各镇（乡）街道. `members` are those that the paper lists below the name."""

    name: str
    expected_size: int | None = None
    open: bool = False
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftAlias:
    """Another wording of a unit or group that the draft names, or the plan has, as `of`; a person has said so."""

    text: str
    of: str


@dataclass(frozen=True, slots=True)
class DraftCategory:
    """A category of the table of indicators."""

    ordinal: str
    name: str


@dataclass(frozen=True, slots=True)
class DraftResponsibility:
    """A unit or group by name, its role (core.records.ROLES), the 挂牌 it acts under, whether 等 follows, and the paper's own
    words where they say the role (县人社局、县教育局配合; with the first unit of these words)."""

    unit: str
    role: str
    capacity: str = ""
    open: bool = False
    wording: str = ""


@dataclass(frozen=True, slots=True)
class DraftAllocation:
    """The part of a target that a unit or group bears, for a partner region where there is one."""

    unit: str
    amount: str
    partner: str = ""


@dataclass(frozen=True, slots=True)
class DraftIndicator:
    """A row of the table. `category` and `parent` are places in the draft's lists; texts are those of the paper."""

    name: str
    ordinal: str = ""
    category: int | None = None
    parent: int | None = None
    parent_relation: str = ""
    measure_unit: str = ""
    target: str = ""
    nature: str = ""
    definition: str = ""
    evidence: str = ""
    deadline: str = ""
    leader: str = ""
    note: str = ""
    last_value: str = ""
    stages: str = ""
    responsibilities: tuple[DraftResponsibility, ...] = ()
    allocations: tuple[DraftAllocation, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """A column of a table as the paper words it; `table` as in the record TableColumn."""

    field: str
    caption: str
    table: str = ""


@dataclass(frozen=True, slots=True)
class DraftMention:
    """A number with its measure unit in a clause, and the place of the indicator that it states, where that is plain."""

    number_text: str
    measure_unit: str
    indicator: int | None = None


@dataclass(frozen=True, slots=True)
class DraftClause:
    """A clause of a chapter; `lead` is its short first sentence without the full stop, `text` what follows."""

    ordinal: str
    lead: str
    text: str
    mentions: tuple[DraftMention, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftChapter:
    """A chapter of the task book: of a unit (by name), or of a theme (`heading` alone)."""

    ordinal: str
    heading: str
    unit: str = ""
    clauses: tuple[DraftClause, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """Running text: of the notice, the preamble, the closing, or notes below a table."""

    section: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftPairing:
    """An eastern and a western party, by name."""

    east: str
    west: str
    kind: str = ""
    ordinal: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DraftMeasure:
    """One step of a task."""

    text: str
    deadline: str = ""


@dataclass(frozen=True, slots=True)
class DraftTask:
    """A row of a division table. `indicator` is the place of the indicator whose amounts its measures split."""

    theme: str
    ordinal: str = ""
    origin: str = ""
    superior_text: str = ""
    deadline: str = ""
    measures: tuple[DraftMeasure, ...] = ()
    responsibilities: tuple[DraftResponsibility, ...] = ()
    indicator: int | None = None
    heading: str = ""
    leader: str = ""
    note: str = ""
    goal: str = ""


@dataclass(frozen=True, slots=True)
class DraftScoreItem:
    """An item of a scheme, or a part of one; `rule` as `core.scoring.rules` writes it, proposed from the text."""

    ordinal: str = ""
    name: str = ""
    content: str = ""
    standard: str = ""
    points: str = ""
    rule: str = ""
    evidence: str = ""
    assessor: str = ""
    note: str = ""
    indicator: int | None = None
    parts: tuple[DraftScoreItem, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftScoreGroup:
    """Items with the points they have together."""

    name: str
    ordinal: str = ""
    points: str = ""
    items: tuple[DraftScoreItem, ...] = ()
    limit: str = ""


@dataclass(frozen=True, slots=True)
class DraftScheme:
    """An evaluation scheme; `total` where the paper states it."""

    title: str
    total: str = ""
    groups: tuple[DraftScoreGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftUnplaced:
    """A text that stands nowhere else in the draft: where it stood, and why it is here."""

    part: str
    row: int | None
    column: int | None
    text: str
    reason: str
    cells: tuple[Place, ...] = ()  # all of its cells by row and column, counted from 1
    settled: bool = False  # the plan expresses it otherwise: nobody has to look

    @property
    def place(self) -> str:
        """The place as a person names it: 表1第12行第3列."""
        return cell_place(self.part, self.row, self.column)


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as a draft of a plan. `kind` is a key of KINDS, `guesses` says in Chinese what only the values told,
    `sheets` how each table was read, `rows` what each of their rows is, `aliases` what a person said of unknown names,
    `other_headers` how the header of a page part differs from the one before.
    """

    kind: str
    source: str = ""
    paper: Paper | None = None
    info: DraftInfo = DraftInfo()
    units: tuple[DraftUnit, ...] = ()
    groups: tuple[DraftGroup, ...] = ()
    categories: tuple[DraftCategory, ...] = ()
    indicators: tuple[DraftIndicator, ...] = ()
    columns: tuple[DraftColumn, ...] = ()
    tasks: tuple[DraftTask, ...] = ()
    pairings: tuple[DraftPairing, ...] = ()
    chapters: tuple[DraftChapter, ...] = ()
    paragraphs: tuple[DraftParagraph, ...] = ()
    schemes: tuple[DraftScheme, ...] = ()
    unplaced: tuple[DraftUnplaced, ...] = ()
    other_headers: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    sheets: tuple[SheetReading, ...] = ()
    rows: Mapping[Place, str] = field(default_factory=dict)
    aliases: tuple[DraftAlias, ...] = ()

    @property
    def summary(self) -> list[str]:
        """What was found, as Chinese lines for a person to check."""
        lines = [f"读作{KINDS[self.kind]}" + (f"：{self.info.title}" if self.info.title else "")]
        if self.info.doc_number:
            lines.append(f"发文字号 {self.info.doc_number}")
        clauses = sum(len(c.clauses) for c in self.chapters)
        items = sum(len(g.items) for s in self.schemes for g in s.groups)
        counts = (
            (len(self.categories), "个类别"),
            (len(self.indicators), "条指标"),
            (len(self.tasks), "项任务"),
            (items, "个评分项"),
            (len(self.pairings), "对结对关系"),
            (len(self.chapters), "章"),
            (clauses, "条任务"),
            (len(self.units), "个单位"),
            (len(self.groups), "个单位组合"),
        )
        found = [f"{n} {what}" for n, what in counts if n]
        lines.append("找到 " + "、".join(found) if found else "没有找到指标、任务或任务书的条文")
        lines.extend(self.guesses)
        lines.extend(self.missing)
        if self.open_unplaced:
            lines.append(f"有 {len(self.open_unplaced)} 处没能归位，原样列出")
        return lines

    @property
    def open_unplaced(self) -> tuple[DraftUnplaced, ...]:
        """What has no place and that a person should look at."""
        return tuple(u for u in self.unplaced if not u.settled)

    @property
    def missing(self) -> list[str]:
        """What a table of indicators should say and this one does not, as Chinese sentences."""
        out = []
        if self.indicators:
            if not any(i.target or i.allocations for i in self.indicators):
                out.append("没有读到一个目标值；表里有的，请看各栏读成了什么")
            if not any(i.responsibilities or i.allocations for i in self.indicators):
                out.append("没有读到责任单位；表里有的，请看各栏读成了什么")
        elif self.tasks and not any(t.responsibilities for t in self.tasks):
            out.append("没有读到责任单位；表里有的，请看各栏读成了什么")
        return out
