"""Where a person was in each file: the page and the row, remembered on this computer for the next time the file is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from . import settings

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.records import Key, Record

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
