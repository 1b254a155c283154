"""Real databases for the tests: SQLite in a folder, and a PostgreSQL that is started for them on a free port."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

MISSING = "no PostgreSQL on this machine: `apt-get install postgresql` brings one"


class Server(NamedTuple):
    """A PostgreSQL that runs: where it is, and how to stop and start it."""

    programs: Path
    folder: Path
    port: int

    def address(self, name: str = "postgres") -> str:
        return f"postgresql://digits@127.0.0.1:{self.port}/{name}"

    def make(self, name: str) -> str:
        """Make room for tables that nobody else sees, which a database of its own would take a hundred times longer to.

        Return the address.
        """
        schema = f"of_{name.replace('-', '_')}"
        self.run("psql", "-qd", self.address(), "-c", f"CREATE SCHEMA {schema}")
        return f"{self.address()}?options=-csearch_path%3D{schema}"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        self.run("pg_ctl", "start", "-wsD", self.data, "-o", options, "-l", self.folder / "log")

    def stop(self) -> None:
        self.run("pg_ctl", "stop", "-wsD", self.data, "-m", "immediate")

    def run(self, program: str, *arguments: object) -> None:
        """Run one of its programs; as root it would refuse, so then as somebody else."""
        command = [str(self.programs / program), *map(str, arguments)]
        done = subprocess.run(command, user=_user(), cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    @property
    def data(self) -> Path:
        return self.folder / "data"


def programs() -> Path | None:
    """Where PostgreSQL's programs are; Debian keeps them off the path."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((each for each in found if (each / "initdb").exists()), None)


@contextmanager
def postgresql() -> Iterator[Server]:
    """A server with no database of ours, until the block ends."""
    where = programs()
    assert where, MISSING
    folder = Path(tempfile.mkdtemp(prefix="digits-postgresql-"))
    if (user := _user()) is not None:
        os.chown(folder, user, -1)
    server = Server(where, folder, _free_port())
    try:
        server.run("initdb", "-D", server.data, "-U", "digits", "-A", "trust", "-E", "UTF8", "--no-sync")
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder)


def _user() -> int | None:
    """The user that runs it: None for whoever runs the tests."""
    if os.geteuid():
        return None
    names = {each.pw_name for each in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody").pw_uid


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
