"""Paper and ink: how much darker than the paper around it each point of a picture is, and which of it is ink.

Shadows, noise and specks are paper; the pen is ink, dark on light or light on dark.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Shares = NDArray[np.float32]

MAX_CLEAN = 0.1  # of the pixels: in a picture without noise fewer differ from those around
MAX_STROKE_WIDTH = 0.14  # of the shorter side: what is broader is a shadow
MIN_INK, MIN_INK_ON_GRAIN = 0.12, 0.25  # of the paper's brightness: a sheet on which nothing is darker is empty
FEW = 5_000, 20_000  # one of so many pixels is ink, where there is any: a small digit has more, or a thin one
DARKEST = 8  # grey levels: what a camera sees of paper that gives no light
RIM = 0.02  # of the longer side: what comes from the sheet's edge and goes no farther was not written
MIN_GRAINS, GRAINS = 12, 3  # patches, and of one stroke: more is chalk
SMOOTH = 0.7  # of the pen's width: so broadly the grains are smoothed
MAX_DISC = 61  # pixels: what is around a broader stroke is looked at no farther
MAX_SPECK = 0.02  # of most ink's patches: smaller patches are not ink
PLAIN, MIN_PLAIN = 2, 0.98  # grey levels, and of the rim: within so many of one level is so much of a plain picture's
MAX_FILLED, ALL_FILLED, MIN_PICTURE = 0.75, 0.9, 0.5  # of its box, and of all: what covers more may be framed
MAX_DISCS = 500  # more are a raster
MIN_SOLID, MAX_OVAL, MIN_HOLES = 0.7, 0.35, 6  # of a disc's box, and of its height; more in line are no digits
MAX_PRINT_WIDTH, MAX_PRINT_INK = 0.6, 0.7  # of the pen's: lines that are finer and fainter are a form's
SPECK_SIDE = 1.4  # times the pen's width: nor are those smaller than a square of this


def share_of_ink(grey: Bytes) -> Shares:
    """Return how much darker each pixel is than the paper around it, 0 to 1; lighter, where the paper is dark."""
    is_dark = _is_dark(grey)
    quiet = cv2.GaussianBlur(_without_noise(grey), (0, 0), min(max(0.5, max(grey.shape) / 1200), 1.0))
    if is_dark:
        quiet = cv2.bitwise_not(quiet)
    paper = _paper(np.asarray(quiet, np.uint8))
    share = np.clip(1 - quiet / np.maximum(paper, 1), 0, 1)
    if is_dark:  # in a shadow its ink stands out less, for it gives light, and takes none
        darkness = 255 - paper + DARKEST
        share = np.clip(share * np.clip(np.median(darkness) / darkness, 0.5, 2.5), 0, 1)
    return np.asarray(share, np.float32)


def _without_noise(grey: Bytes) -> Bytes:
    """Return a picture without noise; one that has none as it is, for lines of one pixel would go too."""
    quiet = np.asarray(cv2.medianBlur(grey, 3), np.uint8)
    return quiet if np.count_nonzero(quiet != grey) > MAX_CLEAN * grey.size else grey


def _is_dark(grey: Bytes) -> bool:
    """Return whether the paper is dark: a plain rim is paper; else the few are ink, the many are paper."""
    small = np.asarray(cv2.resize(grey, (150, 150), interpolation=cv2.INTER_AREA), np.uint8)
    level = _rim_level(small)
    if level is not None:
        off_rim = np.asarray(cv2.absdiff(small, np.full_like(small, level)) > 8 * PLAIN, np.uint8)
        if off_rim.any() and _filled(off_rim) < ALL_FILLED:
            return bool(small[off_rim > 0].mean() > level)
    off = small.astype(np.float32) - cv2.medianBlur(small, 51)
    return bool((off**3).sum() > 0)


def _paper(quiet: Bytes) -> Shares:
    """Return how bright the paper is everywhere, also below the ink."""
    scale = min(1.0, 300 / max(quiet.shape))
    size = max(1, round(quiet.shape[1] * scale)), max(1, round(quiet.shape[0] * scale))
    small = np.asarray(cv2.resize(quiet, size, interpolation=cv2.INTER_AREA), np.uint8)
    broad = max(5, int(MAX_STROKE_WIDTH * min(small.shape)) | 1)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (broad, broad)))
    paper = cv2.resize(cv2.GaussianBlur(paper, (0, 0), broad / 8), quiet.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.maximum(np.asarray(paper, np.float32), _plain_level(small))


def _plain_level(small: Bytes) -> float:
    """Return how bright plain paper is, as its rim tells, however broad the ink on it; 0 where it is not plain."""
    level = _rim_level(small)
    if level is None:
        return 0.0
    darker = cv2.threshold(small, max(0, level - 8 * PLAIN), 1, cv2.THRESH_BINARY_INV)[1]
    _, _, width, height = cv2.boundingRect(darker)
    if _filled(darker) > MAX_FILLED and width * height > MIN_PICTURE * small.size:
        darkest, dark = np.percentile(small[darker > 0], [1, 25])
        if dark - darkest > (level - darkest) / 4:  # a picture in a frame
            return 0.0
    return float(level)


def _rim_level(small: Bytes) -> int | None:
    """Return the grey level of a picture's rim; None where it has several."""
    rim = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]]).astype(int)
    level = int(np.median(rim))
    return level if (np.abs(rim - level) <= PLAIN).mean() >= MIN_PLAIN else None


def _filled(mask: NDArray[np.generic]) -> float:
    """Return how much of its box a mask fills, 0 to 1."""
    _, _, width, height = cv2.boundingRect(np.asarray(mask, np.uint8))
    return float(np.count_nonzero(mask) / max(1, width * height))


