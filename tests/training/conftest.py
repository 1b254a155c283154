"""What the trainer's tests share: its command line, here or in a process of its own, and a run on a sliver of MNIST."""

import subprocess
import sys

import pytest

import train
from tests.conftest import ROOT
from tests.training import people

# 28 steps, of which half are of two digits: enough for the averaged weights to differ from the trained.
SLIVER = ("--limit", "130", "--epochs", "14")


def run(out, *flags):
    """Run the trainer's command line in this process, where TensorFlow is started once; return its exit status."""
    return train.main(["--out", str(out), *flags])


# A shell has what it runs in the background ignore Ctrl-C, and so have its children.
HEEDING_CTRL_C = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_path("train.py", run_name="__main__")
"""


def start(out, *flags):
    """Start the trainer's command line in a process of its own, to be killed or interrupted."""
    command = [sys.executable, "-u", "-c", HEEDING_CTRL_C, "--out", str(out), *flags]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def send_at(process, line_start, signal):
    """Send a process a signal as soon as it prints such a line."""
    for line in process.stdout:
        if line.startswith(line_start):
            process.send_signal(signal)
            return


def finished(process):
    """Return a process's exit status, what it printed and what it complained about."""
    output, errors = process.communicate(timeout=300)
    return process.returncode, output, errors


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """The folder of a whole run on a sliver."""
    out = tmp_path_factory.mktemp("model")
    assert run(out, *SLIVER) == 0
    return out


@pytest.fixture(scope="session")
def with_hands(tmp_path_factory):
    """The folder of a run with real hands on a sliver, and their file, which is named as a known set is."""
    out, folder = tmp_path_factory.mktemp("model"), tmp_path_factory.mktemp("people")
    file = people.write(folder / "omniglot.jsonl.gz", people.rows(writers=30))
    assert run(out, "--hands", str(file), "--limit", "130", "--epochs", "2") == 0
    return out, file
