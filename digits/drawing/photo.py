"""Picture files to ink: screenshots, scans, and what a phone makes of a sheet of paper.

The sheet is found and flattened, its rows are levelled, its lines taken out; what remains is the pen's.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.drawing import ink, paper, ruling, sheet, skew
from digits.drawing.ink import Ink
from digits.drawing.opening import MAX_SIDE, longest, opened

Bytes = NDArray[np.uint8]
Shares = NDArray[np.float32]
Matrix = NDArray[np.float64]  # (3, 3): points of one picture to those of another

CLEAR_INK = 0.52  # of the clearest ink: what is fainter than this is not ink
FAINT_INK = 0.15  # of the same: ruled lines may be as faint
MIN_FAINT_INK = 0.06  # of the paper's brightness: what is fainter is its grain
NO_INK = 0.6  # of the clearest nearby: what is as faint, around a stroke, is the stroke out of focus
MAX_LOOKED_AT = 500  # pixels of a side: to tell what is opaque, and what is coloured
MIN_CUT_OUT, MIN_CONTRAST = 0.5, 64  # of its box, and grey levels: what covers more, and varies by more, is no ink
MIN_COLOUR, MIN_COLOURED = 50, 0.001  # levels between a pixel's colours, beside the paper's, and how much of all
MIN_TILT = 0.7  # degrees: less is not worth turning the sheet for


class Developed(NamedTuple):
    """A picture's ink, None where there is none; the picture itself, upright; and where ink is on it."""

    ink: Ink | None
    photo: Bytes  # (h, w, 3), BGR, no longer than `MAX_SIDE`
    to_photo: Matrix  # points of the ink to those of the photo


class _Level(NamedTuple):
    """How much ink is where, where there is paper, and the matrix back to how it lay before it was turned."""

    share: Shares
    area: Bytes
    back: Matrix


def read(data: bytes) -> Ink | None:
    """Return the ink of a picture file, `uint8 (h, w)`, flat and level; None for an empty sheet."""
    return develop(data).ink


def develop(data: bytes, turns: int = 0) -> Developed:
    """Return the ink of a picture file after quarter turns to the right, flat and level, and where it is on it."""
    picture = opened(data).rotate(-90 * turns, expand=True)
    if picture.mode == "RGBA":
        pixels = np.asarray(picture)[:, :, [2, 1, 0, 3]]
        opaque = pixels[:, :, 3:] >= ink.OPAQUE
        if not opaque.all():
            own_paper = _paper_of_a_cut_out(pixels)
            if own_paper is None:
                return _without_paper(_at_most(pixels, MAX_SIDE))
            pixels = np.where(opaque, pixels, own_paper)
        pixels = pixels[:, :, :3]
    else:
        pixels = np.asarray(picture.convert("RGB"))[:, :, ::-1]
    shown = _at_most(np.ascontiguousarray(pixels), MAX_SIDE)
    corners = sheet.corners(shown)
    is_sheet = corners is not None
    grey, area, from_shown = _flat(_grey(pixels), shown, corners)
    found, from_flat = _ink(grey, area, is_sheet)
    if found is None and _is_coloured(shown):  # ink as bright as its paper
        grey, area, from_shown = _flat(_most_varied(pixels), shown, corners)
        found, from_flat = _ink(grey, area, is_sheet)
    return Developed(found, shown, np.linalg.inv(from_shown) @ from_flat)


def after_turns(developed: Developed, turns: int) -> Developed:
    """Return a picture that has ink after quarter turns to the right, its rows levelled anew."""
    assert developed.ink is not None
    found = np.ascontiguousarray(np.rot90(developed.ink, -turns))
    tilt = skew.of_rows((found > ink.FAINTEST).astype(np.uint8))
    level = _turned(_Level(found.astype(np.float32), np.ones_like(found), np.eye(3)), tilt)
    return Developed(
        np.asarray(np.rint(level.share), np.uint8),
        np.ascontiguousarray(np.rot90(developed.photo, -turns)),
        np.linalg.inv(before_turns(turns, developed.photo.shape))
        @ developed.to_photo
        @ before_turns(turns, developed.ink.shape)
        @ level.back,
    )


def before_turns(turns: int, shape: tuple[int, ...]) -> Matrix:
    """Return what brings points of a picture after quarter turns to those of the picture, which has this shape."""
    height, width = shape[:2]
    matrix = np.eye(3)
    for _ in range(turns):
        matrix = matrix @ [[0, 1, 0], [-1, 0, height], [0, 0, 1]]
        height, width = width, height
    return matrix


def _without_paper(pixels: Bytes) -> Developed:
    """Return the ink of a transparent picture that holds nothing else."""
    found = ink.from_image(pixels)
    scale = (
        [1, 1] if found is None else [of / to for of, to in zip(pixels.shape[1::-1], found.shape[::-1], strict=True)]
    )
    return Developed(found, _on_white(pixels), np.diag([*scale, 1.0]))


