"""Tasks as running text: numbered sentences, each with 牵头单位：…, 配合单位：…, 完成时限：… on lines of their own, in brackets, or
in the sentence itself, as minutes put it: 由区财政局负责，于6月15日前…"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..core.deadlines import read_deadline
from ..core.names import clean_text
from ..core.ordinals import split_ordinal
from .draft import DraftColumn, DraftMeasure, DraftTask
from .gather import ROLE_OF_WORD, parts_by_role_behind
from .outline import ordinal_style, rank
from .spoken_days import days_in, last_day_in
from .task_book import chapters_of_units, read_book, split_lead
from .words import looks_like_office, unit_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .draft import DraftResponsibility
    from .gather import Gathered
    from .ledger import Line

_ROLES = "|".join(ROLE_OF_WORD)
_LABEL = re.compile(
    rf"(?P<label>(?P<role>{_ROLES})(?:责任)?(?:单位|部门|机关|科室|处室|站办)"
    r"|(?P<leader>(?:责任|分管|主管|主抓|牵头|包抓|联系)(?:[市区县]?领导)|(?:责任|联系)人|(?:主要|项目|直接|具体|第一)责任人)"
    r"|(?P<deadline>(?:完成|办结|整改)(?:时限|时间|期限|日期|节点)|时限要求|时间要求|时间节点|时限))\s*[:：]\s*"
)
_BRACKET = re.compile(
    r"[（(【\[〔﹝](?P<inside>[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)】\]〕﹞]\s*[。；;]?$"
)
_BY = re.compile(
    r"(?:(?:^|[。；;])\s*由?|[，,]\s*由)(?P<said>[^，,。；;]{2,40}?(?:牵头|主办|负责)(?:负责|落实|组织)?(?:[，,][^，,。；;]{2,40}?(?:配合|协助|参与))?)(?=[，,。；;])"
)
_ALSO = re.compile(
    r"(?<=[，,。；;])\s*(?P<units>[^，,。；;]{2,30}?)(?:要|应|须|应当|负责)?(?:切实|及时|按时|按月|按季|定期|全程|同步|积极|共同|分别)?"
    r"(?:跟踪|督促|督办|督导|指导|协调|落实|做好|抓好|组织|提供|安排|保障|统筹|会同|监督|审核|把关|推动|推进|报送|完成|开展|承担|支持|宣传)"
)
_EVERYBODY = re.compile(  # 各县（市、区）人民政府结合实际落实
    r"(?P<units>各[^，,。；;]{2,24}?)(?:要|应)?(?:结合(?:各自|本地|当地)?实际|按照?(?:各自)?职责(?:分工)?)(?:抓好|做好|组织|贯彻)?(?:落实|实施)"
)
_OF_UNIT = re.compile(r"(?P<unit>[^：:，,。；;]{2,24})[：:]\s*(?P<text>\S.{5,})", re.DOTALL)
_OWN_LABEL = re.compile(r"[^：:，,。；;\d]{2,8}[：:]")
_FEWEST = 2  # tasks with such facts that make a list of tasks
_SHARE = 0.6  # of the numbered sentences that must have them
_LONGEST_HEADING = 45


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled fact: role is that of a unit, "leader" or "deadline"."""

    role: str
    label: str
    text: str
    clause: str = ""  # the words that only suggest it: 县财政局督促
    wording: str = ""  # the words of the paper where they say more than the names


