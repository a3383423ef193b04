"""Papers, knowing nothing of plans: read, laid out, written."""

from .errors import PaperError
from .paper_text import paper_from_text, paper_to_text
from .read import read_clipboard, read_paper, read_text, read_text_paper

__all__ = [
    "PaperError",
    "paper_from_text",
    "paper_to_text",
    "read_clipboard",
    "read_paper",
    "read_text",
    "read_text_paper",
]
