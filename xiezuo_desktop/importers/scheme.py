"""Evaluation schemes: groups with points, items with their scoring rule in brackets or in a column of its own, parts, evidence."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.names import normalise
from ..core.numbers import shown
from ..core.ordinals import split_ordinal
from ..core.records import ScoreGroup
from ..core.scoring.limits import limit_of
from ..core.scoring.reading import rule_part
from ..core.scoring.rules import points_of
from .columns import Layout
from .draft import DraftColumn, DraftScheme, DraftScoreGroup, DraftScoreItem
from .indicator_columns import LABELS
from .indicator_table import read_indicators
from .outline import one_line, ordinal_style, prose, rank
from .remarks import reason_for, remark_columns, settle_captions, take_captions, with_remarks
from .scheme_columns import FIGURES, LONGEST_NAME, names_result
from .scheme_rules import with_rules
from .table_rows import NOTHING, TableRow, table_rows
from .words import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .gather import Gathered
    from .ledger import Sheet
    from .scheme_columns import SchemeLayout

_CAPTION_POINTS = re.compile(r"[（(]\s*(?:共|满分|总分)?\s*(\d+(?:\.\d+)?)\s*分?\s*[）)]")
_GROUP = re.compile(
    r"(?P<name>.*?)\s*[（(【\[]?\s*(?:共|满分)?\s*(?P<points>\d+(?:\.\d+)?\s*分?)\s*[）)】\]]|(?P<plain>.*?)(?P<more>\d+(?:\.\d+)?\s*分)"
)
_LIMIT = re.compile(
    r"(?:最[高多]|至多|不超过?|上限|封顶)[^（(【\[]*[）)】\]]$"
)  # 加分项（最多加10分）: no points of its own
_STATED = re.compile(r"(?:总分|满分|分值)(?:值|共)?(?:为|是)?[:：]?\s*(\d+(?:\.\d+)?)\s*分")
_OF_INDICATORS = (*FIGURES, "deadline", "leader", "definition")  # what only an indicator has
_LONGEST_HEADING = 60  # characters of the name of a group that its number shows to be one
_COUNT = re.compile(r"(?:共|计|小计)?\d{1,3}[项个条](?:指标|内容)?")  # how many items a group has
_PART = re.compile(r"其\s*中|[（(]?\d{1,2}[）).、]|[①-⑳]")


def read_scheme(sheet: Sheet, layout: SchemeLayout, found: Gathered, title: str) -> None:
    """Take the scheme of a sheet into `found`; of a table that states targets too, also its indicators."""
    targets = _has_targets(sheet, layout.source)
    reader = _Reader(sheet, layout, found, targets=targets)
    reader.read_header()
    rows = table_rows(sheet, layout.rows, found.ledger)
    reader.look_at(rows)
    for row in rows:
        reader.read(row)
    reader.finish(title)
    if targets:
        first = len(found.indicators)
        read_indicators(sheet, _indicator_layout(layout), found)
        _link(found, first)
    reader.leave_columns()


def _has_targets(sheet: Sheet, layout: Layout) -> bool:
    target = layout.one("target")
    if target is None or not layout.has("name"):
        return False
    texts = [r.slots[target].text for r in sheet.rows[layout.first :] if r.slots[target].text]
    return bool(texts) and 2 * sum(any(c.isdigit() for c in t) and len(folded(t)) < 16 for t in texts) > len(texts)


def _indicator_layout(layout: SchemeLayout) -> Layout:
    """The columns as those of a table of indicators, without the ones that only the scheme has."""
    own = {layout.columns.get(role) for role in ("points", "group_points", "standard")}
    columns = [
        replace(c, role="ignore" if c.index in own or c.role not in LABELS else c.role) for c in layout.source.columns
    ]
    return Layout(tuple(columns), layout.source.header)


def _link(found: Gathered, first: int) -> None:
    """Items whose name is that of an indicator of the same table are scored from it."""
    places = {normalise(found.indicators[i].name): i for i in range(first, len(found.indicators))}
    scheme = found.schemes[-1]
    groups = []
    for group in scheme.groups:
        items = [replace(i, indicator=places.get(normalise(i.name or i.content))) for i in group.items]
        groups.append(replace(group, items=tuple(items)))
    found.schemes[-1] = replace(scheme, groups=tuple(groups))


class _Reader:
    def __init__(self, sheet: Sheet, layout: SchemeLayout, found: Gathered, *, targets: bool) -> None:
        self.targets = targets  # the indicators of the table are read too
        self.columns = layout.columns
        self.layout = layout
        self.found = found
        self.ledger = found.ledger
        self.merged = any(s.row_span > 1 for r in sheet.rows[layout.rows.first :] for s in r.slots)
        self.groups: list[DraftScoreGroup] = []
        self.items: list[list[DraftScoreItem]] = []
        self.total = ""
        self.alone: set[int] = set()  # rows that head a group and are all that it has
        self.group_style = ""  # how rows are numbered that head a group whatever stands in them
        self.evidence = ""
        others = layout.source.of(*_OF_INDICATORS) if targets else []
        scored = [c.index for c in layout.source.columns if c.role == "points" or names_result(c.caption)]
        self.remarks = remark_columns(layout.source, [*layout.columns.values(), *layout.assessors, *others, *scored])

    # ------------------------------------------------------------------------------------------------- the header

    def read_header(self) -> None:
        """The captions; the points of the whole scheme may stand in one of them: 分值（70分）."""
        header = self.layout.rows.header
        assert header
        take_captions(self.layout.source, self.remarks, self.ledger)
        fields = {index: role for role, index in self.columns.items()} | dict.fromkeys(
            self.layout.assessors, "assessor"
        )
        for column in self.layout.rows.columns:
            cells = header.tiers[column.index]
            role = fields.get(column.index)
            if role is None:
                continue  # it may be a column of the indicators; else `leave_columns` says that nobody knows it
            text = " ".join(one_line(s.text) for s in cells)
            stated = _CAPTION_POINTS.search(text)
            if role == "points" and stated:
                self.total = stated[1]
            self.found.columns.append(DraftColumn(role, text, "scheme"))
            self.ledger.take(*cells)

    def leave_columns(self) -> None:
        """The captions of columns that neither the scheme nor the indicators of the table have taken."""
        header = self.layout.rows.header
        for column, cells in enumerate(header.tiers if header else ()):
            open_ones = [c for c in cells if c.source and self.ledger.is_open(c.source)]
            settle_captions(open_ones, self.found, seen=self.layout.source.columns[column].seen > 0, table="scheme")

    # ------------------------------------------------------------------------------------------------- rows

    def look_at(self, rows: Sequence[TableRow]) -> None:
        """How the rows are numbered that only name a group, where they are numbered otherwise than the items: 一 above 1, 2."""
        column = self.columns.get("ordinal")
        styles = Counter(ordinal_style(one_line(row.own(column))) for row in rows)
        beside = (column, self.columns.get("points"))
        bare = [row for row in rows if row.own(column) and len([c for c in row.filled if c not in beside]) == 1]
        heads = {ordinal_style(one_line(row.own(column))) for row in bare}
        if styles["1"] < styles["一"] or "一" not in heads:
            return
        self.group_style = "一"
        own = [ordinal_style(one_line(row.own(column))) for row in rows]
        for row, style, after in zip(rows, own, [*own[1:], "一"], strict=True):
            if style == after == "一" and len(row.filled) > len(beside) + 1:
                self.alone.add(id(row))

    def read(self, row: TableRow) -> None:
        """One row: a group, an item or a part of one, the total, or a note."""
        if row.kind in ("note", "caption"):
            self.found.tell("note", row.note, *row.sources)
        elif row.kind == "total":
            self._read_total(row)
        elif row.kind == "category" or self._is_group_row(row):
            self._read_group_row(row)
            if id(row) in self.alone:
                self.items[-1].append(replace(self._item(row), ordinal=""))
        elif not self._is_of_indicators(row):
            self._read_item(row)

    def _is_of_indicators(self, row: TableRow) -> bool:
        """Whether a row of a table with targets says nothing of how it is scored: 其中：教师 ≥12."""
        scored = self._own(row, "points") or self._own(row, "standard") or self._own(row, "ordinal")
        return self.targets and not scored and not row.opens

    def _text(self, row: TableRow, role: str) -> str:
        text = row.text(self.columns.get(role))
        return "" if folded(text) in NOTHING else text

    def _own(self, row: TableRow, role: str) -> str:
        return row.own(self.columns.get(role))

    def _read_total(self, row: TableRow) -> None:
        stated = one_line(self._own(row, "points"))
        if points_of(stated) is None:
            self.ledger.leave("合计行没有写明总分", *row.sources)
            return
        self.total = self.total or stated
        self.ledger.take(*row.parts[self.columns["points"]].sources)
        self.ledger.settle("合计行，计划里由各行相加得出", *row.sources)

    def _is_group_row(self, row: TableRow) -> bool:
        """A row with an ordinal above those of the items, a short text, and at most points and a count: 一 | 组织领导 | 10 | 共3项."""
        beside = (self.columns.get("ordinal"), self.columns.get("points"))
        filled = {c for c in row.filled if c not in beside and not _COUNT.fullmatch(folded(row.parts[c].text))}
        ordinal = one_line(self._own(row, "ordinal"))
        if ordinal and filled and ordinal_style(ordinal) == self.group_style:
            filled = {min(filled)}  # 三、 among 一、 and 二、 heads a group, whatever a merge has put beside it
        if len(filled) != 1 or not ordinal or rank(ordinal) > 2:
            return False
        text = row.parts[next(iter(filled))].text
        longest = LONGEST_NAME if ordinal_style(ordinal) != self.group_style else _LONGEST_HEADING
        return len(folded(text)) <= longest and (longest == _LONGEST_HEADING or not rule_part(text))

    def _read_group_row(self, row: TableRow) -> None:
        stated = one_line(self._own(row, "points"))
        points = stated if points_of(stated) is not None or _limit(stated, "") else ""
        heads = [c for c in row.filled if not (points and c == self.columns.get("points"))]
        heads = [c for c in heads if not _COUNT.fullmatch(folded(row.parts[c].text))] or heads
        ordinal = one_line(self._own(row, "ordinal"))
        named = [c for c in heads if c != self.columns.get("ordinal")]
        heading = self.group_style and ordinal_style(ordinal) == self.group_style and len(named) > 1
        text = one_line(row.parts[named[0] if heading else heads[-1]].text)
        self._enter_group(text, points, "" if ordinal == text else ordinal)
        self._settle_limit(row, "points")
        counts = [
            s for c in row.filled if c not in heads for s in row.parts[c].sources if _COUNT.fullmatch(folded(s.text))
        ]
        self.ledger.settle("这一类的项数，由程序数出", *counts)
        self.ledger.take(*(s for s in row.sources if s not in counts))

    def _settle_limit(self, row: TableRow, role: str) -> None:
        """A cell like 最多加10分 became the limit of its group."""
        if self.groups[-1].limit and role in self.columns and self._own(row, role):
            self.ledger.settle("加减分的上限，已记入这一类", *row.parts[self.columns[role]].sources)

    def _enter_group(self, text: str, points: str = "", ordinal: str = "") -> None:
        own, name = split_ordinal(text)
        name, stated = _name_and_points(name or text)
        limit = _limit(points, name)
        group = DraftScoreGroup(
            name, ordinal or (own if name != text else ""), "" if limit else points or stated, limit=limit
        )
        if self.groups and normalise(self.groups[-1].name) == normalise(group.name):
            return
        self.groups.append(group)
        self.items.append([])
        self.evidence = ""

    def _read_item(self, row: TableRow) -> None:
        if group := one_line(self._own(row, "group")):
            points = one_line(self._own(row, "group_points"))
            self._enter_group(group, points)
            self._settle_limit(row, "group_points")
            self._take(row, "group", "group_points")
        content = prose(self._own(row, "content"))
        if not content and not self._own(row, "standard") and not self._own(row, "name"):
            self.ledger.leave("这一行没有考核内容", *row.sources)
            return
        if not self.groups:
            self.groups.append(DraftScoreGroup(""))
            self.items.append([])
        items = self.items[-1]
        if items and self._goes_on(row):
            items[-1] = _joined(items[-1], prose(self._own(row, "content")), prose(self._own(row, "standard")))
        elif items and self._is_part(row):
            items[-1] = self._with_part(items[-1], row)
        else:
            items.append(self._item(row))
        self._take(row, "ordinal", "name", "content", "standard", "points", "evidence", "note")
        for c in self.layout.assessors:
            self.ledger.take(*row.parts[c].sources)
        self._leave_rest(row)

    def _leave_rest(self, row: TableRow) -> None:
        """Columns that hold something only an indicator has are read with the indicators; others are left as they are."""
        for c in row.filled:
            open_ones = [s for s in row.parts[c].sources if self.ledger.is_open(s)]
            if open_ones and (self.layout.source.columns[c].role not in _OF_INDICATORS or not self.targets):
                self.ledger.leave(reason_for(self.layout.source, c), *open_ones, way="column")

    def _take(self, row: TableRow, *roles: str) -> None:
        for role in roles:
            if role in self.columns and not row.parts[self.columns[role]].shared:
                self.ledger.take(*row.parts[self.columns[role]].sources)

    # ------------------------------------------------------------------------------------------------- items and parts

    def _goes_on(self, row: TableRow) -> bool:
        """Whether a row is the lower half of the item above, cut by a page: prose without number and points."""
        begins = [r for r in ("ordinal", "points", "name", "group") if self._own(row, r)]
        return row.opens and not begins

    def _is_part(self, row: TableRow) -> bool:
        ordinal = self.columns.get("ordinal")
        if ordinal is None or self._own(row, "ordinal"):
            return False
        if row.parts[ordinal].shared:
            return True
        return bool(
            _PART.match(folded(self._own(row, "content") or self._own(row, "name"))) or self._own(row, "points")
        )

    def _with_part(self, item: DraftScoreItem, row: TableRow) -> DraftScoreItem:
        """The item with this row as a part. Where its number is merged over several rows, its own row is the first part."""
        part = self._item(row)
        name = one_line(self._own(row, "name"))
        part = replace(part, ordinal="", name=name or part.content, content=part.content if name else "", evidence="")
        ordinal = self.columns["ordinal"]
        if item.parts or not row.parts[ordinal].shared:
            return replace(item, parts=(*item.parts, part))
        shared_name = row.parts[self.columns["name"]].shared if "name" in self.columns else False
        first = DraftScoreItem(name=item.content, standard=item.standard, points=item.points)
        whole = replace(item, content=item.name if shared_name else "", name="", standard="", points="")
        return replace(whole, parts=(first, part))

    def _item(self, row: TableRow) -> DraftScoreItem:
        own = one_line(self._own(row, "ordinal"))
        content, name = prose(self._own(row, "content")), one_line(self._text(row, "name"))
        ordinal = split_ordinal(own)[0] or own
        if not ordinal and "ordinal" not in self.columns:
            ordinal, content = split_ordinal(content)
        points = one_line(self._own(row, "points")) or _points_behind(name) or _points_behind(content)
        return DraftScoreItem(
            ordinal=ordinal,
            name=name,
            content=content,
            standard=prose(self._own(row, "standard")),
            points=points,
            evidence=self._evidence(row),
            assessor="、".join(
                one_line(row.text(c)) for c in self.layout.assessors if folded(row.text(c)) not in NOTHING
            ),
            note=with_remarks(prose(self._own(row, "note")), row, self.layout.source, self.remarks, self.ledger),
        )

    def _evidence(self, row: TableRow) -> str:
        """The evidence of a row; where merges were lost, that of the row above within the same group."""
        stated = row.text(self.columns.get("evidence")).strip()
        if stated or self.merged:
            self.evidence = prose(self._text(row, "evidence"))
        return self.evidence

    # ------------------------------------------------------------------------------------------------- at the end

    def finish(self, title: str) -> None:
        """Read the rules, say what was understood, and enter the scheme."""
        groups = [
            replace(group, items=tuple(items)) for group, items in zip(self.groups, self.items, strict=True) if items
        ]
        above = (p.text for p in self.found.paragraphs if p.section == "above")
        total = self.total or next((s[1] for text in (title, *above) if (s := _STATED.search(text))), "")
        self.found.schemes.append(DraftScheme(title, total, with_rules(groups, self.found.guesses)))


def _limit(points: str, name: str) -> str:
    """The limit of a group that its cell of points states, as 最多加10分, where its name does not say it; "" for points."""
    if points_of(points) is not None or limit_of(ScoreGroup(id=0, name=name)) is not None:
        return ""
    most = limit_of(ScoreGroup(id=0, name=points))
    return "" if most is None else shown(most)


def _name_and_points(text: str) -> tuple[str, str]:
    """组织领导（10） → (组织领导, 10); a text without points as it is."""
    found = _GROUP.fullmatch(text.strip())
    if found is None or not (found["name"] or found["plain"]) or _LIMIT.search(text.strip()):
        return text.strip(), ""
    return (found["name"] or found["plain"]).strip(" 、:："), found["points"] or found["more"]


def _points_behind(text: str) -> str:
    """The points in the brackets at the end of a name: 组织领导（20分） → 20; "" for none."""
    found = re.search(r"[（(]\s*(?:满分)?(\d+(?:\.\d+)?)\s*分\s*[）)]$", text)
    return found[1] if found else ""


def _joined(item: DraftScoreItem, content: str, standard: str) -> DraftScoreItem:
    return replace(item, content=item.content + content, standard=item.standard + standard)
