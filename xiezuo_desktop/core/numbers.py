"""What a cell with a figure says: its number as it was typed, its kind, qualifier and measure unit.

The text of the cell is always kept; a reading is computed from it. Where the rule reads it wrongly a person sets a
*reading*, a short text of one of these forms, which wins over the rule:

- a kind: `none_set`, `not_applicable`, `not_assessed`, `text`, `done`, `pending`, `inherited`; `remainder` for an amount
- a number: `[各][>= | <= | ~ | =]number[measure unit]`, e.g. `30`, `>=30`, `<=4.3%`, `~6.2`, `各25.5万元`
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from .measure_units import KNOWN, comparable, convert, dimension
from .ordinals import (
    chinese_numeral,
    next_ordinal,
    ordinal_value,
    parse_chinese_numeral,
    renumber,
    restarts,
    split_ordinal,
)

__all__ = [
    "Value",
    "chinese_numeral",
    "comparable",
    "convert",
    "dimension",
    "next_ordinal",
    "ordinal_value",
    "parse_chinese_numeral",
    "read_amount",
    "read_target",
    "reading_of",
    "renumber",
    "restarts",
    "shown",
    "split_ordinal",
    "with_thousands",
]


class Value(NamedTuple):
    """A cell as it reads. `number` shows its decimals as typed and is None where the cell states none (never 0 for a blank).

    `kind` is one of TARGET_KINDS; `qualifier` is "=", ">=", "<=", "~" or None without a number; `measure_unit` only where
    the cell itself names one. `per_member`: the amount holds for each member (各); `remainder`: what the others leave over.
    """

    raw: str
    kind: str
    number: Decimal | None = None
    qualifier: str | None = None
    measure_unit: str = ""
    per_member: bool = False
    remainder: bool = False


_KINDS = frozenset({"none_set", "not_applicable", "not_assessed", "text", "done", "pending", "inherited"})
_NONE_SET = frozenset({"-", "--", "---", "无", "未下达", "未下达任务", "无任务", "不下达", "未分配", "未设定", "暂无"})
_NOT_APPLICABLE = frozenset({"/", "//", "\\", "不适用", "不涉及", "N/A", "n/a", "NA"})
_PENDING = frozenset(
    {"", "待定", "待下达", "待分解", "待明确", "待分配", "待上级下达", "另行下达", "另行通知", "TBD", "?"}
)
_INHERITED = frozenset({"同上", "〃", "″", "''", '"', "同上行", "同上级行", "同上级"})
_NOT_ASSESSED = r"不[作做予纳]?入?(?:为)?考核|不列入考核|不纳入考核|[只仅][作做]?统计"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─", "-") | {"≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤"})

_NUMBER = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,40})(?:\.[0-9]{1,20})?"
_HAN_NUMBER = r"[一二两三四五六七八九十百千零]{1,8}"
_FIGURES = frozenset("0123456789一二两三四五六七八九十百千零")
_SCALE = r"(?:[十百千]?万|亿)"
_LISTED = "|".join(sorted(map(re.escape, KNOWN), key=len, reverse=True))
_UNLISTED = (
    r"(?:(?![以之左上及起不未各含年月日的为号版级类层余多])[\u4e00-\u9fff]){1,2}"  # 支, 人份: units that nobody listed
)
_UNIT = rf"(?:{_LISTED}|{_SCALE}?{_UNLISTED})"
_AT_LEAST = r"≥|>=|=>|>|大于等于|大于|不低于|不少于|不小于|至少|最少|超过|高于|多于|力争达到|突破"
_AT_MOST = r"≤|<=|=<|<|小于等于|小于|不超过|不高于|不多于|不大于|至多|最多|低于|少于|控制在"
_ABOUT = r"约为?|大约|近|预计"
_NEUTRAL = (
    r"完成|达到|实现|确保|力争|计划|同比增长|同比下降|(?:稳定|保持|维持)在?|(?:提升|提高|增加|扩大|下降|降低|压减|压缩|增|降)[至到]"
    r"|增长|下降|提高|降低|压减|新增|累计|总计|共计|共|为|较上年增长|较上年下降|="
)
_FORM = rf"""(?P<per>[各每均])?(?:{_NEUTRAL}){{0,2}}
    (?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<about>{_ABOUT}))?(?P<per2>各)?
    (?P<number>{_NUMBER}|{_HAN_NUMBER}(?=(?:{_LISTED})(?:$|[以及(,;。左上])))(?:[-~～至到](?P<upper>{_NUMBER}))?
    (?P<odd>[余多])?(?P<unit1>{_UNIT}|\((?:{_LISTED})\))??(?P<plus>\+)?
    (?:\(含\))?(?:(?P<above>(?:及|\(含\)|含)?(?:以上|之上|起))|(?P<below>(?:及|\(含\))?(?:以内|以下|之内))|(?P<around>左右|上下))?
    (?:\(含\))?(?P<unit2>{_UNIT})??
    (?:[(,;:](?:其中|含|包括|不含|续建|新建|较|同比)[^)]*\)?)?[。.;,]?"""
_FORM_BEHIND_WORDS = rf"(?P<ahead>[^0-9]{{0,40}}?)(?:{_FORM})$"
# Patterns are texts: re compiles each when it is first used, not when the window starts.
_PER_PERIOD = r"每(?:半?年|季|个?月|周|旬|天|日|次|期|人|户)"
_REMAINDER = r"以.{0,40}为准|其余|余额|剩余|余下|余数|兜底"


def _folded(text: str) -> str:
    """One width, one kind of dash, no blanks but one between two digits: the form the rules look at. 30 40 is not 3040."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES).strip()
    if len(folded.split()) < 2:  # most cells: no pattern need be compiled before the window's first paint
        return folded
    folded = re.sub(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))(?<![0-9]{4} )", "", folded)
    return "".join(re.sub(r"(?<=[0-9])\s+(?=[0-9])", "\0", folded).split()).replace("\0", " ")


