"""A number in a worksheet → the text a reader sees: number formats as Excel and WPS apply them in China."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

from .docx_numbering import DIGITS, counted, counted_in_full, formal

GENERAL = "General"
BUILT_IN = {  # formats that a file names by number only, as Chinese Office shows them (ECMA-376 part 1, 18.8.30)
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '"¥"#,##0;"¥"-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"', 44: '"¥"#,##0.00;"¥"-#,##0.00;"-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>general|g/通用格式)'
    r"|(?P<half>am/pm|a/p|上午/下午)|(?P<science>e[+-]0+)|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|a{3,4}|e+)|(?P<digit>[0#?])|(?P<mark>[.,%/@])|(?P<other>.)",
    re.I | re.S,
)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$")
LONGEST_CODE = 255  # characters; Excel takes no longer ones
WIDEST_GENERAL = 11  # characters a number in the general format may have
MOST_DIGITS = Context(prec=15)  # a cell holds no more; what follows is noise of binary fractions
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a format code: kind as named in TOKEN, or "text" for what is printed as it stands."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Format:
    """One section of a format code: for which numbers it is (`condition`), and how they look."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    chinese: int = 0  # [DBNum1] 一二三, [DBNum2] 壹贰叁

    def has(self, kind: str) -> bool:
        """Whether a token of this kind occurs."""
        return any(token.kind == kind for token in self.tokens)


def shown_number(raw: str, code: str, *, from_1904: bool = False) -> str:
    """What a cell with the stored number `raw` and the format `code` shows."""
    if code == GENERAL and raw.isascii() and raw.isdecimal() and len(raw) < 16 and (raw[0] != "0" or raw == "0"):
        return raw  # most numbers of most sheets
    try:
        number = MOST_DIGITS.plus(Decimal(raw))
    except InvalidOperation:
        return raw
    if not number.is_finite() or abs(number.adjusted()) > 25:
        return raw
    sections = _sections(code[:LONGEST_CODE])
    section, signed = _section_for(number, sections)
    if section is None:
        return "" if code.strip(";") or ";" in code else _general(number)
    if section.has("date"):
        return _date(number, section, from_1904) or _general(number)
    minus = "-" if number < 0 and signed else ""
    try:
        return minus + _number(abs(number), section)
    except InvalidOperation:  # more decimals than a number can have
        return _general(number)


def shown_text(text: str, code: str) -> str:
    """What a cell with a text shows: the text, in a format such as @"元" with something around it."""
    section = _sections(code)[-1] if "@" in code else None
    if section is None or not section.has("mark"):
        return text
    return "".join(text if token.text == "@" and token.kind == "mark" else token.text for token in section.tokens)


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[Format, ...]:
    tokens: list[Token] = []
    out: list[Format] = []
    condition: tuple[str, Decimal] | None = None
    chinese = 0
    for match in TOKEN.finditer(code + ";"):
        kind, text = match.lastgroup or "skip", match[match.lastgroup] if match.lastgroup else ""
        if kind == "other" and text == ";":
            out.append(Format(tuple(tokens), condition, chinese))
            tokens, condition, chinese = [], None, 0
        elif kind == "bracket":
            if found := CONDITION.match(text):
                condition = (found[1], Decimal(found[2]))
            elif text[:1] == "$":
                tokens.append(Token("text", text[1:].partition("-")[0]))
            elif text.lower() in ("dbnum1", "dbnum2"):
                chinese = int(text[-1])
            elif text and not text.lower().strip("hms"):
                tokens.append(Token("date", f"[{text.lower()}]"))
        elif kind in ("quoted", "escaped", "other"):
            tokens.append(Token("text", text))
        elif kind != "skip":
            tokens.append(Token(kind, text))
    return tuple(out)


