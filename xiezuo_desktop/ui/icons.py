"""Our own line icons: resources/icons/*.svg on a 24×24 grid, drawn in any colour at the screen's own scale, when first shown.

They are drawn from `icon_shapes`, which holds what is in the drawings.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap

from . import theme
from .icon_shapes import ICONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@cache
def _shapes(name: str) -> list[tuple[float, str, QPainterPath]]:
    """The shapes of an icon: width of its line, or 0 where it is filled; a colour, if it has its own; the path."""
    return [(width, own, _path(lines)) for width, own, lines in ICONS[name][1]]


def _path(lines: Iterable[Sequence[Sequence[float]]]) -> QPainterPath:
    path = QPainterPath()
    for line in lines:
        path.moveTo(*line[0])
        for points in line[1:]:
            (path.lineTo if len(points) == 2 else path.cubicTo)(*points)
    return path


@cache
def pixmap(name: str, colour: str = "ink2", size: int = 18, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture; `colour` is a token of the theme, `size` in device-independent pixels."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / ICONS[name][0], size / ICONS[name][0])
    for width, own, path in _shapes(name):
        ink = QColor(own) if own else theme.colour(colour)
        if width:
            painter.strokePath(path, QPen(ink, width, *_ROUND))
        else:
            painter.fillPath(path, ink)
    painter.end()
    return picture


_ROUND = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin


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
