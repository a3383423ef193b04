"""Set-up that every test needs: no display, a home of its own, no leftovers from one test to the next."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import HealthCheck, settings

# No test looks at the clock: a busy machine is no failure.
settings.register_profile("any", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same examples at each run", settings.get_profile("any"), derandomize=True, database=None)


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="many more random examples, and mutants of the algorithms")


def pytest_configure(config):
    settings.load_profile("any" if config.getoption("--long") else "same examples at each run")


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
