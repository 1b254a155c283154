"""What strangers may send, and all that the page does with it.

Each attack makes one mangled thing from a generator of random numbers. It returns whether the page took it; False is a
refusal by a user's error. Whatever else is raised is a bug.
"""

import base64
import io
import json
import zipfile
from functools import cache
from types import SimpleNamespace
from unittest.mock import patch

import cv2
import numpy as np
from PIL import Image

from digits.drawing import strokes
from digits.drawing.compact import compact, opened
from digits.drawing.eraser import after_erasing
from digits.drawing.labelled import Labelled
from digits.errors import DigitsError
from digits.page import state
from digits.page.board import preload
from digits.page.board.messages import drawing_from, to_message
from digits.page.panels import history
from digits.page.parts import pictures
from digits.page.parts.answer import as_json
from digits.pen import writing as pen
from digits.reading import reader
from digits.sharing import album, links
from tests.attack.mangle import as_text, mangled_bytes, mangled_json


@cache
def shared_reader():
    return reader.load()


def canvas(rng):
    """A canvas's message, which is read, shown, kept and linked to."""
    try:
        drawing = drawing_from(mangled_json(to_message(_drawing(rng)), rng))
    except DigitsError:
        return False
    _use(drawing)
    return True


def link(rng):
    """A link, which is opened and read; its canvas must be able to say what it holds."""
    text = links.pack(_drawing(rng))
    if rng.random() < 0.5:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        text = base64.urlsafe_b64encode(mangled_bytes(packed, rng)).decode()
    else:
        text = mangled_bytes(text.encode(), rng).decode(errors="replace")
    try:
        drawing = links.unpack(text)
    except DigitsError:
        return False
    assert drawing_from(to_message(drawing)) == drawing
    _use(drawing)
    return True


def an_album(rng):
    """An album, which is opened, shown and packed again."""
    entries = [Labelled(_drawing(rng, pens=[12, 28]), "4", "7") for _ in range(int(rng.integers(1, 4)))]
    data = album.pack(entries)
    kind = rng.integers(3)
    if kind == 0:
        data = mangled_bytes(data, rng)
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            rows = [json.loads(line) for line in file.read(album.LINES).decode().splitlines()]
        lines = b"\n".join(as_text(mangled_json(row, rng)) for row in rows)
        data = lines if kind == 1 else _zipped(mangled_bytes(lines, rng))
    try:
        found = album.unpack(data)
    except DigitsError:
        return False
    for entry in found:
        assert opened(compact(entry.drawing)) == entry.drawing
        drawing_from(to_message(entry.drawing))
    album.unpack(album.pack(found))
    return True


def connection(rng):
    """What the browser says after a lost connection."""
    session = {}
    reported = mangled_json({"given": to_message(_drawing(rng)) | {"turn": 3}}, rng)
    with patch.object(preload, "st", SimpleNamespace(session_state=session)):
        preload.restore_after_reconnect(reported)
        if not session:
            return False
        preload.preloaded()
        preload.load_drawing(strokes.NOTHING)
        json.dumps(preload.given(), allow_nan=False)
    return True


def kept(rng):
    """What the browser says that it kept of earlier visits."""
    session = {}
    reported = mangled_json([to_message(_drawing(rng)) | {"text": "7"} for _ in range(2)], rng)
    with patch.object(history, "st", SimpleNamespace(session_state=session)):
        history.restore(reported)
        entries = list(session.get(state.HISTORY, {}).values())
    for entry in entries:
        album.pack([entry.labelled])
    return bool(entries)


def picture(rng):
    """A picture, which is opened, read and shown."""
    files = _pictures()
    seen = pictures.seen(mangled_bytes(files[rng.integers(len(files))], rng), shared_reader())
    return seen.problem is not pictures.NO_PICTURE


# target → how many attacks the short form makes
TARGETS = {canvas: 1000, link: 1000, an_album: 1000, connection: 1000, kept: 1000, picture: 300}


def attacked(target, seed, number):
    """Return whether the page took what an attack of this seed and number makes."""
    return target(np.random.default_rng([seed, number]))


def _drawing(rng, pens=(12, 28, -20)):
    """A digit or two in some pens; some of it may be erased."""
    runs = [
        run
        for at in range(int(rng.integers(1, 3)))
        for run in pen.digit(int(rng.integers(10)), 120, (40 + 120 * at, 90))
    ]
    kept = [np.round(run[::4], 1).tolist() for run in runs]
    return strokes.Drawing(kept, [int(pens[rng.integers(len(pens))]) for _ in kept])


def _use(drawing):
    """Do all that the page does with a drawing that it took."""
    answer = shared_reader().read(drawing)
    json.dumps(as_json(answer, len(drawing.strokes)), allow_nan=False)
    kept = after_erasing(drawing)
    assert opened(compact(kept)) == kept
    assert strokes.picture(drawing).shape == (strokes.SIDE, strokes.SIDE)
    links.pack(drawing)


def _zipped(lines):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(album.LINES, lines)
    return packed.getvalue()


@cache
def _pictures():
    """Small pictures of a digit in each format, in several modes."""
    ink = 255 - cv2.resize(strokes.draw(pen.digit(5, 180, (90, 70)), 320, 320, 16), (160, 160))
    grey = Image.fromarray(ink)
    modes = {"PNG": ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"], "TIFF": ["1", "L", "RGB", "CMYK", "F"]}
    modes |= {"JPEG": ["L", "RGB", "CMYK"], "WEBP": ["RGB", "RGBA"], "GIF": ["P"], "BMP": ["L", "RGB"]}
    found = []
    for kind, each in modes.items():
        for mode in each:
            file = io.BytesIO()
            grey.convert(mode).save(file, kind, **({"progressive": True} if mode == "CMYK" and kind == "JPEG" else {}))
            found.append(file.getvalue())
    return found
