"""The log's bytes: frozen by test vectors that stand in docs/file-format.md."""

from __future__ import annotations

import re

import pytest

from tests.builders import ROOT
from xiezuo_desktop.storage.log import ACK, REVERT, SEEN, SET, VOID, chain, header_bytes, new_id, op_bytes, value_bytes

PAGE = ROOT / "docs" / "file-format.md"
KINDS = {"set": SET, "ack": ACK, "seen": SEEN, "revert": REVERT, "void": VOID}


def vectors():
    """The lines between the marks of the page as (word, rest)."""
    text = PAGE.read_text(encoding="utf-8").split("<!-- vectors -->")[1].split("<!-- end of vectors -->")[0]
    return [line.split(maxsplit=1) for line in text.strip().strip("`").strip().splitlines()]


def op_row(text):
    site, ts, kind, tab, k1, k2, k3, col, val, prev = text.split()
    value = None if val == "NULL" else int(val) if val.isdigit() else val
    before = (None, None) if prev == "-" else tuple(map(int, prev.split(",")))
    return (int(site), int(ts), KINDS[kind], int(tab), int(k1), int(k2), int(k3), int(col), value, *before)


def head_row(text):
    site, ts, n, wall, author, label = text.split()
    return (int(site), int(ts), int(n), int(wall), author, label)


def test_vectors_of_the_documentation_are_what_the_program_computes():
    digest, ops, last, said = b"", [], b"", 0
    for word, rest in vectors():
        if word == "op":
            ops.append(op_row(rest))
            last = op_bytes(ops[-1])
        elif word == "head":
            head = head_row(rest)
            last = header_bytes(*head)
        elif word == "bytes":
            assert rest.replace(" ", "") == last.hex()
            said += 1
        else:
            digest, ops = chain(digest, ops, head), []
            assert rest.replace(" ", "") == digest.hex()
            said += 1
    assert said == 11


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "00"),
        (0, "01 0000000000000000"),
        (-1, "01 ffffffffffffffff"),
        ((1 << 63) - 1, "01 7fffffffffffffff"),
        (1.5, "02 3ff8000000000000"),
        ("", "03 00000000"),
        ("县", "03 00000003 e58ebf"),
        (b"\x00", "04 00000001 00"),
    ],
)
def test_values_have_a_tag_and_big_endian_bytes(value, expected):
    assert value_bytes(value).hex() == expected.replace(" ", "")


def test_a_flag_never_reaches_the_log_as_such():
    assert value_bytes(True) == value_bytes(1)


def test_no_two_different_ops_have_the_same_bytes():
    base = (7, 1, 0, 3, 9, 0, 0, 3, "x", None, None)
    seen = {op_bytes(base)}
    for at in range(11):
        for other in (5, 6):
            row = (*base[:at], other, *base[at + 1 :])
            if at in (9, 10):
                row = (*base[:9], other, 11 - at)
            seen.add(op_bytes(row))
    assert len(seen) == 23


def test_new_ids_are_positive_63_bit_numbers():
    made = {new_id() for _ in range(2000)}
    assert len(made) == 2000
    assert all(0 < i < 1 << 63 for i in made)
    assert max(made).bit_length() > 60


def test_documentation_names_the_marks_of_the_header():
    from xiezuo_desktop.storage.schema import APPLICATION_ID, LOG_FORMAT

    text = PAGE.read_text(encoding="utf-8")
    assert f"0x{APPLICATION_ID:08X}" in text
    assert re.search(rf"`user_version` = {LOG_FORMAT}\b", text)
