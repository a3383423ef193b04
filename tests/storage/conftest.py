"""After every test here, each file it wrote is checked: rebuilding its tables changes nothing."""

from __future__ import annotations

import pytest

from tests.builders_storage import every_edit_checked


@pytest.fixture(autouse=True)
def written_files():
    """The files this test wrote; a test that damages one on purpose takes it out."""
    with every_edit_checked() as written:
        yield written
