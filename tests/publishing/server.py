"""A PostgreSQL server of our own in a temporary folder, reached through a socket there; Debian's package or any on the PATH."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest


def programs() -> Path:
    """Where the server's programs are; the test is skipped where there are none."""
    pytest.importorskip("psycopg")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3].partition(".")[0]))
    there = str(found[-1]) if found else shutil.which("initdb")
    if there is None:
        pytest.skip("no PostgreSQL server on this machine")
    return Path(there).resolve().parent


@contextmanager
def running_server():
    """The beginning of an address: append user and database to it. User clerk has a password, all others need none."""
    bin_, folder = programs(), Path(tempfile.mkdtemp(prefix="pg"))
    if os.name == "posix" and os.getuid() == 0:  # the server refuses to run as root
        as_nobody = {"user": "nobody", "group": "nogroup", "extra_groups": [], "cwd": "/"}
        shutil.chown(folder, "nobody", "nogroup")
    else:
        as_nobody = {}
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **as_nobody}
    data = folder / "data"
    subprocess.run([bin_ / "initdb", "-N", "-A", "trust", "-U", "admin", "-E", "UTF8", "-D", data], check=True, **quiet)
    (data / "pg_hba.conf").write_text("local all clerk scram-sha-256\nlocal all all trust\n")
    settings = ("listen_addresses=", "fsync=off", "shared_buffers=8MB", "max_connections=10", "autovacuum=off")
    command = [bin_ / "postgres", "-D", data, "-k", folder, *(word for each in settings for word in ("-c", each))]
    server = subprocess.Popen(command, **quiet)
    try:
        _wait_for(server, Address(folder))
        yield Address(folder)
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(server: subprocess.Popen, address: Address) -> None:
    """Until the server takes somebody in: its socket is there before that."""
    import psycopg

    until = time.monotonic() + 60
    while True:
        assert server.poll() is None, "the server did not start"
        try:
            psycopg.connect(address.of()).close()
        except psycopg.OperationalError:
            assert time.monotonic() < until, "the server takes nobody in"
            time.sleep(0.05)
        else:
            return


class Address:
    """Where the server of the tests is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, user: str = "admin", database: str = "postgres", password: str = "") -> str:
        """The address for a user and a database."""
        from urllib.parse import quote

        secret = f"&password={quote(password)}" if password else ""
        return f"postgresql:///{database}?host={self._folder}&user={user}{secret}"
