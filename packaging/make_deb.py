"""The Debian package of the built program: python packaging/make_deb.py (after PyInstaller) → dist/xiezuo_….deb"""

from __future__ import annotations

import lzma
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

from check_build import MOST_PACKED
from squeeze import filters

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from xiezuo_desktop import __version__  # noqa: E402 - found by the line above

PARTS = ROOT / "packaging" / "linux"
PROGRAM = ROOT / "dist" / "xiezuo"
ICONS = ROOT / "build" / "icons"


def main() -> int:
    """Lay the tree out, fill the control file in, pack it."""
    tree = ROOT / "build" / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(PROGRAM, tree / "opt" / "xiezuo", symlinks=True)
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / "xiezuo").symlink_to("/opt/xiezuo/xiezuo")
    _copy(PARTS / "xiezuo.desktop", tree / "usr/share/applications/xiezuo.desktop")
    _copy(PARTS / "xiezuo.xml", tree / "usr/share/mime/packages/xiezuo.xml")
    _copy(ROOT / "resources/icons/app.svg", tree / "usr/share/icons/hicolor/scalable/apps/xiezuo.svg")
    for picture in ICONS.glob("*.png"):
        side = picture.stem
        _copy(picture, tree / f"usr/share/icons/hicolor/{side}x{side}/apps/xiezuo.png")
    architecture = _output("dpkg", "--print-architecture").strip()
    kilobytes = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file() and not path.is_symlink()) // 1024
    values = {"VERSION": __version__, "ARCHITECTURE": architecture, "KILOBYTES": str(kilobytes), "LIBC": libc_needed()}
    control = (PARTS / "control").read_text("utf-8")
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(re.sub("@([A-Z]+)@", lambda found: values[found[1]], control), "utf-8")
    for script in ("postinst", "postrm"):
        _copy(PARTS / "postinst", tree / "DEBIAN" / script, mode=0o755)
    package = ROOT / "dist" / f"xiezuo_{__version__}_{architecture}.deb"
    _pack(tree, package)
    megabytes = package.stat().st_size / 1e6
    print(f"{package.relative_to(ROOT)}: {megabytes:.1f} MB (≤ {MOST_PACKED:.0f}), libc ≥ {values['LIBC']}")
    return 0 if megabytes <= MOST_PACKED else 1


def _pack(tree: Path, package: Path) -> None:
    """dpkg-deb makes the package; its content is then compressed in our way, which is 2 MB less than in dpkg-deb's."""
    work = ROOT / "build" / "packed"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    plain = work / "plain.deb"
    run = partial(subprocess.run, check=True, cwd=work)
    run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, plain], stdout=subprocess.DEVNULL)
    run(["ar", "x", plain])
    with lzma.open(work / "data.tar.xz", "wb", filters=filters()) as packed, (work / "data.tar").open("rb") as content:
        shutil.copyfileobj(content, packed)
    package.unlink(missing_ok=True)
    run(["ar", "rcS", package, "debian-binary", "control.tar", "data.tar.xz"])


def libc_needed() -> str:
    """The oldest C library on which the bundle starts: the newest of its symbols that anything in it asks for."""
    versions = {(2, 17)}
    for path in PROGRAM.rglob("*"):
        if path.is_file() and not path.is_symlink() and (".so" in path.name or path.name == "xiezuo"):
            found = re.findall(r"GLIBC_(\d+)\.(\d+)", _output("objdump", "-p", str(path)))
            versions |= {(int(major), int(minor)) for major, minor in found}
    return ".".join(map(str, max(versions)))


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _copy(source: Path, target: Path, mode: int = 0o644) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(mode)


if __name__ == "__main__":
    sys.exit(main())
