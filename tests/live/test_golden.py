"""Python makes of the golden drawings what the file says; JavaScript's own tests hold the browser to the same file."""

import numpy as np
import pytest

from digits.drawing.strokes import Drawing
from digits.live import golden
from digits.reading import metrics
from digits.reading.pieces import pieces
from tests.conftest import ROOT

FILE = ROOT / "tests" / "golden.json.gz"
REMEDY = "If this was meant, `python -m digits.live` writes the file anew, and JavaScript must follow."
ROUNDED = 1.5 / golden.INPUT_SCALE


@pytest.fixture(scope="module")
def stored():
    return golden.read(FILE)


@pytest.fixture(scope="module")
def anew(tmp_path_factory):
    path = tmp_path_factory.mktemp("live") / FILE.name
    golden.write(path)
    return golden.read(path)


@pytest.fixture(scope="module")
def pairs(stored):
    """What the file says of each drawing, and what Python makes of it now."""
    thresholds = metrics.thresholds(metrics.BUNDLED)
    found = golden.rows([Drawing(row["strokes"], row["pens"]) for row in stored["drawings"]], thresholds)
    return list(zip(stored["drawings"], found, strict=True))


def test_the_constants_are_python_s(stored, anew):
    for name in ("constants", "thresholds", "limits", "memory"):
        assert stored[name] == anew[name], REMEDY


def test_the_drawings_are_our_pen_s(stored, anew):
    assert len(stored["drawings"]) == len(anew["drawings"]), REMEDY


def test_the_pieces_and_inputs_are_python_s(pairs):
    assert all(row["pieces"] == found["pieces"] for row, found in pairs), REMEDY
    for row, found in pairs:
        inputs = [golden.input_values(each["input"]) for each in (row, found)]
        assert np.abs(np.subtract(*inputs)).max() < ROUNDED, REMEDY


def test_the_probabilities_are_the_bundled_network_s(pairs):
    for row, found in pairs:
        assert row["probabilities"] == pytest.approx(found["probabilities"], abs=1e-3), REMEDY


def test_the_readings_are_the_verdict_s(stored):
    thresholds = metrics.thresholds(metrics.BUNDLED)
    for row in stored["drawings"]:
        boxes = [piece.box for piece in pieces(Drawing(row["strokes"], row["pens"]))]
        found = golden.answer(row["probabilities"], boxes, thresholds)
        assert {name: row[name] for name in found} == found, REMEDY


def test_the_memory_s_probabilities_are_python_s(stored, anew):
    ours, found = (each["recalled"] for each in (stored, anew))
    assert ours["corrections"] == found["corrections"], REMEDY
    assert [index for index, _ in ours["changed"]] == [index for index, _ in found["changed"]], REMEDY
    for (_, row), (_, same) in zip(ours["changed"], found["changed"], strict=True):
        assert row == pytest.approx(same, abs=1e-3), REMEDY
