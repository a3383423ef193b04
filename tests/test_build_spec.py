"""build.spec is plain Python: it is executed here with stand-ins for PyInstaller, as on Linux and as on Windows."""

import importlib
import struct
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from tests.builders import ROOT

LINUX_BINARIES = {  # what PyInstaller finds: target → what it is linked with
    "libpython3.11.so.1.0": [],
    "PySide6/QtWidgets.abi3.so": ["libQt6Widgets.so.6"],
    "PySide6/Qt/lib/libQt6Widgets.so.6": ["libQt6Core.so.6"],
    "PySide6/Qt/lib/libQt6Core.so.6": ["libicuuc.so.73", "libstdc++.so.6"],
    "PySide6/Qt/lib/libicuuc.so.73": ["libicudata.so.73"],
    "PySide6/Qt/lib/libicudata.so.73": [],
    "PySide6/Qt/lib/libQt6Quick.so.6": [],
    "PySide6/Qt/plugins/platforms/libqxcb.so": ["libxcb-cursor.so.0"],
    "PySide6/Qt/plugins/platforms/libqoffscreen.so": [],
    "PySide6/Qt/plugins/platforms/libqwayland-generic.so": ["libwayland-client.so.0"],
    "PySide6/Qt/plugins/platforms/libqeglfs.so": [],
    "PySide6/Qt/plugins/platforms/libqvnc.so": [],
    "PySide6/Qt/plugins/tls/libqopensslbackend.so": ["libssl.so.3"],
    "PySide6/Qt/plugins/networkinformation/libqglib.so": [],
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so": ["libgtk-3.so.0"],
    "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so": ["libcups.so.2"],
    "libcups.so.2": ["libgnutls.so.30"],
    "libgnutls.so.30": [],
    "libgtk-3.so.0": [],
    "libssl.so.3": [],
    "libstdc++.so.6": [],
    "libwayland-client.so.0": [],
    "libxcb-cursor.so.0": [],
    "pypdfium2_raw/libpdfium.so": [],
    "Cryptodome/Cipher/_raw_aes.abi3.so": [],
    "Cryptodome/Cipher/_raw_des.abi3.so": [],
    "rapidfuzz/fuzz_cpp_avx2.cpython-311-x86_64-linux-gnu.so": [],
}
WINDOWS_BINARIES = {
    "python311.dll": [],
    "PySide6\\Qt6Core.dll": [],
    "PySide6\\Qt6Quick.dll": [],
    "PySide6\\opengl32sw.dll": [],
    "PySide6\\QtCore.pyd": ["Qt6Core.dll"],
    "PySide6\\plugins\\platforms\\qwindows.dll": ["Qt6Core.dll"],
    "PySide6\\plugins\\platforms\\qdirect2d.dll": [],
    "PySide6\\plugins\\tls\\qschannelbackend.dll": [],
}
DATAS = [
    ("PySide6/Qt/translations/qtbase_zh_CN.qm", "a", "DATA"),
    ("PySide6/Qt/translations/qtbase_de.qm", "a", "DATA"),
    ("PySide6/Qt/translations/qtdeclarative_zh_CN.qm", "a", "DATA"),
    ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
    ("libQt6Quick.so.6", "PySide6/Qt/lib/libQt6Quick.so.6", "SYMLINK"),
]


def stub(monkeypatch, name, **members):
    module = ModuleType(name)
    vars(module).update(members)
    monkeypatch.setitem(sys.modules, name, module)


