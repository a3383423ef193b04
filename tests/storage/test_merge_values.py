"""Whatever the program writes, every other copy of it takes in: one cleaning for both, and the same bytes for the digest."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders_storage import copy_file, make_plan, rows_of
from xiezuo_desktop.core.changes import Put
from xiezuo_desktop.core.errors import Invalid
from xiezuo_desktop.core.records import RECORD_TYPES, PlanInfo
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.storage.log import op_bytes, ops_bytes

KEYS = st.one_of(st.integers(-2, 3), st.integers(1, 2**63 - 1), st.integers(2**63 - 2, 2**63 + 1))
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(st.characters(), max_size=30),
    st.decimals(),
    st.dates(),
    st.binary(max_size=4),
    st.sampled_from(["", "\0", "\ud800", "1E400", "NaN", "2024-02-30", "5.50", "-0", "\ufffe", "e\u0301", "长" * 2000]),
)


@st.composite
def steps(draw) -> list[Put]:
    """Edits of any record and field, most of them nonsense."""
    out = []
    for _ in range(draw(st.integers(1, 6))):
        record = draw(st.sampled_from([r for r in RECORD_TYPES if r is not PlanInfo]))
        used = len(record.keys)
        key = tuple(draw(KEYS) if at < used else 0 for at in range(3))
        names = draw(st.lists(st.sampled_from(list(record.fields)), max_size=4, unique=True))
        out.append(Put(record, key, {name: draw(ANYTHING) for name in names}))
    return out


@pytest.fixture
def offices(tmp_path):
    with make_plan(tmp_path) as ours, PlanFile.open(copy_file(ours, tmp_path / "乙.xiezuo"), author="乙") as theirs:
        for plan_file in (ours, theirs):
            plan_file._db.execute("PRAGMA synchronous = OFF")
        yield ours, theirs


def test_whatever_is_written_can_be_merged(offices, request):
    ours, theirs = offices
    taken = [0]

    @settings(
        max_examples=1500 if request.config.getoption("--long") else 120,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(steps())
    def check(edits):
        for step in edits:
            try:
                with theirs.edit("录入") as edit:
                    edit.apply([step])
            except Invalid:
                continue
            taken[0] += 1
        done = ours.merge_files([theirs.path])
        assert not done.refused, done.refused[0].refused
        assert rows_of(ours) == rows_of(theirs)

    check()
    assert taken[0] > 20
    assert ours.verify() == []


def test_author_and_label_of_any_kind_can_be_merged(offices, tmp_path):
    ours, theirs = offices
    for number, words in enumerate(["", " ", "\ud800", "\0甲", "长" * 3000, "换\n行", "a\u202eb", "👩‍🌾" * 300]):
        with PlanFile.open(theirs.path, author=words) as plan_file, plan_file.edit(words or "x") as edit:
            edit.put(PlanInfo, plan_file.plan.info.id, contact=str(number))
        done = ours.merge_files([theirs.path])
        assert not done.refused, done.refused[0].refused
        assert ours.plan.info.contact == str(number)


VALUES = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.text(max_size=5), st.binary(max_size=5))
SMALL = st.integers(0, 255)
KEY = st.integers(0, 2**63 - 1)
PREV = st.one_of(st.just((None, None)), st.tuples(KEY, KEY))


@given(st.lists(st.tuples(KEY, KEY, SMALL, SMALL, KEY, KEY, KEY, SMALL, VALUES, PREV), max_size=6), st.integers(0, 3))
@settings(max_examples=80, deadline=None)
def test_bytes_of_many_ops_are_those_of_each(rows, texts):
    ops = [(*row[:9], *row[9]) for row in rows]
    ops += [(7, ts, 0, 23, 5, 6, 202401, 1, f"值{ts}", None, None) for ts in range(texts * 700)]
    assert ops_bytes(ops) == b"".join(map(op_bytes, ops))
