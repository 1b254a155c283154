"""Drawings and pictures to grey ink, and grey ink to what the network takes.

Ink is `uint8 (height, width)`, paper 0 and ink 255; `None` means blank. The network's input is
`float32 (1, 28, 28, 1)` in [0, 1], laid out as MNIST is: the longest side of the ink is 20, and its
centre of mass sits on pixel (14, 14). MNIST comes laid out so, but for the part of a pixel that it rounds off, and is
learned from as it comes (`as_inputs`); drawings are brought there (`to_input`).
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.uint8]
Input = NDArray[np.float32]

FIELD, BODY, MIDDLE = 28, 20, 14.5
OVERSAMPLING = 10  # ink is measured on a grid this many times finer than the network's
FAINTEST = 64  # of 255: what is fainter than this does not count towards the ink's box
MAX_SIDE = 2000  # pixels: a larger picture is shrunk first, so that it costs no more time than this one
OPAQUE = 128  # of 255: what is more transparent than this shows the paper
MIN_CONTRAST = 32  # of 255: a picture with less than this from paper to ink is an empty sheet


def from_canvas(pixels: NDArray[Any]) -> Ink | None:
    """Return the ink of a transparent canvas, `uint8 (h, w)`, from four channels of which the last is alpha."""
    if pixels.ndim != 3 or pixels.shape[2] != 4:
        raise ValueError(f"pixels: expected a canvas of shape (h, w, 4), got {pixels.shape}")
    return _unless_blank(np.ascontiguousarray(_as_bytes(pixels)[:, :, 3]))


def from_image(pixels: NDArray[Any]) -> Ink | None:
    """Return the ink of any picture, `uint8 (h, w)`, whether dark on light, light on dark or on transparency.

    Three channels are BGR and four BGRA, as OpenCV reads them.
    """
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    if pixels.ndim not in (2, 3) or 0 in pixels.shape or (pixels.ndim == 3 and pixels.shape[2] not in (3, 4)):
        raise ValueError(f"pixels: expected a picture of shape (h, w), (h, w, 3) or (h, w, 4), got {pixels.shape}")
    pixels = _at_most(_as_bytes(pixels), MAX_SIDE)
    if pixels.ndim == 3 and pixels.shape[2] == 4:
        alpha = pixels[:, :, 3]
        if np.median(_border(alpha)) < OPAQUE:
            return from_canvas(pixels)
        return _unless_blank(_against_paper(_grey(pixels), alpha >= OPAQUE))
    return _unless_blank(_against_paper(_grey(pixels)))


def to_input(ink: Ink) -> Input:
    """Return the network's view of one digit, `float32 (1, 28, 28, 1)` in [0, 1] with its brightest pixel at 1."""
    body = _scaled(_crop(ink), BODY * OVERSAMPLING)
    window = np.zeros((FIELD * OVERSAMPLING, FIELD * OVERSAMPLING), np.float32)
    top, left = _corner(body)
    window[top : top + body.shape[0], left : left + body.shape[1]] = body
    small = cv2.resize(window, (FIELD, FIELD), interpolation=cv2.INTER_AREA)
    return np.asarray(small / small.max(), np.float32)[np.newaxis, :, :, np.newaxis]


def as_inputs(images: NDArray[Any]) -> Input:
    """Return images that are laid out already, as MNIST's `uint8 (n, 28, 28)` are, as `float32 (n, 28, 28, 1)`."""
    return np.asarray(images[..., np.newaxis] / np.float32(255), np.float32)


def _as_bytes(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    if pixels.dtype == np.uint8:
        return pixels
    if pixels.dtype == np.bool_:
        return pixels.astype(np.uint8) * np.uint8(255)
    if pixels.dtype == np.uint16:
        return (pixels // 257).astype(np.uint8)
    if pixels.dtype.kind == "f":
        return _floats_as_bytes(pixels)
    raise ValueError(f"pixels: expected uint8, uint16, bool or float, got {pixels.dtype}")


def _floats_as_bytes(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    if not np.isfinite(pixels).all():
        raise ValueError("pixels: expected finite values, got NaN or infinity")
    low, high = float(pixels.min(initial=0)), float(pixels.max(initial=0))
    if low < 0 or high > 255:
        raise ValueError(f"pixels: expected floats in [0, 1] or [0, 255], got [{low:g}, {high:g}]")
    return np.asarray(np.rint(pixels * (255 if high <= 1 else 1)), np.uint8)


def _grey(pixels: NDArray[np.uint8]) -> Ink:
    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels[:, :, :3], cv2.COLOR_BGR2GRAY), np.uint8)


def _at_most(pixels: NDArray[np.uint8], longest: int) -> NDArray[np.uint8]:
    return pixels if max(pixels.shape[:2]) <= longest else np.rint(_scaled(pixels, longest)).astype(np.uint8)


def _border(grey: Ink) -> Ink:
    return np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])


def _against_paper(grey: Ink, opaque: NDArray[np.bool_] | None = None) -> Ink:
    """Return how far each pixel is from the border's grey, to the side where most of the ink is."""
    paper = np.full_like(grey, np.median(_border(grey)))
    if opaque is not None:
        grey = np.where(opaque, grey, paper)
    dark, light = cv2.subtract(paper, grey), cv2.subtract(grey, paper)
    ink = np.asarray(dark if dark.sum() > light.sum() else light, np.uint8)
    if ink.max() < MIN_CONTRAST:
        return np.zeros_like(ink)
    return np.asarray(np.rint(ink * (255.0 / float(ink.max()))), np.uint8)


def _unless_blank(ink: Ink) -> Ink | None:
    return ink if ink.size and ink.max() > FAINTEST else None


def _crop(ink: Ink) -> Ink:
    left, top, width, height = cv2.boundingRect((ink > FAINTEST).astype(np.uint8))
    if not width:
        raise ValueError("ink: expected some ink, got a blank drawing")
    return ink[top : top + height, left : left + width]


def _scaled(ink: NDArray[np.uint8], longest: int) -> NDArray[np.float32]:
    height, width = ink.shape[:2]
    scale = longest / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(ink.astype(np.float32), size, interpolation=cv2.INTER_AREA), np.float32)


def _corner(body: NDArray[np.float32]) -> tuple[int, int]:
    """Return where the body's top left goes so that its centre of mass is in the middle and no ink is cut off."""
    height, width = body.shape
    if width <= 2:  # it would be taken for a list of points
        body = np.pad(body, ((0, 0), (0, 2)))
    moments = cv2.moments(body)
    down, right = moments["m01"] / moments["m00"] + 0.5, moments["m10"] / moments["m00"] + 0.5
    top = min(max(round(MIDDLE * OVERSAMPLING - down), 0), FIELD * OVERSAMPLING - height)
    left = min(max(round(MIDDLE * OVERSAMPLING - right), 0), FIELD * OVERSAMPLING - width)
    return top, left
