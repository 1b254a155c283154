"""First installations that are interrupted, and tried again."""

import asyncio
import os
import random
import signal
import subprocess

from bench.server import serving
from bench.visitors import Visitor, session
from tests.attack.crowd import PAGE, witnessed
from tests.conftest import ROOT

LONGEST = 20  # seconds until an interruption


def interrupted(folder, seed, times):
    """Interrupt the installation of the page so many times, and then let it end; return how often it was not ready.

    What was installed then serves the page, and reads a digit.
    """
    people = random.Random(seed)
    command = ["scripts/venv.sh", folder, "requirements-page.lock"]
    stopped = sum(_interrupted(command, people.uniform(0.1, LONGEST)) for _ in range(times))
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert (folder / "ready").exists()
    with serving(page=PAGE, python=folder / "bin" / "python") as server:
        asyncio.run(_draw(server.address))
    return stopped


async def _draw(address):
    async with session(address) as socket:
        one = Visitor(socket)
        await one.open()
        await witnessed(one, 5)


def _interrupted(command, seconds):
    """Kill a command, and all that it started, after so many seconds; return whether it still ran."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True, **quiet) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            assert not (command[1] / "ready").exists()
            return True
        return False
