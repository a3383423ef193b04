"""PDF files written from papers, read back with independent readers."""

from __future__ import annotations

import re
import subprocess
import sys

import pypdfium2 as pdfium
import pytest

from tests.builders import ROOT, shared_path
from tests.documents.pdf.builders_layout import row, table
from tests.reports.builders_plan import PlanBuilder, county_plan
from xiezuo_desktop.documents import PaperError
from xiezuo_desktop.documents.paper import Align, Paper, Paragraph, Role, Section
from xiezuo_desktop.documents.pdf.write_pdf import write_pdf
from xiezuo_desktop.reports import compose


def plain(*blocks, **more):
    return Paper((Section(blocks),), **more)


def text_of(path):
    document = pdfium.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return "".join("\n".join(texts).split())


def checked(path, kind):
    """The rules of the acceptance check that fail."""
    pytest.importorskip("pdfplumber")
    pytest.importorskip("pypdf")
    tool = shared_path("tools/check_gongwen.py")
    done = subprocess.run([sys.executable, tool, path, "--kind", kind, "--failed"], capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAIL")]
    # it counts the upright pages only: where turned ones stand between them we count all
    return [line for line in failed if "page numbers continuous" not in line or not counted_without_a_gap(path)]


def counted_without_a_gap(path):
    """Whether there are turned pages, and each page's number is one more than the last."""
    document = pdfium.PdfDocument(path)
    turned = any(page.get_width() > page.get_height() for page in document)
    found = [re.findall("—\\s*([0-9]+)\\s*—", page.get_textpage().get_text_bounded()) for page in document]
    document.close()
    return turned and [int(numbers[-1]) if numbers else 0 for numbers in found] == list(range(1, len(found) + 1))


def test_a_task_book_passes_every_rule_of_the_acceptance_check(tmp_path):
    result = write_pdf(compose("taskbook", county_plan().plan), tmp_path / "a.pdf")
    assert result.pages > 6
    assert checked(tmp_path / "a.pdf", "general") == []


@pytest.mark.parametrize("turned", [False, True])
def test_a_table_of_indicators_passes_every_rule(turned, tmp_path):
    write_pdf(compose("indicators", county_plan().plan, turned=turned), tmp_path / "a.pdf")
    assert checked(tmp_path / "a.pdf", "plain") == []


def test_every_text_of_the_plan_is_found_in_the_file(tmp_path):
    plan = county_plan().plan
    write_pdf(compose("taskbook", plan), tmp_path / "a.pdf")
    found = text_of(tmp_path / "a.pdf")
    wanted = [i.name for i in plan.indicators] + [i.target for i in plan.indicators] + [u.name for u in plan.units]
    wanted += [c.text for chapter in plan.chapters for c in plan.clauses(chapter.id)]
    for text in wanted:
        assert all(text[k : k + 8] in found for k in range(0, max(len(text) - 8, 1), 8)) or text in found


@pytest.mark.parametrize(
    "name", ["<b>加粗</b>", "a & b &amp; c", '<img src="file:///etc/hosts">', "x</para>y", "50%（5.50）"]
)
def test_markup_is_printed_as_typed(name, tmp_path):
    b = PlanBuilder(title="临江区指标")
    b.indicator(name, target="3")
    write_pdf(compose("indicators", b.plan), tmp_path / "a.pdf")
    assert "".join(name.split()) in text_of(tmp_path / "a.pdf")


def test_two_prints_are_equal_byte_for_byte(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    paper = compose("taskbook", county_plan(3).plan)
    for name in ("a.pdf", "b.pdf"):
        write_pdf(paper, tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    script = (
        "import sys; from pathlib import Path; from tests.reports.builders_plan import county_plan;"
        "from xiezuo_desktop.documents.pdf.write_pdf import write_pdf; from xiezuo_desktop.reports import compose;"
        "write_pdf(compose('taskbook', county_plan(3).plan), Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", script, tmp_path / "c.pdf"], check=True, cwd=ROOT)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "c.pdf").read_bytes()


def test_turned_pages_lie_as_they_are_bound_and_alone_as_they_are_read(tmp_path):
    turned, upright = Section((table(row("甲", "乙")),), turned=True), Section((Paragraph("丙"),))
    for sections, rotations in (((turned,), [90]), ((turned, upright), [0, 0])):
        result = write_pdf(Paper(sections), tmp_path / "a.pdf")
        document = pdfium.PdfDocument(tmp_path / "a.pdf")
        assert [page.get_rotation() for page in document] == rotations
        assert [[round(v) for v in page.get_mediabox()] for page in document] == [[0, 0, 595, 842]] * len(sections)
        document.close()
        assert result.turned == ({0} if len(sections) > 1 else set())


def test_a_wide_table_on_a3(tmp_path):
    b = PlanBuilder(title="临江区指标")
    b.indicator("投资额", target="3")
    result = write_pdf(compose("indicators", b.plan, paper="A3", turned=True), tmp_path / "a.pdf")
    document = pdfium.PdfDocument(tmp_path / "a.pdf")
    assert [round(v) for v in document[0].get_mediabox()] == [0, 0, 1191, 842]
    assert document[0].get_rotation() == 0
    document.close()
    assert result.turned == frozenset()


def test_what_the_file_says_about_itself(tmp_path):
    write_pdf(compose("taskbook", county_plan(2).plan), tmp_path / "a.pdf")
    document = pdfium.PdfDocument(tmp_path / "a.pdf")
    said = document.get_metadata_dict()
    outline = [item.get_title() for item in document.get_toc()]
    document.close()
    assert said["Title"].endswith("工作任务书的通知")
    assert said["Author"] == "临江区人民政府办公室"
    assert "一、区委组织部" in outline
    assert b"/Lang (zh-CN)" in (tmp_path / "a.pdf").read_bytes()


def test_cancelling_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def stop(progress):
        if progress.page == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_pdf(plain(*(Paragraph("各单位要加强领导。" * 20) for _ in range(40))), path, on_page=stop)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def test_progress_tells_the_page_and_how_many_there_are(tmp_path):
    seen = []
    result = write_pdf(plain(*(Paragraph("各单位。" * 60) for _ in range(9))), tmp_path / "a.pdf", on_page=seen.append)
    assert seen == [(n, result.pages) for n in range(1, result.pages + 1)]


def test_a_turned_page_has_its_draft_mark_where_it_is_read(tmp_path):
    write_pdf(Paper((Section((table(row("甲", "乙")),), turned=True),)), tmp_path / "a.pdf", draft=True)
    document = pdfium.PdfDocument(tmp_path / "a.pdf")
    text = document[0].get_textpage()
    place, _ = text.search("草").get_next()
    _, bottom, right, _ = text.get_charbox(place)
    document.close()
    assert right < 70 < 650 < bottom  # of the sheet as it is bound: the upper right corner of what is read


def test_drafts_say_so_on_every_page(tmp_path):
    write_pdf(plain(Paragraph("各单位。" * 300)), tmp_path / "a.pdf", draft=True)
    document = pdfium.PdfDocument(tmp_path / "a.pdf")
    assert all("草" in page.get_textpage().get_text_bounded() for page in document)
    document.close()


def test_characters_that_no_face_has_are_named(tmp_path):
    result = write_pdf(plain(Paragraph("张\U0002fffd三")), tmp_path / "a.pdf")
    assert any("U+2FFFD" in warning for warning in result.warnings)


def test_rare_names_are_printed_by_another_face(tmp_path):
    write_pdf(plain(Paragraph("李喆、王堃、陈昇"), Paragraph("刘喆", Role.HEADING1)), tmp_path / "a.pdf")
    assert "李喆、王堃、陈昇" in text_of(tmp_path / "a.pdf")


def test_a_folder_that_cannot_be_written_is_said_in_chinese(tmp_path):
    with pytest.raises(PaperError, match=r"没有“.*没有”这个文件夹"):
        write_pdf(plain(Paragraph("一")), tmp_path / "没有" / "甲.pdf")


def test_a_paper_without_anything_is_one_blank_page(tmp_path):
    assert write_pdf(Paper(()), tmp_path / "a.pdf").pages == 1


def test_flush_cells_use_operators_that_every_reader_knows(tmp_path):
    sentence = "以两地主管部门确认并登记的数量为准，同一项目不重复计算；"
    body = table(row("1", sentence * 6, "3"), columns=[Align.CENTRE, Align.LEFT, Align.CENTRE])
    write_pdf(plain(body, title="表"), tmp_path / "a.pdf")
    assert checked(tmp_path / "a.pdf", "plain") == []