def _section_for(number: Decimal, sections: tuple[Format, ...]) -> tuple[Format | None, bool]:
    """The section that shows this number, and whether the minus sign still has to be written."""
    numeric = (
        [s for s in sections[:3] if not (s.has("mark") and any(t.text == "@" for t in s.tokens))]
        if len(sections) > 1
        else list(sections)
    )
    if not numeric:
        return Format((Token("general", GENERAL),)), True
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or _meets(number, *section.condition):
                return section, True
        return numeric[-1], True
    if number < 0 and len(numeric) > 1:
        chosen, signed = numeric[1], False
    elif number == 0 and len(numeric) > 2:
        chosen, signed = numeric[2], False
    else:
        chosen, signed = numeric[0], True
    return (chosen, signed) if chosen.tokens else (None, False)


def _meets(number: Decimal, sign: str, limit: Decimal) -> bool:
    return {
        "<": number < limit,
        ">": number > limit,
        "=": number == limit,
        "<=": number <= limit,
        ">=": number >= limit,
        "<>": number != limit,
    }[sign]


def _general(number: Decimal) -> str:
    """The general format in a column that is wide enough; long whole numbers (identity cards) keep their digits."""
    whole = number.to_integral_value()
    if number == whole:
        return f"{whole:f}"
    sign = "-" if number < 0 else ""
    decimals = WIDEST_GENERAL - 1 - len(str(int(abs(number))))
    rounded = abs(number).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) if decimals > 0 else abs(whole)
    text = f"{rounded or abs(number):f}"
    return sign + (text.rstrip("0").rstrip(".") if "." in text else text)


def _number(number: Decimal, section: Format) -> str:
    tokens = section.tokens
    marks = "".join(token.text for token in tokens if token.kind in ("mark", "digit"))
    if section.has("digit") and "/" in marks:
        return _general(number)  # fractions are not laid out
    if not section.has("digit"):
        general = _in_chinese(_general(number), section)
        return "".join(
            general if t.kind == "general" or t.text == "@" else t.text if t.kind == "text" else "" for t in tokens
        )
    science = next((token.text for token in tokens if token.kind == "science"), "")
    number = number.scaleb(2 * marks.count("%") - 3 * _scale(marks))
    decimals = len(re.sub(r"[^0#?]", "", marks.partition(".")[2]))
    if science:
        return _science(number, decimals, science)
    rounded = f"{number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    whole, _, fraction = rounded.partition(".")
    grouped = re.search(r"[0#?],+[0#?]", marks) is not None
    return _in_chinese(_laid_out(tokens, "" if whole == "0" else whole, fraction, grouped=grouped), section)


def _in_chinese(text: str, section: Format) -> str:
    """Whole numbers in Chinese where the format wants it."""
    if not section.chinese or not re.fullmatch(r"\d{1,5}", text):
        return text
    return formal(int(text)) if section.chinese == 2 else counted_in_full(int(text))


def _scale(marks: str) -> int:
    """How often the number is divided by 1000: commas right behind the last whole digit."""
    whole = marks.partition(".")[0].rstrip("%")
    return len(whole) - len(whole.rstrip(",")) if re.search(r"[0#?]", whole) else 0


def _science(number: Decimal, decimals: int, code: str) -> str:
    exponent = number.adjusted() if number else 0
    front = number.scaleb(-exponent).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    sign = "-" if exponent < 0 else "+" if code[1] == "+" else ""
    return f"{front:f}E{sign}{abs(exponent):0{len(code) - 2}d}"


def _laid_out(tokens: tuple[Token, ...], whole: str, fraction: str, *, grouped: bool) -> str:
    point = next((i for i, t in enumerate(tokens) if t.kind == "mark" and t.text == "."), len(tokens))
    return _whole_part(tokens[:point], whole, grouped) + _fraction_part(tokens[point:], fraction)


