"""The worst that is known of each kind of message: `python -m tests.attack.worst NAME` says what it costs.

It prints seconds of the CPU and megabytes of memory, of a process of its own. What is uploaded comes on standard input.
"""

import base64
import io
import json
import struct
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from unittest.mock import patch

import cv2
import numpy as np
from PIL import Image

from bench.server import ROOT, peak
from digits.drawing import strokes
from digits.drawing.strokes import MAX_POINTS, MAX_STROKES, Drawing, check_amount
from digits.errors import DigitsError
from digits.page import state
from digits.page.board.messages import drawing_from, to_message
from digits.page.panels import history
from digits.page.parts import pictures
from digits.reading import reader
from digits.sharing import album, links

MAX_SECONDS, MAX_PICTURE_SECONDS = 0.5, 10.0  # of the CPU; a picture's are those of four
MAX_MEGABYTES = 500  # of 600 for a server: the page, which is not served here, takes less than 100
MAX_VISIT_MEGABYTES = 300
VISITORS = 4  # who upload a picture at once
TIMES = 5  # that a message is handled; the quickest counts, for a busy machine slows some

_DIAGONAL, _TAP = [[0.0, 0.0], [320.0, 320.0]], [[160.0, 160.0]]


def _grid(count):
    """Return lines that as many erasers cross."""
    at = np.linspace(0, 320, count).tolist()
    down, across = [[[x, 0.0], [x, 320.0]] for x in at], [[[0.0, y], [320.0, y]] for y in at]
    return Drawing(down + across, [1] * count + [-1] * count)


