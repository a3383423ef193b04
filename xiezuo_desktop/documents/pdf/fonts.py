"""FontBook: the faces of one document by role, with the chain that serves the characters they lack."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop import paths
from xiezuo_desktop.documents.errors import PaperError
from xiezuo_desktop.documents.pdf.convert import RECIPE, convert
from xiezuo_desktop.documents.pdf.face import Face
from xiezuo_desktop.documents.pdf.font_files import FoundFace, installed_faces, name_key
from xiezuo_desktop.documents.pdf.font_roles import LAST_RESORTS, ROLES
from xiezuo_desktop.documents.pdf.sfnt import FontError, FontFile, open_font

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_SAMPLE = "国务发区协作任务书年度指标说这〔〕（）、。0123456789"  # a face without these cannot print our papers
_conversion = threading.Lock()


class Served(NamedTuple):
    """Which face plays a role; `substitute` when it is of another style than the standard asks for."""

    role: str
    label: str
    face: str
    path: Path
    substitute: bool
    sentence: str


class _Choice(NamedTuple):
    font: FontFile
    substitute: bool


@cache
def _own_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder of this process, gone when it ends."""
    return tempfile.TemporaryDirectory(prefix="xiezuo-")


class FontBook:
    """The faces of ONE document; make a new one for every document (opened files are shared between them).

    `progress(done, in_all)` is called while a face with CFF outlines is converted, which happens once per font file.
    """

    def __init__(self, progress: Callable[[int, int], object] | None = None) -> None:
        self._progress = progress
        self._chosen: dict[str, _Choice] = {}
        self._faces: dict[str, Face] = {}

    @property
    def song(self) -> Face:
        """宋体: page numbers, tables, and whatever the other faces lack."""
        return self.face("song")

    @property
    def fangsong(self) -> Face:
        """仿宋: the body."""
        return self.face("fangsong")

    @property
    def xiaobiaosong(self) -> Face:
        """小标宋: titles and the mark of the issuing office."""
        return self.face("xiaobiaosong")

    @property
    def hei(self) -> Face:
        """黑体: headings of level 1, heads of tables."""
        return self.face("hei")

    @property
    def kai(self) -> Face:
        """楷体: headings of level 2, names of signers."""
        return self.face("kai")

    def face(self, role: str) -> Face:
        """The face of a role, found and opened when it is first asked for."""
        if role not in self._faces:
            font = self._choose(role).font
            chain = (lambda: self._last_resort(0)) if role == "song" else (lambda: self.song)
            self._faces[role] = Face(role, font, chain)
        return self._faces[role]

    def describe(self) -> list[Served]:
        """Role by role, which face serves it and a sentence about it, for the settings page."""
        return [self._served(role) for role in ROLES]

    def unprintable(self, text: str, role: str = "fangsong") -> str:
        """The characters of a text that no face of this computer can print, each once."""
        face = self.face(role)
        return "".join(dict.fromkeys(ch for ch in text if ch != "\n" and not face.drawer(ch).has(ch)))

    def warnings(self) -> tuple[str, ...]:
        """What the reader of this document should know: faces that stand in for others, characters printed as boxes."""
        out = [served.sentence for served in map(self._served, sorted(self._chosen)) if served.substitute]
        lost = sorted(set().union(*(face.unprintable for face in self._faces.values())))
        if lost:
            listed = "、".join(f"{ch}（U+{ord(ch):04X}）" for ch in lost[:20]) + ("等" if len(lost) > 20 else "")
            out.append(f"本机字体中没有这些字，已印成方框：{listed}。请安装收字更全的宋体后重新打印。")
        return tuple(out)

    # finding

    @cached_property
    def _installed(self) -> Sequence[FoundFace]:
        return installed_faces()

    @cached_property
    def _by_key(self) -> dict[str, list[FoundFace]]:
        out: dict[str, list[FoundFace]] = {}
        for face in self._installed:
            for key in face.keys:
                out.setdefault(key, []).append(face)
        for faces in out.values():
            faces.sort(key=lambda face: face.outlines != "glyf")  # stable: our own folders stay first
        return out

    def _choose(self, role: str) -> _Choice:
        if role not in self._chosen:
            self._chosen[role] = next(self._candidates(role))
        return self._chosen[role]

    def _candidates(self, role: str) -> Iterator[_Choice]:
        """Faces for a role, best first; ends with PaperError when there is no Chinese face at all."""
        names = ROLES[role]
        for substitute, wanted in ((False, names.genuine), (True, names.substitutes)):
            for found in (face for name in wanted for face in self._by_key.get(name_key(name), ())):
                font = self._open(found)
                if font:
                    yield _Choice(font, substitute)
        if role != "song":
            yield _Choice(self._choose("song").font, True)
        for found in sorted(self._installed, key=lambda face: face.outlines != "glyf"):
            font = self._open(found)
            if font:
                yield _Choice(font, True)
        raise PaperError(
            "本机没有可用的中文字体，无法生成 PDF。", "请先安装宋体、仿宋、黑体、楷体等中文字体，再重新打印。"
        )

    def _open(self, found: FoundFace) -> FontFile | None:
        """The face ready for embedding, or None when it is damaged or cannot print Chinese."""
        try:
            font = open_font(found.path, found.member)
            if not all(font.glyph(ord(ch)) for ch in _SAMPLE):
                return None
            if found.outlines != "glyf":
                font = self._converted(found)
            return font if font.ink(font.glyph(ord(_SAMPLE[0]))) else None
        except FontError:
            return None

    def _converted(self, found: FoundFace) -> FontFile:
        """The TrueType form of a CFF face, made at the first need and kept in the user's cache."""
        stat = found.path.stat()
        key = hashlib.sha256(
            f"{RECIPE} {found.path}#{found.member} {stat.st_mtime_ns} {stat.st_size}".encode()
        ).hexdigest()[:16]
        target = paths.cache_folder() / "converted" / f"{key}.ttf"
        with _conversion:
            if not target.is_file():
                try:
                    convert(found.path, found.member, target, progress=self._progress)
                except OSError:  # the cache cannot be written: the face lasts as long as this process
                    target = Path(_own_folder().name) / target.name
                    if not target.is_file():
                        convert(found.path, found.member, target, progress=self._progress)
        return open_font(target)

    def _last_resort(self, begin: int) -> Face | None:
        """The next installed face, from the `begin`-th name on, for characters that 宋体 lacks."""
        for i, name in enumerate(LAST_RESORTS[begin:], begin):
            for found in self._by_key.get(name_key(name), ()):
                if found.outlines != "glyf" or found.path == self._choose("song").font.path:
                    continue
                try:
                    font = open_font(found.path, found.member)
                    font.metrics  # noqa: B018 – a damaged file shows itself here
                except FontError:
                    continue
                face = Face(f"rest{i}", font, lambda: self._last_resort(i + 1))  # noqa: B023 – returned at once
                self._faces[face.name] = face
                return face
        return None

    def _served(self, role: str) -> Served:
        choice, label = self._choose(role), ROLES[role].label
        name = _shown_name(choice.font)
        sentence = f"{label}：{name}。"
        if choice.substitute:
            sentence = f"未找到{label}，用 {name} 代替；要用{label}，请先装“{ROLES[role].genuine[0]}”字体再印。"
        return Served(role, label, name, choice.font.path, choice.substitute, sentence)


def _shown_name(font: FontFile) -> str:
    """A Chinese full name when the face has one."""
    names = sorted(font.names.get(4, ())) or [font.postscript_name]
    return next((name for name in names if not name.isascii()), names[0])
