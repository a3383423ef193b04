"""The units that a copied list names: by its headings where it has some, else by what its words look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiezuo_desktop.core.names import guess_kind, normalise, split_plaque
from xiezuo_desktop.core.records import UNIT_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xiezuo_desktop.documents.paper import Paper

_PHONE = re.compile(r"[0-9０-９+（）()\- 转]{7,24}")
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_SEPARATORS = re.compile(r"[、；;，,]")
_LONGEST = 80  # characters of a name
_HEADS = {
    "name": "单位 单位名称 名称 责任单位 部门 部门名称 成员单位 机构名称",
    "plaques": "挂牌 挂牌名称 加挂牌子 挂牌机构",
    "kind": "类型 单位类型 类别 性质 单位性质",
    "contact": "联系人 姓名 联络员 经办人 负责人",
    "phone": "电话 联系电话 手机 手机号 手机号码 办公电话 电话号码 联系方式",
    "": "序号 编号 职务 备注 其他写法 简称 上级单位 用在 传真 邮箱 地址",
}
_ROLE_OF = {head: role for role, heads in _HEADS.items() for head in heads.split()}
_KIND_OF = {words: kind for kind, words in UNIT_KINDS.items()}


@dataclass(frozen=True, slots=True)
class PastedUnit:
    """A line of the list: the name without its 挂牌, these, who answers the telephone, and what the list says it is."""

    name: str
    plaques: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""
    said_kind: str = ""

    @property
    def kind(self) -> str:
        """A word of `UNIT_KINDS`: what the list says, else what the name sounds like."""
        return self.said_kind or guess_kind(self.name)


def units_in(paper: Paper) -> list[PastedUnit]:
    """The units that a copied list names, each once: one a line, or a table with persons and telephone numbers."""
    out: dict[str, PastedUnit] = {}
    roles: list[str] = []
    for cells in _lines(paper):
        texts = [" ".join(c.split()) for c in cells]
        if found := _heading(texts):
            roles = found
            continue
        for unit in _headed(texts, roles) if "name" in roles else _guessed(texts):
            if unit.name and len(unit.name) <= _LONGEST:
                out.setdefault(normalise(unit.name), unit)
    return list(out.values())


def _heading(texts: Sequence[str]) -> list[str]:
    """What each column holds, where a line is a heading: the name of the unit and nothing but other headings, or one more."""
    roles = [_ROLE_OF.get(normalise(t).replace(" ", "")) for t in texts]
    known, said = [r for r in roles if r is not None], [t for t in texts if t]
    if not said or not (len(known) == len(said) or ("name" in known and len(known) > 1)):
        return []
    return [role or "" for role in roles]


def _headed(texts: Sequence[str], roles: Sequence[str]) -> Iterator[PastedUnit]:
    """A line of a table with headings."""
    said: dict[str, str] = {}
    for role, text in zip(roles, texts, strict=False):
        if role:
            said.setdefault(role, text if text not in ("—", "-", "/") else "")
    plaques = tuple(filter(None, (p.strip() for p in _SEPARATORS.split(said.get("plaques", "")))))
    contact, phone = said.get("contact", ""), said.get("phone", "")
    yield from _named(said.get("name", ""), contact, phone, plaques, _KIND_OF.get(said.get("kind", ""), ""))


def _guessed(texts: Sequence[str]) -> Iterator[PastedUnit]:
    """A line without headings: the telephone number is one of digits, the name what sounds like a unit."""
    said = [t for t in texts if t and (len(t) > 6 or not t.isdigit())]  # numbers of lines are short
    phone = next((t for t in said if _PHONE.fullmatch(t) and any(c.isdigit() for c in t)), "")
    rest = [t for t in said if t != phone]
    if rest:
        name = max(rest, key=lambda t: (bool(guess_kind(t)), -rest.index(t)))
        kind = next((t for t in rest if t != name and t in _KIND_OF), "")
        person = next((t for t in rest if t not in (name, kind) and _PERSON.fullmatch(t)), "")
        yield from _named(name, person, phone, (), _KIND_OF.get(kind, ""))


def _named(words: str, contact: str, phone: str, plaques: tuple[str, ...], kind: str) -> Iterator[PastedUnit]:
    """The unit of a line; where nobody answers for it, the line may name several."""
    for each in [words] if contact or phone else _SEPARATORS.split(words):
        host, own = split_plaque(each.strip())
        yield PastedUnit(host, tuple(dict.fromkeys((*own, *plaques))), contact, phone, kind)


def _lines(paper: Paper) -> Iterator[list[str]]:
    from xiezuo_desktop.documents.paper import Paragraph, Table

    for block in paper.blocks:
        if isinstance(block, Table):
            yield from ([cell.text for cell in row.cells] for row in block.rows)
        elif isinstance(block, Paragraph):
            yield from (line.split("\t") for line in block.text.split("\n"))
