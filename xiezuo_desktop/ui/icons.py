"""Our own line icons: resources/icons/*.svg on a 24×24 grid, drawn in any colour at the screen's own scale, when first shown."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from .. import paths
from .theme import TOKENS

if TYPE_CHECKING:
    from pathlib import Path


@cache
def _folder() -> Path:
    return paths.resources() / "icons"


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = (_folder() / f"{name}.svg").read_bytes()
    return QSvgRenderer(QByteArray(drawing.replace(b"currentColor", TOKENS[colour].encode())))


@cache
def pixmap(name: str, colour: str = "ink2", size: int = 18, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture; `colour` is a token of the theme, `size` in device-independent pixels."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


class _Engine(QIconEngine):
    """Draws on demand, so that an icon nobody sees costs nothing, and sharply at 125 % and 150 %."""

    def __init__(self, name: str, colour: str, checked: str) -> None:
        super().__init__()
        self._name, self._colour, self._checked = name, colour, checked

    def _token(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return "ink_off"
        return self._checked if state == QIcon.State.On else self._colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        picture = pixmap(self._name, self._token(mode, state), side, painter.device().devicePixelRatio())
        painter.drawPixmap(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2, picture)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        side = min(size.width(), size.height())
        return pixmap(self._name, self._token(mode, state), side, scale)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._colour, self._checked)


@cache
def icon(name: str, colour: str = "ink2", checked: str = "") -> QIcon:
    """An icon in a colour of the theme (another when it is checked), grey when disabled."""
    return QIcon(_Engine(name, colour, checked or colour))
