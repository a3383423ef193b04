"""What an evaluation scheme was read as: its items with their points and the rule that their text was understood to state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.core.scoring.rule_words import rule_words
from xiezuo_desktop.core.scoring.rules import KINDS, read_stored_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiezuo_desktop.importers.draft import Draft, DraftScoreGroup, DraftScoreItem

HEADS = ("序号", "考核内容", "分值", "计分规则读作")
WEIGHTS = (0, 3, 0, 4)


def score_items(draft: Draft) -> Iterator[tuple[DraftScoreGroup, DraftScoreItem]]:
    """The items of all schemes with their groups."""
    for scheme in draft.schemes:
        for group in scheme.groups:
            for item in group.items:
                yield group, item


def rule_rows(draft: Draft) -> tuple[list[list[str]], list[list[str]]]:
    """A row an item, below one for each named group, with their tones: what a person has to score is marked."""
    rows: list[list[str]] = []
    tones: list[list[str]] = []
    last: DraftScoreGroup | None = None
    for group, item in score_items(draft):
        if group is not last and group.name:
            name = f"{group.ordinal}{'、' if group.ordinal.isalnum() else ''}{group.name}"
            rows.append(["", name, group.points, ""])
            tones.append(["strong"] * 4)
        last = group
        rule = rule_told(item)
        rows.append([item.ordinal, item.name or item.content, item.points, rule or "没有写明，由人评定"])
        tones.append(["off", "", "", "" if rule else "warn_ink"])
    return rows, tones


def rule_told(item: DraftScoreItem) -> str:
    """The rule of an item in words, with its kind; "" for none that can be worked out."""
    rule = read_stored_rule(item.rule)
    if rule is None:
        return ""
    parts = "；".join(f"{part.name}（{_words(part)}）" for part in item.parts)
    return f"{KINDS[rule.kind]}：{parts or rule_words(rule)}"


def doubts(draft: Draft) -> list[str]:
    """What the reading of a paper tells, without the rules that `rule_rows` lists one by one."""
    items = [each for _, item in score_items(draft) for each in (item, *item.parts)]
    listed = tuple(f"：{words}" for item in items if (words := _words(item)))
    parts = tuple(f"{p.name}（{_words(p)}）" for item in items for p in item.parts)
    return [told for told in draft.guesses if "读作" not in told or not told.endswith((*listed, *parts, "，由人评定"))]


def _words(item: DraftScoreItem) -> str:
    rule = read_stored_rule(item.rule)
    return rule_words(rule) if rule else ""
