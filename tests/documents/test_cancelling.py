"""What is written may be cancelled at any row: nothing is left of it, not even in the folder for temporary files."""

from __future__ import annotations

import tempfile

import pytest

from tests.documents.pdf.builders_layout import row, table
from xiezuo_desktop import wanted
from xiezuo_desktop.documents.paper import Paper, RowKind, Section
from xiezuo_desktop.documents.pdf.write_pdf import write_pdf
from xiezuo_desktop.documents.write_docx import write_docx
from xiezuo_desktop.documents.write_xlsx import write_xlsx

ROWS = 300
WRITERS = [(write_pdf, "a.pdf"), (write_docx, "a.docx"), (write_xlsx, "a.xlsx")]


class EnoughError(Exception):
    pass


def long_table():
    rows = (row(str(n), f"第{n}项帮扶指标") for n in range(ROWS))
    return Paper((Section((table(row("序号", "指标", kind=RowKind.HEADER), *rows),)),))


def times_asked(write, path):
    times = []
    with wanted.asking(lambda: times.append(1)):
        write(long_table(), path)
    return len(times)


@pytest.mark.parametrize(("write", "name"), WRITERS)
def test_writing_that_is_not_wanted_any_more_ends_and_leaves_nothing(tmp_path, monkeypatch, write, name):
    monkeypatch.setattr(wanted, "_OFTEN", 0.0)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    count = times_asked(write, tmp_path / name)
    (tmp_path / name).write_bytes(b"before")
    for end_at in (1, count // 2, count):
        left = [end_at]

        def ask(left=left):
            left[0] -= 1
            if not left[0]:
                raise EnoughError

        with pytest.raises(EnoughError), wanted.asking(ask):
            write(long_table(), tmp_path / name)
        assert [path.name for path in tmp_path.iterdir()] == [name]
        assert (tmp_path / name).read_bytes() == b"before"


@pytest.mark.parametrize(("write", "name"), WRITERS[1:])
def test_the_rows_of_a_table_ask(tmp_path, monkeypatch, write, name):
    monkeypatch.setattr(wanted, "_OFTEN", 0.0)
    monkeypatch.setattr(wanted, "_FEW", 1)
    assert times_asked(write, tmp_path / name) > ROWS


def test_a_table_without_merged_cells_is_set_in_pieces(tmp_path, monkeypatch):
    from xiezuo_desktop.documents.pdf import table_rows

    monkeypatch.setattr(wanted, "_OFTEN", 0.0)
    monkeypatch.setattr(table_rows, "_TEXTS_A_STEP", 10)
    assert times_asked(write_pdf, tmp_path / "a.pdf") > ROWS / 10 * 2
