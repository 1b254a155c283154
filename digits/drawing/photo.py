"""Picture files to ink: screenshots, scans, and what a phone makes of a sheet of paper.

Shadows, ruled lines, noise and specks stay behind; the pen stays, dark on light or light on dark.
"""

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from digits.drawing import ink
from digits.drawing.ink import Ink
from digits.errors import DrawingError

Bytes = NDArray[np.uint8]
Shares = NDArray[np.float32]

FORMATS = ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "PPM"]
MAX_PIXELS = 64_000_000  # pixels
MAX_SIDE = 1200  # pixels: a larger picture is shrunk first
MAX_STROKE_WIDTH = 0.14  # of the shorter side: what is broader is a shadow
MIN_INK = 0.25  # of the paper's brightness: a sheet on which nothing is darker by more is empty
CLEAR_INK = 0.45  # of the clearest ink: what is fainter than this is not ink
MAX_SPECK = 0.02  # of the largest patch of ink: smaller patches are not ink
MAX_LINE_WIDTH = 0.01  # of the longer side, and two pixels: ruled lines are no thicker
LINE_TILTS = range(-6, 7, 2)  # degrees that ruled lines may be off


def read(data: bytes) -> Ink | None:
    """Return the ink of a picture file, `uint8 (h, w)`; None for an empty sheet."""
    picture = _opened(data)
    if picture.mode == "RGBA":
        pixels = np.asarray(picture)[:, :, [2, 1, 0, 3]]
        if pixels[:, :, 3].min() < ink.OPAQUE:
            return ink.from_image(pixels)
    return from_paper(np.asarray(picture.convert("L")))


