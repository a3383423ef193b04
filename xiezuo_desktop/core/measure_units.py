"""Measure units: which of them measure the same thing, and how one is converted into another, exactly."""

from __future__ import annotations

import unicodedata
from decimal import Context, Decimal, Inexact

# Dimension → {unit: how many of the first unit it is}. Units of one line are synonyms where the factor is equal.
_DIMENSIONS: dict[str, dict[str, int]] = {
    "money": {"元": 1, "圆": 1, "元人民币": 1},
    "person": {"人": 1, "名": 1, "位": 1, "个人": 1},
    "person_time": {"人次": 1, "名次": 1},
    "thing": {"个": 1, "家": 1, "所": 1, "座": 1, "处": 1, "项": 1, "间": 1},
    "pair": {"对": 1, "双": 1},
    "time": {"次": 1, "场": 1, "场次": 1, "轮": 1, "回": 1},
    "session": {"期": 1, "班次": 1},
    "household": {"户": 1},
    "text": {"篇": 1, "条": 1, "份": 1, "件": 1},
    "area": {"平方米": 3, "㎡": 3, "m2": 3, "亩": 2000, "公顷": 30000, "平方公里": 3_000_000, "平方千米": 3_000_000},
    "length": {"米": 1, "公里": 1000, "千米": 1000, "km": 1000, "里": 500},
    "mass": {"克": 1, "斤": 500, "公斤": 1000, "千克": 1000, "吨": 1_000_000},
    "percent": {"%": 1, "个百分点": 1, "百分点": 1},
    "month": {"个月": 1, "月": 1, "年": 12},
    "hour": {"小时": 1, "学时": 1, "课时": 1},
    "day": {"天": 1, "日": 1},
    "head": {"头": 1, "只": 1, "匹": 1, "羽": 1},
    "machine": {"台": 1, "套": 1, "台套": 1, "辆": 1},
    "plant": {"株": 1, "棵": 1},
}
_COUNTED = frozenset(
    ("person", "person_time", "thing", "pair", "time", "household", "text", "head", "machine", "plant")
)
_SCALES = {"千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "亿": 10**8, "千": 1000, "百": 100}
_TABLE = {unit: (dim, factor) for dim, units in _DIMENSIONS.items() for unit, factor in units.items()}
_EXACT = Context(prec=60, traps=[Inexact])
_WIDE = Context(prec=80)

KNOWN = (
    frozenset(_TABLE)
    | {s + u for s in _SCALES for u in ("元", "人", "人次", "户", "亩", "吨", "名", "平方米")}
    | {"万", "亿"}
)


def _look_up(measure_unit: str) -> tuple[str, int] | None:
    text = "".join(unicodedata.normalize("NFKC", measure_unit).split())
    if text in _TABLE:
        return _TABLE[text]
    for scale, factor in _SCALES.items():
        if text.startswith(scale) and text[len(scale) :] in _TABLE:
            dim, unit_factor = _TABLE[text[len(scale) :]]
            return dim, factor * unit_factor
    return None


def dimension(measure_unit: str) -> str | None:
    """What a unit measures ("money", "person", "person_time", "thing", "pair" …), or None for a unit nobody listed."""
    found = _look_up(measure_unit)
    return found[0] if found else None


def is_broken_count(number: Decimal, measure_unit: str) -> bool:
    """Whether a number splits what is counted one by one: 0.66 个 and 0.00005 万人 do, 0.66 亩 and 0.66 万人 do not."""
    found = _look_up(measure_unit)
    if found is None or found[0] not in _COUNTED:
        return False
    ones = _WIDE.multiply(number, Decimal(found[1]))
    return ones != ones.to_integral_value()


def comparable(one: str, other: str) -> bool:
    """Whether numbers in these units may be compared: same unit, or same dimension. 人 and 人次, 对 and 个 may not."""
    first, second = _look_up(one), _look_up(other)
    if first and second:
        return first[0] == second[0]
    return "".join(one.split()) == "".join(other.split())


def convert(number: Decimal, from_unit: str, to_unit: str) -> Decimal | None:
    """The same quantity in another unit (0.3, 亿元 → 万元: 3000), never rounded; None where there is no exact answer.

    A bare 万 or 亿 takes its base from the other unit: 4 万 is 4 万元 beside 万元, 4 万人 beside 人.
    """
    if "".join(from_unit.split()) == "".join(to_unit.split()):
        return number
    source, target = _look_up(from_unit), _look_up(to_unit)
    if source is None and target is not None and from_unit.strip() in ("万", "亿"):
        base = next(u for u, f in _DIMENSIONS[target[0]].items() if f == min(_DIMENSIONS[target[0]].values()))
        source = _look_up(from_unit.strip() + base)
    if source is None or target is None or source[0] != target[0]:
        return None
    try:
        result = _EXACT.divide(_EXACT.multiply(number, Decimal(source[1])), Decimal(target[1]))
    except Inexact:
        return None
    return Decimal(format(result.normalize(_EXACT), "f"))
