"""The sheet of paper on a photo: where its corners are, and how to look at it from straight above.

A sheet is bounded by straight edges along which one side differs from the other, in brightness or in colour, and goes
on to differ further out: so neither a stroke nor a ruled line is an edge. Candidates come from a Hough transform.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
Corners = NDArray[np.float64]  # (4, 2): top left, top right, bottom right, bottom left
Matrix = NDArray[np.float64]  # (3, 3)

SIDE = 400  # pixels: the picture's longer side while its sheet is looked for
MIN_SIDE_LENGTH = 300  # pixels: a smaller picture is no photo of a desk
BROAD = 51  # pixels: what is thinner than half of this stands out
QUIET = 7  # pixels: what is thinner than half of this, such as writing, is no part of the paper's looks
MAX_LINES = 14  # edges that are tried as sides of the sheet
MIN_AREA = 0.12  # of the picture
MIN_CORNER = 50  # degrees: of the sheet's corners, seen from the side
FULL_STEP = 22.0  # grey levels: a step from desk to paper as clear as this cannot be mistaken
MIN_SIDE, MIN_SIDES = 0.4, 0.6  # how clear the least clear side of a sheet is, and all of them on average, 0 to 1
FRAME_SIDE = 0.55  # how clear the photo's own frame is, where it cuts the sheet off
MAX_ALIKE = 0.3  # of what is around the sheet: how much of it may look like the sheet
MIN_LEFT, MAX_TINT = 0.35, 0.12  # of the light: a shadow leaves more, and as much of each colour
WITHIN, MIN_WRITTEN = 0.7, 0.002  # of a sheet: where no shadow's edge is, and how much of that writing covers
AREA_WEIGHT, FRAME_COST = 0.6, 0.2  # of a clear side: for all of the picture's area, and of each side of its frame
NEAR, FAR = 4, 0.14  # pixels, and of the shorter side: how far from an edge its two sides are looked at
INSET = 0.012  # of the sheet: how much of it is left out along its edges


def corners(picture: Bytes) -> Corners | None:
    """Return the corners of the sheet on a BGR picture, in its pixels, or None where no sheet is to be seen."""
    scale = min(1.0, SIDE / max(picture.shape[:2]))
    size = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
    if min(picture.shape[:2]) < MIN_SIDE_LENGTH or min(size) < SIDE // 8:
        return None
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    looks = _looks(small)
    lines, steps = _edges(looks)
    best = _best(lines, steps, size)
    if best is None or _goes_on(best, looks) or _is_shadow(best, small):
        return None
    return _upright(_inset(best + 0.5) / np.array(size) * picture.shape[1::-1])


def flattened(seen: Corners, longest: int) -> tuple[Matrix, tuple[int, int]]:
    """Return the matrix from the photo to its sheet seen from straight above, and the sheet's width and height."""
    across = (np.hypot(*(seen[1] - seen[0])) + np.hypot(*(seen[2] - seen[3]))) / 2
    down = (np.hypot(*(seen[3] - seen[0])) + np.hypot(*(seen[2] - seen[1]))) / 2
    scale = min(1.0, longest / max(across, down))
    width, height = max(1, round(across * scale)), max(1, round(down * scale))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(seen.astype(np.float32), flat), float), (width, height)


def _is_shadow(points: Corners, small: Bytes) -> bool:
    """Return whether each side parts the same paper, with less light on this side of it: a shadow on the paper."""
    left = _left_of_light(points, small)
    if not len(left) or _is_written_in_light(points, small):
        return False
    each, colours = left.mean(axis=1), left.mean(axis=0)
    return bool(each.min() > MIN_LEFT and each.max() < 1 and np.ptp(colours) < MAX_TINT * colours.mean())


