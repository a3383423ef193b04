"""Short codes: eight characters that two people can compare on the telephone, taken from a digest over what a file says."""

from __future__ import annotations

import hashlib
from struct import Struct
from typing import TYPE_CHECKING

from ..core.records import Dispatch
from .log import op_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .log import OpRow

_LENGTH = 8
_SESSION = Struct(">qq")


def sessions_code(sessions: Iterable[tuple[int, int, bytes]]) -> str:
    """The code of complete sessions (site, last, digest), in ascending order: their digests cover every op."""
    h = hashlib.sha256()
    for site, last, digest in sessions:
        h.update(_SESSION.pack(site, last) + digest)
    return h.hexdigest()[:_LENGTH]


def ops_code(rows: Iterable[OpRow]) -> str:
    """The code of a dispatched part: over its ops in ascending order, without those of dispatches, which hold the code."""
    h = hashlib.sha256()
    for row in rows:
        if row[3] != Dispatch.number:
            h.update(op_bytes(row))
    return h.hexdigest()[:_LENGTH]
