import struct
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiezuo_desktop.documents.pdf.sfnt import FontError, faces_in, open_font
from xiezuo_desktop.documents.pdf.truetype import Placed, subset

from .builders_fonts import make_font


@pytest.fixture(scope="module")
def font_path(tmp_path_factory):
    return make_font(tmp_path_factory.mktemp("fonts") / "x.ttf", "Test Song", "国a\U00020164", chinese="试宋")


def test_a_font_says_its_names_in_all_languages(font_path):
    names = open_font(font_path).names
    assert names[1] == {"Test Song", "试宋"}
    assert names[6] == {"TestSong"}


def test_glyphs_are_found_in_all_planes_and_absent_ones_are_zero(font_path):
    font = open_font(font_path)
    assert all(font.glyph(ord(ch)) for ch in "国a\U00020164")
    assert font.glyph(ord("家")) == 0
    assert list(font.codes()) == sorted(map(ord, "国a\U00020164"))
    assert font.advance(font.glyph(ord("国"))) == 1000
    assert font.advance(font.glyph(ord("a"))) == 500
    assert font.ink(font.glyph(ord("国"))) == (100, 0, 900, 700)


def test_a_file_that_is_no_font_is_refused(tmp_path):
    for name, content in (("empty.ttf", b""), ("text.ttf", b"<html>" * 100), ("cut.ttf", b"\x00\x01\x00\x00\x00\x20")):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(FontError):
            open_font(path)
    with pytest.raises(FontError):
        open_font(tmp_path / "gone.ttf")


def test_a_collection_counts_its_faces(tmp_path, font_path):
    assert faces_in(font_path) == 1
    collection = tmp_path / "x.ttc"
    collection.write_bytes(struct.pack(">4sLLLL", b"ttcf", 0x00010000, 2, 20, 20))
    assert faces_in(collection) == 2
    with pytest.raises(FontError):
        open_font(collection, 1)


@settings(max_examples=150)
@given(st.data())
def test_damage_shows_as_font_error_and_as_nothing_else(font_path, tmp_path_factory, data):
    content = bytearray(font_path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    path = tmp_path_factory.mktemp("damaged") / "x.ttf"
    path.write_bytes(content)
    try:
        font = open_font(path)
        glyphs = [Placed(font.glyph(ord(ch)), 1000, 5) for ch in "国a\U00020164家"]
        assert font.names is not None
        assert font.metrics
        assert len(list(islice(font.codes(), 1000))) <= 1000
        subset(font, glyphs)
    except FontError:
        pass


def test_a_subset_holds_the_glyphs_in_the_order_asked_and_moves_them(font_path, tmp_path):
    font = open_font(font_path)
    wide, narrow = font.glyph(ord("国")), font.glyph(ord("a"))
    path = tmp_path / "subset.ttf"
    path.write_bytes(subset(font, [Placed(narrow, 1000, 500), Placed(wide, 1000), Placed(None, 250)]))
    small = open_font(path)
    assert [small.advance(i) for i in range(4)] == [600, 1000, 1000, 250]
    assert small.ink(1) == (600, 0, 900, 700)
    assert small.ink(2) == (100, 0, 900, 700)
    assert small.ink(3) is None
