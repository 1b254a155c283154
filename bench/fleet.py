"""How many visitors do one, two and three replicas of the page hold behind HAProxy? They share the machine's cores.

python -m bench.fleet

It is the balancer of `deploy/haproxy.cfg`. The processor's time a drawing is that of all replicas, and includes each
visitor's share of opening the page. Each number of replicas is tried with more and more visitors, until fewer
than 95 of 100 drawings are answered within 150 ms; then with numbers between the last two. A number that is not clearly
held is tried three times, and the median counts.
"""

import asyncio
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from bench import table
from bench.server import ROOT, Server, free_port, serving, until_ended
from bench.visitors import DRAWINGS, MAX_P95, PAUSE, visit

NAMES = "abc"  # of the replicas, in the balancer's configuration
MAX_START = 60  # seconds
VISITORS = [50, 100, 150, 200, 250, 300, 400, 500, 600]
FINENESS = 5  # per cent: so near to each other are the last number that is held and the first that is not
TRIES, CLEARLY = 3, 0.5  # where 95 % take longer than half of what they may, a number is tried again

Row = dict[str, float]


class Fleet(NamedTuple):
    """Replicas by their names, and the balancer before them."""

    balancer: Server
    replicas: dict[str, Server]
    admin: Path

    def tell(self, command: str) -> str:
        """Return what the balancer answers to a command."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.admin))
            line.sendall(f"{command}\n".encode())
            return b"".join(iter(lambda: line.recv(4096), b"")).decode()

    def sessions(self) -> dict[str, int]:
        """Return how many connections each replica has."""
        return {row[1]: int(row[4]) for row in self._rows() if row[1] in self.replicas}

    def up(self) -> set[str]:
        """Return the replicas that the balancer takes for well."""
        return {row[1] for row in self._rows() if row[1] in NAMES and row[17].startswith("UP")}

    def _rows(self) -> list[list[str]]:
        rows = [line.split(",") for line in self.tell("show stat").splitlines()]
        return [row for row in rows if row[0] == "pages"]


@contextmanager
def balanced(count: int = len(NAMES), log: Path | None = None, **environment: str) -> Iterator[Fleet]:
    """Serve the page by so many replicas behind HAProxy, on the loopback address, until the block ends."""
    environment["STREAMLIT_SERVER_COOKIE_SECRET"] = secrets.token_hex(16)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        replicas = {
            name: stack.enter_context(_replica(log and log.with_suffix(f".{name}.log"), environment))
            for name in NAMES[:count]
        }
        before = stack.enter_context(balancer(replicas, folder / "admin.sock"))
        fleet = Fleet(before, replicas, folder / "admin.sock")
        ends = time.monotonic() + MAX_START
        while (
            fleet.up() != replicas.keys() and time.monotonic() < ends
        ):  # it takes those that are not there for well until it has asked them three times
            time.sleep(0.05)
        yield fleet


def _replica(log: Path | None, environment: dict[str, str]) -> AbstractContextManager[Server]:
    return serving(log, "serve.py", None, None, "", folder=ROOT, **environment)


@contextmanager
def balancer(replicas: dict[str, Server], admin: Path) -> Iterator[Server]:
    """Run HAProxy before some replicas; those that are not there have an address where nobody listens."""
    port = free_port()
    places = {f"REPLICA_{name.upper()}": f"127.0.0.1:{free_port()}" for name in NAMES}
    places |= {f"REPLICA_{name.upper()}": each.address.removeprefix("http://") for name, each in replicas.items()}
    command = ["haproxy", "-q", "-f", str(ROOT / "deploy" / "haproxy.cfg")]
    environment = {**os.environ, **places, "LISTEN": f"127.0.0.1:{port}", "ADMIN": str(admin)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with until_ended(process, f"http://127.0.0.1:{port}", "/v2/health/ready") as served:
        yield served


def main() -> None:
    """Print what each number of visitors met with at each number of replicas, then the same as one line of JSON."""
    options = table.options(
        __doc__ or "",
        least=(min(VISITORS), "the fewest visitors at once"),
        most=(max(VISITORS), "the most visitors at once"),
        replicas=(len(NAMES), "replicas at most"),
    )
    if not shutil.which("haproxy"):
        sys.exit("bench.fleet needs HAProxy: install it, for example as root with apt-get install haproxy.")
    rows: dict[str, Row] = {}
    knees = {}
    between = [number for number in VISITORS if options.least <= number <= options.most]
    if not between or options.replicas < 1:
        sys.exit(f"bench.fleet: expected one replica or more, and from --least to --most one of {VISITORS}.")
    for count in range(1, (2 if options.quick else min(options.replicas, len(NAMES))) + 1):
        found = _until_degraded(count, [2] if options.quick else between, options.quick)
        rows |= {f"{count} replicas, {visitors} visitors": row for visitors, row in found.items()}
        knees[str(count)] = max((visitors for visitors, row in found.items() if _holds(row)), default=0)
    table.show("milliseconds", rows)
    for replicas, visitors in knees.items():
        print(f"{replicas} replicas hold {visitors} visitors" + (" or more" if visitors == between[-1] else ""))
    table.finish("fleet", {"visitors": rows, "held": knees}, options.json)


def _until_degraded(replicas: int, counts: list[int], quick: bool) -> dict[int, Row]:
    """Return what each number of visitors met with, in order: more and more, and then some between the last two."""
    found: dict[int, Row] = {}
    with balanced(replicas) as fleet:
        asyncio.run(visit(fleet.balancer, 2 * replicas, 2, 0.1))  # wakes the networks

        def holds(count: int) -> bool:
            found[count] = _met(fleet, count, True) if quick else _surely_met(fleet, count)
            return _holds(found[count])

        held = degraded = 0
        for count in counts:
            degraded = count
            if not holds(count):
                break
            held = count
        while not quick and degraded - held > max(1, held * FINENESS / 100):
            count = (held + degraded) // 2
            held, degraded = (count, degraded) if holds(count) else (held, count)
    return dict(sorted(found.items()))


def _surely_met(fleet: Fleet, count: int) -> Row:
    """Return what so many visitors meet with; the median of some tries, where it is not clearly held."""
    first = _met(fleet, count, False)
    if _holds(first) and first["p95"] < CLEARLY * 1000 * MAX_P95:
        return first
    tries = [first, *(_met(fleet, count, False) for _ in range(TRIES - 1))]
    tries.sort(key=lambda row: row["p95"])
    return {**tries[TRIES // 2], "errors": sum(row["errors"] for row in tries)}


def _met(fleet: Fleet, count: int, quick: bool) -> Row:
    """Return what so many visitors meet with, and what it costs."""
    pages, balancer = _cpu(list(fleet.replicas.values())), _cpu([fleet.balancer])
    load = asyncio.run(visit(fleet.balancer, count, 2 if quick else DRAWINGS, 0.1 if quick else PAUSE))
    drawings = max(1, len(load.seconds))
    return {
        **table.summary(1000 * each for each in load.seconds),
        "a second": len(load.seconds) / load.took,
        "errors": load.errors,
        "page CPU ms": 1000 * (_cpu(list(fleet.replicas.values())) - pages) / drawings,
        "HAProxy CPU ms": 1000 * (_cpu([fleet.balancer]) - balancer) / drawings,
        "MB": sum(each.megabytes() for each in fleet.replicas.values()),
    }


def _holds(row: Row) -> bool:
    return row["p95"] <= 1000 * MAX_P95 and not row["errors"]


def _cpu(servers: list[Server]) -> float:
    return sum(each.cpu_seconds() for each in servers)


if __name__ == "__main__":
    main()
