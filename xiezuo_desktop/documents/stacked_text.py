"""A table whose cells were copied one below the other, as browsers and PDF programs give them: 序号, 任务, 责任单位, then 1, …

A row begins where its number stands alone on a line. Which of its lines belong to which column is told by rows that have
just one line a column: there the lines show what a column holds. Where that cannot be told, the lines stay in one cell.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBERED = ("序号", "编号", "序 号", "项次")
_LONGEST_CAPTION = 16  # characters
_MOST_COLUMNS = 12
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
_MOST_LINES = 60  # of one row
_NEXT_LINE = -0.4  # a second line in a cell is rarer than a first one
_NO_LINE = -2.5  # so is an empty cell
_NO_LINE_HERE = -0.2  # but not in a column of remarks
_FITS = 3.0  # what a line weighs that does not suit its column
_SECOND_ROW = -0.5  # two rows below one number are rarer than one
_NOT_OF_IT = -1.5  # a line behind the last row
_NO_CELL = re.compile(r"(?:备\s*注|注|说明|附件|抄送|主送|联系人)\s*\d*\s*[:：]")
_CLASSES = (
    ("figure", re.compile(r"[≥≤><约不少于低超过]*\d[\d,.]*\s*(?:%|％|[\u4e00-\u9fff]{1,3})?")),
    ("day", re.compile(r".{0,12}(?:\d{1,2}月|年|季度|月|日)(?:\d{1,2}日)?(?:底|末|份|上旬|中旬|下旬)?(?:之?前|投入使用|完成|内)?|长期.{0,4}|全年|常年")),
    ("sentence", re.compile(r".*[。；;，,].*|.{25,}", re.DOTALL)),
    ("office", re.compile(r"(?:.{1,16}(?:局|办|委|部|院|社|会|镇|乡|街道|中心|公司|指挥部|办公室|集团|学校|医院|县|区|市)|各.{1,12})(?:[（(].*[）)])?")),
    ("stroke", re.compile(r"[-—/／]+")),
)  # fmt: skip


def stacked_table(lines: Sequence[str], at: int) -> tuple[list[list[str]], int] | None:
    """The rows of the table that begins with this line, and where the text goes on; None where none does."""
    if lines[at].strip() not in _NUMBERED or "\t" in lines[at]:
        return None
    captions, begin = _captions(lines, at)
    if not _FEWEST_COLUMNS <= len(captions) <= _MOST_COLUMNS or begin is None:
        return None
    records = _records(lines, begin, len(captions) - 1)
    if len(records) < _FEWEST_ROWS:
        return None
    return _aligned(captions, records)


def _captions(lines: Sequence[str], at: int) -> tuple[list[str], int | None]:
    """The words above the columns, and the line on which the first row is numbered; None where no row follows them."""
    captions: list[str] = []
    for i in range(at, len(lines)):
        text = lines[i].strip()
        if text == "1":
            return captions, i
        if len(text) > _LONGEST_CAPTION or len(captions) > _MOST_COLUMNS or re.search(r"[。；;，,]", text):
            break
        captions += [text] if text else []
    return captions, None


def _records(lines: Sequence[str], begin: int, fewest: int) -> list[list[tuple[int, str]]]:
    """The lines of each row with their places, its number first; the last one may hold what follows the table.

    A row has so many lines at the `fewest`: the same number among the lines of a shorter one is a figure of its own.
    """
    out: list[list[tuple[int, str]]] = []
    for i in range(begin, len(lines)):
        text = lines[i].strip()
        if text == str(len(out) + 1) and (not out or len(out[-1]) >= fewest):
            out.append([])
        if not text:
            continue
        if text == "\f" or "\t" in lines[i] or len(out[-1]) > _MOST_LINES:
            break
        out[-1].append((i, text))
    return out


def _aligned(captions: list[str], records: list[list[tuple[int, str]]]) -> tuple[list[list[str]], int]:
    models = [_Model(caption) for caption in captions]
    for record in records[:-1]:
        full = [m for m in models if len(record) == len(models) or not m.optional]
        for model, (_, text) in zip(full, record, strict=False) if len(full) == len(record) else ():
            model.seen[class_of(text)] += 1
    rows = [captions]
    end = records[-1][0][0] + 1
    for n, record in enumerate(records):
        used, cells = _rows([text for _, text in record], models, last=n + 1 == len(records))
        rows += cells
        end = record[used - 1][0] + 1
    if not any(model.seen for model in models):
        return [[text] for row in rows for text in row if text], end
    return rows, end


@lru_cache(maxsize=4096)
def class_of(text: str) -> str:
    """What a text looks like: "figure", "day", "sentence", "office", "stroke" or "words"."""
    return next((name for name, pattern in _CLASSES if pattern.fullmatch(text)), "words")


class _Model:
    """What the cells of a column look like; one of remarks is mostly empty."""

    def __init__(self, caption: str) -> None:
        self.seen: Counter[str] = Counter()
        self.optional = re.search(r"备\s*注|说明|其他|其它", caption) is not None

    def fit(self, text: str) -> float:
        """How well a line suits the column, by what the column holds elsewhere: 0 at the best."""
        seen = self.seen.total()
        return (self.seen[class_of(text)] + 0.3) / (seen + 0.3) - 1.0 if seen else -0.7


def _rows(texts: list[str], models: Sequence[_Model], *, last: bool) -> tuple[int, list[list[str]]]:
    """The rows below one number, as a merged cell makes them, and how many lines they use; mostly it is one row."""
    score, used, cells = _dealt(texts, models, last=last)
    out = [cells]
    for at in range(len(models), min(len(texts), used)) if len(texts) > len(models) else ():
        first = _dealt(texts[:at], models, last=False)
        more = _dealt(texts[at:], models[1:], last=last)
        if first[0] + more[0] + _SECOND_ROW > score:
            score, used = first[0] + more[0] + _SECOND_ROW, at + more[1]
            out = [first[2], ["", *more[2]]]
    return used, out


def _dealt(texts: list[str], models: Sequence[_Model], *, last: bool) -> tuple[float, int, list[str]]:
    """The lines of a row dealt out to the columns in their order as they fit best: how well, how many lines, the cells.

    Only behind the last row may lines be left.
    """
    limit = next((i for i, t in enumerate(texts) if i and _NO_CELL.match(t)), len(texts)) if last else len(texts)
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}  # (columns, lines) → (score, lines before)
    for column, model in enumerate(models):
        for begin in range(limit + 1):
            if (column, begin) in best:
                _reach(best, column, begin, model, texts[:limit])
    ends = range(1, limit + 1) if last else (limit,)
    scores = {e: best[len(models), e][0] + _NOT_OF_IT * (limit - e) for e in ends if (len(models), e) in best}
    used = max(scores, key=lambda e: scores[e])
    cells: list[str] = []
    end = used
    for column in range(len(models), 0, -1):
        begin = best[column, end][1]
        cells.insert(0, "\n".join(texts[begin:end]))
        end = begin
    return scores[used], used, cells


def _reach(
    best: dict[tuple[int, int], tuple[float, int]], column: int, begin: int, model: _Model, texts: list[str]
) -> None:
    """Note what a column scores that takes the lines from `begin` on, as many as there are, or none."""
    score = best[column, begin][0]
    for end in range(begin, len(texts) + 1):
        if end > begin:
            score += _FITS * model.fit(texts[end - 1]) + (_NEXT_LINE if end > begin + 1 else 0.0)
        here = score if end > begin else score + (_NO_LINE_HERE if model.optional else _NO_LINE)
        if (column + 1, end) not in best or best[column + 1, end][0] < here:
            best[column + 1, end] = (here, begin)
