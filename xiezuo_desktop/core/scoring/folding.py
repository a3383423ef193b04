"""The text of a rule as the forms look at it: one width, one sign for each thing, what is shared written out for each."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from ..ordinals import parse_chinese_numeral
from .forms import HAN, N

# 80%≤巩固率<90%, ≥80%且<90%, 80%(含)以上、不足90%: from 80% to 90%
_SHARE = rf"{N[1:-1]}%?(?![\d.])"
_BETWEEN = re.compile(
    rf"(?<![\d.])(?P<low>{_SHARE})(?:≤|(?P<over><))[^\d,;。<≤]{{1,16}}[<≤](?P<high>{_SHARE})"
    rf"|(?<![\d.])(?P<from>{_SHARE})(?:\(含\)|及?以上|[,、且但而])+"
    rf"(?:(?:<|≤|低于|小于|不足|不到|不满|未达到?|不超过)(?P<below>{_SHARE})|(?P<within>{_SHARE})(?:\(不?含\))?以[下内])(?:\(不?含\))?"
)
# 少1次扣1分, 抽查不在岗1人次扣3分, 迟报一次扣0.5分: each of them, though nobody wrote 每
_FAULT = re.compile(
    r"(?P<verb>少|缺|差|低|迟报|漏报|逾期|发现|出现|发生|存在|有)?(?<![\d.第前\-至到])(?P<count>[1一]|\d{1,2}(?=[^;。]*$))"
    r"(?:个百分点|人次|场次|班次|[个人次项家条篇份例件起宗处户名期天日%])(?P<what>[^,;。\d扣]{0,10})[,的]?扣(?!完)"
)
# 国家、省、市级媒体刊发的,每篇分别得3分、2分、1分: each name with its own figure
_SHARED = re.compile(
    rf"(?:^|(?<=[,;。:]))(?P<names>[^,;。:\d]{{2,40}}?)(?:的?,)?(?P<each>每[^,;。:\d]{{1,6}}?)?(?:可|均|各)?分别"
    rf"(?P<verb>得|计|给|记|赋|加|奖|为|扣减?|减)?(?P<worth>{N[1:-1]}分?(?:[、和及]{N[1:-1]}分?)+)(?<=分)"
)
_LEADING = re.compile(r"^[^、]{0,8}?(?:[在被获受经由]|分为)")  # in front of the first of several names
_BEYOND = re.compile(rf"(?<!每)超额(?:完成)?(?:年度|全年|目标|任务|计划|指标|数|的)*{N}%")  # 超额完成10%: 110% is done
_NOT_EACH = re.compile(r"以上|以下|以内|之内|超过|每|[于足满到]$")


def fold(text: str, points: Decimal | None) -> str:
    """One width, no blanks, one sign for times and equals, 满分 and Chinese numerals as figures: what the forms look at."""
    listed = re.sub(r"[①-⑳]", lambda sign: f"({ord(sign[0]) - ord('①') + 1})", text)
    out = "".join(unicodedata.normalize("NFKC", listed).split())
    out = re.sub(r"(?<=[\d%)率数额量标值])[*xX·•⋅╳✕](?=[\d(\u4e00-\u9fff])", "×", out).replace("÷", "/")
    out = re.sub(r"(?<=[率例数额量标值)])×100%", "", out)  # what is a share is one already
    out = _FAULT.sub(_each_fault, out)
    out = re.sub(r"[—–―~～]+", "-", out).replace("≧", "≥").replace("≦", "≤")
    out = _BETWEEN.sub(_range, out)
    out = re.sub(rf"(?<![之十百])([{HAN}半]{{1,3}})(?=分(?![钟之别档类项]))", _figure, out)
    out = _BEYOND.sub(lambda beyond: f"完成{_plain_number(100 + Decimal(beyond[1]))}%", _SHARED.sub(_each_its_own, out))
    if points is not None:
        out = re.sub(
            r"(?<=[得计])(\d{1,3})%的?(?:该项|本项|标准)?(?:分值|分数|满分|标准分|分)",
            lambda share: f"{_plain_number(points * int(share[1]) / 100)}分",
            out,
        )
        out = re.sub(r"(?<![\d.])满分(?!\d)", f"{points}分", out)
        out = re.sub(
            r"(?:该项|本项|标准|基本)?分值(?=×)|(?<=×)(?:该项|本项|标准|基本)?(?:分值|分数)|(?:标准分|权重|满分)(?=×)|(?<=×)(?:标准分|权重|满分)(?!\d)",
            str(points),
            out,
        )
    return out


def _range(found: re.Match[str]) -> str:
    low, high = found["low"] or found["from"], found["high"] or found["below"] or found["within"]
    return f"{'>' if found['over'] else ''}{low}-{high}"


def _each_its_own(found: re.Match[str]) -> str:
    """What several names share written out for each: 国家每篇得3分;省每篇得2分; as it stands where their numbers differ."""
    figures = re.findall(N, found["worth"])
    names = re.split(r"[、和及与]", _LEADING.sub("", found["names"]))
    if (many := re.search(rf"前([{HAN}])[名位]?", found["names"])) and parse_chinese_numeral(many[1]) == len(figures):
        names = [f"第{place}名" for place in range(1, len(figures) + 1)]
    elif re.match(rf"第[{HAN}]", names[0]):
        places = [parse_chinese_numeral(name.strip("第名位")) for name in names]
        names = [f"第{place}名" for place in places]
    if len(names) != len(figures):
        return found[0]
    verb = {"为": "得", "减": "扣", None: "得"}.get(found["verb"], found["verb"])
    return ";".join(f"{name}{found['each'] or ''}{verb}{figure}分" for name, figure in zip(names, figures, strict=True))


def _each_fault(found: re.Match[str]) -> str:
    """The fault with 每 before it; 每 of the same clause says so already, and 3次以上 is no rate."""
    clause = re.split(r"[,;。:(]", found.string[: found.start()])[-1]
    single = found["count"] in ("1", "一") or found.string.count("扣") - found.string.count("扣完") == 1
    rate = single and not _NOT_EACH.search(clause) and not _NOT_EACH.search(found["what"])
    return f"每{found[0]}" if rate else found[0]


def _plain_number(number: Decimal) -> str:
    """A number without zeros at its end: 6.0 → 6."""
    return format(number.normalize(), "f")


def _figure(found: re.Match[str]) -> str:
    if found[1] == "半":
        return "0.5"
    value = parse_chinese_numeral(found[1])
    return found[1] if value is None else str(value)
