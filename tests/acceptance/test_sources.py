"""The source documents in every rendering: what they say is understood, and nothing of it is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import ROOT, shared_path


def renderings():
    listing = ROOT.parent / "shared" / "acceptance" / "renderings.json"
    if not listing.exists():
        return []
    return json.loads(listing.read_text("utf-8"))


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *map(str, words)], capture_output=True, text=True, cwd=ROOT)


@pytest.mark.parametrize("rendering", renderings(), ids=lambda r: Path(r["source"]).name)
def test_every_rendering_is_understood_and_nothing_is_lost(rendering, tmp_path):
    source, plan = shared_path("seeds") / rendering["source"], tmp_path / "p.xiezuo"
    imported = run("main.py", "import", plan, source)
    assert imported.returncode in (0, 1), imported.stderr
    assert run("main.py", "export", plan, "-o", tmp_path / "p.json").returncode == 0
    compared = run(
        shared_path("tools/compare_plan.py"),
        shared_path("acceptance") / rendering["truth"],
        tmp_path / "p.json",
        "--min", "0.99", "--without", ",".join(rendering["without"]),
    )  # fmt: skip
    assert compared.returncode == 0, compared.stdout
    lost = run(shared_path("tools/nothing_lost.py"), source, tmp_path / "p.json")
    assert lost.returncode == 0, lost.stdout
    assert run("main.py", "verify", plan).returncode == 0
