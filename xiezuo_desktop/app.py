"""Start of the program: the window for no arguments or a plan file, else the command line."""

from __future__ import annotations

import gc
import os
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run the program with these arguments (default: the process's own). Returns its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or os.path.splitext(words[0])[1].lower() == ".xiezuo":  # noqa: PTH122 - pathlib comes after the `gc`
        if len(words) <= 1:
            gc.disable()  # nothing is rubbish before the first paint, and then `RubbishCollector` sees to it
            return _open_window(*words)
        if words[1] == "--picture" and len(words) == 3:
            from pathlib import Path

            from .ui.picture import save_window_picture

            return save_window_picture(Path(words[0]), Path(words[2]))
    from .cli import main as run_command

    return run_command(words)


def _open_window(file: str = "") -> int:
    from pathlib import Path

    from .ui.light_pyside import import_pyside

    import_pyside()
    from .ui.start import run_window

    return run_window(Path(file) if file else None)
