"""What a saved page of an office's website has around the paper: navigation, and the box of the public catalogue (索引号, 文号)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import frame
from .ledger import Line, Sheet
from .words import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from .gather import Gathered
    from .ledger import Piece, Slot

_LABELS = {
    "doc_number": "文号 发文字号 发文编号 文件编号 公文字号",
    "issuer": "发布机构 发文机关 发文机构 制发机关 发文单位",
    "written_on": "成文日期 发文日期 生成日期 制发日期 印发日期",
    "notice_title": "标题 文件名称 信息名称",
    "": "索引号 信息索引号 信息索引 统一登记号 登记号 组配分类 主题分类 体裁分类 公开目录 分类 信息分类 文种 公开责任部门 公开方式 公开形式 公开范围 "
    "公开日期 公开时限 公开属性 发布日期 发布时间 生效日期 废止日期 失效日期 有效期 有效性 效力状态 是否有效 名称 主题词 关键词 政策咨询机关 政策咨询电话",
}
_FIELDS = {label: field for field, labels in _LABELS.items() for label in labels.split()}
_SURE = frozenset(_LABELS[""].split()) - {
    "分类",
    "名称",
    "关键词",
    "登记号",
}  # no other table has these
_SPACED = "|".join(r"\s*".join(label) for label in sorted(_FIELDS, key=len, reverse=True))  # 文    号
_LABEL_IN_LINE = re.compile(rf"(?<!\S)(?P<label>{_SPACED})(?=\s|[:：])\s*[:：]?")
_LONGEST_ROW = 120  # characters of a line of the catalogue
_MOST_CELLS = 40
_FEWEST = 3  # labels of a catalogue
_PLACE = re.compile(r"(?:您?(?:现在|当前)?所?在?的?|当前)位置\s*[:：]|首页\s*[>＞»]")
_FOOT = re.compile(
    r"上一[篇条]\s*[:：]|下一[篇条]\s*[:：]|版权所有|.*(?:网站标识码|ICP备|公网安备|ICP证)|扫一扫|分享到|相关(?:链接|文章|阅读)"
)
_LINKS = re.compile(
    r"(?:网站)?首页|网站地图|(?:政务|信息|政府信息|重点领域信息)公开|(?:办事|政务|便民|公共|网上)服务|(?:政民|互动)?(?:互动|交流)|新闻(?:中心|动态)"
    r"|无障碍(?:浏览|阅读)?|长者(?:模式|助手)?|适老化|设为首页|加入收藏|收藏本[站页]|关闭窗口|返回顶部|关于我们|联系我们|网上办事|走进.{2,4}|数据开放"
)
_SITE = re.compile(
    r"[\u4e00-\u9fff]{2,20}(?:政府|局|委|委员会|办公室|信息|门户|政务)(?:公开)?网站?"
)  # the name of the website itself
_BETWEEN = re.compile(r"[|｜\s]+")
_LONGEST_LINK = 8  # characters


def without_frame(pieces: Iterable[Piece], found: Gathered) -> list[Piece]:
    """The pieces of the paper itself; lines of navigation and the catalogue are left as no text of the paper.

    What the catalogue says of number, issuer and day holds where the paper does not say it: it is kept under `catalogue`.
    """
    out: list[Piece] = []
    links: list[Line] = []
    pieces = list(pieces)
    rows = _catalogue_lines(pieces)
    _read_lines(rows, found)
    for piece in pieces:
        if piece in rows:
            continue
        if isinstance(piece, Line) and _is_navigation(piece.text.strip()):
            links.append(piece)
        elif isinstance(piece, Sheet) and (pairs := _catalogue(piece)):
            _read(pairs, found)
        else:
            out.append(piece)
    found.ledger.settle("网页上的导航，不是文件里的话", *links)
    return out


def settle_catalogue(found: Gathered) -> None:
    """What only the catalogue says of the paper; its title holds where the paper has none at all."""
    titled = any(found.info.get(name) for name in ("notice_title", "book_title", "table_title"))
    for name, value in found.info.pop("catalogue", {}).items():
        if name != "notice_title" or not titled:
            found.say(name, value)


def _is_navigation(text: str) -> bool:
    if _PLACE.match(text) or _SITE.fullmatch(text) or (len(text) <= 60 and _FOOT.match(text)):
        return True
    if re.search(r"[。；：:，,]", text):
        return False
    words = [w for w in _BETWEEN.split(text) if w]
    bar = len(re.findall(r"[|｜]", text)) > 1 and all(len(w) <= _LONGEST_LINK for w in words)
    return bool(words) and (all(map(_LINKS.fullmatch, words)) or (bar and any(map(_LINKS.fullmatch, words))))


def _catalogue(sheet: Sheet) -> list[tuple[Slot, Slot | None]]:
    """The labels of a catalogue with their values; [] for another table."""
    cells = [slot for row in sheet.rows for slot in row.begun]
    if len(cells) > _MOST_CELLS:
        return []
    labels = [_label(slot.text) for slot in cells]
    known = [label for label in labels if label in _FIELDS]
    if len(known) < _FEWEST or 2 * len(known) < len(cells) - 1 or not _SURE.intersection(known):
        return []
    out: list[tuple[Slot, Slot | None]] = []
    for i, slot in enumerate(cells):
        if labels[i] in _FIELDS:
            follows = i + 1 < len(cells) and labels[i + 1] not in _FIELDS and not _behind(slot.text)
            out.append((slot, cells[i + 1] if follows else None))
    return out


def _catalogue_lines(pieces: Sequence[Piece]) -> list[Line]:
    """The lines of a catalogue that was copied as text: 发布机构 区政府办　文    号 云政办〔2031〕1号; [] where there is none."""
    lines = [p for p in pieces if isinstance(p, Line) and len(p.text) <= _LONGEST_ROW and len(_pairs_in(p.text)) > 1]
    labels = [label for line in lines for label, _ in _pairs_in(line.text)]
    return lines if len(labels) >= _FEWEST and _SURE.intersection(labels) else []


def _pairs_in(text: str) -> list[tuple[str, str]]:
    """The labels and values of a line that begins with a label; [] for another line."""
    marks = list(_LABEL_IN_LINE.finditer(text))
    if not marks or text[: marks[0].start()].strip():
        return []
    ends = [m.start() for m in marks[1:]] + [len(text)]
    return [(folded(m["label"]), text[m.end() : end].strip()) for m, end in zip(marks, ends, strict=True)]


def _read_lines(lines: Sequence[Line], found: Gathered) -> None:
    for label, text in (pair for line in lines for pair in _pairs_in(line.text)):
        _say(_FIELDS[label], text, found)
    found.ledger.settle("网页上的公开目录，不是文件里的话", *lines)


def _say(field: str, text: str, found: Gathered) -> None:
    said = found.info.setdefault("catalogue", {})
    value = _day(text) if field == "written_on" else frame.number_in(text) if field == "doc_number" else text
    if field and value:
        said.setdefault(field, value)


def _label(text: str) -> str:
    return re.split(r"[:：]", folded(text), maxsplit=1)[0]


def _behind(text: str) -> str:
    """The value behind the colon in a cell of its own: 文号：云政发〔2031〕2号."""
    return "".join(re.split(r"[:：]", text.strip(), maxsplit=1)[1:]).strip()


def _read(pairs: Iterable[tuple[Slot, Slot | None]], found: Gathered) -> None:
    cells: list[Slot] = []
    for label, cell in pairs:
        field = _FIELDS[_label(label.text)]
        text = _behind(label.text) or (cell.text.strip() if cell else "")
        _say(field, text, found)
        cells += [s for s in (label, cell) if s]
    found.ledger.settle("网页上的公开目录，不是文件里的话", *cells)


def _day(text: str) -> date | None:
    figures = re.search(r"((?:19|20)\d\d)[-./](\d{1,2})[-./](\d{1,2})", text)
    return frame.read_day("{}年{}月{}日".format(*figures.groups()) if figures else text)
