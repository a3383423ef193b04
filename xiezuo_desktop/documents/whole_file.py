"""Files that appear complete or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from .errors import not_written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def written_whole(path: Path) -> Iterator[Any]:
    """A file to write that gets its name when all of it is on the disk; raises PaperError when that cannot be."""
    temporary = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise not_written(path, error) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
