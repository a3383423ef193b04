"""The licences of what is not ours in the bundle: one folder a part, and a list. Fonts bring theirs along (third_party.toml)."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from importlib import metadata
from pathlib import Path

_LICENCE = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", re.IGNORECASE)
_COMMON = Path("/usr/share/common-licenses")  # Debian's; the wheels of Qt name these and do not hold them
_HEAD = """协作任务书所带的第三方组件 / Third-party parts of this program

Qt、PySide6、shiboken6 按 LGPL-3.0 使用，是 _internal/PySide6 里单独的动态库，可以换成自己编译的；
源代码见 https://download.qt.io/ 。字体的许可在 _internal/fonts/licences。
"""


def collect(root: Path, folder: Path) -> Path:
    """Make the folder anew out of what is installed of the project's dependencies. Returns it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lines = [_HEAD]
    for part in sorted(_needed(root), key=lambda part: part.name.lower()):
        licence = part.metadata.get("License-Expression") or (part.metadata.get("License") or "").partition("\n")[0]
        lines.append(f"{part.name} {part.version}  {licence or _classified(part)}".rstrip())
        for file in part.files or ():
            source = Path(str(part.locate_file(file)))
            if _LICENCE.match(file.name) and ".dist-info" in str(file) and source.is_file():
                (folder / part.name).mkdir(exist_ok=True)
                shutil.copyfile(source, folder / part.name / file.name)
    python = Path(os.__file__).with_name("LICENSE.txt")
    for source in (python, _COMMON / "LGPL-3", _COMMON / "GPL-3"):
        if source.is_file():
            shutil.copyfile(source, folder / ("Python.txt" if source == python else f"{source.name}.txt"))
    (folder / "第三方组件.txt").write_text("\n".join([*lines, ""]), "utf-8")
    return folder


def _needed(root: Path) -> list[metadata.Distribution]:
    """What the project needs to run, and what that needs."""
    due = list(tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"])
    found: dict[str, metadata.Distribution] = {}
    while due:
        line = due.pop()
        name = re.match(r"[\w.-]+", line)[0]
        if name.lower() in found or "extra ==" in line:
            continue
        try:
            found[name.lower()] = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # for another system
            continue
        due += found[name.lower()].requires or []
    return list(found.values())


def _classified(part: metadata.Distribution) -> str:
    words = part.metadata.get_all("Classifier") or []
    return "、".join(word.rpartition(" :: ")[2] for word in words if word.startswith("License"))