def _walk(points, step, jump=0.0):
    """Return a pen that trembles all over the canvas; one long jump makes its whole curve as fine as can be."""
    walk = np.cumsum(np.random.default_rng(points).uniform(-step, step, (points, 2)), axis=0)
    walk = np.abs((walk + 160) % 640 - 320)
    if jump:
        walk[points // 2 : points // 2 + 2] = [[0, 0], [jump, jump]]
    return np.round(walk, 2).tolist()


def _taps(across, down, pen):
    """Return taps all over the canvas, so far apart, none of them quite in its place."""
    taps = [(x, y) for y in range(10, 312, down) for x in range(8, 314, across)]
    away = np.random.default_rng(len(taps)).uniform(-1, 1, (len(taps), 2))
    return Drawing(
        [[[x + dx, y + dy]] for (x, y), (dx, dy) in zip(taps, away.tolist(), strict=True)], [pen] * len(taps)
    )


DRAWINGS = {
    "150 lines crossed by 150 erasers": lambda: _grid(150),
    "the widest pens and erasers in turns": lambda: Drawing([_DIAGONAL] * 220, [100, -100] * 110),
    "the most taps in turns with erasers": lambda: Drawing([_TAP] * MAX_STROKES, [100, -100] * (MAX_STROKES // 2)),
    "the most points in one stroke": lambda: Drawing([_walk(MAX_POINTS - 1000, 1.3)], [100]),
    "the most points, half of them erase": lambda: Drawing([_walk(MAX_POINTS // 2 - 500, 1.3)] * 2, [28, -100]),
    "the finest curves": lambda: Drawing([_walk(500, 1.2, 130)] * 114, [100, -99] * 57),
    "the finest curves of the most points": lambda: Drawing([_walk(500, 0.2, 130)] * 190, [100, -99] * 95),
    "the most strokes that are read one by one": lambda: Drawing([_walk(83, 28)] * 60, [28] * 60),
    "the most digits": lambda: Drawing([[[x, y]] for x in range(8, 320, 32) for y in range(8, 302, 50)], [8] * 60),
    "the most doubtful digits": lambda: _taps(9, 60, 3),
    "the most pieces in lines": lambda: _taps(33, 14, 2),
    "the most patches": lambda: Drawing([[[x, y]] for x in range(8, 320, 16) for y in range(8, 320, 16)], [8] * 400),
    "as many fine strokes as are drawn well": lambda: Drawing([_walk(50, 8, 130)] * 100, [20, -20] * 50),
}


def _link_of_taps():
    """Return the most strokes that a link may hold, pens and erasers in turns, each with a move."""
    stroke = b"".join(struct.pack(">bhhH", pen, 5, 5, 1) + b"\xff" for pen in (100, -100))
    return _link(bytes([1, 32]) + stroke * 88)


def _link_of_erasers():
    """Return the most lines that a link may hold with as many erasers across them."""
    across = [struct.pack(">bhhH", 1, 0, i % 20, 3) + b"\xf8" * 3 for i in range(71)]
    down = [struct.pack(">bhhH", -1, i % 20, 0, 3) + b"\x8f" * 3 for i in range(71)]
    return _link(bytes([1, 16]) + b"".join(across + down))


def _link(packed):
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


LINKS = {"a link of pens and erasers in turns": _link_of_taps, "a link of lines and erasers": _link_of_erasers}


def _lines(strokes_of_one, count):
    return (json.dumps({"label": "1", "strokes": strokes_of_one}) + "\n").encode() * count


def _bomb(size, packing=zipfile.ZIP_DEFLATED):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as file, file.open(album.LINES, "w") as lines:
        for _ in range(size // 10**6):
            lines.write(b" " * 10**6)
    return packed.getvalue()


def _files(count):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for number in range(count):
            file.writestr(f"{number:x}", b"")
    return packed.getvalue()


ALBUMS = {
    "an album of the most lines": lambda: _lines([[[i, i] for i in range(250)]] * 2, 200),
    "an album of the most points": lambda: _lines([[[1, 1]] * 90_000], 3),
    "an album of the most strokes": lambda: _lines([[[i, 1]] for i in range(MAX_STROKES)], 50),
    "an album of more strokes than fit": lambda: _lines([[[1, 1]]] * 50_000, 1),
    "an album of empty strokes": lambda: _lines([[]] * 100_000 + [[[1, 1]]], 1),
    "an album of the deepest nesting": lambda: b"[" * 3_000_000,
    "an album of 300 MB of blanks": lambda: _bomb(3 * 10**8),
    "an album of a gigabyte in a kilobyte": lambda: _bomb(10**9, zipfile.ZIP_BZIP2),
    "an album of the most files": lambda: _files(55_000),
    "an album of blank lines": lambda: b"\n" * 3_000_000,
}


OPENED = "an album of the most lines", "an album of the most strokes", "an album of the most points"


def _blank(mode, kind, megapixels, **settings):
    file = io.BytesIO()
    Image.new(mode, (8000, round(megapixels * 125))).save(file, kind, **settings)
    return file.getvalue()


def _zigzags(rows, columns, side=1200, turns=30):
    """Return a transparent picture of zigzags, each of which may be cut into many digits."""
    grid = np.zeros((side, side, 4), np.uint8)
    width, height = side / columns, side / rows
    for row in range(rows):
        for column in range(columns):
            x = np.linspace(column * width + 3, (column + 1) * width - 4, turns)
            y = row * height + np.where(np.arange(turns) % 2, 3, height - 5)
            cv2.polylines(grid, [np.column_stack([x, y]).astype(np.int32)], False, (0, 0, 0, 255))
    return cv2.imencode(".png", grid)[1].tobytes()


def _angles(count, side=1200, step=7):
    """Return a transparent picture of angles one within the other, all of which share rows and columns."""
    picture = np.zeros((side, side, 4), np.uint8)
    for at in range(0, count * step, step):
        picture[at : side - 8, at : at + 3, 3] = picture[at : at + 3, at : side - 8, 3] = 255
    return cv2.imencode(".png", picture)[1].tobytes()


_STRIP = {"compression": "tiff_adobe_deflate", "strip_size": 2**30}
_LOSSLESS = {"lossless": True, "quality": 0, "method": 0}
PICTURES = {
    "a WEBP of 64 megapixels": lambda: _blank("RGB", "WEBP", 64, **_LOSSLESS),
    "the largest WEBP": lambda: _blank("RGBA", "WEBP", 15, **_LOSSLESS),
    "the largest PNG": lambda: _blank("RGB", "PNG", 53),
    "the largest PNG with transparency": lambda: _blank("RGBA", "PNG", 32),
    "the largest TIFF": lambda: _blank("F", "TIFF", 26.5, **_STRIP),
    "the largest JPEG": lambda: _blank("RGB", "JPEG", 63.9),
    "the largest progressive JPEG": lambda: _blank("RGB", "JPEG", 45.5, progressive=True, subsampling=0),
    "the largest progressive JPEG of CMYK": lambda: _blank("CMYK", "JPEG", 35.5, progressive=True, subsampling=0),
    "the largest grid of broad zigzags": lambda: _zigzags(80, 3),
    "the largest grid of narrow zigzags": lambda: _zigzags(3, 80),
    "the largest nest of angles": lambda: _angles(170),
}


def _forty_drawings():
    """Keep drawings in a visit's history, a new one each time."""
    walk = _walk(MAX_POINTS - 1000, 1.3)
    visit = SimpleNamespace(session_state={})
    with patch.object(history, "st", visit):
        for number in range(40):
            stroke = [[number, 0.0], *walk[1:]]
            check_amount([stroke])
            history.remember(SimpleNamespace(drawing=Drawing([stroke], [20]), text="1"))
    assert len(visit.session_state[state.HISTORY]) == 1


VISITS = {"a visit of forty drawings of 99,000 points": _forty_drawings}


ALL = [*DRAWINGS, *LINKS, *ALBUMS, *PICTURES, *VISITS]


def limits(name):
    """Return the CPU seconds and the megabytes that something of this name may take."""
    if name in VISITS:
        return np.inf, MAX_VISIT_MEGABYTES
    if name in PICTURES:
        return MAX_PICTURE_SECONDS, MAX_MEGABYTES
    return MAX_SECONDS, MAX_MEGABYTES


def measured(name):
    """Return what something of this name takes in a process of its own, as `cost` does."""
    data = PICTURES[name]() if name in PICTURES else b""
    command = [sys.executable, "-m", "tests.attack.worst", name]
    done = subprocess.run(command, input=data, cwd=ROOT, capture_output=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


def cost(name):
    """Return the CPU seconds that something of this name takes, and the process's peak memory in MB."""
    network = reader.load()
    network.read(strokes.by_one_pen([_DIAGONAL], 20))
    handle = _handler(name, network)
    seconds = []
    for _ in range(1 if name in {**PICTURES, **VISITS} else TIMES):
        began = time.process_time()
        try:
            handle()
        except DigitsError as error:
            print(error, file=sys.stderr)
        seconds.append(time.process_time() - began)
    return min(seconds), peak()


def _handler(name, network):
    """Return what handles a message, as the page does; it was made before, for that is the stranger's work."""
    if name in DRAWINGS:
        drawing = DRAWINGS[name]()
        check_amount(drawing.strokes)  # one that is refused at once would cost nothing
        message = to_message(drawing)
        return lambda: network.read(drawing_from(message))
    if name in LINKS:
        text = LINKS[name]()
        assert links.unpack(text).strokes
        return lambda: network.read(drawing_from(to_message(links.unpack(text))))
    if name in ALBUMS:
        data = ALBUMS[name]()
        assert name not in OPENED or album.unpack(data)
        return lambda: album.unpack(data)
    if name in VISITS:
        return VISITS[name]
    return lambda: _at_once(pictures.seen, sys.stdin.buffer.read(), network, name.startswith("the largest"))


def _at_once(see, data, network, is_opened):
    """Look at a picture for several visitors at once; it is opened, or refused."""
    with ThreadPoolExecutor(VISITORS) as visitors:
        found = list(visitors.map(lambda _: see(data, network), range(VISITORS)))
    assert all(bool(each.photo) == is_opened for each in found)


if __name__ == "__main__":
    print(*cost(sys.argv[1]))
