"""Work that asks whether it is still wanted."""

from __future__ import annotations

import pytest

from xiezuo_desktop import wanted as module
from xiezuo_desktop.wanted import asking, still_wanted


class Enough(Exception):
    """The user cancelled."""


def test_what_the_asker_raises_ends_the_work(monkeypatch):
    monkeypatch.setattr(module, "_OFTEN", 0.0)

    def refuse():
        raise Enough

    with pytest.raises(Enough), asking(refuse):
        still_wanted()
    still_wanted()  # nobody asks any more


def test_the_asker_is_not_called_for_every_row():
    called = []
    with asking(lambda: called.append(1)):
        for _ in range(1000):
            still_wanted()
    assert len(called) < 100


def test_without_an_asker_inside_another_nobody_asks(monkeypatch):
    monkeypatch.setattr(module, "_OFTEN", 0.0)
    called = []
    with asking(lambda: called.append(1)):
        with asking(None):
            still_wanted()
        still_wanted()
    assert called == [1]
