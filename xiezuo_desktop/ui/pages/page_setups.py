"""What was chosen last for each report of the open plan: kept in the plan, as one undoable edit after a pause."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from xiezuo_desktop.core.records import PageSetup, full_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from xiezuo_desktop.ui.session import Session

PAUSE = 1500  # ms without another choice; several choices then are one step of undo
_TURNED = {"": None, "upright": False, "turned": True}
_REPORT_S_OWN = ("period",)  # chosen anew each time


class PageSetups(QObject):
    """Choices by report, by the names of an Order. Where the plan cannot be written they hold until it is closed."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._chosen: dict[str, dict[str, Any]] = {}
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(self.keep)
        session.file_changed.connect(self._forget)

    def of(self, report: str) -> dict[str, Any]:
        """What was chosen last for a report in this plan; empty where nothing was."""
        if report in self._chosen:
            return self._chosen[report]
        found = self._session.plan.get(PageSetup, _key(report))
        return {} if found is None else _choices(found)

    def choose(self, report: str, values: dict[str, Any]) -> None:
        """Remember the choices for a report."""
        self._chosen[report] = {name: value for name, value in values.items() if name not in _REPORT_S_OWN}
        self._soon.start()

    def keep(self) -> None:
        """Write into the plan what was chosen; a part of a plan and an archived one keep none."""
        self._soon.stop()
        if self._session.file is None or self._session.writing is not None:
            return
        reports = [r for r in self._chosen if self._session.may_change(PageSetup, _key(r))]
        new = {r: fields for r in reports if (fields := self._news(r))}
        for report in reports:
            del self._chosen[report]
        if new:
            from xiezuo_desktop.reports import REPORTS

            with self._session.edit(f"页面设置：{'、'.join(REPORTS[r].label for r in new)}") as edit:
                for report, fields in new.items():
                    edit.put(PageSetup, _key(report), title=REPORTS[report].label, **fields)

    def _news(self, report: str) -> dict[str, Any]:
        """The fields in which a choice differs from what the plan has."""
        stored = self._session.plan.get(PageSetup, _key(report)) or PageSetup(report=_key(report)[0])
        fields = _fields(self._chosen[report])
        return {name: value for name, value in fields.items() if value != getattr(stored, name)}

    def _forget(self) -> None:
        self._soon.stop()
        self._chosen.clear()


def _key(report: str) -> tuple[int, int, int]:
    from xiezuo_desktop.reports import REPORTS

    return full_key(REPORTS[report].number)


def _fields(chosen: dict[str, Any]) -> dict[str, Any]:
    """The fields of a record that say this; an option that the report does not have is left out."""
    says: dict[str, Callable[[Any], tuple[str, Any]]] = {
        "paper": lambda value: ("paper", value or ""),
        "turned": lambda value: ("orientation", next(word for word, turned in _TURNED.items() if turned is value)),
        "line_pitch": lambda value: ("line_pitch", None if value is None else Decimal(str(value))),
        "form": lambda value: ("form", value or ""),
        "sealed": lambda value: ("unsealed", value is False),
        "bound": lambda value: ("unbound", value is False),
    }
    out: dict[str, Any] = {}
    for name, value in chosen.items():
        field, said = says[name](value) if name in says else (name, bool(value))
        out[field] = said
    return out


def _choices(setup: PageSetup) -> dict[str, Any]:
    """The choices that a record says; those that it says nothing of are left to the report."""
    out: dict[str, Any] = {
        "turned": _TURNED.get(setup.orientation),
        "line_pitch": None if setup.line_pitch is None else float(setup.line_pitch),
        "sealed": False if setup.unsealed else None,
        "bound": False if setup.unbound else None,
        "remainder": setup.remainder or None,
        "continued": setup.continued or None,
        "last_year": setup.last_year or None,
        "handled": setup.handled or None,
        "job": setup.job,
        "draft": setup.draft,
    }
    return out | {name: value for name in ("paper", "form") if (value := getattr(setup, name))}
