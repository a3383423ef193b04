"""Mutants of the merging: each breaks one thing the algorithm rests on, and the offices of machine.py must notice."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.builders import ROOT

PACKAGE = "xiezuo_desktop.storage."
# name: (module, what stands there, what the mutant has instead)
MUTANTS = {
    "one id for a file, however often it is opened": (
        "log",
        "            self.site = new_id()\n",
        "            found = db.execute('SELECT site FROM site WHERE last > 0 ORDER BY site LIMIT 1').fetchone()\n"
        "            self.site = found[0] if found else new_id()\n",
    ),
    "the last writer wins a cycle of moves": ("derive", "if above is not None and parent is not None:", "if False:"),
    "a row all of whose moves were skipped keeps its parent": (
        "derive",
        "for child, parent in now.items() if parents.get(child) != parent]",
        "for child, parent in now.items() if child in parents and parents[child] != parent]",
    ),
    "the winner by session, not by time": ("derive", '" ORDER BY col, ts, site"', '" ORDER BY col, site, ts"'),
    "a plain edit settles every dispute": (
        "write",
        "same = [head.op for head in heads[1:] if head.val == heads[0].val]",
        "same = [head.op for head in heads[1:]] if number == 3 else []",
    ),
    "a deletion does not say what it saw": (
        "write",
        "self._ops += [Op(SEEN, table.number, key, col, None, head.op) for head in log.heads(col)]",
        "pass",
    ),
    "dismissed values stand again": (
        "derive",
        "if kind in (SET, ACK):\n                replaced",
        "if kind == SET:\n                replaced",
    ),
    "rows that exist are not worked out anew": (
        "arrivals",
        "if new < len(of_tab):",
        "if False:",
    ),
    "the clock does not hear of others": (
        "log",
        "coalesce((SELECT max(last) FROM site), 0)",
        "coalesce((SELECT min(last) FROM site), 0)",
    ),
    "what came as context is never verified": (
        "examine",
        "if not news.context and self._our_partial",
        "if False and self._our_partial",
    ),
    "a decision leaves the other values standing": (
        "conflicts",
        "dismiss=[head.op for head in heads[1:]])",
        "dismiss=[])",
    ),
    "an undoing that was undone still counts": (
        "lineage",
        "if pts + count <= ts and (site, ts) not in out:",
        "if pts + count <= ts:",
    ),
    "a part does not say what was taken back": ("parts", "sorted(out + _voids_of(db, out)", "sorted(out"),
    "a move that was taken back still counts": (
        "derive",
        "return [move for move in moves if move[2:] not in void] if void else moves",
        "return moves",
    ),
}

RUN = """
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_loader
module, old, new, examples = sys.argv[1:]
path = module.replace(".", "/") + ".py"
source = open(path, encoding="utf-8").read()
assert source.count(old) == 1, "the mutant does not fit any more"
class Loader(SourceFileLoader):
    def get_code(self, name):
        return compile(source.replace(old, new), path, "exec")
class Finder(MetaPathFinder):
    def find_spec(self, name, path_=None, target=None):
        return spec_from_loader(name, Loader(name, path)) if name == module else None
sys.meta_path.insert(0, Finder())
from tests.storage import machine
try:
    machine.run(int(examples), shrink=False)
except BaseException as caught:
    print("caught", type(caught).__name__)
"""


@pytest.mark.long
@pytest.mark.parametrize("name", MUTANTS)
def test_mutant_is_caught(name):
    module, old, new = MUTANTS[name]
    done = subprocess.run(
        [sys.executable, "-c", RUN, PACKAGE + module, old, new, "400"], capture_output=True, text=True, cwd=ROOT
    )
    assert done.stdout.startswith("caught"), done.stdout + done.stderr
