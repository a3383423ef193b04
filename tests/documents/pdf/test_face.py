import io
import threading

import pypdfium2
import pytest

from xiezuo_desktop.documents.paper import Align
from xiezuo_desktop.documents.pdf.cells import Cells
from xiezuo_desktop.documents.pdf.face import Face
from xiezuo_desktop.documents.pdf.page import Canvas0, Page
from xiezuo_desktop.documents.pdf.sfnt import open_font
from xiezuo_desktop.documents.pdf.table import Band, Head, PlacedTable
from xiezuo_desktop.documents.pdf.table_cells import LEAD, Setting

from .builders_fonts import PAPER_TEXT, make_font


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("fonts")
    latin_marks = {"“": 350, "”": 350, "·": 330, "—": 890}
    make_font(path / "role.ttf", "Role", PAPER_TEXT, advances=latin_marks)
    make_font(path / "song.ttf", "Song", PAPER_TEXT + "䶮\U00020164喆")
    return path


def faces(folder):
    song = Face("song", open_font(folder / "song.ttf"))
    return Face("role", open_font(folder / "role.ttf"), lambda: song), song


def drawn(face, *texts, size=20.0):
    """The bytes of a page with these texts under one another."""
    out = io.BytesIO()
    canvas = Canvas0(out, pagesize=(600, 400), invariant=1)
    page = Page(canvas)
    for number, text in enumerate(texts):
        page.text(face, size, 50, 350 - 30 * number, text)
    page.flush()
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def read(pdf):
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    found = text.get_text_range()
    boxes = [text.get_charbox(i) for i in range(text.count_chars())]
    text.close()
    document.close()
    return found, boxes


@pytest.mark.parametrize(
    "text",
    [
        "<b>国</b>",
        "国&务",
        '<img src="/a/b">',
        "2031年度指标（万元）",
        "喆国䶮务\U00020164",
        "——……“国”·",
        "a\\b".replace("\\", "/"),
    ],
)
def test_text_comes_out_of_the_file_as_it_went_in(folder, text):
    assert read(drawn(faces(folder)[0], text))[0] == text


def test_every_face_is_embedded_once_and_helvetica_is_not_called(folder):
    pdf = drawn(faces(folder)[0], "国务䶮", "区县")
    assert pdf.count(b"/Type0") == 2
    assert pdf.count(b"/FontFile2") == 2
    assert b"Helvetica" not in pdf


def test_equal_documents_are_equal_bytes_and_name_their_subset(folder):
    first, second = (drawn(faces(folder)[0], "国务“区”䶮") for _ in range(2))
    assert first == second
    other = drawn(faces(folder)[0], "县镇")
    tag = first[first.index(b"+Role") - 6 : first.index(b"+Role")]
    assert tag.isupper()
    assert tag + b"+Role" not in other


def test_a_character_nobody_has_is_a_box_and_is_reported(folder):
    role, song = faces(folder)
    pdf = drawn(role, "国\U0002ebf0务")
    assert role.unprintable | song.unprintable == {"\U0002ebf0"}
    assert read(pdf)[0] == "国\U0002ebf0务"


def test_marks_without_ink_are_neither_drawn_nor_reported(folder):
    role, _song = faces(folder)
    drawn(role, "国\u200b\xa0\u3000\t\ufe00务")
    assert not role.unprintable
    assert role.width("\u200b\ufe00") == 0
    assert role.width("\u3000") == 1


def test_chinese_marks_stand_on_a_body_of_one_em_each_on_its_side(folder):
    role, _song = faces(folder)
    assert role.width("国“务”·—") == 6
    _text, boxes = read(drawn(role, "国“务”·—国", size=100.0))
    opening, closing, dot, dash = (boxes[i] for i in (1, 3, 4, 5))
    assert opening[2] == pytest.approx(50 + 200 - 10, abs=1)  # right on its body: 10 are its side bearing
    assert closing[0] == pytest.approx(50 + 300 + 10, abs=1)
    assert dot[0] - (50 + 400) == pytest.approx(50 + 500 - dot[2], abs=1)
    assert dash[0] == pytest.approx(50 + 500, abs=1)  # from edge to edge, so that two of them join
    assert dash[2] == pytest.approx(50 + 600, abs=1)


def test_a_face_with_thousands_of_characters_keeps_one_code_for_each(tmp_path):
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 16000)))
    face = Face("many", open_font(make_font(tmp_path / "many.ttf", "Many", many + "国")))
    text = many[-40:] + many[:10]
    many.translate(face.enc)
    assert len({face.enc[ord(ch)] for ch in many}) == len(many)
    assert read(drawn(face, text, size=8.0))[0] == text


