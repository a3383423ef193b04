"""The hand that follows the manual: does what a step says in the real window, as the window is at that moment."""

from __future__ import annotations

import re
import sys
import time
from threading import enumerate as threads
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QDate, QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDateEdit,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from manual_steps import Act

    from xiezuo_desktop.ui.main_window import MainWindow

    Offer = tuple[str, Callable[[], object]]  # what can be chosen by its words, and how

PATIENCE = 10.0  # seconds until what is named must be there and must be possible …
WORKED = 2.0  # … and seconds of the processor until then: on a busy machine the program is slow, not wrong
SOON = 500  # ms; what begins so soon is waited for
PAUSE = 10  # ms between two acts
CALM = 4  # pauses without work after which the program is taken to have done everything
TICK = 14  # px from the left of a cell to its box
FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QDateEdit)


class Lost(Exception):
    """What the manual says cannot be done here."""


def plain(text: str) -> str:
    """A word of the window without its key, its dots, its icon's blanks and the count behind it."""
    text = re.sub(r"\(&.\)|&", "", text)
    text = re.sub(r"[…．.]+$|（.*）$", "", text.strip().lstrip("＋").strip())
    return re.sub(r"[\s　]+[\d,]+$|[\s　]*▾$", "", text).strip()


def names(words: str) -> re.Pattern[str]:
    """What a control may be called that the manual calls so: … stands for anything."""
    parts = [re.escape(part.strip()) for part in plain(words).split("…")]
    return re.compile(r".*?".join(parts))


