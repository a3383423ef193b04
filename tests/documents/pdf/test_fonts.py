import sys

import pytest

from xiezuo_desktop import paths
from xiezuo_desktop.documents.errors import PaperError
from xiezuo_desktop.documents.paper import Paper, Paragraph, Section
from xiezuo_desktop.documents.pdf import font_files
from xiezuo_desktop.documents.pdf.convert import convert
from xiezuo_desktop.documents.pdf.font_files import installed_faces
from xiezuo_desktop.documents.pdf.fonts import FontBook
from xiezuo_desktop.documents.pdf.sfnt import FontError, open_font
from xiezuo_desktop.documents.pdf.write_pdf import write_pdf

from .builders_fonts import PAPER_TEXT, make_font


@pytest.fixture
def computer(tmp_path, monkeypatch):
    """A computer without any font: its system folder, to put some there."""
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "program"), raising=False)
    monkeypatch.setenv("XIEZUO_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "system"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path / "system" / "fonts"


def served(role):
    return next(s for s in FontBook().describe() if s.role == role)


def test_without_any_chinese_face_printing_says_what_to_do(computer):
    make_font(computer / "latin.ttf", "Latin", "abc")
    with pytest.raises(PaperError) as problem:
        FontBook().song  # noqa: B018
    assert "没有可用的中文字体" in problem.value.sentence
    assert "安装" in problem.value.advice


def test_faces_are_found_by_their_chinese_or_english_name_whatever_the_file_is_called(computer):
    make_font(computer / "x1.ttf", "SomeSong", chinese="宋体")
    make_font(computer / "deep" / "er" / "x2.TTF", "FangSong_GB2312")
    assert served("song").face == "宋体"
    assert served("fangsong").path.name == "x2.TTF"
    assert not served("fangsong").substitute


def test_an_office_face_is_preferred_to_the_free_one(computer):
    make_font(computer / "a.ttf", "Noto Serif CJK SC")
    make_font(computer / "b.ttf", "SimSun")
    assert served("song").face == "SimSun"


def test_a_missing_role_is_served_by_a_substitute_and_said(computer):
    make_font(computer / "a.ttf", "SimSun", chinese="宋体")
    make_font(computer / "b.ttf", "Noto Serif CJK SC Bold")
    assert (
        served("xiaobiaosong").sentence
        == "未找到小标宋，用 Noto Serif CJK SC Bold 代替；要用小标宋，请先装“方正小标宋简体”字体再印。"
    )
    assert served("kai").sentence == "未找到楷体，用 宋体 代替；要用楷体，请先装“楷体_GB2312”字体再印。"
    book = FontBook()
    book.song.width("国")
    assert book.warnings() == ()
    book.kai.width("国")
    assert book.warnings() == ("未找到楷体，用 宋体 代替；要用楷体，请先装“楷体_GB2312”字体再印。",)


def test_any_chinese_face_is_better_than_none(computer):
    make_font(computer / "a.ttf", "Unheard Of")
    assert served("fangsong").face == "Unheard Of"
    assert served("fangsong").substitute


def test_a_face_that_may_not_be_embedded_or_lacks_characters_or_is_damaged_is_passed_over(computer):
    make_font(computer / "a.ttf", "SimSun", licence=2)
    make_font(computer / "b.ttf", "NSimSun", "國務")
    (computer / "c.ttf").write_bytes(b"\x00\x01\x00\x00rubbish")
    make_font(computer / "d.ttf", "STSong")
    assert served("song").face == "STSong"


def test_characters_go_down_the_chain_and_the_last_are_warned_of(computer):
    make_font(computer / "a.ttf", "SimSun", PAPER_TEXT + "喆")
    make_font(computer / "b.ttf", "FangSong")
    make_font(computer / "c.ttf", "SimSun-ExtB", "\U00020164")
    book = FontBook()
    assert book.fangsong.drawer("国").font.path.name == "b.ttf"
    assert book.fangsong.drawer("喆").font.path.name == "a.ttf"
    assert book.fangsong.drawer("\U00020164").font.path.name == "c.ttf"
    assert book.unprintable("国喆\U00020164㍿㍿\n") == "㍿"
    "㍿".translate(book.fangsong.enc)
    (warning,) = book.warnings()
    assert "㍿（U+337F）" in warning


def test_the_index_is_kept_and_notices_changes(computer, monkeypatch):
    path = make_font(computer / "a.ttf", "SimSun")
    assert [face.path for face in installed_faces()] == [path]
    monkeypatch.setattr(font_files, "open_font", None)  # the second time no file is opened
    assert [face.path for face in installed_faces()] == [path]
    monkeypatch.undo()


def test_the_index_forgets_removed_files_and_survives_damage(computer):
    path = make_font(computer / "a.ttf", "SimSun")
    assert installed_faces()
    path.unlink()
    assert installed_faces() == []
    make_font(computer / "b.ttf", "KaiTi")
    (paths.cache_folder() / "fonts.json").write_text('{"version": 1, "files"', "utf-8")
    assert [face.path.name for face in installed_faces()] == ["b.ttf"]


def test_a_cff_face_is_converted_once_and_serves_its_role(computer):
    source = make_font(computer / "a.otf", "Source Han Serif SC", PAPER_TEXT + "\U00020164", cff=True)
    steps = []
    book = FontBook(progress=lambda done, total: steps.append((done, total)))
    assert book.song.font.path != source
    assert book.song.has("\U00020164")
    assert steps
    again = []
    FontBook(progress=lambda *step: again.append(step)).song.width("国")
    assert not again


class Unwanted(Exception):
    pass


def test_a_conversion_is_told_while_printing_and_can_be_cancelled(computer, tmp_path):
    make_font(computer / "a.otf", "Source Han Serif SC", PAPER_TEXT, cff=True)
    paper, out = Paper((Section((Paragraph("国"),)),)), tmp_path / "out"
    out.mkdir()

    def unwanted(done, total):
        assert 0 <= done <= total
        raise Unwanted

    with pytest.raises(Unwanted):
        write_pdf(paper, out / "a.pdf", on_font=unwanted)
    assert not list(out.iterdir())
    write_pdf(paper, out / "a.pdf")
    assert [path.name for path in out.iterdir()] == ["a.pdf"]


def test_conversion_keeps_shape_advance_and_names(tmp_path):
    source = make_font(tmp_path / "a.otf", "Round Song", "国a\U00020164", cff=True, advances={"a": 456})
    target = tmp_path / "out" / "a.ttf"
    convert(source, 0, target)
    font = open_font(target)
    assert font.outlines == "glyf"
    assert "Round Song" in font.names[4]
    assert font.advance(font.glyph(ord("a"))) == 456
    assert font.glyph(0x20164)
    x0, y0, x1, y1 = font.ink(font.glyph(ord("国")))
    assert (x0, y0, x1) == (100, 0, 900)
    assert 700 < y1 < 760
    assert list(target.parent.iterdir()) == [target]


def test_conversion_of_a_damaged_file_leaves_nothing_behind(tmp_path):
    source = tmp_path / "a.otf"
    whole = make_font(tmp_path / "b.otf", "X", "国", cff=True).read_bytes()
    source.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FontError):
        convert(source, 0, tmp_path / "out.ttf")
    assert not (tmp_path / "out.ttf").exists()
