"""The bar of a completion rate: filled by its state, with a tick at 序时进度."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter

from ..theme import BODY, colour
from .outline_delegate import PAD, metrics

if TYPE_CHECKING:
    from decimal import Decimal

    from PySide6.QtCore import QRect

BAR_WIDTH, BAR_HEIGHT = 54, 6  # px
BARS = {"done": "ok", "behind": "warn_bar", "far_behind": "bad_bar", "overdue": "bad_bar"}  # all others: bar_normal
INKS = {"done": "ok", "behind": "warn", "far_behind": "bad", "overdue": "bad"}  # of the words beside it


def paint_in_cell(painter: QPainter, box: QRect, text: str, rate: Decimal, pace: Decimal, state: str) -> QRect:
    """The bar of a rate in a cell; many times the goal stands without one: it says more than a full bar. Returns the room
    for the words."""
    room = box.adjusted(PAD + BAR_WIDTH + 4, 0, -PAD, 0)
    if len(text) > len("100.0%") and metrics(BODY).horizontalAdvance(text) > room.width():
        return box.adjusted(PAD, 0, -PAD, 0)
    paint_bar(painter, QPoint(box.left() + PAD, box.center().y()), rate, pace, state)
    return room


def paint_bar(
    painter: QPainter,
    left: QPoint,
    rate: Decimal,
    pace: Decimal,
    state: str,
    size: tuple[int, int] = (BAR_WIDTH, BAR_HEIGHT),
) -> None:
    """The bar of a completion rate, with a tick at 序时进度; `left` is the middle of its left end."""
    whole, height = size
    top, round_ = left.y() - height // 2, height // 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("bar"))
    painter.drawRoundedRect(left.x(), top, whole, height, round_, round_)
    width = round(whole * min(max(float(rate), 0.0), 1.0))
    if width:
        painter.setBrush(colour(BARS.get(state, "bar_normal")))
        painter.drawRoundedRect(left.x(), top, max(width, round_), height, round_, round_)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    tick = left.x() + min(round(whole * min(max(float(pace), 0.0), 1.0)), whole - 1)
    painter.setPen(colour("tick"))
    painter.drawLine(tick, top - 2, tick, top + height + 1)
