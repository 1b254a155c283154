"""First installations that are interrupted, and tried again."""

import os
import random
import signal
import subprocess

from tests.conftest import ROOT

LONGEST = 20  # seconds until an interruption
NEEDED = "from digits.page.pages import draw; from digits.reading import reader; reader.load()"


def interrupted(folder, seed, times):
    """Interrupt the installation of the page so many times, and then let it end; return how often it was not ready."""
    people = random.Random(seed)
    command = ["scripts/venv.sh", folder, "requirements-page.lock"]
    stopped = sum(_interrupted(command, people.uniform(0.1, LONGEST)) for _ in range(times))
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert (folder / "ready").exists()
    subprocess.run([folder / "bin" / "python", "-c", NEEDED], cwd=ROOT, capture_output=True, check=True)
    return stopped


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
