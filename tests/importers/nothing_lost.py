"""The rule of 'nothing is lost', written apart from the program: what of a paper stands nowhere in an exported plan."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from xiezuo_desktop.documents.paper import Paragraph, Table

MARKS = re.compile(r"[\W_]*")  # strokes, and marks that make a unit responsible
PAGE = re.compile(r"[-—]*第?\d{1,3}页?(?:共\d{1,3}页)?[-—]*|[-—]+\d{1,3}[-—]+")
FRAME = {
    "牵头",
    "配合",
    "责任",
    "附件",
    "附件1",
    "附件2",
    "附表",
    "抄送",
    "主送",
    "印发",
    "备注",
    "合计",
    "总计",
    "小计",
    "总分",
}  # they say where something stands
NATURES = {"约束性": "binding", "预期性": "expected", "统计性": "statistical"}  # kept as a word of the contract
LABELS = re.compile(
    r"(?:^|(?<=[；;，,。\n]))(?:牵头|主办|责任|配合|协办)(?:单位|部门)?\s*[:：]"
)  # the role of a unit says them
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def folded(text: object) -> str:
    """A text as it is compared: one width, one kind of dash and quote, no blanks, thousands without commas."""
    out = unicodedata.normalize("NFKC", str(text)).translate(str.maketrans("—–―“”‘’﹝﹞[]", "---\"\"''〔〕()"))
    out = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", re.sub(r"[\s\u200b\ufeff]+", "", out))
    return re.sub(
        r"(\d{4})年(\d{1,2})月(\d{1,2})日(?=(\d?))",
        lambda m: f"{m[1]}-{int(m[2]):02d}-{int(m[3]):02d}" + "|" * bool(m[4]),
        out,
    )


def texts_of(source):
    """Every text of a paper, with whether it is a cell of a table."""
    for block in source.blocks:
        if isinstance(block, Paragraph):
            yield block.text, False
        elif isinstance(block, Table):
            yield from ((cell.text, True) for row in block.rows for cell in row.cells)
    for part in (source.head, source.imprint):
        values = [getattr(part, name) for name in part.__slots__] if part else []
        yield from ((v, False) for v in values if isinstance(v, str) and v)


def leaves(value, out):
    """All texts of an exported plan; the reading of a raw text is no second place for it."""
    if isinstance(value, dict):
        raw = folded(value["raw"]) if isinstance(value.get("raw"), str) else None
        for name, item in value.items():
            if not (name == "number" and raw is not None) and name not in ("id", "due"):
                leaves(item, out)
    elif isinstance(value, list):
        for item in value:
            leaves(item, out)
    elif value is not None and not isinstance(value, bool):
        out.append(folded(value))


class Held:
    """What an exported plan holds; its findings and the names of files are no place for a text."""

    def __init__(self, exported) -> None:
        out: list[str] = []
        leaves({k: v for k, v in exported.items() if k not in ("problems", "sources", "format", "version")}, out)
        self.all = "\0".join(out)
        self.numbers = Counter(n for text in out for n in NUMBER.findall(text))

    def has(self, word: str) -> bool:
        """Whether a word stands there; a number only as a whole one."""
        before = r"(?<!\d)(?<!\d\.)" if word[:1].isdigit() else ""
        behind = r"(?!\.?\d)" if word[-1:].isdigit() else ""
        return re.search(before + re.escape(word) + behind, self.all) is not None

    def has_piece(self, word: str) -> bool:
        """The same for a word that may be a name and a number (甲镇20), a list, or a name and what follows it."""
        word = re.sub(r"(?:印发|等)$", "", word)
        if not word or self.has(word) or self.has(NATURES.get(word, word)):
            return True
        bits = [b.strip(".、") for b in re.findall(r"\d{4}-\d\d-\d\d|\d+(?:\.\d+)?%?|[^\d]+", word)]
        return len(bits) > 1 and all(not b or self.has(b) or b in ("年", "分") for b in bits)


def lost(source, exported) -> list[str]:
    """The words of a paper that stand nowhere in an exported plan, and figures that stand there too rarely."""
    held, out = Held(exported), []
    figures: Counter[str] = Counter()
    for text, cell in texts_of(source):
        text = LABELS.sub("", text) if cell else text
        whole = folded(text)
        if MARKS.fullmatch(whole) or whole in FRAME or (not whole.isdigit() and PAGE.fullmatch(whole)):
            continue
        if cell and re.fullmatch(r"-?\d+(?:\.\d+)?", whole):
            figures[whole.lstrip("-")] += 1
        elif not held.has(whole):
            words = [
                folded(w)
                for w in re.split(
                    r"[\n、，,；;。！？!?：:（）()〔〕\s]", re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", text)
                )
            ]
            out += [w for w in words if not MARKS.fullmatch(w) and w not in FRAME and not held.has_piece(w)]
    return out + [f"{n}×{k - held.numbers[n]}" for n, k in figures.items() if held.numbers[n] < k]