def clearest(share: Shares) -> float:
    """Return how dark the clearest ink is, 0 to 1; 0 on an empty sheet."""
    grain = noise(share)
    least = max(MIN_INK, min(MIN_INK_ON_GRAIN, 20 * grain), 6 * grain)
    for one_of in FEW:
        few = min(max(12, share.size // one_of), share.size)
        dark = float(np.partition(share, -few, axis=None)[-few])
        if dark >= least:
            return dark
    return 0.0


def noise(share: Shares) -> float:
    """Return how much the paper alone varies, as a standard deviation."""
    some = share[::2, ::2]
    return float(1.48 * np.median(np.abs(some - np.median(some))))


def without_specks(mask: Bytes, sheet: Bytes) -> Bytes:
    """Return a mask without small patches, and at the edge of the sheet only with those as high as others are."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    if count < 2:
        return mask
    high, area = np.asarray(stats[1:, [cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA]], np.int32).T
    smallest = max(MAX_SPECK * _usual(area), (SPECK_SIDE * pen_width(mask)) ** 2 * (count > 2))
    at_edge = np.isin(np.arange(1, count), labels[_edge(sheet)])
    inside = high[~at_edge & (area > smallest)]
    if len(inside):
        usual = float(np.median(inside))
        area = np.where(at_edge & ((high < usual / 2) | (high > usual * 2)), 0, area)
    return np.isin(labels, 1 + np.flatnonzero(area > smallest)).astype(np.uint8)


def pen_of_grains(mask: Bytes) -> float:
    """Return how broad the grains of a mask are where they lie nearer than that, as chalk's do; 0 where none are."""
    grains = cv2.connectedComponents(mask, connectivity=8)[0] - 1
    if grains < MIN_GRAINS:
        return 0.0
    pen = pen_width(mask)
    strokes = cv2.connectedComponents(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, disc(pen)), connectivity=8)[0] - 1
    return pen if strokes * GRAINS <= grains else 0.0


def smoothed(share: Shares, pen: float) -> Shares:
    """Return shares of ink in which the grains of such a pen are strokes."""
    return np.asarray(cv2.GaussianBlur(share, (0, 0), SMOOTH * min(pen, MAX_DISC)), np.float32)


def disc(pen: float) -> Bytes:
    """Return a disc as broad as a pen, for OpenCV to look around each point with."""
    broad = min(max(3, round(pen) | 1), MAX_DISC)
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (broad, broad)), np.uint8)


def without_rim(mask: Bytes, sheet: Bytes) -> Bytes:
    """Return a mask without patches along the edge of the sheet: there the desk is seen past an edge that is bent."""
    count, found = cv2.connectedComponents(mask, connectivity=8)
    labels = np.asarray(found, np.int32)
    far = cv2.distanceTransform(np.pad(sheet, 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
    farthest = np.zeros(count)
    np.maximum.at(farthest, labels[mask > 0], far[mask > 0])
    at_edge = np.isin(np.arange(count), labels[_edge(sheet)])
    return np.asarray(mask & ~(at_edge & (farthest < RIM * max(mask.shape)))[labels], np.uint8)


def without_holes(mask: Bytes) -> Bytes:
    """Return a mask without rows and columns of discs that are alike: a binding's holes, or bullets."""
    _, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    width, height, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    is_disc = (area > MIN_SOLID * width * height) & (np.abs(width - height) < MAX_OVAL * np.maximum(width, height))
    discs = np.flatnonzero(is_disc[1:]) + 1
    if len(discs) > MAX_DISCS:
        return mask
    is_hole = np.zeros(len(stats), bool)
    for i in discs:
        alike = discs[np.abs(height[discs] - height[i]) < MAX_OVAL * height[i]]
        for axis in (0, 1):
            in_line = alike[np.abs(centres[alike, axis] - centres[i, axis]) < height[i]]
            if len(in_line) >= MIN_HOLES:
                is_hole[in_line] = True
    return np.asarray(mask & ~is_hole[labels], np.uint8)


def without_print(mask: Bytes, share: Shares) -> Bytes:
    """Return a mask without patches that are both finer and fainter than what the pen drew: a form's lines."""
    count, labels = cv2.connectedComponents(mask, connectivity=8)
    if count < 3:
        return mask
    inked = labels[mask > 0]
    far, dark = cv2.distanceTransform(mask, cv2.DIST_L2, 3)[mask > 0], share[mask > 0]
    area = np.maximum(np.bincount(inked, minlength=count), 1)
    width, darkness = (np.bincount(inked, each, count) / area for each in (far, dark))
    is_print = (width < MAX_PRINT_WIDTH * far.mean()) & (darkness < MAX_PRINT_INK * dark.mean())
    return np.asarray(mask & ~is_print[labels], np.uint8)


def _usual(area: NDArray[np.int32]) -> float:
    """Return how large the patches are that most ink is in."""
    order = np.sort(area)
    ink = np.cumsum(order)
    return float(order[np.searchsorted(ink, ink[-1] / 2)])


def pen_width(mask: Bytes) -> float:
    """Return how wide the pen is that drew a mask: a point of a stroke is a quarter of it from its edge, on average."""
    if mask.all():  # no edge, from which distances could be taken
        return float(min(mask.shape))
    far = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    return 4 * float(far[mask > 0].mean())


def _edge(sheet: Bytes) -> NDArray[np.bool_]:
    """Return the outermost pixels of the sheet."""
    padded = np.pad(sheet, 1)
    return np.asarray((sheet > 0) & (cv2.erode(padded, np.ones((3, 3), np.uint8))[1:-1, 1:-1] == 0))
