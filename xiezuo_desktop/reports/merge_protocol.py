"""合并记录: which files came in, what they changed, what is still disputed; to be filed or signed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from xiezuo_desktop.documents.paper import Align, Cell, Column, Paper, Paragraph, Role, Row, RowKind, Section, Table
from xiezuo_desktop.reports.wording import report_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.documents.paper import Block

ENDING = "合并记录"
_NARROW, _WIDE = Column(Align.LEFT, 0.8, 5.0), Column(Align.LEFT, 1.6, 8.0)


class File(Protocol):
    """A file that came in, or why it did not."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def sentence(self) -> str:
        """What is to be said about it."""

    @property
    def outside(self) -> Sequence[str]:
        """The rows it changes that are not its sender's own."""


class Change(Protocol):
    """A value that reads differently now."""

    @property
    def where(self) -> str:
        """The record."""

    @property
    def label(self) -> str:
        """The field."""

    @property
    def was(self) -> str:
        """The value before."""

    @property
    def now(self) -> str:
        """The value after."""


class Disputed(Protocol):
    """A place where two values stand against each other."""

    @property
    def where(self) -> str:
        """The record."""

    @property
    def label(self) -> str:
        """The field."""

    @property
    def values(self) -> Sequence[str]:
        """The values, first the one that the plan reads now."""

    @property
    def before(self) -> str:
        """What stood there before."""


def merge_protocol(
    plan: Plan,
    files: Iterable[File],
    changes: Iterable[Change],
    disputes: Iterable[Disputed],
    *,
    more: int = 0,
    at: datetime | None = None,
) -> Paper:
    """The record of one merge as a paper; `more` counts changed rows that are not listed, `at` is when (default: now)."""
    title, at = report_title(plan, ENDING), at or datetime.now()
    taken, changed, disputed = list(files), list(changes), list(disputes)
    counts = f"文件{len(taken)}份，变化{len(changed) + more}处，分歧{len(disputed)}处"
    blocks: list[Block] = [
        Paragraph(title, Role.TITLE),
        Paragraph(f"{at.year}年{at.month}月{at.day}日{at:%H:%M}　{counts}", Role.CAPTION, Align.RIGHT),
        _table("文件", ("序号", "文件", "情况"), (_NARROW, _WIDE), [(f.name, _told(f)) for f in taken]),
    ]
    if changed:
        rows = [(c.where, c.label, c.was, c.now) for c in changed]
        blocks.append(Paragraph("变化", Role.HEADING1))
        blocks.append(
            _table("变化", ("序号", "位置", "内容", "合并前", "合并后"), (_WIDE, _NARROW, _NARROW, _NARROW), rows)
        )
    if more:
        blocks.append(Paragraph(f"另有{more}条没有列出，请在历史中查看。", Role.CAPTION))
    if disputed:
        told = [(d.where, d.label, d.before, "；".join(v or "（空）" for v in d.values), "") for d in disputed]
        heads = ("序号", "位置", "内容", "原来", "各方的值（前面的是现在用的）", "处理意见")
        blocks.append(Paragraph("待处理的分歧", Role.HEADING1))
        blocks.append(_table("分歧", heads, (_WIDE, _NARROW, _NARROW, _WIDE, _NARROW), told))
    blocks.append(Paragraph("合并人：　　　　　　　　　　　　日期：", Role.CAPTION))
    return Paper((Section(tuple(blocks)),), title=title, author=plan.info.issuer)


def _told(file: File) -> str:
    return file.sentence + "".join(f"\n不是该单位自己的内容：{row}" for row in file.outside)


def _table(name: str, heads: tuple[str, ...], columns: tuple[Column, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    """Numbered rows under their heads; a long text is cut by its lines."""
    lines = [Row(tuple(map(Cell, heads, range(len(heads)))), RowKind.HEADER)]
    for number, texts in enumerate(rows, 1):
        lines.append(Row(tuple(map(Cell, (str(number), *texts), range(len(heads))))))
    return Table(tuple(lines), 1, (Column(), *columns), name, cut_rows=True)
