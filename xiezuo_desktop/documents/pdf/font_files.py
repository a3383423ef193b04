"""Which faces a computer has: found by the names inside the files, remembered between runs.

Windows calls simsun.ttc what others call 宋体.ttf, so file names say nothing; the name table (IDs 1, 4, 6) does. Reading
some hundred files takes a while, so what was found is kept in the user's cache and only changed files are read again.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

from xiezuo_desktop import paths
from xiezuo_desktop.documents.pdf.convert import write_whole
from xiezuo_desktop.documents.pdf.sfnt import FontError, faces_in, open_font

_VERSION = 1
_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_PLAIN_STYLES = frozenset(("", "regular", "normal", "book", "r", "常规", "标准"))

_Entry = list[Any]  # [mtime in ns, size, faces] of a file, as kept in the cache


class FoundFace(NamedTuple):
    """One face of one file: where it is, its number in a collection, `glyf` or `CFF` outlines, and the keys of its names (see `name_key`)."""

    path: Path
    member: int
    outlines: str
    keys: frozenset[str]


def name_key(name: str) -> str:
    """What two spellings of one font name have in common: Noto Serif SC, NotoSerifSC, Noto-Serif_SC."""
    return "".join(c for c in name.casefold() if c not in " -_")


def installed_faces() -> list[FoundFace]:
    """All usable faces of this computer and of the program's own folders, in the order of the folders."""
    cache = paths.cache_folder() / "fonts.json"
    known = _load(cache)
    found: dict[str, _Entry] = {}
    faces: list[FoundFace] = []
    for path in _font_files():
        try:
            stat = path.stat()
        except OSError:
            continue
        entry = known.get(str(path))
        if not entry or entry[:2] != [stat.st_mtime_ns, stat.st_size]:
            entry = [stat.st_mtime_ns, stat.st_size, _read(path)]
        found[str(path)] = entry
        faces += [FoundFace(path, member, outlines, frozenset(keys)) for member, outlines, keys in entry[2]]
    if found != known:
        _save(cache, found)
    return faces


def _read(path: Path) -> list[list[Any]]:
    """The usable faces of a file: [member, outlines, names]; none for a file that is damaged or may not be embedded."""
    out: list[list[Any]] = []
    try:
        for member in range(faces_in(path)):
            font = open_font(path, member)
            if font.outlines and font.embeddable:
                out.append([member, font.outlines, sorted(_keys(font.names))])
    except (FontError, OSError):
        return out
    return out


def _keys(names: dict[int, set[str]]) -> set[str]:
    """Full and PostScript names; the family's name too when this is its plain member."""
    styles = {name_key(style) for style in names.get(2, ())}
    wanted = names.get(4, set()) | names.get(6, set())
    if not styles or styles & _PLAIN_STYLES:
        wanted = wanted | names.get(1, set())
    return {name_key(name) for name in wanted} - {""}


def _load(cache: Path) -> dict[str, _Entry]:
    try:
        content = json.loads(cache.read_text("utf-8"))
        if content["version"] == _VERSION:
            return dict(content["files"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # no cache, or not ours: it is made again
    return {}


def _save(cache: Path, files: dict[str, _Entry]) -> None:
    with contextlib.suppress(OSError):  # a read-only home: the next run looks again
        write_whole(cache, json.dumps({"version": _VERSION, "files": files}, ensure_ascii=False).encode())


def _font_files() -> list[Path]:
    out: dict[Path, None] = {}
    for place in _places():
        if place.is_file():
            out[place] = None
        for folder, folders, names in os.walk(place):
            folders.sort()
            out.update((Path(folder, name), None) for name in sorted(names) if name.lower().endswith(_SUFFIXES))
    return list(out)


def _places() -> list[Path]:
    """Folders (and, from the registry of Windows, files) where fonts lie: the program's own first."""
    own = [*paths.fonts_folders(), paths.cache_folder() / "converted"]
    if sys.platform == "win32":
        return own + _windows_places()
    home = Path.home()
    if sys.platform == "darwin":
        return [*own, Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    shared = (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    return [
        *own,
        *(Path(folder) / "fonts" for folder in shared if folder.startswith("/")),
        Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share") / "fonts",
        home / ".fonts",
        Path("/opt/kingsoft/wps-office/office6/fonts"),
        Path("/usr/share/wps-office/fonts"),
        Path("/opt/apps/cn.wps.wps-office-pro/files/kingsoft/wps-office/office6/fonts"),
        Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    ]


def _windows_places() -> list[Path]:
    folder = Path(os.environ.get("WINDIR") or r"C:\Windows") / "Fonts"
    out = [folder]
    if os.environ.get("LOCALAPPDATA"):
        out.append(Path(os.environ["LOCALAPPDATA"]) / "Microsoft" / "Windows" / "Fonts")
    return out + [path for path in _registered() if path.is_absolute() and path.parent not in out]


def _registered() -> list[Path]:
    """Font files that the registry of Windows names, those of the computer and those of the user."""
    out: list[Path] = []
    if sys.platform == "win32":
        import winreg

        for hive in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            try:
                with winreg.OpenKey(hive, r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts") as key:
                    values = [winreg.EnumValue(key, i)[1] for i in range(winreg.QueryInfoKey(key)[1])]
            except OSError:
                continue
            out += [Path(value) for value in values if isinstance(value, str) and value.lower().endswith(_SUFFIXES)]
    return out