def _left_of_light(points: Corners, small: Bytes) -> Floats:
    """Return how much of each colour's light is left inside of each side that is in the picture, `(sides, 3)`."""
    middle, found = points.mean(axis=0), []
    for start, end in zip(points, np.roll(points, -1, axis=0), strict=True):
        along = start + (end - start) * np.linspace(0.1, 0.9, 60)[:, np.newaxis]
        inward = np.array([start[1] - end[1], end[0] - start[0]]) / max(1.0, float(np.hypot(*(end - start))))
        inward *= 2 * NEAR * np.sign((middle - start) @ inward)
        outside = along - inward
        seen = ((outside >= 0) & (outside < small.shape[1::-1])).all(axis=1)
        if seen.mean() > 0.5:
            inner, outer = (_at(each[seen][np.newaxis], small)[0] for each in (along + inward, outside))
            found.append(np.median((inner + 1) / (outer + 1), axis=0))
    return np.array(found)


def _is_written_in_light(points: Corners, small: Bytes) -> bool:
    """Return whether what stands out within these corners is lighter than the rest, as on a blackboard."""
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)
    middle = points.mean(axis=0)
    off = grey.astype(np.float32) - cv2.medianBlur(grey, BROAD)
    inner = _parted(np.asarray(middle + WITHIN * (points - middle)), off)[0]
    return bool((inner > FULL_STEP).mean() > MIN_WRITTEN and (inner**3).sum() > 0)


