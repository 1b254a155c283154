"""A server of the page on a free port of the loopback address, and a browser that looks at it."""

import os
import resource
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Server(NamedTuple):
    """Where a page is served, and by which process."""

    address: str
    process: int

    def megabytes(self, peak: bool = False) -> float:
        """Return the resident memory of the server, or the most that it ever was."""
        lines = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM" if peak else "VmRSS"))

    def cpu_seconds(self) -> float:
        """Return how long the server has had a processor so far."""
        after_name = Path(f"/proc/{self.process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def runtime_python() -> Path:
    """Return the interpreter of `make run`, which knows nothing of the development tools; else this one."""
    python = ROOT / ".venv" / "bin" / "python"
    return python if python.exists() else Path(sys.executable)


def chromium() -> str | None:
    """Return where the system's Chromium is; None for Playwright's own."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def serving(
    log: Path | None = None,
    page: str = "app.py",
    port: int | None = None,
    python: Path | None = None,
    base: str = "",
    *,
    folder: Path = ROOT,
    **environment: str,
) -> Iterator[Server]:
    """Serve a page until the block ends, with the interpreter of `make run` unless another is named.

    Behind a proxy it may stand at a base path: `/digits`, for example. It may be that of another copy of the project.
    """
    port, python = port or free_port(), python or runtime_python()
    command = [
        str(python),
        "-m",
        "streamlit",
        "run",
        page,
        "--server.address=127.0.0.1",
        f"--server.port={port}",
        f"--server.baseUrlPath={base}",
    ]
    with Path(log or os.devnull).open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=output)
        with until_ended(process, f"http://127.0.0.1:{port}{base}", "/_stcore/health") as server:
            yield server


@contextmanager
def until_ended(process: "subprocess.Popen[bytes]", address: str, health: str) -> Iterator[Server]:
    """Give the server that a process is, once it is healthy; end it with the block."""
    try:
        wait_until_healthy(f"{address}{health}", process)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def until_painted(address: str) -> float:
    """Return how many seconds a new visitor's browser takes from the address to a canvas that takes ink."""
    from playwright.sync_api import sync_playwright

    from digits.page.board import dom

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page()
        started = time.perf_counter()
        page.goto(address)
        page.locator(dom.PEN_SURFACE).wait_for(state="visible")
        seconds = time.perf_counter() - started
        browser.close()
    return seconds


def peak() -> float:
    """Return this process's peak memory in MB; what the system counts for all may be that of whoever started it."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def free_port() -> int:
    """Return a port of the loopback address on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(address: str, process: "subprocess.Popen[bytes]", seconds: int = 60) -> None:
    """Return once an address answers; raise where its process ends before, or takes too long."""
    for _ in range(seconds * 20):
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310 (our own address)
                if answer.status == 200:
                    return
        except OSError:
            if process.poll() is not None:
                raise RuntimeError("the server ended before it served") from None
            time.sleep(0.05)
    raise TimeoutError(f"{address} did not answer within {seconds} s")