class OneFace:
    """A book whose every role is played by one face."""

    def __init__(self, face):
        self.face = lambda _role: face


JUSTIFIED = Setting("国务发区\n协作任务\n书年\n度", (0.5, 0.25, 0.0, 0.0), 4, 20.0, Align.JUSTIFY)
CENTRED = Setting("国务\n协作任务\n书年", (20.0, 0.0, 20.0), 3, 20.0, Align.CENTRE)
RAGGED = Setting("国务发区\n协作", (), 2, 20.0, Align.LEFT)


def column_of(*settings, heads=0):
    """A table of one column with a cell on each 150 points of the page."""
    ys = [400.0 - 150 * number for number in range(len(settings) + 1)]
    bands = [Band("fangsong", (setting,), (50.0,), y - 75) for setting, y in zip(settings, ys, strict=False)]
    head = Head([48.0, 550.0], [50.0], ys[: heads + 1], bands[:heads], set(), set())
    return PlacedTable(head, ys, bands[heads:], set(), set())


@pytest.mark.parametrize("setting", [JUSTIFIED, CENTRED, RAGGED, Setting("国务", (3.0,), 1, 20.0, Align.RIGHT)])
def test_a_cell_draws_what_single_lines_draw(folder, setting):
    def page_of(draw):
        role, _song = faces(folder)
        out = io.BytesIO()
        canvas = Canvas0(out, pagesize=(600, 400), invariant=1)
        page = Page(canvas)
        draw(page, role)
        page.text(role, 20, 50, 50, "指标")
        page.flush()
        canvas.showPage()
        canvas.save()
        return read(out.getvalue())

    def as_cell(page, face):
        Cells(OneFace(face)).draw(page, column_of(setting, setting))

    def one_by_one(page, face):
        for stack in column_of(setting, setting).stacks():
            for number, (left, spacing, text) in enumerate(setting.placed()):
                page.text(face, 20, stack.x + left, stack.y - 20 * LEAD * number, text, spacing)

    cell, single = page_of(as_cell), page_of(one_by_one)
    assert cell[0] == single[0]
    for a, b in zip(cell[1], single[1], strict=True):
        assert a == pytest.approx(b, abs=0.05)


def test_a_face_of_a_finished_document_refuses_the_next(folder):
    role, _song = faces(folder)
    drawn(role, "国")
    with pytest.raises(RuntimeError):
        drawn(role, "务")


def test_cells_with_characters_of_other_faces_are_drawn_and_those_after_them_too(folder):
    role, _song = faces(folder)
    out = io.BytesIO()
    canvas = Canvas0(out, pagesize=(600, 400), invariant=1)
    page = Page(canvas)
    mixed = Setting("国䶮\n务", (), 2, 20.0, Align.LEFT)
    Cells(OneFace(role)).draw(page, column_of(mixed, RAGGED))
    page.flush()
    canvas.showPage()
    canvas.save()
    assert "".join(read(out.getvalue())[0].split()) == "国䶮务国务发区协作"


def test_the_end_of_a_line_in_a_single_line_does_no_harm(folder):
    role, _song = faces(folder)
    assert read(drawn(role, "国务\n发区"))[0] == "国务发区"


def test_documents_made_in_several_threads_at_once_are_whole(folder):
    wanted = drawn(faces(folder)[0], *["国务发区协作任务书年度指标䶮"] * 8)
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(drawn(faces(folder)[0], *["国务发区协作任务书年度指标䶮"] * 8)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 4


def test_a_header_drawn_again_is_black_and_in_its_own_face_whatever_was_drawn_before_it(folder):
    role, _song = faces(folder)
    out = io.BytesIO()
    canvas = Canvas0(out, pagesize=(600, 400), invariant=1)
    cells = Cells(OneFace(role))
    table = column_of(CENTRED, RAGGED, heads=1)
    for _ in range(2):
        page = Page(canvas)
        page.text(role, 30, 50, 380, "年度", 2.0, (1.0, 0.0, 0.0))
        cells.draw(page, table)
        page.text(role, 30, 50, 20, "指标", 2.0, (1.0, 0.0, 0.0))
        page.flush()
        canvas.showPage()
    canvas.save()
    document = pypdfium2.PdfDocument(out.getvalue())
    first, again = (document[number].render().to_pil().convert("RGB") for number in range(2))
    document.close()
    assert first.tobytes() == again.tobytes()
    in_table = {colour for _, colour in first.crop((0, 40, 600, 350)).getcolors()}
    assert (0, 0, 0) in in_table
    assert all(red == green == blue for red, green, blue in in_table)
