"""Set-up of fonts on a developer's Linux machine: `python -m xiezuo_desktop.documents.pdf.setup_fonts`.

Fetches the Debian packages named in resources/third_party.toml (without installing them), takes the few faces we need out
of them, converts them to TrueType and puts them with their licences into the checkout's font folder. Windows and offices'
machines have the official faces already; there, and wherever apt is missing, the program uses what is installed.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xiezuo_desktop import paths
from xiezuo_desktop.documents.pdf.convert import RECIPE, convert
from xiezuo_desktop.documents.pdf.sfnt import FontError

if TYPE_CHECKING:
    from collections.abc import Iterator

_STAMP = "stamp"


class _NotPossible(Exception):
    """Fonts cannot be fetched here; the message is for the person at the terminal."""


def main() -> int:
    """Make the font folder complete. Always 0: without it the program prints with the faces of the system."""
    manifest_path = paths.resources() / "third_party.toml"
    folder = paths.fonts_folders()[-1]
    raw = manifest_path.read_bytes()
    manifest = tomllib.loads(raw.decode("utf-8"))
    stamp = stamp_of(raw)
    if _complete(folder, stamp, manifest):
        return 0
    if not sys.platform.startswith("linux"):
        return 0
    try:
        _make(folder, manifest)
    except (_NotPossible, FontError, OSError, tarfile.TarError) as problem:
        print(f"字体没有准备好：{problem}\n打印时将使用本机已安装的中文字体；没有时会提示。", file=sys.stderr)
        return 0
    (folder / _STAMP).write_text(stamp, "utf-8")
    return 0


def stamp_of(manifest: bytes) -> str:
    """What stands in the stamp of a folder made after this manifest, by this recipe of conversion."""
    return f"{RECIPE} {hashlib.sha256(manifest).hexdigest()}"


def _complete(folder: Path, stamp: str, manifest: dict[str, Any]) -> bool:
    try:
        if (folder / _STAMP).read_text("utf-8") != stamp:
            return False
    except OSError:
        return False
    return all((folder / font["file"]).is_file() for font in manifest["font"])


def _make(folder: Path, manifest: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    megabytes = sum(package["size"] for package in manifest["package"]) / 1e6
    print(f"正在准备打印用的字体（下载约 {megabytes:.0f} MB，再用约半分钟转换）……", file=sys.stderr)
    with tempfile.TemporaryDirectory(dir=folder, prefix="work-") as work:
        for package in manifest["package"]:
            archive = _fetch(package, Path(work))
            _unpack(archive, package, manifest, Path(work), folder)
            archive.unlink()
        jobs = [(font, Path(work), folder) for font in manifest["font"]]
        for line in _in_parallel(jobs):
            print(line, file=sys.stderr)


def _in_parallel(jobs: list[tuple[Any, Path, Path]]) -> Iterator[str]:
    """Convert side by side, or one after the other where the system has no semaphores for us (/dev/shm closed)."""
    try:
        pool = ProcessPoolExecutor(max_workers=min(os.cpu_count() or 1, 4))
        lines = pool.map(_convert, jobs)
    except OSError:
        yield from map(_convert, jobs)
        return
    with pool:
        yield from lines


def _fetch(package: dict[str, Any], work: Path) -> Path:
    """The package's archive, in the manifest's version when the distribution has it, else in its own."""
    name, version = package["name"], package["version"]
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise _NotPossible("本机没有 apt-get，无法下载字体包 " + name + "。")
    found = _download([f"{name}={version}", name], work)
    if found is None:
        _update_lists()
        found = _download([f"{name}={version}", name], work)
    if found is None:
        raise _NotPossible(f"无法下载字体包 {name}（请检查网络或软件源）。")
    if version.replace(":", "%3a") in found.name:
        with found.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != package["sha256"]:
                raise _NotPossible(f"下载的字体包 {name} 与登记的校验值不符，没有使用。")
    return found


def _download(choices: list[str], work: Path) -> Path | None:
    for choice in choices:
        command = ["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", choice]
        done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
        archives = sorted(work.glob("*.deb"))
        if done.returncode == 0 and archives:
            return archives[0]
    return None


def _update_lists() -> None:
    """Ask apt for its package lists, which a bare machine does not have; needs root."""
    command = ["apt-get", "-q", "update"]
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        if not shutil.which("sudo"):
            raise _NotPossible("需要管理员先运行一次 apt-get update。")
        command.insert(0, "sudo")
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)


def _unpack(archive: Path, package: dict[str, Any], manifest: dict[str, Any], work: Path, folder: Path) -> None:
    """Take the fonts of this package into `work` and its licence texts into the font folder."""
    fonts = {font["member"] for font in manifest["font"] if font["package"] == package["name"]}
    texts = dict.fromkeys(package["licence_files"])
    listed = subprocess.run(["dpkg-deb", "--fsys-tarfile", archive], capture_output=True, check=False)
    if listed.returncode != 0:
        raise _NotPossible(f"字体包 {package['name']} 已损坏。")
    with tarfile.open(fileobj=io.BytesIO(listed.stdout)) as tar:
        for member in tar:
            name = member.name.removeprefix("./")
            content = tar.extractfile(member) if name in fonts or name in texts else None
            if content is None:
                continue
            target = work if name in fonts else folder / "licences" / package["name"]
            target.mkdir(parents=True, exist_ok=True)
            (target / Path(name).name).write_bytes(content.read())
    lost = [name for name in (*fonts, *texts) if not _arrived(name, fonts, work, folder / "licences" / package["name"])]
    if lost:
        raise _NotPossible(f"字体包 {package['name']} 中缺少 {'、'.join(lost)}。")


def _arrived(name: str, fonts: set[str], work: Path, licences: Path) -> bool:
    return ((work if name in fonts else licences) / Path(name).name).is_file()


def _convert(job: tuple[dict[str, Any], Path, Path]) -> str:
    font, work, folder = job
    convert(work / Path(font["member"]).name, font["index"], folder / font["file"])
    return f"  {font['file']} 已就绪（{(folder / font['file']).stat().st_size / 1e6:.1f} MB）"


if __name__ == "__main__":
    sys.exit(main())
