"""FontBook: the five faces of an official paper, by role (GB/T 9704-2012 5.2.2, 7.2–7.5)."""

from __future__ import annotations

from functools import cached_property

from xiezuo_desktop import paths
from xiezuo_desktop.documents.errors import PaperError
from xiezuo_desktop.documents.pdf.face import Face
from xiezuo_desktop.documents.pdf.sfnt import open_font

ROLES = ("fangsong", "xiaobiaosong", "hei", "kai", "song")


class FontBook:
    """The faces of ONE document; make a new one for every document (files stay loaded between them)."""

    @cached_property
    def song(self) -> Face:
        """宋体: page numbers, tables."""
        return self._face("song")

    @cached_property
    def fangsong(self) -> Face:
        """仿宋: the body."""
        return self._face("fangsong", self.song)

    @cached_property
    def xiaobiaosong(self) -> Face:
        """小标宋: titles."""
        return self._face("xiaobiaosong", self.song)

    @cached_property
    def hei(self) -> Face:
        """黑体: headings of level 1, heads of tables."""
        return self._face("hei", self.song)

    @cached_property
    def kai(self) -> Face:
        """楷体: headings of level 2."""
        return self._face("kai", self.song)

    def _face(self, role: str, fallback: Face | None = None) -> Face:
        for folder in paths.fonts_folders():
            if (folder / f"{role}.ttf").is_file():
                return Face(role, open_font(folder / f"{role}.ttf"), (lambda: fallback) if fallback else None)
        raise PaperError("没有找到可用的中文字体，无法生成 PDF。", "请先安装宋体、仿宋等中文字体，再重新打印。")
