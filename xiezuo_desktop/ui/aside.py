"""Long work on the open plan: in a thread, on a connection of its own, so that the window's is never touched there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..storage import PlanFile
    from .session import Session

    Report = Callable[[int, int, str], None]


def on_own_file(session: Session, function: Callable[[PlanFile, Report], Any]) -> Callable[[Report], Any]:
    """A function for `Work` that opens the session's plan once more and hands it on; call `session.refresh` afterwards."""
    file = session.file
    assert file is not None
    path, author, read_only = file.path, file.author, file.read_only

    def run(report: Report) -> Any:
        from ..storage import PlanFile

        with PlanFile.open(path, author=author, read_only=read_only) as opened:
            return function(opened, report)

    return run
