"""Papers of some blocks, written by the office writers."""

from __future__ import annotations

import docx

from xiezuo_desktop.documents.paper import Paper, Section
from xiezuo_desktop.documents.write_docx import write_docx

TEXT = "请结合实际认真抓好落实，按季度报送进展情况。"


def plain(*blocks, **more):
    """A paper of one section with these blocks."""
    return Paper((Section(blocks),), **more)


def written(paper, tmp_path, **options):
    """The path of the paper as a Word document."""
    path = tmp_path / "a.docx"
    write_docx(paper, path, **options)
    return path


def opened(paper, tmp_path, **options):
    """The Word document that the paper becomes, as an independent reader has it."""
    return docx.Document(str(written(paper, tmp_path, **options)))
