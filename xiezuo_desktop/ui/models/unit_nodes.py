"""The rows of the unit tree as plain nodes: units below their parents, then groups with their members."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...core.records import UNIT_KINDS, Unit, UnitGroup
from ...core.wording import count_uses

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Collection, Iterator

    from ...core.plan import Plan
    from ...core.records import Id

SIGN, NAME, KIND, PLAQUES, ALIASES, USES = range(6)
HEADINGS = ("", "单位名称", "类型", "挂牌", "其他写法", "用在")
DASH = "—"
ROOT_PLACE = ("root", 0, 0)
Place = tuple[str, int, int]  # what it is, the id of its record, the group it is a member in


@dataclass(slots=True)
class Node:
    """One row. `place` names it through every rebuild."""

    place: Place
    record: Unit | UnitGroup | None
    parent: Node | None
    row: int = 0
    depth: int = 0
    cells: list[str] = field(default_factory=lambda: [""] * len(HEADINGS))
    warning: str = ""
    kids: list[Node] = field(default_factory=list)

    @property
    def key(self) -> Place:
        """Its place, by the name that all outlines have for it."""
        return self.place

    @property
    def what(self) -> str:
        """root, heading, unit, group or member."""
        return self.place[0]

    @property
    def is_heading(self) -> bool:
        """Whether the row only heads others."""
        return self.what == "heading"

    def walk(self) -> Iterator[Node]:
        """All rows below, from top to bottom."""
        for kid in self.kids:
            yield kid
            yield from kid.walk()


def build(plan: Plan, shown: Collection[Id] | None = None) -> Node:
    """The tree of a plan; `shown` are the ids of units and groups to be shown (with the rows above them), None for all."""
    root = Node(ROOT_PLACE, None, None)
    uses = count_uses(plan)
    units = _heading(root, 1, "单位")
    _add_units(units, plan, None, uses, shown)
    groups = _heading(root, 2, "单位组合")
    for group in plan.groups:
        if shown is None or group.id in shown:
            _add_group(groups, plan, group, uses)
    for heading in (units, groups):
        count = sum(1 for n in heading.walk() if n.what in ("unit", "group"))
        heading.cells[NAME] = f"{heading.cells[NAME]}　{count}"
    root.kids = [h for h in (units, groups) if h.kids]
    for row, kid in enumerate(root.kids):
        kid.row = row
    return root


def _heading(root: Node, number: int, words: str) -> Node:
    node = Node(("heading", number, 0), None, root, depth=1)
    node.cells[NAME] = words
    return node


def _add_units(parent: Node, plan: Plan, parent_id: Id | None, uses: Counter[Id], shown: Collection[Id] | None) -> None:
    for unit in plan.children(Unit, parent_id):
        if unit.same_as is not None and plan.get(Unit, unit.same_as):
            continue  # merged into another
        node = Node(("unit", unit.id, 0), unit, parent, len(parent.kids), parent.depth + 1)
        _add_units(node, plan, unit.id, uses, shown)
        if shown is not None and unit.id not in shown and not node.kids:
            continue
        node.cells = [
            "",
            unit.name,
            UNIT_KINDS.get(unit.kind, "") or DASH,
            "、".join(unit.plaques.split("\n")) if unit.plaques else DASH,
            "、".join(plan.aliases.get(unit.id, [])) or DASH,
            f"{uses[unit.id]} 处" if uses[unit.id] else DASH,
        ]
        parent.kids.append(node)


def _add_group(parent: Node, plan: Plan, group: UnitGroup, uses: Counter[Id]) -> None:
    node = Node(("group", group.id, 0), group, parent, len(parent.kids), 2)
    members = [u for i in plan.members.get(group.id, []) if (u := plan.get(Unit, i)) is not None]
    expected = group.expected_size
    node.cells = [
        "",
        group.name,
        f"{len(members)} / {expected} 个" if expected else f"{len(members)} 个",
        "名单不全（等）" if group.open else DASH,
        "、".join(plan.aliases.get(group.id, [])) or DASH,
        f"{uses[group.id]} 处" if uses[group.id] else DASH,
    ]
    if expected and members and len(members) != expected and not group.open:
        node.warning = f"应有 {expected} 个成员，现在列出 {len(members)} 个"
    for row, unit in enumerate(members):
        member = Node(("member", unit.id, group.id), unit, node, row, 3)
        member.cells[NAME] = unit.name
        node.kids.append(member)
    parent.kids.append(node)