def _parted(points: Corners, pixels: NDArray[np.generic]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return what is between corners, and what is around them, `(n, channels)` each."""
    inside = np.zeros(pixels.shape[:2], np.uint8)
    cv2.fillConvexPoly(inside, np.rint(points).astype(np.int32), 1)
    return pixels[inside > 0], pixels[inside == 0]


def _goes_on(points: Corners, looks: NDArray[np.int16]) -> bool:
    """Return whether what is around these corners looks as what is between them: that is no desk."""
    between, around = _parted(points, looks)
    alike = (np.abs(around - np.median(between, axis=0)) < FULL_STEP / 2).all(axis=1)
    return bool(len(alike) and alike.mean() > MAX_ALIKE)


def _looks(small: Bytes) -> NDArray[np.int16]:
    """Return how bright a picture is and how coloured, `int16 (h, w, 2)`, without what is thin."""
    quiet = cv2.medianBlur(small, QUIET)
    coloured = quiet.max(axis=2).astype(np.int16) - quiet.min(axis=2)
    return np.dstack([cv2.cvtColor(quiet, cv2.COLOR_BGR2GRAY).astype(np.int16), coloured])


def _edges(looks: NDArray[np.int16]) -> tuple[Floats, Floats]:
    """Return the picture's straight edges `(n, 2)`, each its distance and its angle, and the steps across them.

    Steps are `(n, samples, channels)`, from -1 to 1, along the line: positive where the side of the normal has more.
    """
    edges = np.zeros(looks.shape[:2], np.uint8)
    for channel in range(2):
        quiet = cv2.GaussianBlur(looks[:, :, channel].astype(np.uint8), (0, 0), 1)
        edges |= np.asarray(cv2.Canny(quiet, 12, 30), np.uint8)
    found = cv2.HoughLines(edges, 1, np.pi / 180, max(20, min(edges.shape) // 6))
    if found is None:
        return np.zeros((0, 2)), np.zeros((0, SIDE, 2))
    lines = np.asarray(found, float).reshape(-1, 2)[:300]
    steps = _steps(lines, looks)
    clear = np.abs(steps).max(axis=2).sum(axis=1)
    kept: list[int] = []
    for i in np.argsort(-clear):
        if len(kept) < MAX_LINES and not any(_same(lines[i], lines[j]) for j in kept):
            kept.append(int(i))
    return lines[kept], steps[kept]


def _same(a: Floats, b: Floats) -> bool:
    """Return whether two lines are the same edge, found twice."""
    turned = abs(a[1] - b[1])
    if turned > np.pi / 2:
        return bool(np.pi - turned < 0.07 and abs(a[0] + b[0]) < 8)
    return bool(turned < 0.07 and abs(a[0] - b[0]) < 8)


def _points(lines: Floats) -> Floats:
    """Return the points along each line `(n, 2 * SIDE, 2)`, a pixel apart, from the one nearest to the origin."""
    normal = np.column_stack([np.cos(lines[:, 1]), np.sin(lines[:, 1])])
    along = np.column_stack([-normal[:, 1], normal[:, 0]])
    at = np.arange(-SIDE, SIDE + SIDE // 2)  # from end to end of the diagonal, for every line
    return np.asarray((lines[:, :1] * normal)[:, np.newaxis] + at[:, np.newaxis] * along[:, np.newaxis])


def _steps(lines: Floats, looks: NDArray[np.int16]) -> Floats:
    """Return the steps across lines, see `_edges`; 0 outside the picture."""
    height, width = looks.shape[:2]
    points = _points(lines)
    normal = np.column_stack([np.cos(lines[:, 1]), np.sin(lines[:, 1])])[:, np.newaxis]

    def step(ahead: float, behind: float) -> Floats:
        return _at(points + ahead * normal, looks) - _at(points - behind * normal, looks)

    far = FAR * min(width, height)
    each = np.stack([step(NEAR, NEAR), step(2 * NEAR, 2 * NEAR), step(far, NEAR), step(NEAR, far)])
    weakest = np.where((each > 0).all(axis=0), each.min(axis=0), (each < 0).all(axis=0) * each.max(axis=0))
    inside = ((points >= 0) & (points < (width, height))).all(axis=2)
    return np.asarray(np.clip(weakest / FULL_STEP, -1, 1) * np.asarray(inside)[:, :, np.newaxis])


def _at(points: Floats, looks: NDArray[np.int16] | Bytes) -> Floats:
    """Return how the picture looks at points, `(n, m, channels)`."""
    height, width = looks.shape[:2]
    x, y = np.moveaxis(np.rint(points).astype(int), 2, 0)
    return np.asarray(looks[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)], float)


def _best(edges: Floats, steps: Floats, size: tuple[int, int]) -> Corners | None:
    """Return the corners that the clearest and largest four edges make, the photo's frame being two of them at most."""
    width, height = size
    right_angle = np.pi / 2
    frame = np.array([[0, 0], [0, right_angle], [width - 1, 0], [height - 1, right_angle]])
    lines = np.vstack([edges, frame])
    of_frame = np.arange(len(lines)) >= len(edges)
    quads = _quads(lines, of_frame)
    if not len(quads):
        return None
    points = _crossings(lines, quads)
    clear = _clearness(lines, steps, points, quads, size)
    clear[of_frame[quads]] = FRAME_SIDE
    area = _area(points) / (width * height)
    fits = (_is_convex(points) & (area > MIN_AREA)) & (clear.min(axis=1) > MIN_SIDE) & (clear.mean(axis=1) > MIN_SIDES)
    fits &= (np.abs(points - np.array(size) / 2) < 0.8 * np.array(size)).all(axis=(1, 2))
    if not fits.any():
        return None
    likely = clear.mean(axis=1) + AREA_WEIGHT * area - FRAME_COST * of_frame[quads].sum(axis=1)
    found = int(np.argmax(np.where(fits, likely, -np.inf)))
    return _beyond_frame(lines[quads[found]], of_frame[quads[found]], points[found])


def _beyond_frame(lines: Floats, of_frame: NDArray[np.bool_], points: Corners) -> Corners:
    """Return the corners of a sheet that the photo's frame cuts off: there it ends in parallel to its other side."""
    lines = lines.copy()
    for i in np.flatnonzero(of_frame):
        other = lines[(i + 2) % 4]
        normal = np.array([np.cos(other[1]), np.sin(other[1])])
        away = points[[i - 1, i]] @ normal - other[0]
        lines[i] = other[0] + away[np.argmax(np.abs(away))], other[1]
    return np.asarray(_crossings(lines, np.arange(4)[np.newaxis])[0])


def _quads(lines: Floats, of_frame: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return four lines each `(n, 4)`: one of two that are nearly parallel, one across, the other, the other across."""
    a, b = np.triu_indices(len(lines), 1)
    near = _turned(lines[a, 1], lines[b, 1]) < np.radians(35)
    pairs = np.column_stack([a, b])[near]
    first, second = np.triu_indices(len(pairs), 1)
    quads = np.column_stack([pairs[first, 0], pairs[second, 0], pairs[first, 1], pairs[second, 1]])
    apart = _turned(lines[quads, 1], lines[np.roll(quads, 1, axis=1), 1]).min(axis=1) > np.radians(MIN_CORNER)
    return np.asarray(quads[apart & (of_frame[quads].sum(axis=1) <= 2)])


def _turned(a: Floats, b: Floats) -> Floats:
    """Return the angles between lines of these angles, 0 to a right angle."""
    return np.abs((a - b + np.pi / 2) % np.pi - np.pi / 2)


def _crossings(lines: Floats, quads: NDArray[np.int64]) -> Floats:
    """Return where each of four lines crosses the next: the corners `(n, 4, 2)`."""
    (d, a), (e, b) = np.moveaxis(lines[quads], 2, 0), np.moveaxis(lines[np.roll(quads, -1, axis=1)], 2, 0)
    across = np.sin(b - a)
    x = (d * np.sin(b) - e * np.sin(a)) / across
    y = (e * np.cos(a) - d * np.cos(b)) / across
    return np.stack([x, y], axis=2)


def _clearness(lines: Floats, steps: Floats, points: Floats, quads: NDArray[np.int64], size: tuple[int, int]) -> Floats:
    """Return how clear each side is `(n, 4)`, 0 to 1, if the sheet is lighter or darker, more coloured or less."""
    seen = ((_points(lines) >= 0) & (_points(lines) < size)).all(axis=2).astype(float)
    padded = np.concatenate([steps, np.zeros((4, *steps.shape[1:]))])
    sums = np.concatenate([np.zeros((len(lines), 1, 3)), np.cumsum(np.dstack([padded, seen]), axis=1)], axis=1)
    theta = lines[quads, 1]
    previous = np.roll(points, 1, axis=1)  # a side runs from the crossing with the line before to that with the next
    starts, ends = np.sort([_along(each, theta) for each in (previous, points)], axis=0)
    total = sums[quads, ends] - sums[quads, starts]
    middle = points.mean(axis=1, keepdims=True)
    inward = np.sign(middle[..., 0] * np.cos(theta) + middle[..., 1] * np.sin(theta) - lines[quads, 0])
    enough = total[..., 2] > 0.5 * (ends - starts)
    means = (inward * enough)[..., np.newaxis] * total[..., :2] / np.maximum(total[..., 2:], 1)
    ways = [np.maximum(light * means[..., 0], colour * means[..., 1]) for light in (1, -1) for colour in (1, -1)]
    best = np.argmax([way.min(axis=1) + way.mean(axis=1) for way in ways], axis=0)
    return np.asarray(np.stack(ways)[best, np.arange(len(quads))])


def _along(points: Floats, theta: Floats) -> NDArray[np.int64]:
    """Return the index of points along their lines, as `_points` has them."""
    at = points[..., 1] * np.cos(theta) - points[..., 0] * np.sin(theta) + SIDE
    return np.clip(np.rint(at), 0, 2 * SIDE + SIDE // 2 - 1).astype(int)


def _area(points: Floats) -> Floats:
    x, y = np.moveaxis(points, 2, 0)
    return np.asarray(np.abs((x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)).sum(axis=1)) / 2)


def _is_convex(points: Floats) -> NDArray[np.bool_]:
    (ax, ay), (bx, by) = (
        np.moveaxis(np.roll(points, -i - 1, axis=1) - np.roll(points, -i, axis=1), 2, 0) for i in (0, 1)
    )
    turns = ax * by - ay * bx
    return np.asarray((turns > 0).all(axis=1) | (turns < 0).all(axis=1))


def _inset(points: Corners) -> Corners:
    """Return corners a little further inside, away from the sheet's edge and its shadow."""
    middle = points.mean(axis=0)
    return np.asarray(middle + (points - middle) * (1 - 2 * INSET))


def _upright(points: Corners) -> Corners:
    """Return corners in order, beginning with the top left of the sheet turned by no more than half a right angle."""
    middle = points.mean(axis=0)
    around = points[np.argsort(np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0]))]
    ways = [np.roll(around, -i, axis=0) for i in range(4)]
    return min(ways, key=lambda way: abs(float(np.arctan2(*(way[1] + way[2] - way[0] - way[3])[::-1]))))
