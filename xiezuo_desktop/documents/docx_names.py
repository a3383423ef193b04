"""Names of WordprocessingML elements as lxml spells them."""

from __future__ import annotations

from functools import cache

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
VML = "{urn:schemas-microsoft-com:vml}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@cache
def w(name: str) -> str:
    """An element or attribute of the main namespace."""
    return W + name


def is_on(value: str | None) -> bool:
    """Whether a yes/no property that is present is switched on."""
    return value not in ("0", "false", "off")
