"""Papers made by hand: tables with merges, paragraphs with a look; and what of a draft a test looks at."""

from __future__ import annotations

from xiezuo_desktop.documents.paper import Align, Cell, PageBreak, Paper, Paragraph, Row, Section, Table

BREAK = PageBreak()


def table(text: str, *, name: str = "表1", wide: bool = True) -> Table:
    """A table from lines of cells parted by |. `^` goes on with the cell above, `<` with the cell to the left; \\n breaks.

    A line with one cell only is that cell over the whole width when `wide`, else followed by empty cells.
    """
    lines = [[c.strip().replace("\\n", "\n") for c in line.strip().split("|")] for line in text.strip().splitlines()]
    width = max(map(len, lines))
    grid = [line + (["<"] * (width - 1) if len(line) == 1 and wide else [""] * (width - len(line))) for line in lines]
    rows = []
    for r, line in enumerate(grid):
        cells = []
        for c, cell in enumerate(line):
            if cell in ("^", "<"):
                continue
            columns = next((n for n in range(1, width - c) if grid[r][c + n] != "<"), width - c)
            below = next((n for n in range(1, len(grid) - r) if grid[r + n][c] != "^"), len(grid) - r)
            cells.append(Cell(cell, c, columns, below))
        rows.append(Row(tuple(cells), number=r + 1))
    return Table(tuple(rows), name=name)


def title(text: str, size: float = 22.0) -> Paragraph:
    return Paragraph(text, align=Align.CENTRE, size=size)


def right(text: str) -> Paragraph:
    return Paragraph(text, align=Align.RIGHT, size=16.0)


def paper(*blocks, source: str = "来文.docx") -> Paper:
    made = tuple(Paragraph(b) if isinstance(b, str) else b for b in blocks)
    return Paper((Section(made),), source=source)


def rows(draft) -> list[tuple[str, ...]]:
    """Category, ordinal, name, measure unit, target of every indicator."""
    return [
        (
            draft.categories[i.category].name if i.category is not None else "",
            i.ordinal,
            i.name,
            i.measure_unit,
            i.target,
        )
        for i in draft.indicators
    ]


def duties(draft, name: str) -> list[tuple[str, str]]:
    """Role and unit of everybody who answers for the indicator of this name."""
    (found,) = (i for i in draft.indicators if i.name == name)
    return [(r.role, r.unit + (f"（{r.capacity}）" if r.capacity else "")) for r in found.responsibilities]


def parents(draft) -> dict[str, tuple[str, str]]:
    """The parent's name and the relation of every indicator that has a parent."""
    return {
        i.name: (draft.indicators[i.parent].name, i.parent_relation) for i in draft.indicators if i.parent is not None
    }


def left(draft) -> list[str]:
    """The texts that are unplaced."""
    return [u.text for u in draft.unplaced]