class Hand:
    """Follows acts in a window. The dialogs of the system give `papers` where files are asked for, and `folder`."""

    def __init__(self, window: MainWindow, papers: Sequence[Path], folder: Path) -> None:
        self.window, self.papers, self.folder = window, papers, folder
        self._errors: list[str] = []

    # ------------------------------------------------------------------------------------------------ following

    def follow(self, acts: Sequence[Act]) -> None:
        """Do all of it, one after the other, dialogs and all. Raises Lost with the act that could not be done."""
        self._todo, self._calm = list(acts), 0
        self._begin_to_wait()
        self._is_done = False
        before, sys.excepthook = sys.excepthook, lambda kind, error, _: self._errors.append(f"{kind.__name__}: {error}")
        try:
            QTimer.singleShot(0, self._go_on)
            while not self._is_done:
                QApplication.processEvents()
                time.sleep(0.001)
        finally:
            sys.excepthook = before
        if self._errors:
            raise Lost("; ".join(self._errors))

    def _go_on(self) -> None:
        """The next act as soon as the program rests; at the end whatever is open is put away.

        What opens a dialog does not come back until it is closed: what follows is asked for before.
        """
        late = self._waited() > 2 * PATIENCE
        self._calm = 0 if self._is_busy() and not late else self._calm + 1
        if self._calm < (CALM if not self._todo else 1):
            QTimer.singleShot(PAUSE, self._go_on)
        elif self._todo:
            try:
                act = self._aim(self._todo[0])
            except Lost as lost:
                if self._waited() > PATIENCE:
                    self._errors.append(f"{self._todo[0]}: {lost}")
                    self._todo = []
                QTimer.singleShot(PAUSE, self._go_on)
                return
            del self._todo[0]
            self._calm = 0
            self._begin_to_wait()
            QTimer.singleShot(PAUSE, self._go_on)
            act()
        elif (open_ := QApplication.activePopupWidget() or QApplication.activeModalWidget()) is not None:
            QTimer.singleShot(PAUSE, self._go_on)
            _put_away(open_)
        else:
            self._is_done = True

    def _begin_to_wait(self) -> None:
        self._since = time.monotonic(), time.process_time()

    def _waited(self) -> float:
        """Seconds since the last act; few as long as the processor had no time for us."""
        clock, worked = (
            now - then for now, then in zip((time.monotonic(), time.process_time()), self._since, strict=True)
        )
        return min(clock, PATIENCE * worked / WORKED)

    def _is_busy(self) -> bool:
        """Whether something is at work aside, or waits for a pause to begin."""
        waiting = (t.isActive() and t.isSingleShot() and t.interval() <= SOON for t in self.window.findChildren(QTimer))
        return any(thread.name == "work" for thread in threads()) or any(waiting)

    def _aim(self, act: Act) -> Callable[[], object]:
        """What is to be done for an act, found in the window as it is now."""
        return getattr(self, f"_{act.kind}")(act)  # type: ignore[no-any-return]

    @property
    def _scope(self) -> QWidget:
        """What takes the clicks now: a menu that is open, a dialog, the window."""
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window

    # ------------------------------------------------------------------------------------------------ acts

    def _press(self, act: Act) -> Callable[[], object]:
        if " → " in act.words:
            return self._entry(act.words)
        button = self._enabled(self._buttons(act.words), act)
        return lambda: QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def _entry(self, words: str) -> Callable[[], object]:
        if self._scope is not self.window:
            raise Lost(f"“{_title(self._scope)}”开着，先要关掉")
        menu, _, entry = (plain(part) for part in words.partition(" → "))
        for title, actions in self.window.menu_table:
            for action in actions if plain(title) == menu else ():
                if action is not None and plain(action.text()) == entry:
                    if not action.isEnabled():
                        raise Lost("菜单里有，但是灰的")
                    return action.trigger
        raise Lost("菜单里没有")

    def _choose(self, act: Act) -> Callable[[], object]:
        if self._buttons(act.words):
            return self._press(act)
        wanted, scope = names(act.words), self._scope
        offered = [*_of_menu(scope), *_of_combos(scope), *_of_lists(scope)]
        for words, choose in offered:
            if wanted.fullmatch(plain(words)):
                return choose
        raise Lost(f"“{_title(scope)}”里没有")

    def _type(self, act: Act) -> Callable[[], object]:
        field = self._field(act)
        return lambda: _write(field, act.words)

    def _field(self, act: Act) -> QWidget:
        fields = [f for kind in FIELDS for f in _shown(self._scope, kind) if f.isEnabled() and _takes_words(f)]
        if act.field:
            named = [f for f in fields if act.field in _names_of(f, self._scope)]
            if not named:
                raise Lost(f"没有叫“{act.field}”的格")
            return named[0]
        focus = self._focus
        if focus is not None and (focus in fields or isinstance(focus, QAbstractItemView)):
            return focus
        if len(fields) != 1:
            raise Lost("不知道写在哪里")
        return fields[0]

    def _keys(self, act: Act) -> Callable[[], object]:
        keys = QKeySequence(act.words.replace("↑", "Up").replace("↓", "Down"))[0]
        target = self._focus or self._scope
        return lambda: QTest.keyClick(target, keys.key(), keys.keyboardModifiers())

    def _row(self, _: Act) -> Callable[[], object]:
        view, index = next(((v, i) for v in self._views() for i in _cells(v)), (None, None))
        if view is None:
            raise Lost("没有可以选的行")
        return lambda: _click(view, index)

    def _cell(self, _: Act) -> Callable[[], object]:
        for view in self._views():
            for index in _cells(view):
                changes = index.column() > 0 and index.flags() & Qt.ItemFlag.ItemIsEditable  # behind the ordinal
                if changes and _is_figure(index.data()):
                    return lambda v=view, i=index: _click(v, i)
        raise Lost("没有可以改的格")

    def _open(self, _: Act) -> Callable[[], object]:
        return lambda: self.window.files.open_path(self.papers[0])

    # ------------------------------------------------------------------------------------------------ finding

    @property
    def _focus(self) -> QWidget | None:
        return QApplication.focusWidget() or self._scope.focusWidget()

    def _buttons(self, words: str) -> list[QAbstractButton]:
        wanted = names(words)
        return [b for b in _shown(self._scope, QAbstractButton) if any(wanted.fullmatch(w) for w in _words_of(b))]

    def _enabled(self, buttons: Sequence[QAbstractButton], act: Act) -> QAbstractButton:
        if not buttons:
            raise Lost(f"“{_title(self._scope)}”里没有")
        for button in buttons:
            if button.isEnabled():
                return button
        raise Lost(f"“{_title(self._scope)}”里有，但是灰的")

    def _views(self) -> list[QAbstractItemView]:
        """The lists of what is open, the largest first."""
        scope = self.window.current_page if self._scope is self.window else self._scope
        return sorted(_shown(scope, QAbstractItemView), key=lambda v: -v.width() * v.height())


def _of_menu(scope: QWidget) -> Iterator[Offer]:
    for action in scope.actions() if isinstance(scope, QMenu) else ():
        if action.isEnabled():
            yield action.text(), lambda a=action: (a.trigger(), scope.close())


def _of_combos(scope: QWidget) -> Iterator[Offer]:
    for combo in _shown(scope, QComboBox):
        for number in range(combo.count()) if combo.isEnabled() else ():
            yield combo.itemText(number), lambda c=combo, n=number: (c.setCurrentIndex(n), c.activated.emit(n))


def _of_lists(scope: QWidget) -> Iterator[Offer]:
    for view in _shown(scope, QAbstractItemView):
        for index in _cells(view):
            yield str(index.data() or ""), lambda v=view, i=index: _click(v, i)


