import shutil
import sys
import tomllib

import pytest

from xiezuo_desktop.documents.pdf import setup_fonts

from ...builders import ROOT

MANIFEST = ROOT / "resources" / "third_party.toml"


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout that has the manifest and nothing else; its font folder."""
    (tmp_path / "resources").mkdir()
    shutil.copy(MANIFEST, tmp_path / "resources")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    return tmp_path / ".cache" / "fonts"


def test_every_font_comes_out_of_a_listed_package_with_licence_and_the_download_is_small():
    manifest = tomllib.loads(MANIFEST.read_text("utf-8"))
    packages = {package["name"]: package for package in manifest["package"]}
    assert {font["package"] for font in manifest["font"]} == set(packages)
    assert all(package["licence"] and package["licence_files"] for package in packages.values())
    assert all(len(package["sha256"]) == 64 for package in packages.values())
    assert sum(package["size"] for package in packages.values()) <= 120e6
    assert {font["role"] for font in manifest["font"]} == {"song", "fangsong", "xiaobiaosong", "hei", "kai"}


def test_without_apt_set_up_says_so_and_is_no_failure(checkout, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(checkout))
    assert setup_fonts.main() == 0
    assert "apt-get" in capsys.readouterr().err
    assert not (checkout / "stamp").exists()


def test_on_windows_there_is_nothing_to_do(checkout, monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "win32")
    assert setup_fonts.main() == 0
    assert capsys.readouterr().err == ""


def test_a_complete_set_is_left_alone_and_a_changed_manifest_is_not_complete(checkout, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(checkout))
    manifest = checkout.parents[1] / "resources" / "third_party.toml"
    checkout.mkdir(parents=True)
    for font in tomllib.loads(manifest.read_text("utf-8"))["font"]:
        (checkout / font["file"]).touch()
    (checkout / "stamp").write_text(setup_fonts.stamp_of(manifest.read_bytes()), "utf-8")
    assert setup_fonts.main() == 0
    assert capsys.readouterr().err == ""
    manifest.write_text(manifest.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert setup_fonts.main() == 0
    assert "apt-get" in capsys.readouterr().err
