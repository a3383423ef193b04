"""Pictures in the text of a Word document: each in a line of its own, as wide as it was drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from .write_docx_parts import paragraph
from .write_docx_styles import twips
from .write_docx_xlsx import EMU, printable

if TYPE_CHECKING:
    from .pdf.chart_picture import Picture

_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_GAP = 8.0  # points below a picture


def picture_paragraph(picture: Picture, relation: str, number: int, *, page_first: bool) -> str:
    """The w:p of a picture, whose bytes the document holds under this relation; `number` tells it from the others."""
    size = f'cx="{round(picture.width * EMU)}" cy="{round(picture.height * EMU)}"'
    named = f'id="{number}" name="图{number}" descr={quoteattr(printable(picture.words))}'
    drawn = (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {named}/>'
        f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr><pic:cNvPr {named}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    space = (
        f'<w:spacing w:before="0" w:after="{twips(_GAP)}" w:line="240" w:lineRule="auto"/>'  # as high as the picture
    )
    return paragraph("Gap", drawn, page_first=page_first, space=space)
