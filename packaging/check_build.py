"""What the built program is measured by: python packaging/check_build.py (after PyInstaller, from the checkout).

It must print the bytes that the sources print, start about as fast as an empty window of Qt frozen the same way, and be no
larger than a clerk's PC and mail bear. Every figure is printed; one that fails makes the exit code 1.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SUFFIX = ".exe" if sys.platform == "win32" else ""
PROGRAM = ROOT / "dist" / "xiezuo" / f"xiezuo{SUFFIX}"
COMMAND_LINE = PROGRAM.with_name(f"xiezuo-cli{SUFFIX}") if sys.platform == "win32" else PROGRAM
BARE = ROOT / "build" / "bare" / "dist" / "bare" / f"bare{SUFFIX}"
PRINTED = {".pdf", ".docx", ".xlsx", ".txt", ".md"}  # a plan file holds ids and times of its own making
MOST_INSTALLED, MOST_PACKED = 150.0, 60.0  # MB (10^6 bytes)
MOST_COLD_START = 1.5  # times the empty window
STARTS = 9


def main() -> int:
    """Measure, print, and tell by the exit code whether all is within bounds."""
    with tempfile.TemporaryDirectory() as folder:
        facts = [same_bytes(Path(folder)), start(Path(folder)), installed_size(), packed_size()]
    return 0 if all(facts) else 1


def environment(folder: Path) -> dict[str, str]:
    """Surroundings in which both programs find the same fonts and no settings."""
    given = {"XIEZUO_SETTINGS_DIR": str(folder / "settings"), "XIEZUO_CACHE_DIR": str(folder / "cache")}
    fixed = {"SOURCE_DATE_EPOCH": "1700000000", "XIEZUO_AUTHOR": "测试", "QT_QPA_PLATFORM": "offscreen"}
    return os.environ | given | fixed


def same_bytes(folder: Path) -> bool:
    """Whether `demo` of the built program prints the files that `demo` of the sources prints, to the byte."""
    runs = {"sources": [sys.executable, str(ROOT / "main.py")], "built": [str(COMMAND_LINE)]}
    for name, command in runs.items():
        subprocess.run(
            [*command, "demo", str(folder / name)], check=True, env=environment(folder), stdout=subprocess.DEVNULL
        )
    digests = {name: _digests(folder / name) for name in runs}
    differing = sorted(
        p for p in digests["sources"] | digests["built"] if len({d.get(p) for d in digests.values()}) > 1
    )
    print(f"demo: {len(digests['sources'])} printed files, {len(differing)} differ {' '.join(differing)}")
    return bool(digests["sources"]) and not differing


def _digests(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in PRINTED]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def start(folder: Path) -> bool:
    """Whether the window is painted in the time allowed; both programs take turns, the median counts."""
    times: dict[Path, list[float]] = {PROGRAM: [], BARE: []}
    surroundings = environment(folder) | {"XIEZUO_QUIT_AFTER_PAINT": "1"}
    for _ in range(STARTS):
        for program, taken in times.items():
            begun = time.perf_counter()
            subprocess.run([program], check=True, env=surroundings, stderr=subprocess.DEVNULL)
            taken.append(time.perf_counter() - begun)
    ours, bare = (statistics.median(taken) * 1000 for taken in times.values())
    print(
        f"start to first paint: {ours:.0f} ms, empty window {bare:.0f} ms, ratio {ours / bare:.2f} (≤ {MOST_COLD_START})"
    )
    return ours / bare <= MOST_COLD_START


def installed_size() -> bool:
    """Whether the folder is small enough, by the bytes of its files."""
    files = [path for path in PROGRAM.parent.rglob("*") if path.is_file() and not path.is_symlink()]
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    print(f"installed: {megabytes:.1f} MB in {len(files)} files (≤ {MOST_INSTALLED:.0f})")
    for path in sorted(files, key=lambda path: -path.stat().st_size)[:8]:
        print(f"  {path.stat().st_size / 1e6:6.1f} MB {path.relative_to(PROGRAM.parent)}")
    return megabytes <= MOST_INSTALLED


def packed_size() -> bool:
    """Whether the folder packs small enough; leaves dist/xiezuo.tar.xz for machines without dpkg."""
    archive = PROGRAM.parents[1] / "xiezuo.tar.xz"
    with tarfile.open(archive, "w:xz") as tar:
        tar.add(PROGRAM.parent, "xiezuo")
    megabytes = archive.stat().st_size / 1e6
    print(f"packed: {megabytes:.1f} MB {archive.relative_to(ROOT)} (≤ {MOST_PACKED:.0f})")
    return megabytes <= MOST_PACKED


if __name__ == "__main__":
    sys.exit(main())
