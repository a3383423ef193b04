"""Bytes of a text file of unknown encoding → text, or a clear word that they are none."""

from __future__ import annotations

import re

from .errors import PaperError

CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
NOT_TEXT = PaperError(
    "看不出这是什么文件，里面不是能读的文字。", "请用原来的软件打开，另存为 .docx、.xlsx 或文本文件后再导入。"
)


def decode(data: bytes) -> str:
    """The text in UTF-8, UTF-16 or GB 18030 (with or without mark); raises PaperError for what is no text."""
    text = _marked(data)
    if text is None:
        text = _guessed(data)
    if text is None or _rubbish(text):
        raise PaperError(*NOT_TEXT.args)
    return text


def without_controls(text: str) -> str:
    """The text with line ends as \\n and without characters that no paper shows (form feeds stay: they end a page)."""
    if text.isprintable():
        return text
    return CONTROLS.sub(
        "",
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\xad", "")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n"),
    )


def _marked(data: bytes) -> str | None:
    if data.startswith(b"\xef\xbb\xbf"):
        return _try(data[3:], "utf-8")
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return _try(data[2:], encoding)
    return None


def _guessed(data: bytes) -> str | None:
    half = len(data) // 2
    if half and (zeros := data[: 2 * half].count(0)) > half // 20:  # no text has zero bytes but UTF-16
        even = data[0 : 2 * half : 2].count(0)
        return _try(data, "utf-16-be" if even * 2 > zeros else "utf-16-le")
    for encoding in ("utf-8", "gb18030"):
        if (text := _try(data, encoding)) is not None:
            return text
    return None


def _try(data: bytes, encoding: str) -> str | None:
    """The text, also when the last character was cut off; None when the bytes are not in this encoding."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as e:
        if len(data) - e.start <= 3 and e.start > 0:
            try:
                return data[: e.start].decode(encoding)
            except UnicodeDecodeError:
                return None
        return None


def _rubbish(text: str) -> bool:
    """Whether too many characters are such as no writer types: controls, private or unassigned ones."""
    sample = text[:20000]
    odd = sum(
        (c < " " and c not in "\t\n\r\f\v") or "\x7f" <= c <= "\x9f" or "\ue000" <= c <= "\uf8ff" or c > "\U0003ffff"
        for c in sample
    )
    return odd * 50 > len(sample)
