"""What several test files share: real digits, the bundled network, and drawings as the canvas sends them."""

import base64
import os
import struct
import uuid
from pathlib import Path

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

from digits.collection.database import connect
from digits.drawing import strokes
from digits.page.board import messages
from digits.pen import writing as pen
from digits.reading import engine
from tests import databases

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def mnist():
    """A hundred of MNIST's test digits, ten of each: images `uint8 (100, 28, 28)` and labels."""
    with np.load(Path(__file__).with_name("mnist.npz")) as arrays:
        return arrays["x"], arrays["y"]


@pytest.fixture(scope="session")
def network():
    return engine.load("litert")


@pytest.fixture(scope="session")
def postgresql():
    """A real PostgreSQL, on a free port."""
    if databases.programs() is None:
        pytest.skip(databases.MISSING)
    with databases.postgresql() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def address(request, tmp_path):
    """The address of a database that is not there yet, or is empty."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/kept/collection.db"
    return request.getfixturevalue("postgresql").make(uuid.uuid4().hex)


@pytest.fixture
def database(address):
    opened = connect(address)
    yield opened
    opened.close()


def canvas_pixels(ink):
    """Ink as the canvas shows it: coloured, on transparency."""
    colour = np.zeros((*ink.shape, 3), np.uint8)
    colour[ink > 0] = strokes.INK_COLOUR[::-1]
    return np.dstack([colour, ink])


def canvas_state(runs):
    """Strokes as the canvas component sends them."""
    return messages.component_state(messages.to_message(strokes.by_one_pen(runs, 20)))


def drawn(label, width=20):
    """A digit drawn with our own pen on a canvas of the page's size."""
    return strokes.draw(pen.digit(label, 180, (90, 70)), 320, 320, width)


def erased(rub, pen=20):
    """A line drawn with a pen of 12, and what an eraser of this width rubbed over it."""
    return strokes.Drawing([[[40.0, 100.0], [280.0, 100.0]], rub], [12, -pen])


def more_ink_than_fits():
    """A link to more ink than a canvas may hold: long moves to and fro."""
    there_and_back = bytes([0xFF, 0x11] * 500)
    return base64.urlsafe_b64encode(bytes([1, 32]) + struct.pack(">bhhH", 20, 0, 0, 1000) + there_and_back).decode()
