"""Rubbish is collected in the window's thread, and nowhere else."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject

from xiezuo_desktop.ui.rubbish import RubbishCollector, collect_when_due


class Cycle(QObject):
    """A Qt object that refers to itself."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


def test_a_worker_thread_never_takes_qt_objects_apart(qtbot):
    collector = RubbishCollector()
    made = weakref.ref(Cycle())

    def work() -> None:
        for _ in range(3000):
            kept = [[] for _ in range(20)]
            kept.append(kept)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert made() is not None
    while collect_when_due() >= 0:
        pass
    gc.collect()
    assert made() is None
    collector.deleteLater()


def test_nothing_is_collected_when_nothing_is_due():
    gc.collect()
    assert collect_when_due() == -1
