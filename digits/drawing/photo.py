"""Picture files to ink: screenshots, scans, and what a phone makes of a sheet of paper.

The sheet is found and flattened, its rows are levelled, its lines taken out; what remains is the pen's.
"""

import io
import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.TiffImagePlugin import TILELENGTH, TILEWIDTH

from digits.drawing import ink, paper, ruling, sheet, skew
from digits.drawing.ink import Ink
from digits.errors import DrawingError, FormatError, TooMuchError

Bytes = NDArray[np.uint8]
Shares = NDArray[np.float32]
Matrix = NDArray[np.float64]  # (3, 3): points of one picture to those of another

# AVIF and JPEG 2000 are not among them: what their decoders need cannot be told beforehand. An AVIF that promises 100
# pixels a side may decode to 256 million, and a JPEG 2000 takes the more for each the smaller its code blocks are.
FORMATS = ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"]
OTHER_BRANDS = {"an AVIF picture": {b"avif", b"avis"}, "a HEIC photo": {b"heic", b"heix", b"hevc", b"mif1"}}
JPEG_2000 = b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51"  # how its files begin
MAX_PIXELS = 64_000_000  # pixels
MAX_DECODED = 320_000_000  # bytes: what opening a picture may take
BYTES_OF_MODE = {"L": 2, "RGB": 6, "1": 6, "I;16": 6}  # a pixel, to decode and to convert it
BYTES_OF_ANY, BYTES_OF_STRIPS, BYTES_OF_WEBP = 10, 2, 21  # of other modes, on top in a TIFF, and of a WEBP
MAX_SIDE = 1200  # pixels: of what is shown and of the flat sheet; a larger picture is shrunk first
MAX_OPENED_SIDE = 2000  # pixels: of the picture that the sheet is cut from
NARROW, MAX_LONGER = 3, 4  # times as long as wide: what is narrower, a receipt, may be longer; and times how long
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
    picture = _opened(data).rotate(-90 * turns, expand=True)
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


def _at_most(pixels: Bytes, longest: int) -> Bytes:
    """Return a picture that is shrunk where it is longer than this."""
    scale = _longest(pixels.shape[:2], longest) / max(pixels.shape[:2])
    if scale >= 1:
        return pixels
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _longest(size: tuple[int, ...], usual: int) -> int:
    """Return how long a picture may be that is usually no longer than this: a narrow one has as many pixels."""
    return round(usual * math.sqrt(min(max(1.0, max(size) / min(size) / NARROW), MAX_LONGER**2)))


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


def _opened(data: bytes) -> Image.Image:
    """Return a picture file as L, RGB or RGBA, upright, no longer than `MAX_OPENED_SIDE`; a JPEG is read at that."""
    try:
        picture: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
        limit = max_pixels(picture, data)
        if _pixels(picture) > limit:
            raise Image.DecompressionBombError(limit)
        picture.draft("RGB" if picture.mode != "L" else "L", (MAX_SIDE, MAX_SIDE))
        picture = _in_bytes(picture)
        picture.thumbnail((_longest(picture.size, MAX_OPENED_SIDE),) * 2)
        ImageOps.exif_transpose(picture, in_place=True)
    except Image.DecompressionBombError as error:
        most = next(filter(lambda given: isinstance(given, int), error.args), MAX_PIXELS) // 1_000_000
        raise TooMuchError(f"expected at most {most} megapixels in such a file, got more") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise _refused(data) from error
    return picture


def _refused(data: bytes) -> DrawingError:
    """Return why a file cannot be opened."""
    kind = _other_kind(data)
    if kind:
        return FormatError(f"This is {kind}: choose JPEG, or take a screenshot of it.")
    return DrawingError(f"expected a picture file such as PNG or JPEG, got {len(data)} unreadable bytes")


def _other_kind(data: bytes) -> str | None:
    """Return what people call a picture file that is of none of the `FORMATS`; None for what is no such file."""
    if data.startswith(JPEG_2000):
        return "a JPEG 2000 picture"
    if data[4:8] != b"ftyp":
        return None
    head = data[: int.from_bytes(data[:4])]  # a brand, a version, and the brands that the file is compatible with
    brands = {head[at : at + 4] for at in range(8, min(len(head), 64), 4)}
    return next((kind for kind, known in OTHER_BRANDS.items() if known & brands), None)


def max_pixels(picture: Image.Image, data: bytes) -> int:
    """Return how many pixels a picture may have that was not decoded yet: what its decoder needs is bounded."""
    if picture.format == "JPEG":
        return min(MAX_PIXELS, MAX_DECODED // _bytes_of_scans(picture, data))
    if picture.format == "WEBP":
        return MAX_DECODED // BYTES_OF_WEBP
    strips = BYTES_OF_STRIPS if picture.format == "TIFF" else 0
    of_mode = BYTES_OF_ANY if _is_see_through(picture) else BYTES_OF_MODE.get(picture.mode, BYTES_OF_ANY)
    return min(MAX_PIXELS, MAX_DECODED // (of_mode + strips))


def _pixels(picture: Image.Image) -> int:
    """Return how many pixels are decoded at once: a TIFF's tile may be larger than the picture."""
    tags = getattr(picture, "tag_v2", {})
    tile = int(tags.get(TILEWIDTH, 0)) * int(tags.get(TILELENGTH, 0))
    return max(picture.width * picture.height, tile)


def _bytes_of_scans(picture: Image.Image, data: bytes) -> int:
    """Return the bytes a pixel that a JPEG needs before it is made smaller: all of several scans are kept."""
    bands = len(picture.getbands())
    file: io.BytesIO = getattr(picture, "fp")  # noqa: B009 (Pillow's types do not name it): it was read up to the scans
    at = data.rfind(b"\xff\xda", 0, file.tell())
    is_one_scan = "progressive" not in picture.info and data[at + 4 : at + 5] == bytes([bands])
    return 1 if is_one_scan else 2 * bands + 1


def _in_bytes(picture: Image.Image) -> Image.Image:
    """Return a picture of any mode as L, RGB or RGBA."""
    if picture.mode == "RGBA" or (picture.mode in ("L", "RGB") and not _is_see_through(picture)):
        return picture
    if picture.mode.startswith(("I", "F")):
        step = max(1, max(picture.size) // (2 * MAX_SIDE))  # before it takes four bytes a pixel
        levels = np.nan_to_num(np.asarray(np.asarray(picture)[::step, ::step], np.float32), posinf=0, neginf=0)
        brightest = float(levels.max(initial=0))
        full = next((each for each in (1, 255, 65_535) if brightest <= each), brightest)
        return Image.fromarray(np.clip(levels * (255 / full), 0, 255).astype(np.uint8))
    see_through = picture.mode in ("LA", "PA", "La", "RGBa") or _is_see_through(picture)
    return picture.convert("RGBA" if see_through else "RGB")


def _is_see_through(picture: Image.Image) -> bool:
    """Return whether one of a picture's colours, or some of its palette, stands for transparency."""
    return "transparency" in picture.info