def answer_for_the_system(hand: Hand) -> None:
    """The dialogs of the system are answered as a person does: with the files at hand, the proposed name, our folder."""

    def some(_: object, __: str, ___: str = "", kinds: str = "", *rest: object) -> tuple[list[str], str]:
        return [str(path) for path in hand.papers if f"*{path.suffix}" in kinds or not kinds], ""

    def one(parent: object, title: str, folder: str = "", kinds: str = "", *rest: object) -> tuple[str, str]:
        return some(parent, title, folder, kinds)[0][0], ""

    def place(_: object, __: str, proposed: str = "", *rest: object, **___: object) -> tuple[str, str]:
        return str(hand.folder / re.split(r"[/\\]", proposed)[-1]), ""

    def folder(*_: object, **__: object) -> str:
        return str(hand.folder)

    def paper(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFileName(str(hand.folder / "打印.pdf"))
        dialog.printer().setResolution(72)
        return int(QPrintDialog.DialogCode.Accepted)

    QFileDialog.getOpenFileNames = some  # type: ignore[assignment]
    QFileDialog.getOpenFileName = one  # type: ignore[assignment]
    QFileDialog.getSaveFileName = place  # type: ignore[assignment]
    QFileDialog.getExistingDirectory = folder  # type: ignore[assignment]
    QPrintDialog.exec = paper  # type: ignore[method-assign,assignment]


def _put_away(open_: QWidget) -> None:
    """Leave a dialog without doing what it offers; when it asks whether that is meant, say so."""
    if isinstance(open_, QMessageBox):
        leave = [b for b in open_.buttons() if open_.buttonRole(b) == QMessageBox.ButtonRole.DestructiveRole]
        leave[0].click() if leave else open_.reject()
    elif isinstance(open_, QDialog):
        open_.reject()
    else:
        open_.close()


def _shown(scope: QWidget, kind: type[Any]) -> list[Any]:
    return [w for w in scope.findChildren(kind) if w.isVisible()]


def _words_of(button: QAbstractButton) -> set[str]:
    """All that a button is called: on it, for those who do not see it, in its tip."""
    said = (button.text(), re.split("[，。]", button.accessibleName())[0], button.toolTip().partition("　")[0])
    return {plain(words) for words in said if words}


def _names_of(field: QWidget, scope: QWidget) -> str:
    """What a field is called: by itself, by what holds it, by the label before it."""
    holder = field.parentWidget()
    said = [field.accessibleName(), holder.accessibleName() if holder else ""]
    said += [label.text() for label in _shown(scope, QLabel) if label.buddy() is field]
    top, left = (field.mapTo(scope, QPoint(0, 0)).y() + 4, field.mapTo(scope, QPoint(0, 0)).x())
    for label in _shown(scope, QLabel):
        corner = label.mapTo(scope, QPoint(0, 0))
        if corner.x() < left and corner.y() <= top <= corner.y() + label.height():
            said.append(label.text())
    return " ".join(said)


def _takes_words(field: QWidget) -> bool:
    inside = isinstance(field, QLineEdit) and isinstance(field.parentWidget(), QDateEdit)
    return not inside and (isinstance(field, QDateEdit) or not field.isReadOnly())  # type: ignore[attr-defined]


def _title(widget: QWidget) -> str:
    return widget.windowTitle() or type(widget).__name__


def _cells(view: QAbstractItemView) -> Iterator[Any]:
    """The cells of a list that can be chosen, from the first row on, of trees the open branches."""
    model = view.model()
    if model is None:
        return
    down = [model.index(row, 0, view.rootIndex()) for row in range(model.rowCount(view.rootIndex()))]
    while down:
        first = down.pop(0)
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(first.parent())):
            index = first.siblingAtColumn(column)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable and not view.visualRect(index).isEmpty():
                yield index
        down = [model.index(row, 0, first) for row in range(model.rowCount(first))] + down


def _click(view: QAbstractItemView, index: Any) -> None:
    view.scrollTo(index)
    view.setFocus()
    view.setCurrentIndex(index)
    place = view.visualRect(index)
    can_be_ticked = index.data(Qt.ItemDataRole.CheckStateRole) is not None
    pos = QPoint(place.left() + TICK, place.center().y()) if can_be_ticked else place.center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=pos)


def _is_figure(words: object) -> bool:
    return isinstance(words, str) and words.replace(",", "").isdecimal()


def _write(field: QWidget, words: str) -> None:
    """Type words: over what stands in a field of a form, into the cell that is current."""
    if isinstance(field, QDateEdit):
        field.setDate(QDate.fromString(words, "yyyy-MM-dd"))
    elif isinstance(field, QLineEdit):
        field.setFocus()
        field.selectAll()
        field.insert(words)
    elif isinstance(field, (QPlainTextEdit, QTextEdit)):
        field.setFocus()
        field.selectAll()
        field.insertPlainText(words)
    else:
        QTest.keyClicks(field, words[:1])
        editor = field.window().focusWidget()
        if isinstance(editor, QLineEdit):
            editor.insert(words[1:])
        elif isinstance(editor, QPlainTextEdit):
            editor.insertPlainText(words[1:])
