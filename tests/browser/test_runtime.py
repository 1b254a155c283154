"""What the page's process holds, and what it could hold."""

import subprocess

import pytest

from bench.server import runtime_python, serving
from tests.browser.conftest import WORKER
from tests.browser.screens import DESKTOP


def test_the_pages_process_holds_neither_tensorflow_nor_keras(visit, artefacts):
    """Python's own account of every import, from the start of the server to a read digit."""
    log = artefacts / f"imports-{WORKER}.log"
    with serving(log, PYTHONPROFILEIMPORTTIME="1") as served:
        visitor = visit(address=served.address, **DESKTOP)
        visitor.draw(3)
        visitor.reads("3")
        visitor.page.close()  # before its server goes
    lines = [line for line in log.read_text().splitlines() if line.startswith("import time:")]
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}
    assert {"ai_edge_litert", "cv2", "streamlit"} <= imported
    assert imported.isdisjoint({"tensorflow", "keras"})


def test_the_server_had_nothing_but_the_pages_requirements(visit):
    """An import that requirements-page.txt does not declare cannot hide behind training or the tools."""
    python = runtime_python()
    if ".venv" not in python.parts:
        pytest.skip("no .venv holding requirements-page.txt alone; `make run` makes one")
    others = ("tensorflow", "keras", "matplotlib", "pytest", "playwright", "mypy")
    find = f"import importlib.util as u; print(any(u.find_spec(name) for name in {others}))"
    assert subprocess.run([python, "-c", find], capture_output=True, text=True, check=True).stdout.strip() == "False"
    assert visit(**DESKTOP).button("Undo").is_visible()
