"""Set-up that every test needs: no display, a home of its own, no leftovers from one test to the next."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import settings

settings.register_profile("same examples at each run", derandomize=True, database=None)


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="many more random examples, and mutants of the algorithms")


def pytest_configure(config):
    if not config.getoption("--long"):
        settings.load_profile("same examples at each run")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--long"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="needs --long"))


@pytest.fixture(autouse=True, scope="session")
def home(tmp_path_factory):
    """Settings and recent files of the tests never touch the user's own; the font cache stays shared, it is slow to make."""
    keep = pytest.MonkeyPatch()
    keep.setenv("XIEZUO_SETTINGS_DIR", str(tmp_path_factory.mktemp("settings")))
    keep.setenv("XIEZUO_AUTHOR", "测试员")
    yield
    keep.undo()
