"""Habits of the house that no linter knows."""

from __future__ import annotations

import subprocess

from tests.builders import ROOT

CODE = sorted((ROOT / "xiezuo_desktop").rglob("*.py"))


def test_no_module_is_longer_than_600_lines_and_half_are_at_most_200():
    lengths = sorted((len(path.read_text("utf-8").splitlines()), path.name) for path in CODE)
    assert lengths[-1][0] <= 600, lengths[-5:]
    assert lengths[len(lengths) // 2][0] <= 200


def test_no_font_is_committed():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert not [name for name in listed.stdout.splitlines() if name.lower().endswith((".ttf", ".otf", ".ttc"))]
