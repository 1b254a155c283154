"""A drawing as a short text that fits a link, and back; and the QR code of a link.

The text is base64 of: version, step, then for each stroke its pen, negative for an eraser, where it begins, how many
moves it makes, and the moves, each a byte that holds how many steps right (-8 to 7) and down. Strokes are resampled
evenly, so no move is longer than that; a drawing with more ink takes larger steps until it fits.
"""

import base64
import struct

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.drawing.strokes import MAX_PEN, SIDE, Drawing, check_amount, resampled
from digits.errors import DrawingError

MAX_LENGTH = 1900  # characters: with the address before it a link stays under 2 kB
VERSION = 1
STEPS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32]  # pixels
STRIDE = 6.5  # steps from one point to the next: what is rounded leaves it within seven
_HEAD, _STROKE = struct.Struct(">BB"), struct.Struct(">bhhH")
_MAX_COORDINATE = 4 * SIDE  # where a pen that leaves the canvas may still be


def pack(drawing: Drawing, max_length: int = MAX_LENGTH) -> str | None:
    """Return a drawing as at most so many characters that need no escape in a link; None where they cannot hold it."""
    for step in STEPS:
        packed = _HEAD.pack(VERSION, step) + b"".join(
            _packed(np.clip(stroke, -_MAX_COORDINATE, _MAX_COORDINATE), pen, step)
            for stroke, pen in zip(drawing.strokes, drawing.pens, strict=True)
        )
        text = base64.urlsafe_b64encode(packed).decode().rstrip("=")
        if len(text) <= max_length:
            return text
    return None


def unpack(text: str) -> Drawing:
    """Return the drawing of such a text; raise `DrawingError` for any other text."""
    if len(text) > MAX_LENGTH:
        raise DrawingError(f"link: expected at most {MAX_LENGTH} characters, got {len(text)}")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
        version, step = _HEAD.unpack_from(data)
        if version != VERSION or step not in STEPS:
            raise ValueError(f"version {version}, step {step}")
        drawing = _unpacked(data[_HEAD.size :], step)
    except (ValueError, struct.error) as error:
        raise DrawingError(f"link: expected a drawing, got {error}") from error
    if not drawing.strokes:
        raise DrawingError("link: expected some strokes, got none")
    check_amount(drawing.strokes)
    return drawing


def qr_code(link: str) -> NDArray[np.uint8]:
    """Return a link's QR code, `uint8 (side, side)`, a pixel a module, dark ones 0, with the margin that it needs."""
    settings = cv2.QRCodeEncoder_Params()  # type: ignore[attr-defined]
    settings.mode = cv2.QRCodeEncoder_MODE_BYTE
    code = np.asarray(cv2.QRCodeEncoder.create(settings).encode(link), np.uint8)
    dark = np.argwhere(code == 0)
    (top, left), (bottom, right) = dark.min(axis=0), dark.max(axis=0) + 1
    return np.pad(code[top:bottom, left:right], 4, constant_values=255)


def _packed(stroke: NDArray[np.float64], pen: int, step: int) -> bytes:
    at = np.rint(resampled(np.asarray(stroke, float), STRIDE * step) / step).astype(int)
    moves = np.clip(np.diff(at, axis=0), -8, 7) + 8
    head = _STROKE.pack(pen, *at[0].tolist(), len(moves))
    return head + bytes((moves[:, 0] * 16 + moves[:, 1]).astype(np.uint8))


def _unpacked(data: bytes, step: int) -> Drawing:
    runs, pens = [], []
    while data:
        pen, x, y, count = _STROKE.unpack_from(data)
        moves = np.frombuffer(data[_STROKE.size : _STROKE.size + count], np.uint8).astype(int)
        if len(moves) < count or not 1 <= abs(pen) <= MAX_PEN:
            raise ValueError(f"a stroke of {len(moves)} moves where {count} were announced, pen {pen}")
        path = np.cumsum([[x, y], *np.column_stack([moves // 16 - 8, moves % 16 - 8]).tolist()], axis=0) * step
        if np.abs(path).max() > 2 * _MAX_COORDINATE:
            raise ValueError("a stroke far off the canvas")
        runs.append(path.astype(float).tolist())
        pens.append(pen)
        data = data[_STROKE.size + count :]
    return Drawing(runs, pens)
