"""Small makers used by tests of every room."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared_path(relative: str = "") -> Path:
    """A file of the reference material beside the project; the test is skipped where there is none."""
    path = ROOT.parent / "shared" / relative
    if not path.exists():
        pytest.skip("the reference material is not beside the project")
    return path


def sample_path(pattern: str) -> Path:
    """The sample paper whose name matches, e.g. `*任务书*.docx`."""
    (found,) = (ROOT / "resources" / "sample").rglob(pattern)
    return found
