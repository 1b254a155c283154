"""Broken installations: the page says what is wrong in plain sentences, and does without. `make attack` tries all."""

import pytest

from bench.server import runtime_python
from tests.attack import broken

TWELVE = [
    ("model/digits.tflite", "missing"), ("model/digits.tflite", "cut"), ("model/digits.tflite", "swapped"),
    ("model/metrics.json", "cut"), ("model/metrics.json", "swapped"), ("model/digits.live", "swapped"),
    ("model/misread.png", "missing"), ("model/recipes/table.json", "cut"), ("model/recipes/plain.tflite", "missing"),
    ("digits/reading/layout.json", "missing"), ("assets/examples.json", "cut"), ("assets/sample.jpg", "missing"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("file", "way"), TWELVE)
def test_a_broken_file_costs_its_part_and_no_more(tmp_path, file, way):
    broken.check(tmp_path, file, way)


@pytest.mark.slow
def test_a_full_disk_costs_the_live_reader_and_no_more(tmp_path):
    broken.copied(tmp_path)
    for served in (tmp_path / "static").glob("*.gz"):
        served.unlink()
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nulimit -f 100\nexec "{runtime_python()}" "$@"\n')  # no file over 100 kB
    python.chmod(0o755)
    found = broken.visited(tmp_path, python)
    assert (found.read, found.said) == (["5", "57"], [])
    assert "The browser cannot read for itself" in (tmp_path / "server.log").read_text()
    assert [each.name for each in (tmp_path / "static").iterdir()] == [".gitignore"]
