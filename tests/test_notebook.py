"""The tour runs from top to bottom in a kernel of its own, on a sliver of the real MNIST."""

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT


@pytest.mark.training
def test_the_tour_runs_and_reads_what_it_drew(monkeypatch):
    monkeypatch.setenv("DIGITS_LIMIT", "2000")
    notebook = nbformat.read(ROOT / "docs" / "tour.ipynb", as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(ROOT / "docs")}}).execute()
    printed = "".join(output.get("text", "") for cell in notebook.cells[-1:] for output in cell.outputs)
    assert sum(f"drew {label}, read {label}" in printed for label in range(10)) >= 9
