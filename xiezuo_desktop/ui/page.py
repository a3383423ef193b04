"""What a page of the main window is: a widget that shows the Session and tells the window about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ..core.records import Key, Record
    from .session import Session


class Page(QWidget):
    """Base of the pages. The window owns the header's first row, the banner and the status bar; the rest is the page's.

    A page is made when it is first shown. It connects itself to the session's signals.
    """

    title: ClassVar[str]
    needs_file: ClassVar[bool] = True
    previews: ClassVar[bool] = False  # shows reports itself: needs no way to the preview
    prints: ClassVar[str] = ""  # the report that has on paper what the page shows
    has_filters: bool = False  # a row of its own continues the header

    meta_changed = Signal()  # `meta()` reads differently
    summary_changed = Signal(str)  # what is selected, for the status bar
    new_wanted = Signal()  # begin an empty plan
    open_wanted = Signal()  # let the user choose a plan file
    file_wanted = Signal(object)  # Path of a plan file to open
    import_wanted = Signal()  # let the user choose documents to read in
    paste_wanted = Signal()  # read in what was copied elsewhere
    sample_wanted = Signal()  # build and open the sample plan
    history_wanted = Signal(object, object)  # record type and key whose history is to be shown
    page_wanted = Signal(str)  # name of another page to go to
    checks_wanted = Signal()  # show what the checks find
    report_wanted = Signal(str)  # name of a report to show on the page for printing
    unit_report_wanted = Signal(str, object)  # the same, for one unit: its id

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._beginning: QWidget = self

    def meta(self) -> str:
        """The line under the title: what is shown here, in figures."""
        return ""

    def heading(self) -> str:
        """The title in the header; by default that of the plan."""
        info = self.session.plan.info
        path = self.session.path
        return info.title or info.table_title or info.book_title or (path.stem if path else "未命名计划")

    def primary_action(self) -> QAction | None:
        """The page's main action: the blue button of the header."""
        return None

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        """Menus of this page, (title, actions; None is a line); shown while the page is."""
        return []

    def view_menu(self) -> list[QAction | None]:
        """What the menu 查看 has for this page alone."""
        return []

    def summary(self) -> str:
        """What is selected, for the status bar."""
        return ""

    def complete(self) -> None:
        """Make what nobody can see yet: called once, after the window was painted for the first time."""

    def show_filters(self, row: QWidget, there: bool) -> None:
        """Show or hide the row that continues the header; without it the header ends with a line of its own."""
        if self.has_filters != there:
            self.has_filters = there
            row.setVisible(there)
            self.meta_changed.emit()

    def begins_at(self, widget: QWidget) -> None:
        """Where work begins. No focus proxy: Tab would never reach what stands before that."""
        self._beginning = widget

    def begin(self) -> None:
        """The page is on the screen: put the cursor where work begins."""
        self._beginning.setFocus()

    def show_record(self, record_type: type[Record], key: Key) -> bool:
        """Bring a record into view and select it; False when this page does not show such records."""
        return False

    def current_record(self) -> Record | None:
        """The row that is current here, to be found again when the file is opened the next time."""
        return None

    def focus_search(self) -> None:
        """Put the cursor into the page's search field, where it has one (Ctrl+F)."""

    def toggle_detail(self) -> None:
        """Show or hide the page's detail panel, where it has one (F4)."""