@dataclass(slots=True)
class _Item:
    ordinal: str
    text: str
    heading: str
    more: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line taken apart: its own words ("" where it only states facts), and its facts; `spoken`: these stand in its words.

    `opens`: it is a task without a number, whose facts stand on the lines below.
    """

    line: Line
    ordinal: str
    text: str
    facts: tuple[Fact, ...]
    spoken: bool = False
    opens: bool = False


def facts_in(text: str) -> tuple[Fact, ...]:
    """The labelled facts of a text that begins with a label; () for another text."""
    marks = list(_LABEL.finditer(text))
    if not marks or text[: marks[0].start()].strip(" 　（(【["):
        return ()
    ends = [m.start() for m in marks[1:]] + [len(text)]
    out = []
    for mark, end in zip(marks, ends, strict=True):
        role = "leader" if mark["leader"] else "deadline" if mark["deadline"] else ROLE_OF_WORD[mark["role"]]
        said = text[mark.end() : end].strip(" 　\n。；;，,")
        out.append(
            Fact(
                role,
                mark["label"],
                said.rstrip("）)】]〕﹞")
                if said.count("（") + said.count("(") < said.count("）") + said.count(")")
                else said,
            )
        )
    return tuple(out)


def _facts_in_words(text: str) -> tuple[Fact, ...]:
    """The facts of a bracket like 县发改局牵头，县工信局、县财政局配合，9月底前完成; () where any of it says something else."""
    clauses = [c.strip() for c in re.split(r"[，,；;]", text) if c.strip()]
    dated = [c for c in clauses if read_deadline(c, None).kind != "none"]
    others = [(m["units"], m[0]) for c in clauses if (m := _EVERYBODY.fullmatch(c))]
    named = "，".join(c for c in clauses if c not in dated and not _EVERYBODY.fullmatch(c))
    parts = parts_by_role_behind(named, "")
    if not named or any(not role for role, _, _ in parts) or any(unit_share(names) < _SHARE for _, names, _ in parts):
        return ()
    return (
        *(Fact(role, "", words) for role, _, words in parts),
        *(Fact("responsible", "", units, wording=words) for units, words in others),
        *(Fact("deadline", "", c) for c in dated),
    )


def _facts_in_sentence(text: str) -> tuple[Fact, ...]:
    """The facts of a sentence that says 由甲局牵头，乙局、丙局配合，于9月底前…; () for one that does not say by whom."""
    said = _BY.search(text)
    if said is None:
        return ()
    parts = parts_by_role_behind(said["said"], "")
    if any(not role for role, _, _ in parts) or any(unit_share(names) < _SHARE for _, names, _ in parts):
        return ()
    named = "".join(words for _, _, words in parts)
    also = [(m["units"], m[0].strip()) for m in _ALSO.finditer(text) if _begins_with_offices(m["units"], named)]
    return (
        *(Fact(role, "", words) for role, _, words in parts),
        *(Fact("cooperating", "", units, clause) for units, clause in also),
        *(Fact("deadline", "", d) for d in days_in(text)),
    )


def _begins_with_offices(units: str, named: str) -> bool:
    """Whether a clause begins with offices that the sentence has not named: 县财政局, 各乡镇（街道）."""
    return unit_share(units) == 1 and looks_like_office(units.split("、")[0]) and units not in named


def _entry(line: Line) -> _Entry:
    text = line.text.strip()
    if facts := facts_in(text):
        return _Entry(line, "", "", facts)
    bracket = _BRACKET.search(text)
    facts = facts_in(bracket["inside"]) or _facts_in_words(bracket["inside"]) if bracket else ()
    if not facts and (label := _LABEL.search(text)) and text[: label.start()].rstrip().endswith(("。", "；", ";")):
        facts, bracket = facts_in(text[label.start() :]), label  # …1个。责任单位：县商务局；完成时限：9月底前。
    ordinal, rest = split_ordinal(text[: bracket.start()] if bracket and facts else text)
    whose = _OF_UNIT.fullmatch(rest.strip()) if not facts else None
    if whose and unit_share(whose["unit"]) == 1:  # 1.县教育局：选派教师5名。
        days = tuple(Fact("deadline", "", day) for day in days_in(whose["text"]))
        own = (Fact("responsible", "", whose["unit"]), *days)
        return _Entry(line, ordinal, whose["text"].strip(), own, spoken=True)
    if ordinal and not facts:
        return _Entry(line, ordinal, rest.strip(), _facts_in_sentence(rest.strip()), spoken=True)
    return _Entry(line, ordinal, rest.strip(), facts)


def read_labelled_tasks(lines: Sequence[Line], found: Gathered, section: str) -> bool:
    """Take running text as tasks where most of its numbered sentences say who does them; whether it was such a text.

    What stands before the first task is text of `section`, what follows the last one is read as text of its own.
    """
    entries = [_entry(line) for line in lines]
    if chapters_of_units(lines) >= _FEWEST:
        entries = [replace(e, facts=()) if e.spoken else e for e in entries]  # the chapters say who does it
    entries = _handed_down(entries)
    styles = _styles_with_facts(entries)
    if not styles:
        entries = _without_numbers(entries)
    if not styles and not any(e.opens for e in entries):
        return False
    last = _last_of_tasks(entries)
    before, items = _items(entries[: last + 1], styles)
    stated = sum(bool(i.facts) for i in items)
    if stated < _FEWEST or stated < _SHARE * len(items):
        return False
    for line in before:
        found.tell(section, clean_text(line.text), line)
    _tell_captions(items, found)
    if also := [f"“{f.clause}”" for item in items for f in item.facts if f.clause]:
        found.guesses.append(f"{'、'.join(also[:3])}{'等' * (len(also) > 3)}分句里的单位读作配合单位，请核对")
    for item in items:
        found.tasks.append(_task(item, found))
        found.ledger.take(*item.lines)
    if lines[last + 1 :]:
        read_book(lines[last + 1 :], found, "closing")
    return True


def _handed_down(entries: list[_Entry]) -> list[_Entry]:
    """The entries with the facts of headings handed down to the numbered sentences below: 一、产业协作（牵头单位：甲局） above 1. … 2. …"""
    heads = [i for i, e in enumerate(entries) if _is_head(e) and _is_below(entries[i], entries[i + 1 : i + 2])]
    if len(heads) < _FEWEST or len(heads) < _SHARE * sum(bool(e.facts) for e in entries):
        return entries
    out: list[_Entry] = []
    head: _Entry | None = None
    for i, entry in enumerate(entries):
        if i in heads:
            head = entry
            out.append(replace(entry, facts=()))
        elif head is not None and _is_below(head, [entry]):
            own = {f.role for f in entry.facts}
            out.append(replace(entry, facts=(*(f for f in head.facts if f.role not in own), *entry.facts)))
        else:
            head = head if not entry.ordinal else None
            out.append(entry)
    return out


def _is_head(entry: _Entry) -> bool:
    return bool(entry.facts and entry.ordinal and entry.text) and not re.search(r"[。；;，,]", entry.text)


def _is_below(head: _Entry, following: Sequence[_Entry]) -> bool:
    return any(e.ordinal and e.text and rank(e.ordinal) > rank(head.ordinal) for e in following)


def _styles_with_facts(entries: Sequence[_Entry]) -> set[str]:
    """How the sentences are numbered that have facts in them or on the lines below."""
    styles: set[str] = set()
    style = None
    for entry in entries:
        if entry.text and (entry.ordinal or entry.facts):
            style = ordinal_style(entry.ordinal)
        if entry.facts and style is not None:
            styles.add(style)
    return styles


def _last_of_tasks(entries: Sequence[_Entry]) -> int:
    """The last line of the last task: the last fact, and below it what begins with a word as in a task before: 进展情况："""
    last = max(i for i, e in enumerate(entries) if e.facts)
    words = {m[0] for e in entries[:last] if (m := _OWN_LABEL.match(e.text))}
    while last + 1 < len(entries) and (m := _OWN_LABEL.match(entries[last + 1].text)) and m[0] in words:
        last += 1
    return last


def _without_numbers(entries: Sequence[_Entry]) -> list[_Entry]:
    """The entries where a sentence right above two facts or more is a task, if there are several such sentences."""
    only_facts = [bool(e.facts) and not e.text for e in entries]
    above = [not e.ordinal and bool(e.text) and all(only_facts[i + 1 : i + 3]) for i, e in enumerate(entries)]
    above = [here and i + 2 < len(entries) for i, here in enumerate(above)]
    return [replace(e, opens=here and sum(above) >= _FEWEST) for e, here in zip(entries, above, strict=True)]


def _items(entries: Sequence[_Entry], styles: set[str]) -> tuple[list[Line], list[_Item]]:
    """The lines before the first heading or task, and the tasks with their headings."""
    before: list[Line] = []
    items: list[_Item] = []
    headings: dict[int, str] = {}  # depth of numbering → the heading of this depth that holds here
    headed: list[Line] = []  # heading lines that no task has taken yet
    depth = min((rank(_ordinal_of(s, entries)) for s in styles), default=0)
    for entry in entries:
        style = ordinal_style(entry.ordinal)
        short = len(entry.text) <= _LONGEST_HEADING and not re.search(r"[。；;]", entry.text)
        if (
            entry.text
            and entry.ordinal
            and not entry.facts
            and short
            and style not in styles
            and rank(entry.ordinal) < depth
        ):
            here = rank(entry.ordinal)
            headings = {d: text for d, text in headings.items() if d < here} | {here: clean_text(entry.line.text)}
            headed.append(entry.line)
        elif entry.text and (entry.opens or (style in styles if entry.ordinal else entry.facts)):
            heading = " — ".join(headings.values())
            lines = [*headed, entry.line]
            items.append(_Item(entry.ordinal, clean_text(entry.text), heading, lines=lines, spoken=entry.spoken))
            items[-1].facts += entry.facts
            headed = []
        elif items:
            items[-1].facts += entry.facts
            items[-1].lines.append(entry.line)
            if entry.text:
                items[-1].more.append(clean_text(entry.line.text))
        else:
            before += [*headed, entry.line]
            headed, headings = [], {}
    return before, items


def _ordinal_of(style: str, entries: Sequence[_Entry]) -> str:
    return next((e.ordinal for e in entries if ordinal_style(e.ordinal) == style), "")


def _tell_captions(items: Sequence[_Item], found: Gathered) -> None:
    """The labels are the captions of the table that these tasks make."""
    labels = {f.label: f.role for item in items for f in item.facts if f.label}
    found.columns += [DraftColumn(role, label, "division") for label, role in labels.items()]


def _leaders(facts: Sequence[Fact]) -> str:
    """The persons in charge: 赵某；项目责任人：钱某, where the paper names two kinds of them."""
    other = [f.text if f.label == facts[0].label else f"{f.label}：{f.text}" for f in facts[1:]]
    return "；".join([f.text for f in facts[:1]] + other)


def _task(item: _Item, found: Gathered) -> DraftTask:
    lead, rest = split_lead(item.text)
    duties: list[DraftResponsibility] = []
    for fact in item.facts:
        if fact.role not in ("leader", "deadline"):
            named = [*found.units.responsibilities(fact.text, fact.role)]
            if fact.wording:
                named[:1] = (replace(d, wording=fact.wording) for d in named[:1])
            duties += [d for d in named if d not in duties]
    measures = [*([rest] if lead else []), *item.more]
    days = [f.text for f in item.facts if f.role == "deadline"]
    days = days or last_day_in("\n".join([item.text, *item.more]))
    early = days[0] if item.spoken and len(days) > 1 else ""  # 9月底前完成80%，12月底前全面完成
    return DraftTask(
        theme=lead or item.text,
        ordinal=item.ordinal,
        heading=item.heading,
        deadline=days[-1] if early and measures else "；".join(days),
        leader=_leaders([f for f in item.facts if f.role == "leader"]),
        measures=tuple(DraftMeasure(text, early if i == 0 else "") for i, text in enumerate(measures)),
        responsibilities=tuple(duties),
    )
