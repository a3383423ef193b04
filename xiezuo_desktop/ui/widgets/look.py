"""Small pieces every panel is made of: labels, hairlines, buttons, the style of text that is edited where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QToolButton, QWidget

from xiezuo_desktop import paths
from xiezuo_desktop.ui.icons import icon
from xiezuo_desktop.ui.theme import with_colours

if TYPE_CHECKING:
    from collections.abc import Callable


_SHEET = """
QPlainTextEdit[flat="true"] { placeholder-text-color: @ink3; background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 0; }
QPlainTextEdit[flat="true"]:hover:!read-only { border-color: @line2; background: @card; }
QPlainTextEdit[flat="true"]:focus { border-color: @primary; background: @card; }
QPlainTextEdit[flat="true"]:read-only:focus { border-color: @line2; background: transparent; }
QPlainTextEdit[wrong="true"], QComboBox[wrong="true"], QLineEdit[wrong="true"] { border: 1px solid @bad; }
QPlainTextEdit[look="strong"] { font-weight: 600; }
#task_card { border: 0; border-bottom: 1px solid @line; border-left: 3px solid transparent; background: @card; }
#task_card[tone="primary"] { border-left: 3px solid @primary; }
#book_outline { background: @nav; border-right: 1px solid @line; }
QPlainTextEdit[look="panel_title"] { font-size: 15px; font-weight: 600; }
QComboBox[flat="true"] { background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 0 3px; height: 24px; color: @ink; }
QComboBox[flat="true"]:hover { border-color: @line2; background: @card; }
QComboBox[flat="true"]:focus { border-color: @primary; }
QComboBox[flat="true"][empty="true"] { color: @ink3; }
QComboBox[flat="true"]:disabled { color: @ink2; background: transparent; }
QComboBox[flat="true"]::drop-down { border: 0; width: 0; }
QComboBox { background: @card; border: 1px solid @line2; border-radius: 5px; padding: 0 8px; height: 28px; }
QComboBox:hover, QComboBox:focus { border-color: @primary; }
QComboBox:disabled { color: @ink_off; background: @nav; }
QComboBox::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow { image: url("@arrow"); width: 12px; height: 12px; }
QComboBox[flat="true"]::drop-down { width: 0; }
QComboBox[flat="true"]::down-arrow { image: none; }
QComboBox QAbstractItemView { background: @card; border: 1px solid @line2; border-radius: 0; padding: 2px; selection-background-color: @primary_tint; selection-color: @primary; }
QPushButton[look="plain"]::menu-indicator { image: url("@arrow"); width: 12px; height: 12px; subcontrol-origin: padding; subcontrol-position: right center; right: 10px; }
QDateEdit, QSpinBox { background: @card; border: 1px solid @line2; border-radius: 5px; padding: 0 8px; height: 28px; }
QDateEdit:hover, QDateEdit:focus, QSpinBox:hover, QSpinBox:focus { border-color: @primary; }
QDateEdit:disabled, QSpinBox:disabled { color: @ink_off; background: @nav; }
QDateEdit::drop-down { border: 0; width: 22px; }
QDateEdit::down-arrow { image: url("@arrow"); width: 12px; height: 12px; }
QFrame[look="hairline"] { background: @line; border: 0; }
QFrame[look="card"] { background: @card; border: 1px solid @line; border-radius: 6px; }
QFrame[look="popup"] { background: @card; border: 1px solid @line2; border-radius: 6px; }
QFrame[look="note_warn"] { background: @warn_ground; border: 1px solid @warn_line; border-radius: 5px; }
QFrame[look="note_bad"] { background: @bad_ground; border: 1px solid @bad_line; border-radius: 5px; }
QLabel[look="body2"] { color: @ink2; }
QLabel[look="off"] { color: @ink3; }
QLabel[look="heading"] { font-size: 13px; font-weight: 600; }
QLabel[look="words"] { font-size: 18px; font-weight: 600; color: @ink2; }
QLabel[look="words"][tone="ok"] { color: @ok; }
QLabel[look="words"][tone="warn"] { color: @warn; }
QLabel[look="words"][tone="bad"] { color: @bad; }
QLabel[look="measure"] { color: @ink3; font-size: 14px; padding-bottom: 4px; }
QLabel[look="tag"] { background: @mute; color: @ink3; border-radius: 4px; padding: 0 8px; font-size: 12px; }
QLabel[look="tag"][tone="ok"] { background: @ok_ground; color: @ok; }
QLabel[look="tag"][tone="warn"] { background: @warn_ground; color: @warn; }
QLabel[look="tag"][tone="bad"] { background: @bad_ground; color: @bad; }
QLabel[look="tag"][tone="primary"] { background: @primary_tint; color: @primary; }
QPushButton[look="way"] { text-align: left; background: @card; border: 1px solid @line2; border-radius: 6px; }
QPushButton[look="way"][first="true"] { border-color: @primary_line; background: @primary_tint; }
QPushButton[look="way"]:hover, QPushButton[look="way"]:focus { border-color: @primary; }
QPushButton[look="row"] { text-align: left; border: 1px solid transparent; border-radius: 4px; padding: 3px 4px; background: transparent; color: @ink; }
QPushButton[look="row"]:hover { background: @nav_hover; }
QPushButton[look="row"]:focus { border-color: @primary; }
QPushButton[look="row"]:checked { background: @primary_tint; color: @primary; font-weight: 600; }
QPushButton[look="row"][empty="true"] { color: @ink3; }
QPushButton[look="row"]:disabled { color: @ink2; }
QPushButton[look="row"][empty="true"]:disabled { color: @ink3; }
QPushButton[look="link"][small="true"] { font-size: 12px; }
QListView[look="parts"] { border: 0; border-right: 1px solid @line; border-radius: 0; background: @nav; padding: 8px 0; }
QListView[look="parts"]::item { padding: 0 12px; border: 0; border-left: 3px solid transparent; color: @ink2; }
QListView[look="parts"]::item:hover { background: @nav_hover; }
QListView[look="parts"]::item:selected { background: @primary_tint; border-left: 3px solid @primary; color: @primary; }
QListView[look="list"], QTreeView[look="list"] { border: 0; border-radius: 0; background: @card; }
QProgressBar { background: @bar; border: 0; border-radius: 3px; }
QProgressBar::chunk { background: @bar_normal; border-radius: 3px; }
QScrollArea[look="bare"], QScrollArea[look="bare"] > QWidget > QWidget { background: transparent; border: 0; }
QRadioButton:disabled, QCheckBox:disabled { color: @ink_off; }
"""


def dress(widget: QWidget) -> None:
    """Give a page, panel or dialog the looks that this module knows."""
    arrow = (paths.resources() / "icons" / "chevron_down.svg").as_posix()
    widget.setStyleSheet(with_colours(_SHEET.replace("@arrow", arrow)))


def dress_again(window: QWidget) -> None:
    """Read the sheets anew whose arrows nothing could draw, because the plugins for pictures were not there yet."""
    from PySide6.QtWidgets import QComboBox

    each: QWidget
    for each in window.findChildren(QWidget):
        if "image: url" in each.styleSheet() and each.findChild(QComboBox):
            each.setStyleSheet(each.styleSheet())


def label(text: str = "", look: str = "", *, wrap: bool = False) -> QLabel:
    """A label; what it says is never read as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if look:
        made.setProperty("look", look)
    made.setWordWrap(wrap)
    return made


