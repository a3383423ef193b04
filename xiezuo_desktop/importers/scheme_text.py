"""Evaluation schemes as running text: 一、组织领导（30分） above 1.健全制度（10分）。每缺1项扣2分。"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from ..core.names import clean_text
from ..core.ordinals import split_ordinal
from ..core.scoring.reading import rule_part
from .draft import DraftScheme, DraftScoreGroup, DraftScoreItem
from .outline import rank
from .scheme_rules import with_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .gather import Gathered
    from .ledger import Line

_POINTS = (
    r"(?:[本该此每]项|[本该]类|小计|合计)?(?:共|满分|计|总分|权重|分值)?为?\s*[:：]?\s*(?P<points>\d+(?:\.\d+)?)\s*分"
)
_HEAD = re.compile(
    rf"(?P<name>[^。；;（(]{{2,40}}?)\s*[（(【\[]{_POINTS}[）)】\]]\s*[。.：:，,；;]?\s*(?P<rest>.*)", re.DOTALL
)
_BARE = re.compile(rf"(?P<name>[^。；;，,：:\d]{{2,20}}?)\s*[:：，,]?\s*{_POINTS}(?P<rest>)")
_BEHIND = re.compile(rf"(?P<name>.+?)\s*[（(]{_POINTS}[）)]\s*[。；;]?(?P<rest>)", re.DOTALL)
_SENTENCE = re.compile(rf"(?P<name>.{{2,120}}?[。；;])\s*[（(]{_POINTS}[）)]\s*[。；;，,]?(?P<rest>.*)", re.DOTALL)
_LIMITED = re.compile(  # 加分项（最多加10分）: no points of its own
    r"(?P<name>[^。；;（(]{2,20}[（(][^（）()]*(?:最[高多]|至多|不超过|上限|封顶)[^（）()]*\d+\s*分[^（）()]*[）)])(?P<points>)(?P<rest>)"
)
_EXTRA = re.compile(  # 四、扣分项
    r"(?P<name>(?:附加|[加扣减]|倒扣|奖励加)分(?:项目?|事项|因素|指标|内容|情形)?(?:[（(][^（）()]{1,20}[）)])?)(?P<points>)(?P<rest>)"
)
_STATED = re.compile(r"(?:总分|满分)(?:为|是|共|计)?[:：]?\s*(\d+(?:\.\d+)?)\s*分")
_TOTAL = re.compile(r"[（(]?\s*(?:总分|满分|分值共?|共)(?:为|是|共|计)?\s*[:：]?\s*(\d+(?:\.\d+)?)\s*分\s*[）)]?[。.]?")
_OF_ALL = re.compile(  # 考核得分90分以上为优秀, 考核结果报县委, 本办法由…解释
    r"(?:年度|综合|最[终后])?(?:考核|考评|评价|评分)(?:总?得分|总分|成绩|结果|等次)|(?:总得?分|综合得分)|本(?:办法|细则|方案|标准)"
)
_GAIN = re.compile(r"(?P<name>[^。；;]{2,80}?)[，,](?=的?(?:得|计|记)\s*\d)(?P<rest>.+)", re.DOTALL)
_GAINED = re.compile(r"(?:得|计|记|加|最[高多](?:得|加|不超过)?|不超过|上限)\s*(\d+(?:\.\d+)?)\s*分")
_FEWEST = 2  # items that make a scheme
_SHARE = 0.6  # of the items whose text must say how points are given, where sums do not tell


@dataclass(slots=True)
class _Entry:
    """A line with the points it states, and the lines below that go on with it."""

    lines: list[Line]
    ordinal: str
    name: str
    points: str
    texts: list[str]
    below: list[_Entry] = field(default_factory=list)

    @property
    def worth(self) -> Decimal:
        return Decimal(self.points or 0)

    @property
    def depth(self) -> int:
        return rank(self.ordinal)


def read_scored_text(lines: Sequence[Line], found: Gathered, section: str, title: str) -> bool:
    """Take running text as a scheme where its numbered lines state points that add up, or rules; whether it was one.

    What stands before the first of these lines is text of `section`, what follows the last one is a note.
    """
    first, entries, rest = _entries(lines)
    tops = _nested([part for entry in entries for part in _parted(entry)])
    total, groups = _groups(tops)
    items = [item for group in groups for item in group.below or [group]]
    if len(items) < _FEWEST or not (_adds_up(total, groups) or _states_rules(items)):
        return False
    for line in lines[:first]:
        found.tell(section, clean_text(line.text), line)
    drafted = [_group(group, flat=all(not g.below for g in groups)) for group in groups]
    if all(not g.below for g in groups):
        drafted = [DraftScoreGroup("", items=tuple(_item(g) for g in groups))]
    stated = _total_said(lines[:first], groups)
    found.schemes.append(DraftScheme(title, total.points if total else stated, with_rules(drafted, found.guesses)))
    for entry in entries:
        found.ledger.take(*entry.lines)
    if total:
        found.tell("note", clean_text(total.lines[0].text), *total.lines)
    for line in rest:
        found.tell("note", clean_text(line.text), line)
    return True


def _total_said(lines: Sequence[Line], groups: Sequence[_Entry]) -> str:
    """The points of the whole scheme in the lines above it: alone, or in a sentence where the groups make as many."""
    alone = next((said[1] for line in lines if (said := _TOTAL.fullmatch(line.text.strip()))), "")
    among = (said[1] for line in lines for said in _STATED.finditer(line.text))
    made = sum((group.worth for group in groups), Decimal(0))
    return alone or next((points for points in among if Decimal(points) == made), "")


def _entries(lines: Sequence[Line]) -> tuple[int, list[_Entry], Sequence[Line]]:
    """The place of the first line that states points, the entries from there on, and the lines that belong to none of them."""
    first = len(lines)
    entries: list[_Entry] = []
    for i, line in enumerate(lines):
        entry = _entry(line)
        if entry is not None:
            first = min(first, i)
            entries.append(entry)
        elif entries:
            ordinal = split_ordinal(line.text.strip())[0]
            if ordinal and rank(ordinal) <= min(e.depth for e in entries):
                return first, entries, lines[i:]  # 二、结果运用
            entries[-1].lines.append(line)
            entries[-1].texts.append(clean_text(line.text))
    return first, entries, _closing(entries)


def _closing(entries: Sequence[_Entry]) -> list[Line]:
    """Take the lines off the last entry that are none of it: those that speak of the whole scheme, and more than follow
    the head of any other entry behind a full stop."""
    if len(entries) < _FEWEST:
        return []
    last = entries[-1]
    head = len(last.texts) - len(last.lines) + 1  # 1 where its first line says more than the name
    usual = max(max(len(e.lines) - 1 for e in entries[:-1]), 1 - head)
    while len(last.lines) - 1 > usual and not re.search(r"[。；;！!]$", last.texts[usual + head - 1]):
        usual += 1  # cut by a page
    usual = next((i for i, line in enumerate(last.lines[1:]) if _OF_ALL.match(line.text.strip())), usual)
    out, last.lines[usual + 1 :], last.texts[usual + head :] = last.lines[usual + 1 :], [], []
    return out


def _entry(line: Line) -> _Entry | None:
    ordinal, text = split_ordinal(line.text.strip())
    text = text.strip()
    if not ordinal:
        return None
    forms = (_LIMITED, _EXTRA, _HEAD, _BARE, _SENTENCE, _BEHIND)
    found = next((f for form in forms if (f := form.fullmatch(text))), None)
    if found is None:
        return None
    texts = [clean_text(found["rest"])] if found["rest"] else []
    return _Entry([line], ordinal, clean_text(found["name"]), found["points"], texts)


def _parted(entry: _Entry) -> list[_Entry]:
    """An entry, and one for each numbered line below it where the points that these lines give make those of the entry:
    （一）组织领导（20分） above 1.成立机构，得5分； and 2.召开会议4次，得15分，每少1次扣3分。 Below 扣分项 each line is one."""
    lines = entry.lines[1:]
    ordinals = [split_ordinal(line.text.strip()) for line in lines]
    if not lines or len(entry.texts) != len(lines) or any(rank(o) <= entry.depth for o, _ in ordinals):
        return [entry]
    below = []
    for line, (ordinal, text) in zip(lines, ordinals, strict=True):
        if not entry.points and ordinal:
            lead, _, rule = clean_text(text).partition("。")
            below.append(_Entry([line], ordinal, lead if rule else clean_text(text), "", [rule] if rule else []))
            continue
        gained = [Decimal(points) for points in _GAINED.findall(text)]
        if not ordinal or not gained:
            return [entry]
        found = _GAIN.fullmatch(text.strip())
        name, rest = (found["name"], [clean_text(found["rest"])]) if found else (text, [])
        below.append(_Entry([line], ordinal, clean_text(name), str(max(gained)), rest))
    if sum((e.worth for e in below), Decimal(0)) != entry.worth:
        return [entry]
    return [_Entry(entry.lines[:1], entry.ordinal, entry.name, entry.points, []), *below]


def _nested(entries: Sequence[_Entry]) -> list[_Entry]:
    """The entries of the outermost numbering, each with those numbered deeper below it."""
    tops: list[_Entry] = []
    open_ones: list[_Entry] = []
    for entry in entries:
        while open_ones and open_ones[-1].depth >= entry.depth:
            open_ones.pop()
        (open_ones[-1].below if open_ones else tops).append(entry)
        open_ones.append(entry)
    return tops


def _groups(tops: list[_Entry]) -> tuple[_Entry | None, list[_Entry]]:
    """The heading that states the points of all (一、考核内容（100分）), if there is one, and the groups below it."""
    with_total = len(tops) == 1 and any(entry.below for entry in tops[0].below)
    return (tops[0], tops[0].below) if with_total else (None, tops)


def _adds_up(total: _Entry | None, groups: Sequence[_Entry]) -> bool:
    """Whether the points of the items are those of their groups, and these the total, as far as they are stated."""
    wholes = [group for group in groups if group.below and group.points] + ([total] if total else [])
    return bool(wholes) and all(sum((e.worth for e in whole.below), Decimal(0)) == whole.worth for whole in wholes)


def _states_rules(items: Sequence[_Entry]) -> bool:
    return sum(bool(rule_part("".join(e.texts) or e.name)) for e in items) >= _SHARE * len(items)


def _group(entry: _Entry, *, flat: bool) -> DraftScoreGroup:
    items = entry.below if entry.below or flat else [entry]
    return DraftScoreGroup(entry.name, entry.ordinal, entry.points, tuple(_item(item) for item in items))


def _item(entry: _Entry) -> DraftScoreItem:
    """An item; deeper lines that state points of their own are its parts."""
    texts = "\n".join(entry.texts)
    parts = tuple(
        DraftScoreItem(name=part.name, points=part.points, standard="\n".join(part.texts)) for part in entry.below
    )
    return DraftScoreItem(entry.ordinal, content=entry.name, standard=texts, points=entry.points, parts=parts)
