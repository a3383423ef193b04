"""What a cell of a worksheet holds: a number in the format that shows it as it was typed, or a text that stays one."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from .errors import PaperError
from .write_docx_xlsx import printable

GENERAL, TEXT = "General", "@"
LONGEST = 32_767  # characters a cell of Excel can hold
_NUMBER = re.compile(r"([-−+]?)(0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]+))?(%?)")
_MOST_DIGITS = 15  # Excel keeps no more; longer ones (identity cards, accounts) stay texts
_GENERAL_DIGITS = 11  # longer whole numbers are shown as 1.2E+12 in the general format
_FORMULA = re.compile(r"[=+\-@\t]")
_TAKEN_FOR_VALUE = re.compile(r"[0-9.,:/%+\-eE年月日 ]+")  # typed again, Excel would make a number or a date of it
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Value(NamedTuple):
    """The content of a cell and its number format; `guarded` when Excel must not read a formula into it."""

    content: str | int | Decimal
    format: str = GENERAL
    guarded: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is stored as a number."""
        return not isinstance(self.content, str)


def value_of(text: str) -> Value:
    """A cell's text as Excel should hold it: 5.50 is a number with two decimals, 0012 and =A1 are texts."""
    found = _NUMBER.fullmatch(text.strip())
    if found:
        sign, whole, decimals, percent = found.groups()
        digits = (whole + (decimals or "")).replace(",", "").lstrip("0")
        if len(digits) <= _MOST_DIGITS and (digits or not sign):
            return Value(_number(found), _format(sign, whole, decimals or "", percent))
    return text_value(text)


def text_value(text: str) -> Value:
    """A text that stays one, whatever it begins with; raises PaperError when a cell cannot hold it."""
    text = _ESCAPE.sub("_x005F_", printable(text))
    if len(text) > LONGEST:
        raise PaperError(
            f"有一个格子的文字超过 {LONGEST} 字（“{text[:12]}……”），Excel 存不下。", "请改为导出 Word 或 PDF。"
        )
    if _FORMULA.match(text):
        return Value(text, TEXT, guarded=True)
    return Value(text, TEXT if _TAKEN_FOR_VALUE.fullmatch(text) else GENERAL)


def _number(found: re.Match[str]) -> int | Decimal:
    sign, whole, decimals, percent = found.groups()
    number = Decimal(f"{'' if sign in ('', '+') else '-'}{whole.replace(',', '')}.{decimals or '0'}")
    if percent:
        return number / 100
    return number if decimals else int(number)


def _format(sign: str, whole: str, decimals: str, percent: str) -> str:
    if not (decimals or percent or "," in whole or sign == "+") and len(whole) <= _GENERAL_DIGITS:
        return GENERAL
    places = f".{'0' * len(decimals)}" if decimals else ""
    shown = f"{'#,##0' if ',' in whole else '0'}{places}{percent}"
    return f"+{shown};-{shown}" if sign == "+" else shown
