"""Whatever is typed, copied, mailed, merged, settled and undone in whatever order: the offices agree, and nothing is lost."""

from __future__ import annotations

from tests.storage import machine


def test_offices_agree_in_the_end(request, written_files):
    machine.run(2000 if request.config.getoption("--long") else 200)
    written_files.clear()  # the machine looked at every one of them itself
