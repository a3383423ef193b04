"""The only place that knows where things lie: bundled resources, the user's settings, caches and fonts."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

APP_FOLDER = "xiezuo"
_AUTHOR_FILE = "author.txt"


def root() -> Path:
    """The folder that holds resources/, db/ and docs/手册/: the checkout, or the unpacked bundle of an installed program."""
    return Path(getattr(sys, "_MEIPASS", "") or Path(__file__).resolve().parents[1])


def resources() -> Path:
    """Icons, style sheet, sample papers."""
    return root() / "resources"


def built_on() -> date | None:
    """The day on which an installed program was built; None when it runs from its sources."""
    from datetime import date

    try:
        return date.fromisoformat((root() / "built.txt").read_text("ascii").strip())
    except (OSError, ValueError):
        return None


def sample_papers(office: str) -> list[Path]:
    """The sample papers of an invented office, in the order in which it got them: "district" or "city"."""
    return sorted((resources() / "sample" / office).glob("*-*"))


def manual() -> Path:
    """The pages of the manual (Markdown, with their pictures in 图); 目录.md is the index."""
    return root() / "docs" / "手册"


def settings_folder() -> Path:
    """Where settings and the log of the program are kept; `XIEZUO_SETTINGS_DIR` names another place."""
    given = os.environ.get("XIEZUO_SETTINGS_DIR")
    if given:
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home()) / APP_FOLDER
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / APP_FOLDER


def cache_folder() -> Path:
    """Where things that can be made again are kept; `XIEZUO_CACHE_DIR` names another place."""
    given = os.environ.get("XIEZUO_CACHE_DIR")
    if given:
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / APP_FOLDER / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / APP_FOLDER


def fonts_folders() -> list[Path]:
    """Where the fonts that set-up obtained may lie: bundled beside the program, or in the checkout's own cache."""
    return [root() / "fonts", root() / ".cache" / "fonts"]


def author() -> str:
    """The name that stands in the history for edits made here: `XIEZUO_AUTHOR`, else that of the settings, else the account's."""
    given = os.environ.get("XIEZUO_AUTHOR") or _author_of_settings()
    return given or os.environ.get("USERNAME") or os.environ.get("USER") or "本机用户"


def author_is_known() -> bool:
    """Whether somebody has said who works here; else edits stand in the name of the account."""
    return bool(os.environ.get("XIEZUO_AUTHOR") or _author_of_settings())


def set_author(name: str) -> None:
    """Remember a name for the edits made here; "" goes back to that of the account. Raises OSError."""
    settings_folder().mkdir(parents=True, exist_ok=True)
    (settings_folder() / _AUTHOR_FILE).write_text(name, encoding="utf-8")


def _author_of_settings() -> str:
    try:
        return (settings_folder() / _AUTHOR_FILE).read_text(encoding="utf-8").strip()[:80]
    except (OSError, ValueError):
        return ""
