"""What QtSvg draws of resources/icons/*.svg, as numbers: python packaging/icon_shapes.py writes xiezuo_desktop/ui/icon_shapes.py.

Reading two dozen drawings, with the library that can, would take longer than all the drawing of a start.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPaintDevice, QPaintEngine, QPaintEngineState, QPainter, QPainterPath
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[1]
DRAWINGS, MODULE = ROOT / "resources" / "icons", ROOT / "xiezuo_desktop" / "ui" / "icon_shapes.py"
INK, MARK = "currentColor", "#123456"  # the colour that an icon is given, and one that no drawing has
HEAD = '''"""The icons of resources/icons as lines, written by packaging/icon_shapes.py: change the drawings, then run it.

Of each icon the side of its square and its shapes; of each shape how wide its line is (0: none, it is filled), its colour
("": that of the icon) and its lines: where one begins, then each next point, or the three points of a curve.
"""

from __future__ import annotations

# fmt: off
ICONS = {
'''
Line = tuple[tuple[float, ...], ...]
Shape = tuple[float, str, tuple[Line, ...]]


class _Device(QPaintDevice):
    """Something to paint on, as large as the square of a drawing, that keeps what is painted."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._side = side
        self._engine = _Engine()

    @property
    def shapes(self) -> list[Shape]:
        """What was painted."""
        return self._engine.shapes

    def paintEngine(self) -> QPaintEngine:
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        of = QPaintDevice.PaintDeviceMetric
        if metric in (of.PdmWidth, of.PdmHeight):
            return self._side
        return 24 if metric == of.PdmDepth else 1 if metric == of.PdmDevicePixelRatio else 96


class _Engine(QPaintEngine):
    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.shapes: list[Shape] = []

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        pass

    def drawPath(self, path: QPainterPath) -> None:
        painter = self.painter()
        pen, brush, to_device = painter.pen(), painter.brush(), painter.transform()
        if pen.style() != Qt.PenStyle.NoPen:
            self._keep(pen.widthF() * to_device.m11(), pen.color().name(), to_device.map(path))
        if brush.style() != Qt.BrushStyle.NoBrush:
            self._keep(0, brush.color().name(), to_device.map(path))

    def _keep(self, width: float, colour: str, path: QPainterPath) -> None:
        self.shapes.append((_short(width), "" if colour == MARK else colour.upper(), _lines(path)))


def _lines(path: QPainterPath) -> tuple[Line, ...]:
    """Where the lines of a path begin and go on; a curve is three points in one."""
    lines: list[list[tuple[float, ...]]] = []
    kinds = QPainterPath.ElementType
    for at in range(path.elementCount()):
        element = path.elementAt(at)
        point = (_short(element.x), _short(element.y))
        if element.type == kinds.MoveToElement:
            lines.append([point])
        elif element.type == kinds.CurveToDataElement:
            lines[-1][-1] += point
        else:
            lines[-1].append(point)
    return tuple(tuple(line) for line in lines)


def _short(number: float) -> float:
    """A number as short as it can be written."""
    return int(number) if number == int(number) else round(number, 4)


def written() -> str:
    """The module."""
    out = [HEAD]
    for drawing in sorted(DRAWINGS.glob("*.svg")):
        renderer = QSvgRenderer(drawing.read_bytes().replace(INK.encode(), MARK.encode()))
        side = renderer.viewBox().width()
        device = _Device(side)
        painter = QPainter(device)
        renderer.render(painter)
        painter.end()
        out.append(f"    {drawing.stem!r}: {(side, tuple(device.shapes))},\n".replace("'", '"'))
    return "".join(out) + "}\n"


if __name__ == "__main__":
    application = QGuiApplication(sys.argv[:1])
    MODULE.write_text(written(), "utf-8")