def tag(text: str, tone: str = "") -> QLabel:
    """A small filled word: a kind, a state."""
    made = label(text, "tag")
    made.setProperty("tone", tone)
    made.setFixedHeight(20)
    return made


def set_tone(widget: QWidget, tone: str, name: str = "tone") -> None:
    """Change the tone of a label or chip that is already shown."""
    if widget.property(name) != tone:
        widget.setProperty(name, tone)
        polish_again(widget)


def polish_again(widget: QWidget) -> None:
    """Let the style sheet look at a widget's properties anew; before it was ever shown there is nothing to undo."""
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def hairline() -> QFrame:
    """One pixel between two sections."""
    made = QFrame()
    made.setFixedHeight(1)
    made.setProperty("look", "hairline")
    return made


def button(
    text: str, look: str = "plain", *, icon_name: str = "", tip: str = "", on: Callable[[], object] | None = None
) -> QPushButton:
    """A button; `look` is primary, plain, link or row."""
    made = QPushButton(f" {text}" if icon_name else text)
    made.setProperty("look", look)
    if icon_name:
        made.setIcon(icon(icon_name, "card" if look == "primary" else "ink2"))
        made.setIconSize(QSize(16, 16))
    if tip:
        made.setToolTip(tip)
    if look == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    if on is not None:
        made.clicked.connect(lambda: on())
    return made


def tool(icon_name: str, tip: str, *, on: Callable[[], object] | None = None, size: int = 18) -> QToolButton:
    """A button that is only an icon; the tip is also its accessible name."""
    made = QToolButton()
    made.setIcon(icon(icon_name))
    made.setIconSize(QSize(size, size))
    made.setToolTip(tip)
    made.setAccessibleName(tip.split("（")[0])
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if on is not None:
        made.clicked.connect(lambda: on())
    return made
