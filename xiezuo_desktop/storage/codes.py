"""Digests over what a file says: short codes that two people can compare on the telephone, and what guards context."""

from __future__ import annotations

import hashlib
from struct import Struct
from typing import TYPE_CHECKING

from ..core.records import Dispatch
from .log import header_bytes, op_bytes, ops_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

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


def context_digest(ops: Sequence[OpRow], txns: Sequence[Any]) -> bytes:
    """The digest of what a file holds of a session it has only in part: over these ops and the heads of their transactions.

    Raises struct.error or TypeError for numbers and texts that are none.
    """
    return hashlib.sha256(ops_bytes(ops) + b"".join(header_bytes(*txn[:6]) for txn in txns)).digest()[:16]
