"""Paper → PDF: our own layout on reportlab's canvas (official papers, tables of any length)."""