def _flat(grey: Bytes, shown: Bytes, corners: sheet.Corners | None) -> tuple[Bytes, Bytes, Matrix]:
    """Return the sheet on a grey picture from straight above, where it is seen, and the matrix to it from the shown."""
    if corners is None:
        grey = _at_most(grey, MAX_SIDE)
        return grey, np.ones_like(grey), np.eye(3)
    scale = grey.shape[1] / shown.shape[1]
    matrix, size = sheet.flattened(corners * scale, MAX_SIDE)
    seen = cv2.warpPerspective(grey, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    area = cv2.warpPerspective(np.ones_like(grey), matrix, size, flags=cv2.INTER_NEAREST)
    return np.asarray(seen, np.uint8), np.asarray(area, np.uint8), matrix @ np.diag([scale, scale, 1])


def _ink(grey: Bytes, area: Bytes, is_sheet: bool) -> tuple[Ink | None, Matrix]:
    """Return the ink on an area of paper, level, and the matrix from it to the paper; around a sheet is its desk."""
    share = paper.share_of_ink(grey) * area
    clearest = paper.clearest(share)
    if not clearest:
        return None, np.eye(3)
    if grains := paper.pen_of_grains((share > CLEAR_INK * clearest).astype(np.uint8)):
        share = paper.smoothed(share, grains)
        clearest = paper.clearest(share) or clearest
    clear, faint = CLEAR_INK * clearest, max(FAINT_INK * clearest, MIN_FAINT_INK, 4 * paper.noise(share))
    level = _level(_Level(share, area, np.eye(3)), clear, faint, skew.PRIOR_ON_SHEET if is_sheet else skew.PRIOR)
    mask = (level.share > clear).astype(np.uint8)
    mask = ruling.without(mask, level.share, faint, level.area)
    mask = paper.without_holes(paper.without_print(mask, level.share))
    mask = paper.without_specks(paper.without_rim(mask, level.area) if is_sheet else mask, level.area)
    if not mask.any():
        return None, level.back
    return _sharp(level.share, mask, clearest), level.back


def _sharp(share: Shares, mask: Bytes, clearest: float) -> Ink:
    """Return the ink of a mask and next to it without what surrounds a stroke that is out of focus: digits would touch.

    How clear a stroke is, is told by its clearest points nearby.
    """
    near = np.minimum(share, clearest) * cv2.dilate(mask, np.ones((3, 3), np.uint8))
    stroke = cv2.dilate(near, paper.disc(paper.pen_width(mask)))
    sharp = np.clip((near / np.maximum(stroke, 1e-6) - NO_INK) / (1 - NO_INK), 0, 1)
    return np.asarray(np.rint(sharp * 255), np.uint8)


def _level(taken: _Level, clear: float, faint: float, prior: float) -> _Level:
    """Return shares of ink turned so that ruled lines are level, or rows are, see `skew.of_rows`."""
    tilt = ruling.tilt((taken.share > faint).astype(np.uint8))
    if tilt is not None:
        ruled = _turned(taken, tilt)
        if ruling.is_level(ruled.share, faint, ruled.area):
            return ruled
    return _turned(taken, skew.of_rows(paper.without_specks((taken.share > clear).astype(np.uint8), taken.area), prior))


def _turned(level: _Level, tilt: float) -> _Level:
    """Return shares of ink turned back by a tilt, unless that is small, on paper that holds all of them."""
    if abs(tilt) < MIN_TILT:
        return level
    height, width = level.share.shape
    turn = np.vstack([cv2.getRotationMatrix2D((0, 0), tilt, 1.0), [0, 0, 1]])
    corners = turn[:2, :2] @ np.array([[0, width, width, 0], [0, 0, height, height]])
    turn[:2, 2] = -corners.min(axis=1)
    size = tuple(np.ceil(np.ptp(corners, axis=1)).astype(int).tolist())
    share = cv2.warpAffine(level.share, turn[:2], size)
    area = cv2.warpAffine(level.area, turn[:2], size, flags=cv2.INTER_NEAREST)
    return _Level(np.asarray(share, np.float32), np.asarray(area, np.uint8), level.back @ np.linalg.inv(turn))


def _grey(pixels: Bytes) -> Bytes:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_BGR2GRAY), np.uint8)


def _most_varied(pixels: Bytes) -> Bytes:
    """Return the channel of a picture that varies most."""
    return np.ascontiguousarray(pixels[:, :, int(np.argmax(pixels.std(axis=(0, 1))))])


def _is_coloured(pixels: Bytes) -> bool:
    """Return whether some of a picture has a colour that is not the rest's."""
    step = 1 + max(pixels.shape) // MAX_LOOKED_AT
    some = pixels[::step, ::step].astype(np.int16)
    off = some - np.median(some, axis=(0, 1)).astype(np.int16)
    return bool((np.ptp(off, axis=2) > MIN_COLOUR).mean() > MIN_COLOURED)


def _at_most(pixels: Bytes, usual: int) -> Bytes:
    """Return a picture that is shrunk where it is longer than a picture of its shape may be."""
    scale = longest(pixels.shape[:2], usual) / max(pixels.shape[:2])
    if scale >= 1:
        return pixels
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _paper_of_a_cut_out(pixels: Bytes) -> Bytes | None:
    """Return the colour of most of what is opaque, if that is a window or a sheet of its own; None where it is ink."""
    step = 1 + max(pixels.shape) // MAX_LOOKED_AT
    some = pixels[::step, ::step]
    opaque = some[:, :, 3] >= ink.OPAQUE
    rows, columns = np.flatnonzero(opaque.any(axis=1)), np.flatnonzero(opaque.any(axis=0))
    if not len(rows) or opaque.sum() < MIN_CUT_OUT * (1 + np.ptp(rows)) * (1 + np.ptp(columns)):
        return None
    darkest, lightest = np.percentile(_grey(some[:, :, :3])[opaque], [1, 99])
    return np.asarray(np.median(some[opaque], axis=0), np.uint8) if lightest - darkest > MIN_CONTRAST else None


def _on_white(pixels: Bytes) -> Bytes:
    """Return a picture with transparency as it looks on white paper."""
    opaque = pixels[:, :, 3:] / 255
    return np.asarray(np.rint(pixels[:, :, :3] * opaque + 255 * (1 - opaque)), np.uint8)
