"""The design's table: which room may import which, and which heavy libraries. Each is asked in a fresh interpreter."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

HEAVY = {"cv2", "ai_edge_litert", "keras", "tensorflow", "matplotlib", "streamlit", "streamlit_drawable_canvas"}
TRAINING = {"keras", "tensorflow", "matplotlib"}  # Keras brings matplotlib along where it is installed
ROOMS = (
    "ink",
    "strokes",
    "numbers",
    "engine",
    "reading",
    "explain",
    "links",
    "album",
    "drawings",
    "photo",
    "card",
    "challenge",
)
VIEW = {f"digits.{room}" for room in ROOMS} | {"digits.views", "digits.views.*"}

TABLE = {
    "digits.ink": (set(), {"cv2"}),
    "digits.strokes": ({"digits.ink"}, {"cv2"}),
    "digits.styles": (set(), set()),
    "digits.letters": (set(), set()),
    "digits.pen": ({"digits.ink", "digits.letters", "digits.strokes", "digits.styles"}, {"cv2"}),
    "digits.reading": (set(), set()),
    "digits.flags": (set(), set()),
    "digits.engine": (set(), set()),
    "digits.photo": ({"digits.ink"}, {"cv2"}),
    "digits.drawings": ({"digits.ink", "digits.photo", "digits.strokes"}, {"cv2"}),
    "digits.explain": (set(), set()),
    "digits.links": ({"digits.ink", "digits.strokes"}, {"cv2"}),
    "digits.album": ({"digits.ink", "digits.strokes", "digits.drawings", "digits.photo"}, {"cv2"}),
    "digits.card": ({"digits.ink"}, {"cv2"}),
    "digits.challenge": (set(), set()),
    "digits.numbers": ({"digits.ink", "digits.strokes"}, {"cv2"}),
    "digits.score": ({"digits.ink", "digits.reading"}, {"cv2"}),
    "digits.evaluate": (
        {
            "digits.drawings",
            "digits.photo",
            "digits.ink",
            "digits.strokes",
            "digits.engine",
            "digits.reading",
            "digits.numbers",
            "digits.score",
            "digits.flags",
        },
        {"cv2"},
    ),
    "digits.data": ({"digits.ink", "digits.strokes"}, {"cv2"} | TRAINING),
    "digits.augment": (set(), {"cv2"}),
    "digits.report": ({"digits.reading"}, {"cv2"}),
    "digits.networks": ({"digits.augment"}, {"cv2"} | TRAINING),
    "digits.training": (
        {
            "digits.data",
            "digits.augment",
            "digits.networks",
            "digits.ink",
            "digits.reading",
            "digits.pen",
            "digits.strokes",
            "digits.letters",
            "digits.styles",
        },
        {"cv2"} | TRAINING,
    ),
    "digits.views.draw": (VIEW, {"cv2", "streamlit", "streamlit_drawable_canvas"}),
    "app": (VIEW, {"cv2", "streamlit", "streamlit_drawable_canvas"}),
}


def loaded(code):
    """Return the modules that a fresh interpreter holds after running some code."""
    code += "; import sys; print('MODULES', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split("MODULES")[-1].split())


def importing(room):
    """Return code that imports a room; the canvas can only be imported inside a running page."""
    if room != "app" and not room.startswith("digits.views"):
        return f"import {room}"
    return f"from streamlit.testing.v1 import AppTest; assert not AppTest.from_string('import {room}').run().exception"


def rooms():
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in (ROOT / "digits").rglob("*.py")]
    return {name for name in modules if not name.endswith("__init__")} | {"app"}


def test_every_room_is_in_the_table():
    assert {name for name in rooms() if not name.startswith("digits.views.")} <= set(TABLE)


@pytest.mark.parametrize("room", TABLE)
def test_a_room_imports_only_what_the_table_allows(room):
    ours, heavy = TABLE[room]
    modules = loaded(importing(room))
    assert modules & HEAVY <= heavy
    held = {name for name in modules if name.startswith("digits.")} - {room}
    assert {name for name in held if name not in ours and f"{name.rpartition('.')[0]}.*" not in ours} == set()


@pytest.mark.parametrize("view", sorted(name for name in rooms() if name.startswith("digits.views.")))
def test_no_view_brings_the_trainer(view):
    assert loaded(importing(view)).isdisjoint(TRAINING)


def test_an_answer_brings_neither_tensorflow_nor_keras():
    code = "from digits import engine, ink; import numpy as np; "
    modules = loaded(code + "engine.load().predict(ink.to_input(np.full((9, 9), 255, np.uint8)))")
    assert "ai_edge_litert" in modules
    assert modules.isdisjoint(TRAINING)
