"""The icons are drawn from numbers: those are what QtSvg makes of the drawings, and so are the pictures."""

from __future__ import annotations

import runpy

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from xiezuo_desktop import paths
from xiezuo_desktop.ui import icons, theme
from xiezuo_desktop.ui.icon_shapes import ICONS

from ..builders import ROOT


def test_the_numbers_are_those_of_the_drawings(qapp):
    script = runpy.run_path(str(ROOT / "packaging" / "icon_shapes.py"))
    assert script["written"]() == script["MODULE"].read_text("utf-8"), "run packaging/icon_shapes.py"


@pytest.mark.parametrize(("size", "ratio"), [(16, 1.0), (18, 1.25), (26, 2.0)])
def test_icons_look_as_in_the_drawings(qapp, size, ratio):
    for name in ICONS:
        ours = (
            icons.pixmap(name, "bad", size, ratio).toImage().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        )
        svg = (paths.resources() / "icons" / f"{name}.svg").read_bytes()
        theirs = QImage(ours.size(), QImage.Format.Format_ARGB32_Premultiplied)
        theirs.fill(Qt.GlobalColor.transparent)
        painter = QPainter(theirs)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = size * ratio
        QSvgRenderer(svg.replace(b"currentColor", theme.TOKENS["bad"].encode())).render(
            painter, QRectF(0, 0, side, side)
        )
        painter.end()
        differing = max(abs(a - b) for a, b in zip(bytes(ours.constBits()), bytes(theirs.constBits()), strict=True))
        assert differing <= 8, name