def _is_figure(text: str) -> bool:
    """Whether a cell is 320 or 5.50: most are, and are read without the patterns, which take 10 ms to compile."""
    whole, point, decimals = text.partition(".")
    return len(text) < 20 and text.isascii() and whole.isdigit() and (decimals.isdigit() if point else True)


@lru_cache(maxsize=16384)
def read_target(text: str, reading: str = "") -> Value:
    """What a target cell says. `reading` is a person's correction (see the module); an unknown one is not heeded."""
    if not reading and _is_figure(text):
        return Value(text, "number", Decimal(text), "=")
    if corrected := _corrected(text, reading):
        return corrected
    folded = _folded(text)
    kind = _kind_of_words(folded)
    if kind:
        return Value(text, kind)
    found = re.fullmatch(_FORM, folded, re.VERBOSE) if not _FIGURES.isdisjoint(folded) else None
    if found and (value := _value(text, found)):
        return value
    if re.match(r"已(?!有)", folded) and len(folded) <= 12:
        number = re.search(_NUMBER, folded)
        return Value(text, "done", Decimal(number[0].replace(",", "")) if number else None, "=" if number else None)
    return Value(text, "text")


@lru_cache(maxsize=4096)
def read_amount(text: str, reading: str = "") -> Value:
    """What the amount of one bearer says: 540, 不低于800万元, 各25.5万元, 以签订的任务数为准 (remainder); words before it may stand."""
    value = read_target(text, reading)
    if value.kind != "text" or (reading and _corrected(text, reading)):
        return value
    folded = _folded(text)
    if len(re.findall(_NUMBER, folded)) == 1:
        found = re.search(_FORM_BEHIND_WORDS, folded, re.VERBOSE)
        read = _value(text, found) if found else None
        if found and read:
            ahead = found["ahead"]
            per = read.per_member or (("各" in ahead[-8:] or "每" in ahead[-8:]) and not re.search(_PER_PERIOD, ahead))
            return read._replace(per_member=per)
    if re.search(_REMAINDER, folded):
        return Value(text, "text", remainder=True)
    return value


def kind_of_words(text: str, reading: str = "") -> str:
    """The kind of a target cell that says a word instead of a quantity, "" for all others; much cheaper than `read_target`."""
    return read_target(text, reading).kind if reading.strip() else _kind_of_words(_folded(text))


def _kind_of_words(folded: str) -> str:
    if folded in _PENDING or not folded.strip("?.…*xX×"):
        return "pending"
    if folded in _NONE_SET or not folded.strip("-"):
        return "none_set"
    if folded in _NOT_APPLICABLE:
        return "not_applicable"
    if folded in _INHERITED:
        return "inherited"
    if ("考核" in folded or "统计" in folded) and re.search(_NOT_ASSESSED, folded):
        return "not_assessed"
    return ""


def _value(raw: str, found: re.Match[str]) -> Value | None:
    """The value of a cell that the pattern of quantities fits; None where its words turn out to be something else."""
    number = _number(found["number"])
    first, second = (found["unit1"] or "").strip("()"), found["unit2"] or ""  # 300（人）
    unit = first or second
    if number is None or (first and second) or (unit == "年" and number > 1900):
        return None
    if found["upper"] or found["around"] or found["about"] or found["odd"]:
        qualifier = "~"
    elif found["least"] or found["above"] or found["plus"]:
        qualifier = ">="
    elif found["most"] or found["below"]:
        qualifier = "<="
    else:
        qualifier = "="
    return Value(raw, "number", number, qualifier, unit, per_member=bool(found["per"] or found["per2"]))


def _number(text: str) -> Decimal | None:
    if text[-1] in "0123456789":
        return Decimal(text.replace(",", ""))
    value = parse_chinese_numeral(text)
    return None if value is None else Decimal(value)


def _corrected(raw: str, reading: str) -> Value | None:
    reading = reading.strip()
    if not reading:
        return None
    if reading in _KINDS:
        return Value(raw, reading)
    if reading == "remainder":
        return Value(raw, "text", remainder=True)
    found = re.fullmatch(rf"(各)?(>=|<=|~|=)?({_NUMBER})(\S{{0,8}})", _folded(reading))
    if not found or re.match(r"[0-9.,+-]", found[4]):
        return None
    number = Decimal(found[3].replace(",", ""))
    return Value(raw, "number", number, found[2] or "=", found[4], per_member=bool(found[1]))


def reading_of(value: Value) -> str:
    """The reading that says what this value says, for a person to correct: `>=30`, `各25.5万元`, `none_set`."""
    if value.number is None:
        return "remainder" if value.remainder else value.kind
    sign = "" if value.qualifier in ("=", None) else value.qualifier
    return f"{'各' if value.per_member else ''}{sign}{shown(value.number)}{value.measure_unit}"


def shown(number: Decimal) -> str:
    """A number exactly as it was typed, never in powers of ten: 5.50 stays 5.50."""
    return format(number, "f")


def with_thousands(text: str) -> str:
    """The text with its one number in groups of three (6720 → 6,720, 12500万元 → 12,500万元); years and other texts as they are."""
    found = re.fullmatch(r"([^0-9]*)([0-9]{4,40})((?:\.[0-9]+)?[^0-9]*)", text)
    if not found or found[3].startswith("年") or found[2].startswith("0"):
        return text
    return f"{found[1]}{int(found[2]):,}{found[3]}"
