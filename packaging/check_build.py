"""What the built program is measured by: python packaging/check_build.py (after PyInstaller, from the checkout).

It must print the bytes that the sources print, start about as fast as an empty window of Qt frozen the same way, and be no
larger than a clerk's PC and mail bear. Every figure is printed; one that fails makes the exit code 1.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from squeeze import filters

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
        place = Path(folder)
        facts = [all_there(), same_bytes(place), sealed_mail(place), start(place), installed_size(), packed_size()]
    return 0 if all(facts) else 1


def environment(folder: Path) -> dict[str, str]:
    """Surroundings in which both programs find the same fonts and no settings."""
    given = {"XIEZUO_SETTINGS_DIR": str(folder / "settings"), "XIEZUO_CACHE_DIR": str(folder / "cache")}
    fixed = {"SOURCE_DATE_EPOCH": "1700000000", "XIEZUO_AUTHOR": "测试", "QT_QPA_PLATFORM": "offscreen"}
    return os.environ | given | fixed


def all_there() -> bool:
    """Whether the bundle has what is not imported but looked for when it is used."""
    bundle = PROGRAM.parent / "_internal"
    wanted = ("*pdfium.*", "_raw_aes.*", "qtbase_zh_CN.qm", "Noto*.ttf", "style.qss", "schema.sql", "third_party.toml")
    wanted += ("目录.md", "第三方组件.txt", "built.txt")
    missing = [pattern for pattern in wanted if not any(bundle.rglob(pattern))]
    print(f"parts: {len(wanted)} looked for, {len(missing)} missing {' '.join(missing)}")
    return not missing


def sealed_mail(folder: Path) -> bool:
    """Whether a part sealed by the built program opens elsewhere, and what is sealed elsewhere is merged by it."""
    import pyzipper

    demo, password = folder / "built", "临江2024"
    _run(folder, "send", demo / "district.xiezuo", "--all", folder / "sealed", "--password", password)
    sealed = sorted((folder / "sealed").glob("*.zip"))
    with pyzipper.AESZipFile(sealed[0]) as archive:
        archive.setpassword(password.encode())
        archive.extractall(folder / "opened")
    (part,) = (folder / "opened").glob("*.xiezuo")
    _run(folder, "return", part, "-o", folder / "back.xiezuo")
    with pyzipper.AESZipFile(folder / "back.zip", "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        archive.write(folder / "back.xiezuo", "back.xiezuo")
    told = _run(folder, "merge", demo / "district.xiezuo", folder / "back.zip", "--password", password, "--json")
    merged = [file for file in json.loads(told)["files"] if not file["exit_code"]]
    print(f"sealed mail: {len(sealed)} parts sent, one returned and merged: {bool(merged)}")
    return bool(merged)


def _run(folder: Path, *words: str | Path) -> str:
    """What the built program prints for a command; 1 as exit code says that there is something to look at."""
    surroundings = environment(folder)
    del surroundings["SOURCE_DATE_EPOCH"]
    done = subprocess.run([COMMAND_LINE, *words], env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode > 1:
        sys.exit(f"{words[0]}: {done.returncode} {done.stderr}")
    return done.stdout


def same_bytes(folder: Path) -> bool:
    """Whether `demo` of the built program prints the files that `demo` of the sources prints, to the byte."""
    runs = {"sources": [sys.executable, str(ROOT / "main.py")], "built": [str(COMMAND_LINE)]}
    for name, command in runs.items():
        words = [*command, "demo", str(folder / name)]
        done = subprocess.run(words, env=environment(folder), capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{name}: demo {done.returncode} {done.stderr}")
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
    with lzma.open(archive, "wb", filters=filters()) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        tar.add(PROGRAM.parent, "xiezuo")
    megabytes = archive.stat().st_size / 1e6
    print(f"packed: {megabytes:.1f} MB {archive.relative_to(ROOT)} (≤ {MOST_PACKED:.0f})")
    return megabytes <= MOST_PACKED


if __name__ == "__main__":
    sys.exit(main())
