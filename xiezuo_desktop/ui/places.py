"""Where a person was in each file: the page and the row, remembered on this computer for the next time the file is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from . import settings
from .page_table import PAGES, START
from .session import leaves_no_trace

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.records import Key, Record
    from .main_window import MainWindow

MOST = 30  # files
_STORE = "files/places"


class Place(NamedTuple):
    """A page by its name, and the row that was current there, if any: its record type by name, its key."""

    page: str
    record: str = ""
    key: Key = (0, 0, 0)

    @property
    def record_type(self) -> type[Record] | None:
        """The record type of the row."""
        from ..core.records import BY_NAME

        return BY_NAME.get(self.record)


def place_in(path: Path) -> Place | None:
    """Where somebody was in a file when it was closed last; None where that is not known."""
    found = settings.choices(_STORE).get(str(path.absolute()))
    match found:
        case [str(page), str(record), int(a), int(b), int(c)]:
            return Place(page, record, (a, b, c))
    return None


def remember(path: Path, place: Place) -> None:
    """Keep where somebody was in a file; the files that were closed longest ago are forgotten."""
    known = settings.choices(_STORE)
    known.pop(str(path.absolute()), None)
    known[str(path.absolute())] = [place.page, place.record, *place.key]
    settings.set_choices(_STORE, dict(list(known.items())[-MOST:]))


class Whereabouts:
    """Where one is in the file that the window shows: kept when the file is left, gone back to when it is opened."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._shown: Path | None = None  # the file that is on the screen
        self._looked_up: Path | None = None  # the file whose page was looked up last

    def leave(self) -> None:
        """Another file is open from now on, or none: remember where one was in the one before."""
        if self._shown != self._window.session.path:
            self.remember()
            self._shown, self._looked_up = self._window.session.path, None

    def remember(self) -> None:
        """Keep where one is now."""
        window = self._window
        if self._shown is None or window.current_name in ("", START.name) or leaves_no_trace():
            return
        record = window.current_page.current_record()
        place = Place(window.current_name, record.name_, record.key) if record else Place(window.current_name)
        remember(self._shown, place)

    def last(self) -> Place | None:
        """Where one was when the file was closed last, the first time one asks; None also where that page is no more."""
        path = self._window.session.path
        if path is None or leaves_no_trace() or path == self._looked_up:
            return None
        self._looked_up = path
        found = place_in(path)
        return found if found and any(e.name == found.page for e in PAGES) else None

    def go_back(self) -> None:
        """Show the row at which one was, where its page is shown."""
        path = self._window.session.path
        place = place_in(path) if path and not leaves_no_trace() else None
        if place and place.record_type and self._window.current_name == place.page:
            self._window.current_page.show_record(place.record_type, place.key)
