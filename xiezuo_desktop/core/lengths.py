"""How long a text of one line may be, wherever it is typed: longer ones are a document pasted by mistake."""

from __future__ import annotations

LONGEST = {"ordinal": 20, "name": 300, "measure_unit": 20, "target": 200, "last_value": 200}  # characters, by field


def too_long(field: str, text: str) -> str:
    """Why a text is too long for a field, e.g. 太长了：最多 300 个字，现在 412 个。 "" when it is not."""
    longest = LONGEST.get(field)
    return f"太长了：最多 {longest} 个字，现在 {len(text)} 个。" if longest and len(text) > longest else ""