def _whole_part(tokens: tuple[Token, ...], whole: str, grouped: bool) -> str:
    """Digits into their places from the right; the first place takes all that is left."""
    out: list[str] = []  # from right to left
    places = sum(token.kind == "digit" for token in tokens)
    done = 0
    for token in reversed(tokens):
        if token.kind == "digit":
            places -= 1
            taken, whole = (whole, "") if places == 0 else (whole[-1:], whole[:-1])
            for digit in reversed(taken or ("0" if token.text == "0" else "")):
                if grouped and done and done % 3 == 0:
                    out.append(",")
                out.append(digit)
                done += 1
        elif token.kind == "text" or token.text == "%":
            out.extend(reversed(token.text))
    return "".join(reversed(out))


def _fraction_part(tokens: tuple[Token, ...], fraction: str) -> str:
    """The point and the decimals; a place written # or ? keeps no zero at the end."""
    for token in reversed([token for token in tokens if token.kind == "digit"]):
        if token.text == "0" or fraction[-1:] != "0":
            break
        fraction = fraction[:-1]
    out: list[str] = []
    digits = iter(fraction)
    for token in tokens:
        if token.kind == "digit":
            out.append(next(digits, ""))
        elif token.kind == "text" or token.text == "%" or (token.text == "." and fraction):
            out.append(token.text)
    return "".join(out)


def _date(number: Decimal, section: Format, from_1904: bool) -> str:
    """The number as a date or time; "" where it is none."""
    seconds = (number % 1 * 86400).quantize(Decimal("0.001"), ROUND_HALF_UP)
    days = int(number // 1)
    if number < 0 or days > 2_958_465:
        return ""
    start = (
        datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if days < 60 else 30)
    )  # 1900 counts as a leap year
    moment = start + timedelta(days=days, seconds=float(seconds))
    dates = [token.text.lower() for token in section.tokens if token.kind == "date"]
    half_day = section.has("half")
    out, at = [], -1
    for token in section.tokens:
        if token.kind == "date":
            at += 1
            minute = token.text.lower() in ("m", "mm") and (
                (at > 0 and dates[at - 1].lstrip("[")[:1] == "h")
                or (dates[at + 1 : at + 2] and dates[at + 1].lstrip("[")[:1] == "s")
            )
            out.append(
                _date_part(
                    "n" * len(token.text) if minute else token.text.lower(), moment, number, half_day, section.chinese
                )
            )
        elif token.kind == "half":
            late = moment.hour >= 12
            out.append(token.text.split("/")[late])
        elif token.kind in ("text", "digit") or token.text in ("/", ".", ","):
            out.append(token.text)
    return "".join(out)


def _date_part(code: str, moment: datetime, number: Decimal, half_day: bool, chinese: int) -> str:
    """One part of a date; `n` stands for minutes."""
    letter, length = code[0], len(code)
    if letter == "[":
        unit = {"h": 24, "m": 1440, "s": 86400}[code[1]]
        return str(int(number * unit))
    if letter in "ye":
        year = str(moment.year) if length > 2 or letter == "e" else f"{moment.year % 100:02d}"
        return "".join(DIGITS[int(digit)] for digit in year) if chinese else year
    if letter == "m" and length > 2:
        return MONTHS[moment.month - 1][: {3: 3, 5: 1}.get(length)]
    if letter == "a" or (letter == "d" and length > 2):
        name = WEEKDAYS[moment.weekday()]
        chinese_name = "一二三四五六日"[moment.weekday()]
        return {"a3": chinese_name, "a4": "星期" + chinese_name, "d3": name[:3]}.get(f"{letter}{length}", name)
    if letter == "s":
        whole, _, places = code.partition(".")
        text = f"{moment.second:0{min(len(whole), 2)}d}"
        return f"{text}.{moment.microsecond // 1000:03d}"[: len(text) + 1 + len(places)] if places else text
    value = {
        "m": moment.month,
        "d": moment.day,
        "n": moment.minute,
        "h": (moment.hour - 1) % 12 + 1 if half_day else moment.hour,
    }[letter]
    return counted(value) if chinese else f"{value:0{min(length, 2)}d}"
