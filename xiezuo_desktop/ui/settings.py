"""What the window remembers between two starts: its place and size, the files opened last, folders, choices."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from .. import paths

MOST_RECENT = 10


@cache
def _store() -> QSettings:
    # An ini file: readable, and easy to delete; its keys are ASCII because Qt escapes all others.
    return QSettings(str(paths.settings_folder() / "window.ini"), QSettings.Format.IniFormat)


def window_geometry() -> QByteArray | None:
    """The place and size of the main window as Qt wrote them."""
    value = _store().value("window/geometry")
    return value if isinstance(value, QByteArray) else None


def set_window_geometry(geometry: QByteArray) -> None:
    """Remember the place and size of the main window."""
    _store().setValue("window/geometry", geometry)


def recent_files() -> list[Path]:
    """The plan files opened last, newest first; files that are gone are left out."""
    value = _store().value("files/recent")
    names = [value] if isinstance(value, str) else [n for n in value or [] if isinstance(n, str)]
    return [path for path in map(Path, names) if path.is_file()]


def add_recent_file(path: Path) -> None:
    """Put a file at the head of the list."""
    others = [str(p) for p in recent_files() if p != path.absolute()]
    _store().setValue("files/recent", [str(path.absolute()), *others][:MOST_RECENT])


def folder(kind: str) -> Path | None:
    """The folder that was used last for a kind of file, by an ASCII word such as `reports`."""
    value = _store().value(f"folders/{kind}")
    return Path(value) if isinstance(value, str) and value else None


def set_folder(kind: str, path: Path) -> None:
    """Remember the folder for a kind of file."""
    _store().setValue(f"folders/{kind}", str(path.absolute()))


def flag(name: str, default: bool) -> bool:
    """A remembered yes or no, by an ASCII name such as `view/detail`."""
    return bool(_store().value(name, default, type=bool))


def set_flag(name: str, value: bool) -> None:
    """Remember a yes or no."""
    _store().setValue(name, value)


def choices(place: str) -> dict[str, Any]:
    """Choices that were remembered at an ASCII place such as `print/17/taskbook`; empty when there are none."""
    text = _store().value(place)
    if not isinstance(text, str):
        return {}
    import json

    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def set_choices(place: str, values: dict[str, Any]) -> None:
    """Remember choices: plain values by name."""
    import json

    _store().setValue(place, json.dumps(values, ensure_ascii=False))
