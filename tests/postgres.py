"""A real PostgreSQL server for one test run: own folder, own port, gone afterwards.

    python tests/postgres.py COMMAND …

runs COMMAND with SISOHO_TEST_DATABASE_URL in its environment and ends with its exit code.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# The data live for minutes: losing them in a power cut is no loss, waiting for the disk is.
SETTINGS = (
    "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 "
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
)

_ROOM = 2 * 1024**3  # bytes


@contextmanager
def postgres_server() -> Iterator[str]:
    """Yield the URL of an empty UTF-8 database whose user may create further ones.

    Raises RuntimeError, with the server's own words, when it does not start.
    """
    folder = Path(tempfile.mkdtemp(prefix="sisoho-postgres-", dir=_memory()))
    try:
        server = _Server(folder)
        url = server.start()
        try:
            yield url
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _memory() -> str | None:
    """A folder in memory where there is room: each test copies a database, which costs a disk ten times as
    long. None for the usual place of temporary files; a container's few megabytes would not do."""
    shared = Path("/dev/shm")
    return str(shared) if shared.is_dir() and shutil.disk_usage(shared).free > _ROOM else None


class _Server:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = _programs()
        # PostgreSQL refuses to run as root. Its owner may not be able to read the folder we are called in.
        self.ownership: dict[str, Any] = {"cwd": folder}
        self.password = secrets.token_hex(16)
        (folder / "password").write_text(self.password, encoding="ascii")
        if os.geteuid() == 0:
            owner = _unprivileged_user()
            self.ownership |= {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
            for path in (folder, folder / "password"):
                os.chown(path, owner.pw_uid, owner.pw_gid)

    def start(self) -> str:
        port = _free_port()
        self._run("initdb", "-D", "data", "-U", "sisoho", "-E", "UTF8", "--locale=C", "--no-sync",
                  "-A", "scram-sha-256", "--pwfile=password")  # fmt: skip
        self._run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", f"-p {port} {SETTINGS}", "start")
        return f"postgresql://sisoho:{self.password}@127.0.0.1:{port}/postgres"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        # To a file, not a pipe: the server keeps what pg_ctl was given open for as long as it runs.
        with (self.folder / "output").open("w+", encoding="utf-8") as output:
            done = subprocess.run(
                [self.programs / program, *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                **self.ownership,
            )
            output.seek(0)
            said = output.read()
        if done.returncode != 0:
            log = self.folder / "log"
            raise RuntimeError(f"{program}: {said}{log.read_text() if log.exists() else ''}")


def _programs() -> Path:
    """Where the newest server's programs are; Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if found:
        return found[-1]
    initdb = shutil.which("initdb")
    if initdb is None:
        raise RuntimeError("PostgreSQL is not here: run scripts/setup --tests")
    return Path(initdb).resolve().parent


def _unprivileged_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def main(command: list[str]) -> int:
    # So that a stopped run ends the server too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with postgres_server() as url:
        return subprocess.run(
            command, env={**os.environ, "SISOHO_TEST_DATABASE_URL": url}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
