"""What the command line prints: forms, page ranges, jobs and files of all units, in every format."""

from __future__ import annotations

import pypdfium2
import pytest

from xiezuo_desktop.cli import main
from xiezuo_desktop.paths import sample_papers


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    file = tmp_path_factory.mktemp("papers") / "计划.xiezuo"
    main(["import", str(file), *map(str, sample_papers("district"))])
    return file


def pages(path):
    document = pypdfium2.PdfDocument(path)
    out = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return out


def run(*words):
    return main([str(word) for word in words])


def test_a_letter_has_no_number_on_its_first_page_and_an_unbound_attachment_its_own(plan, tmp_path):
    out = tmp_path / "a.pdf"
    assert run("print", plan, "taskbook", "--form", "letter", "--unbound", "--no-seal", "-o", out) == 0
    first, second, *_ = pages(out)
    assert "— 1 —" not in first
    assert "— 2 —" in second.replace("—2—", "— 2 —")


def test_only_the_pages_that_were_asked_for(plan, tmp_path):
    whole, some = tmp_path / "a.pdf", tmp_path / "b.pdf"
    run("print", plan, "indicators", "-o", whole)
    assert run("print", plan, "indicators", "--pages", "2-3，5-", "-o", some) == 0
    every = pages(whole)
    assert pages(some) == [every[1], every[2], *every[4:]]


@pytest.mark.parametrize("wrong", ["x", "-", "0", "99", "1;2"])
def test_pages_that_are_none_are_refused_and_nothing_is_written(plan, tmp_path, wrong, capsys):
    assert run("print", plan, "checks", "--pages", wrong, "-o", tmp_path / "a.pdf") == 2
    assert "页" in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()


def test_a_table_that_goes_on_says_so_where_the_office_wants_it(plan, tmp_path):
    run("print", plan, "division", "--continued", "-o", tmp_path / "a.pdf")
    first, second, *_ = pages(tmp_path / "a.pdf")
    assert "续表" not in first
    assert "续表" in second


def test_all_units_as_one_job_or_as_a_file_each(plan, tmp_path):
    assert run("print", plan, "unit", "--job", "-o", tmp_path / "job.pdf") == 0
    assert run("export", plan, "--report", "unit", "--all-units", tmp_path / "each", "--as", "xlsx") == 0
    made = list((tmp_path / "each").glob("*.xlsx"))
    assert len(made) > 5
    assert len(pages(tmp_path / "job.pdf")) >= len(made)


@pytest.mark.parametrize(
    "words",
    [
        ("--job", "--unit", "区教育局", "-o", "a.pdf"),
        ("--pitch", "90", "-o", "a.pdf"),
        ("--form", "poster", "-o", "a.pdf"),
        ("-o", "a.pdf", "--all-units", "b"),
    ],
)
def test_what_makes_no_sense_is_a_wrong_call(plan, tmp_path, words, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("print", plan, "unit", *words) == 2
    assert not list(tmp_path.iterdir())
