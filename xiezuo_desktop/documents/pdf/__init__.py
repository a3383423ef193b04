"""Paper → PDF: our own layout on reportlab's canvas (official papers, tables of any length)."""

from .write_pdf import PageProgress, PrintResult, write_pdf

__all__ = ["PageProgress", "PrintResult", "write_pdf"]
