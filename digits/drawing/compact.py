"""A drawing in a tenth of the memory, to be kept for long; and as bytes, to be kept on a disk."""

import struct
import zlib
from typing import NamedTuple

import numpy as np

from digits.drawing.strokes import Drawing, Points, Size
from digits.errors import DataError

VERSION = 1
TENTHS = 10  # of a pixel: as fine as bytes hold points
_HEAD = struct.Struct("<BHHI")  # version, width, height, strokes


class Compact(NamedTuple):
    """A drawing whose points are one array; `ends` says where each stroke ends in it."""

    points: Points
    ends: tuple[int, ...]
    pens: tuple[int, ...]
    size: Size


def compact(drawing: Drawing) -> Compact:
    """Return a drawing as `opened` takes it."""
    points = [np.array(stroke, float).reshape(-1, 2) for stroke in drawing.strokes]
    ends = np.cumsum([len(stroke) for stroke in points]).tolist()
    return Compact(np.vstack([np.zeros((0, 2)), *points]), tuple(map(int, ends)), tuple(drawing.pens), drawing.size)


def opened(kept: Compact) -> Drawing:
    """Return the very drawing that was made compact."""
    strokes = [stroke.tolist() for stroke in np.split(kept.points, kept.ends)[:-1]]
    return Drawing(strokes, list(kept.pens), kept.size)


def to_bytes(drawing: Drawing) -> bytes:
    """Return a drawing as bytes, its points in tenths of a pixel."""
    kept = compact(drawing)
    moves = np.diff(np.rint(kept.points * TENTHS), axis=0, prepend=0).astype("<i4")
    head = _HEAD.pack(VERSION, *kept.size, len(kept.pens))
    parts = head, np.array(kept.pens, "<i2").tobytes(), np.array(kept.ends, "<u4").tobytes(), moves.T.tobytes()
    return zlib.compress(b"".join(parts))


def from_bytes(data: bytes) -> Drawing:
    """Return the drawing of such bytes."""
    try:
        raw = zlib.decompress(data)
        version, width, height, count = _HEAD.unpack_from(raw)
        if version != VERSION:
            raise DataError(f"a drawing of version {version} cannot be read")
        pens = np.frombuffer(raw, "<i2", count, _HEAD.size)
        ends = np.frombuffer(raw, "<u4", count, _HEAD.size + pens.nbytes)
        moves = np.frombuffer(raw, "<i4", offset=_HEAD.size + pens.nbytes + ends.nbytes).reshape(2, -1).T
    except (zlib.error, struct.error, ValueError) as error:
        raise DataError("these bytes hold no drawing") from error
    points = np.cumsum(moves, axis=0) / TENTHS
    return opened(Compact(points, tuple(ends.tolist()), tuple(pens.tolist()), (width, height)))
