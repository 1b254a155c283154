"""Installations with a file that is missing, cut short or another: what a visitor of all pages meets with."""

import asyncio
import json
import shutil
from itertools import product
from typing import NamedTuple

from bench.drawings import PEN, message
from bench.server import serving
from bench.visitors import session
from digits.drawing import strokes
from digits.page import state
from digits.page.board.messages import component_state, to_message
from digits.page.panels.all import PANELS
from digits.pen import writing
from tests.attack.crowd import PAGE, Guest
from tests.conftest import ROOT
from tests.logs import tracebacks

PARTS = "app.py", "serve.py", "digits", "assets", "model", "static", ".streamlit"
NO_NETWORK, NO_FIGURES = "The network is not available. ", "The figures are not available. "
NO_OTHERS = "The other networks are not available. "


class File(NamedTuple):
    """What a fault puts in a file's place, what the page then says, and what it still reads."""

    other: str
    said: tuple[str, ...]
    read: tuple[str, ...] = ("5", "57")


FILES = {
    "model/digits.tflite": File("model/recipes/plain.tflite", (NO_NETWORK,), ()),
    "model/metrics.json": File("model/recipes/table.json", (NO_NETWORK, NO_FIGURES), ()),
    "model/digits.live": File("model/digits.tflite", ()),
    "model/misread.png": File("model/curves.png", (NO_FIGURES,)),
    "model/recipes/table.json": File("model/metrics.json", (NO_OTHERS, NO_FIGURES)),
    "model/recipes/plain.tflite": File("model/digits.tflite", (NO_OTHERS,)),
    "digits/reading/layout.json": File("assets/examples.json", (NO_NETWORK,), ("5",)),
    "assets/examples.json": File("model/metrics.json", ()),
    "assets/sample.jpg": File("assets/examples.json", ()),
}


class Met(NamedTuple):
    """What a visitor met with: what was read, and every message that stood in a box."""

    read: list[str]
    said: list[str]


def missing(path, _):
    path.unlink()


def cut(path, _):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def swapped(path, other):
    path.write_bytes(other.read_bytes())


WAYS = {way.__name__: way for way in (missing, cut, swapped)}
ALL = list(product(FILES, WAYS))


def check(folder, file, way):
    """Break a file of a copy of the project, and see that a visitor meets with what that should cost."""
    copied(folder)
    WAYS[way](folder / file, folder / FILES[file].other)
    found = visited(folder)
    assert tuple(found.read) == FILES[file].read
    for each in found.said:
        assert each.startswith(FILES[file].said), each
    assert all(any(each.startswith(said) for each in found.said) for said in FILES[file].said), found.said


def copied(folder):
    """Copy what the page is made of."""
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy2
        copy(ROOT / part, folder / part)


def visited(folder, python=None):
    """Return what a visitor of all pages meets with in a copy of the project."""
    log = folder / "server.log"
    with serving(log, page=PAGE, folder=folder, python=python) as server:
        found = asyncio.run(_visit(server.address))
    assert tracebacks(log) == 0, log.read_text()
    return found


async def _visit(address):
    async with session(address) as socket:
        guest = Guest(socket)
        await guest.open()
        read = []
        for drawing in (message(5), _pair()):
            await guest.send(json.dumps(component_state(drawing)))
            read.append(guest.read)
        for panel in PANELS:
            await guest.tell(guest.elements[state.BOARD], json.dumps({"panel": panel}))
        await guest.look_at("pictures")
        await guest.look_at("pictures", press=state.SAMPLE)
        await guest.look_at("network")
        assert guest.exceptions == 0
        return Met([text for text in read if text], guest.said)


def _pair():
    """Return the message of a canvas with a 5 and a 7 on it."""
    runs = writing.digit(5, 120, (40, 90)) + writing.digit(7, 120, (170, 90))
    return to_message(strokes.by_one_pen(runs, PEN))