def from_paper(grey: Bytes) -> Ink | None:
    """Return the ink on a sheet of paper, `uint8 (h, w)`, unevenly lit, ruled or not; None where there is none."""
    share = _share_of_ink(_dark_on_light(grey))
    few = min(max(12, share.size // 5000), share.size)  # pixels: a small digit on a large sheet has more
    clearest = float(np.partition(share, -few, axis=None)[-few])
    if clearest < max(MIN_INK, 6 * _noise(share)):
        return None
    mask = (share > CLEAR_INK * clearest).astype(np.uint8)
    for turned in (False, True):
        mask = _without_lines(mask.T).T if turned else _without_lines(mask)
    mask = _without_specks(np.ascontiguousarray(mask))
    if not mask.any():
        return None
    near = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    return np.asarray(np.rint(np.clip(share / clearest, 0, 1) * 255 * near), np.uint8)


def _opened(data: bytes) -> Image.Image:
    """Return a picture file as L, RGB or RGBA, upright, no longer than `MAX_SIDE`; a JPEG is shrunk as it is read."""
    try:
        picture: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise Image.DecompressionBombError
        picture.draft("RGB" if picture.mode != "L" else "L", (MAX_SIDE, MAX_SIDE))
        picture = _in_bytes(picture)
        picture.thumbnail((MAX_SIDE, MAX_SIDE))
        ImageOps.exif_transpose(picture, in_place=True)
    except Image.DecompressionBombError as error:
        raise DrawingError(f"expected at most {MAX_PIXELS // 1_000_000} megapixels, got more") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise DrawingError(f"expected a picture file such as PNG or JPEG, got {len(data)} unreadable bytes") from error
    return picture


def _in_bytes(picture: Image.Image) -> Image.Image:
    """Return a picture of any mode as L, RGB or RGBA."""
    if picture.mode in ("L", "RGB", "RGBA"):
        return picture
    if picture.mode.startswith(("I", "F")):
        step = max(1, max(picture.size) // (2 * MAX_SIDE))  # before it takes four bytes a pixel
        levels = np.asarray(np.asarray(picture)[::step, ::step], np.float32)
        brightest = float(levels.max(initial=0))
        full = next((each for each in (1, 255, 65_535) if brightest <= each), brightest)
        return Image.fromarray(np.clip(levels * (255 / full), 0, 255).astype(np.uint8))
    see_through = picture.mode in ("LA", "PA", "La", "RGBa") or "transparency" in picture.info
    return picture.convert("RGBA" if see_through else "RGB")


def _dark_on_light(grey: Bytes) -> Bytes:
    """Return the picture with its ink dark: the few are ink, the many are paper."""
    small = cv2.resize(grey, (150, 150), interpolation=cv2.INTER_AREA)
    off = small.astype(np.float32) - cv2.medianBlur(small, 51)
    return grey if (off**3).sum() <= 0 else np.asarray(255 - grey, np.uint8)


def _share_of_ink(grey: Bytes) -> Shares:
    """Return how much darker each pixel is than the paper around it, 0 to 1."""
    quiet = cv2.GaussianBlur(cv2.medianBlur(grey, 3), (0, 0), max(0.5, max(grey.shape) / 1200))
    scale = min(1.0, 300 / max(grey.shape))
    size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
    small = cv2.resize(quiet, size, interpolation=cv2.INTER_AREA)
    broad = max(5, int(MAX_STROKE_WIDTH * min(small.shape)) | 1)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (broad, broad)))
    paper = cv2.resize(cv2.GaussianBlur(paper, (0, 0), broad / 8), grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(1 - quiet / np.maximum(paper.astype(np.float32), 1), 0, 1), np.float32)


def _noise(share: Shares) -> float:
    """Return how much the paper alone varies, as a standard deviation."""
    return float(1.48 * np.median(np.abs(share - np.median(share))))


def _without_lines(mask: Bytes) -> Bytes:
    """Return a mask without the thin lines that run from edge to edge, the strokes that cross them mended."""
    width = mask.shape[1]
    lines = np.zeros_like(mask)
    for tilt in LINE_TILTS:
        lines |= _morphed(mask, cv2.MORPH_OPEN, _line(width * 2 // 3, tilt))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    left, right = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_LEFT] + stats[:, cv2.CC_STAT_WIDTH]
    thick = stats[:, cv2.CC_STAT_AREA] / stats[:, cv2.CC_STAT_WIDTH]
    thin = thick <= MAX_LINE_WIDTH * max(mask.shape) + 2
    across = [i for i in range(1, count) if left[i] <= 2 and right[i] >= width - 2 and thin[i]]
    ruled = _morphed(np.isin(labels, across).astype(np.uint8), cv2.MORPH_DILATE, np.ones((3, 1), np.uint8))
    rest = mask & ~ruled
    broadest = 2 * float(cv2.distanceTransform(np.ascontiguousarray(rest), cv2.DIST_L2, 3).max(initial=0))
    if not across or (len(across) == 1 and broadest < 1.5 * thick[across[0]]):  # a lone line may well be a stroke
        return mask
    gap = 2 * int(max(thick[across]) + 3) + 1
    return rest | (_morphed(rest, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8)) & mask)


def _morphed(mask: Bytes, how: int, kernel: Bytes) -> Bytes:
    return np.asarray(cv2.morphologyEx(np.ascontiguousarray(mask), how, kernel), np.uint8)


def _line(length: int, tilt: int) -> Bytes:
    """Return a line to look for, tilted by so many degrees."""
    rise = round(length * np.tan(np.radians(abs(tilt))))
    kernel = np.zeros((rise + 1, max(length, 1)), np.uint8)
    left, right = (rise, 0) if tilt > 0 else (0, rise)
    return np.asarray(cv2.line(kernel, (0, left), (length - 1, right), 1), np.uint8)


def _without_specks(mask: Bytes) -> Bytes:
    """Return a mask without small patches, and at the picture's edge only with those as high as others are."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    if count < 2:
        return mask
    height, width = mask.shape
    left, top, wide, high, area = stats[1:].T
    at_edge = (left == 0) | (top == 0) | (left + wide == width) | (top + high == height)
    inside = high[~at_edge & (area > MAX_SPECK * area.max())]
    if len(inside):
        usual = float(np.median(inside))
        area = np.where(at_edge & ((high < usual / 2) | (high > usual * 2)), 0, area)
    return np.isin(labels, 1 + np.flatnonzero(area > MAX_SPECK * area.max())).astype(np.uint8)
