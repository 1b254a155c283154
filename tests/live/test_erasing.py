"""The browser erases as the server does, with many erasers too: the golden file has one at most."""

import json
import shutil
import subprocess

import numpy as np
import pytest

from digits.drawing import strokes
from digits.drawing.eraser import after_erasing
from digits.drawing.strokes import Drawing
from digits.reading.pieces import stroke_pieces
from tests.conftest import ROOT


def rubbed(rng):
    """A few strokes, and several erasers among them."""
    runs = [np.round(np.cumsum(rng.normal(0, 14, (20, 2)), axis=0) + rng.uniform(60, 260, 2), 1) for _ in range(9)]
    pens = rng.choice([12, 20, 28, -12, -36], 9)
    return Drawing([run.tolist() for run in runs], [20, *pens[1:].tolist()])


@pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed")
def test_the_browser_erases_as_the_server_does(tmp_path):
    rng = np.random.default_rng(4)
    drawings = [rubbed(rng) for _ in range(60)]
    much = Drawing([[[9.0, 9.0], [90.0, 90.0]]] * (strokes.MAX_FINE_STROKES + 1), [12] * (strokes.MAX_FINE_STROKES + 1))
    thick = Drawing([[[9.0, 9.0], [9.0, 10.0]] * 700], [-100])
    sent = [{"strokes": each.strokes, "pens": each.pens} for each in (*drawings, much, thick)]
    file = tmp_path / "drawings.json"
    file.write_text(json.dumps(sent))
    done = subprocess.run(["node", ROOT / "tests/live/erasing.js", file], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["limits"] == [strokes.MAX_FINE_STROKES, strokes.MAX_FINE_WORK]
    *boxes, of_much, of_thick = found["boxes"]
    expected = [[list(piece.box) for piece in stroke_pieces(after_erasing(each))] for each in drawings]
    assert boxes == expected
    assert sum(map(len, expected)) > 300
    assert of_much is of_thick is None
    assert strokes.is_much(much)
    assert strokes.is_much(thick)
