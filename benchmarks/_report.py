"""Where benchmarks write what they found: tables on the screen, and in the pages under docs/ when these are to be renewed.

Each table has a name and stands in its page between `<!-- name -->` and `<!-- end of name -->`, together with the machine,
the versions and the day. Pages are written only with XIEZUO_BENCHMARKS=write in the environment, as `./dev bench` sets
it, so that a quick try leaves them alone.
"""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DOCS = Path(__file__).resolve().parents[1] / "docs"
BENCHMARKS, SCALE = _DOCS / "benchmarks.md", _DOCS / "scale.md"


def ratios(
    name: str, rows: Iterable[tuple[str, str, float, float | None]], *, title: str = "", uses: Sequence[str] = ()
) -> None:
    """What we take as a multiple of what a rival takes: (what, the rival, ratio, the most it may be).

    `uses` names the packages whose versions matter.
    """
    told = [
        [what, rival, f"{ratio:.2f}", f"≤ {most:g}" if most else "", "" if not most else "yes" if ratio <= most else "**no**"]
        for what, rival, ratio, most in rows
    ]  # fmt: skip
    table(name, title, ["what", "rival", "ours / rival", "wanted", "held"], told, uses=uses)


def table(
    name: str,
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    uses: Sequence[str] = (),
    notes: str = "",
    path: Path = BENCHMARKS,
) -> None:
    """Print a table, and put it into its page where it stands already or at the end."""
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    text = "\n".join(["", *([f"**{title}**", ""] if title else []), *lines, "", *([notes, ""] if notes else [])])
    print(text)
    if os.environ.get("XIEZUO_BENCHMARKS") != "write":
        return
    text += f"\n{date.today():%Y-%m-%d}, {machine(uses)}.\n"
    block = f"<!-- {name} -->\n{text}<!-- end of {name} -->"
    page = path.read_text(encoding="utf-8") if path.exists() else ""
    pattern = re.compile(rf"<!-- {re.escape(name)} -->.*?<!-- end of {re.escape(name)} -->", re.DOTALL)
    page = pattern.sub(lambda _: block, page) if pattern.search(page) else f"{page.rstrip()}\n\n{block}\n"
    path.write_text(page, encoding="utf-8")


def machine(uses: Sequence[str] = ()) -> str:
    """The machine and the versions in one line."""
    parts = [_processor(), f"{os.cpu_count()} cores", _memory(), platform.platform(terse=True)]
    parts += [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    for package in uses:
        try:
            parts.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            parts.append(f"without {package}")
    return ", ".join(part for part in parts if part)


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    found = re.search(r"model name\s*:\s*(.+)", told)
    return found[1].strip() if found else platform.machine()


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB"
    except (AttributeError, ValueError, OSError):
        return ""
