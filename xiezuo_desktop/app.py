"""Start of the program: the window for no arguments or a plan file, else the command line."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with these arguments (default: the process's own). Returns its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or Path(words[0]).suffix.lower() == ".xiezuo":
        file = Path(words[0]) if words else None
        if file and words[1:2] == ["--picture"] and len(words) == 3:
            from .ui.picture import save_window_picture

            return save_window_picture(file, Path(words[2]))
        if len(words) <= 1:
            gc.disable()  # nothing is rubbish before the first paint, and then `RubbishCollector` sees to it
            from .ui.light_pyside import import_pyside

            import_pyside()
            from .ui.start import run_window

            return run_window(file)
    from .cli import main as run_command

    return run_command(words)