def executed(monkeypatch, tmp_path, platform, binaries):
    """What the spec handed to PyInstaller on this platform."""
    made = SimpleNamespace(programs=[], collected=())
    linked = {Path(target.replace("\\", "/")).name: names for target, names in binaries.items()}

    def analysis(scripts, **options):
        made.options = options
        found = [(target, target.replace("\\", "/"), "BINARY") for target in binaries]
        return SimpleNamespace(binaries=found, datas=list(DATAS), pure=[], scripts=scripts)

    def pyz(_):
        return SimpleNamespace(dependencies=[("zlib", "zlib", "EXTENSION")])

    def program(*parts, **options):
        made.programs.append(options)

    def collect(*parts, **options):
        made.collected = parts

    for name in ("PyInstaller", "PyInstaller.depend", "PyInstaller.utils"):
        stub(monkeypatch, name)
    stub(
        monkeypatch, "PyInstaller.depend.bindepend", get_imports=lambda path: [(n, n) for n in linked[Path(path).name]]
    )
    stub(monkeypatch, "PyInstaller.utils.hooks", collect_data_files=lambda package, **_: [(f"{package}.json", package)])
    stub(monkeypatch, "licences", collect=lambda root, folder: None)
    stub(
        monkeypatch,
        "slim_libraries",
        slim=lambda path, work: path,
        slim_data=lambda path, work: path,
        needed=lambda path: linked[path.name],
    )
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "path", list(sys.path))
    for folder in ("xiezuo_desktop", "resources", "db", "docs"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    (tmp_path / ".cache" / "fonts" / "licences").mkdir(parents=True)
    (tmp_path / ".cache" / "fonts" / "Song.ttf").touch()
    (tmp_path / ".cache" / "fonts" / "licences" / "copyright").touch()
    given = {"SPECPATH": str(tmp_path), "Analysis": analysis, "PYZ": pyz, "EXE": program, "COLLECT": collect}
    exec(compile((ROOT / "build.spec").read_text("utf-8"), "build.spec", "exec"), given)
    made.binaries = {target for part in made.collected[-2:-1] for target, _, _ in part}
    made.datas = {target for target, _, _ in made.collected[-1]}
    return made


@pytest.fixture
def on_linux(monkeypatch, tmp_path):
    return executed(monkeypatch, tmp_path, "linux", LINUX_BINARIES)


@pytest.fixture
def on_windows(monkeypatch, tmp_path):
    return executed(monkeypatch, tmp_path, "win32", WINDOWS_BINARIES)


def test_every_module_of_the_program_is_named(on_linux):
    from xiezuo_desktop.cli import __all__ as commands
    from xiezuo_desktop.reports import REPORTS

    named = set(on_linux.options["hiddenimports"])
    assert {f"xiezuo_desktop.reports.{report.function_name}" for report in REPORTS.values()} <= named
    assert {f"xiezuo_desktop.cli.{name}" for name in commands if name != "main"} <= named
    assert "xiezuo_desktop.documents.pdf.setup_fonts" not in named


def test_no_library_the_program_names_is_excluded(on_linux):
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {line.split("==")[0].lower() for line in project["dependencies"]}
    assert not names & {name.lower() for name in on_linux.options["excludes"]}
    assert {"numpy", "pandas", "tkinter"} <= set(on_linux.options["excludes"])


def test_resources_schema_and_fonts_with_licences_are_bundled(on_linux):
    placed = {f"{folder}/{Path(file).name}" for file, folder in on_linux.options["datas"]}
    assert {"resources/style.qss", "resources/icons/app.svg", "resources/third_party.toml", "db/schema.sql"} <= placed
    assert {"fonts/Song.ttf", "fonts/licences/copyright", "pypinyin/pypinyin.json"} <= placed
    assert any(place.startswith("resources/sample/district/") for place in placed)
    assert any(place.startswith("docs/手册/") for place in placed)
    assert "./built.txt" in placed
    assert not any("/make" in place or place.endswith(".py") for place in placed)


def test_installed_program_knows_the_day_on_which_it_was_built(on_linux, monkeypatch):
    from datetime import date

    from xiezuo_desktop import paths

    (file,) = [Path(file) for file, _ in on_linux.options["datas"] if file.endswith("built.txt")]
    monkeypatch.setattr(paths, "root", lambda: file.parent)
    assert paths.built_on() == date(2023, 11, 14)
    monkeypatch.setattr(paths, "root", lambda: ROOT)
    assert paths.built_on() is None


def test_pages_of_the_table_and_all_they_import_by_name_are_bundled(on_linux):
    from xiezuo_desktop.ui.page_table import PAGES, START

    named = set(on_linux.options["hiddenimports"])
    assert {f"xiezuo_desktop.ui.pages.{page.place.partition(':')[0]}" for page in (START, *PAGES)} <= named


def test_every_part_has_its_licence_beside_it(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    folder = importlib.import_module("licences").collect(ROOT, tmp_path / "licences")
    listed = (folder / "第三方组件.txt").read_text("utf-8")
    for name in ("PySide6_Essentials 6.8.3  LGPL", "shiboken6", "openpyxl", "pyzipper", "pycryptodomex", "lxml"):
        assert name in listed
    assert {"openpyxl", "lxml", "click", "reportlab"} <= {path.name for path in folder.iterdir()}


def test_linux_ships_what_the_window_needs_and_no_more(on_linux):
    libraries = {Path(target).name for target in on_linux.binaries}
    assert libraries == {
        *("libpython3.11.so.1.0", "QtWidgets.abi3.so", "libQt6Widgets.so.6", "libQt6Core.so.6", "libicuuc.so.73"),
        *("libicudata.so.73", "libqxcb.so", "libqoffscreen.so", "libxcb-cursor.so.0", "libcupsprintersupport.so"),
        *("libpdfium.so", "_raw_aes.abi3.so"),
    }
    assert on_linux.datas == {"PySide6/Qt/translations/qtbase_zh_CN.qm", "libQt6Core.so.6"}
    assert [(program["name"], program["console"]) for program in on_linux.programs] == [("xiezuo", False)]


def test_windows_has_a_program_for_the_desktop_and_one_for_the_command_line(on_windows):
    assert [(program["name"], program["console"]) for program in on_windows.programs] == [
        ("xiezuo", False),
        ("xiezuo-cli", True),
    ]
    libraries = {target.rpartition("\\")[2] for target in on_windows.binaries}
    assert libraries == {"python311.dll", "Qt6Core.dll", "QtCore.pyd", "qwindows.dll"}


def test_icu_keeps_sorting_and_chinese_and_stays_in_order(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    few_locales = importlib.import_module("slim_libraries").few_locales
    files = {
        b"coll/zh.res": b"zz",
        b"de.res": b"d" * 40,
        b"gb18030.cnv": b"gb",
        b"ibm-037.cnv": b"x",
        b"root.res": b"r" * 20,
    }
    smaller = few_locales(icu_data(files))
    assert icu_files(smaller) == {name: files[name] for name in (b"coll/zh.res", b"root.res")}
    with pytest.raises(ValueError, match="root"):
        few_locales(icu_data({b"de.res": b"d"}))
    with pytest.raises(ValueError, match="not data"):
        few_locales(b"\0" * 64)


def icu_data(files):
    """ICU's format: a header of 32 bytes, then the count, (name offset, content offset) each, names, contents."""
    names, contents, table = b"", b"", b""
    names_at = 4 + 8 * len(files)
    contents_at = names_at + sum(len(name) + 8 for name in files)
    for name, content in files.items():
        table += struct.pack("<II", names_at + len(names), contents_at + len(contents))
        names += b"icu73l/" + name + b"\0"
        contents += content
    return struct.pack("<HBB", 32, 0xDA, 0x27) + bytes(28) + struct.pack("<I", len(files)) + table + names + contents


def icu_files(data):
    table = data[32:]
    (count,) = struct.unpack_from("<I", table)
    found = {}
    for i in range(count):
        name, start = struct.unpack_from("<II", table, 4 + 8 * i)
        full = table[name : table.index(b"\0", name)].removeprefix(b"icu73l/")
        assert start % 16 == 0
        found[full] = table[start:]
    ends = [len(body) for body in [*found.values()][1:]] + [0]
    return {name: body[: len(body) - end].rstrip(b"\0") for (name, body), end in zip(found.items(), ends, strict=True)}
