"""Photos for the evaluator: what a phone makes of a page, made of the page's ink.

A page lies on a desk or fills the photo; it is plain, ruled or squared, seen from the side, tilted, in a shadow, out of
focus. Every random choice comes from the generator that is handed in.
"""

from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.drawing import photo, strokes
from digits.drawing.ink import Ink
from digits.drawing.photo import Developed
from digits.drawing.strokes import Drawing

Picture = NDArray[np.float32]  # (h, w, 3), BGR from 0 to 1
Matrix = NDArray[np.float64]  # (3, 3): points of one picture to those of another

Paper = Literal["plain", "ruled", "squared"]
Desk = Literal["none", "plain", "wood", "dark"]

PENS = 5, 9, 14  # pixels: a ballpoint, a felt-tip and a marker, beside digits at most 100 high
MARGIN = 0.06  # of the page's longer side: paper around the page that lies on a desk
ROUND_ABOUT = 0.9  # of the same: paper around the page that fills the photo
ASPECT = 4 / 3  # of a phone's photo
PAGE = 1200, 900  # pixels: a page is no smaller, one way round or the other
CLEAR_TILT = 10  # degrees: more is told apart in the figures


class Scene(NamedTuple):
    """How a page is photographed: plainly, from above, unless it says otherwise."""

    tilt: float = 0.0  # degrees
    perspective: float = 0.0  # how far the corners are moved, of the page's sides
    desk: Desk = "none"
    paper: Paper = "plain"
    spacing: float = 0.06  # of the page's longer side, from one ruled line to the next
    ruled: float = 0.35  # how much darker than the paper a ruled line is
    pen: float = 0.8  # how much darker than the paper the pen is
    light_on_dark: bool = False
    shadow: float = 0.0  # how much light it takes
    blur: float = 0.8  # pixels
    noise: float = 0.015
    quality: int = 75  # of the JPEG
    side: int = 1600  # pixels: the photo's longer one

    @property
    def groups(self) -> tuple[str, ...]:
        """Return what its figures are told by."""
        colours = "light on dark" if self.light_on_dark else "dark on light"
        tilt = f"tilt {'over' if abs(self.tilt) > CLEAR_TILT else 'to'} {CLEAR_TILT}"
        return f"{self.paper} paper", f"desk {self.desk}", colours, tilt


class Photo(NamedTuple):
    """A photo's JPEG file, and where the page's points are on it."""

    data: bytes
    to_photo: Matrix


def random_scene(rng: np.random.Generator) -> Scene:
    """Return how somebody photographs a page."""
    far = rng.random() < 0.3
    desk: Desk = rng.choice(np.array(["none", "plain", "wood", "dark"], object), p=[0.4, 0.2, 0.2, 0.2])
    paper: Paper = rng.choice(np.array(["plain", "ruled", "squared"], object), p=[0.5, 0.25, 0.25])
    return Scene(
        tilt=float(np.clip(rng.normal(0, 20 if far else 4), -45, 45)),
        perspective=float(rng.uniform(0, 0.12)),
        desk=desk,
        paper=paper,
        spacing=float(rng.uniform(0.03, 0.09)),
        ruled=float(rng.uniform(0.15, 0.55)),
        pen=float(rng.uniform(0.6, 0.9)),
        light_on_dark=bool(rng.random() < 0.15),
        shadow=float(rng.uniform(0.1, 0.45)) if rng.random() < 0.5 else 0.0,
        blur=float(rng.uniform(0.5, 1.6)),
        noise=float(rng.uniform(0.005, 0.03)),
        quality=int(rng.integers(40, 92)),
    )


def developed_photo(drawing: Drawing, rng: np.random.Generator) -> tuple[Developed, tuple[str, ...]]:
    """Return what is found on a photo of a drawing, and the groups that its figures are told by."""
    scene = random_scene(rng)
    return photo.develop(photographed(on_page(strokes.picture(drawing), rng), rng, scene).data), scene.groups


def on_page(ink: Ink, rng: np.random.Generator) -> Ink:
    """Return ink somewhere on a page that holds it, `uint8 (h, w)`."""
    least = np.array(PAGE if rng.random() < 0.5 else PAGE[::-1])
    height, width = np.maximum(least, ink.shape).tolist()
    top, left = int(rng.integers(height - ink.shape[0] + 1)), int(rng.integers(width - ink.shape[1] + 1))
    page = np.zeros((height, width), np.uint8)
    page[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return page


def photographed(ink: Ink, rng: np.random.Generator, scene: Scene | None = None) -> Photo:
    """Return a photo of a page with ink on it; of a random scene unless one is given."""
    scene = scene or random_scene(rng)
    margin = round((MARGIN if scene.desk != "none" else ROUND_ABOUT) * max(ink.shape))
    sheet = _sheet(np.pad(ink, margin), scene, rng)
    size, to_photo = _view(ink.shape[::-1], margin, scene, rng)
    from_sheet = to_photo @ np.array([[1, 0, -margin], [0, 1, -margin], [0, 0, 1]], float)
    picture = _on_desk(sheet, from_sheet, size, scene, rng)
    picture *= _light(size, scene, rng)[:, :, np.newaxis]
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), scene.blur), np.float32)
    picture += rng.normal(0, scene.noise, picture.shape).astype(np.float32)
    pixels = np.rint(np.clip(picture, 0, 1) * 255).astype(np.uint8)
    return Photo(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, scene.quality])[1].tobytes(), to_photo)


def _sheet(ink: Ink, scene: Scene, rng: np.random.Generator) -> Picture:
    """Return a sheet of paper with its lines and its ink."""
    height, width = ink.shape
    bright = rng.uniform(0.12, 0.25) if scene.light_on_dark else rng.uniform(0.8, 0.97)
    tint = np.array([rng.uniform(0.88, 1), rng.uniform(0.96, 1), 1])
    sheet = np.full((height, width, 3), bright * tint, np.float32)
    sheet *= 1 + 0.04 * _grain((height, width), 2, rng)[:, :, np.newaxis]
    blue = np.array([0.35, 0.8, 1]) * scene.ruled
    _put(sheet, _lines((height, width), scene), blue if rng.random() < 0.6 else np.full(3, scene.ruled), scene)
    colour = np.array([[0.55, 0.85, 1], [1, 1, 1], [1, 1, 0.75]][rng.integers(3)]) * scene.pen  # blue, black, red
    _put(sheet, ink, colour, scene)
    return sheet


def _put(sheet: Picture, ink: Ink, strength: NDArray[np.float64], scene: Scene) -> None:
    """Put ink on a sheet, which takes so much of each colour's light, or on a dark sheet gives it."""
    share = (ink[:, :, np.newaxis] / np.float32(255)) * strength.astype(np.float32)
    sheet *= 1 - share
    if scene.light_on_dark:
        sheet += share


def _lines(shape: tuple[int, int], scene: Scene) -> Ink:
    """Return the lines of a sheet, one pixel in six hundred thick and at least one."""
    lines = np.zeros(shape, np.uint8)
    usual = max(shape) / (1 + 2 * (MARGIN if scene.desk != "none" else ROUND_ABOUT))
    step, thick = max(4.0, scene.spacing * usual), max(1, round(usual / 600))
    ways = {"plain": [], "ruled": [lines], "squared": [lines, lines.T]}
    for way in ways[scene.paper]:
        for at in np.arange(step / 2, len(way) - thick, step).astype(int):
            way[at : at + thick] = 255
    return lines


def _view(page: tuple[int, ...], margin: int, scene: Scene, rng: np.random.Generator) -> tuple[tuple[int, int], Matrix]:
    """Return the photo's width and height, and where it shows the points of the page."""
    width, height = page
    size = scene.side, round(scene.side / ASPECT)
    size = size if width >= height else size[::-1]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], float)
    rim = margin if scene.desk != "none" else 0
    outer = corners + np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * rim
    angle = np.radians(scene.tilt)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    seen = (outer - outer.mean(axis=0) + rng.uniform(-1, 1, (4, 2)) * scene.perspective / 2 * (width, height)) @ turn
    seen -= (seen.min(axis=0) + seen.max(axis=0)) / 2
    share = rng.uniform(0.75, 0.92) if scene.desk != "none" else rng.uniform(0.9, 0.99)
    seen *= share * (np.array(size) / np.ptp(seen, axis=0)).min()
    seen += np.array(size) / 2 + rng.uniform(-0.4, 0.4, 2) * (np.array(size) - np.ptp(seen, axis=0))
    matrix = cv2.getPerspectiveTransform(outer.astype(np.float32), seen.astype(np.float32))
    return size, np.asarray(matrix, float)


def _on_desk(
    sheet: Picture, from_sheet: Matrix, size: tuple[int, int], scene: Scene, rng: np.random.Generator
) -> Picture:
    """Return the sheet as it is seen, with the desk around it and the small shadow that it throws there."""
    if scene.desk == "none":
        return np.asarray(cv2.warpPerspective(sheet, from_sheet, size, borderMode=cv2.BORDER_REPLICATE), np.float32)
    desk = _desk(size, scene, rng)
    covered = np.asarray(
        cv2.warpPerspective(np.ones(sheet.shape[:2], np.float32), from_sheet, size, flags=cv2.INTER_LINEAR)
    )[:, :, np.newaxis]
    near = max(2.0, max(size) / 300)
    shade = np.roll(cv2.GaussianBlur(covered[:, :, 0], (0, 0), near), (round(near), round(near)), axis=(0, 1))
    desk *= 1 - 0.25 * shade[:, :, np.newaxis]
    seen = np.asarray(cv2.warpPerspective(sheet, from_sheet, size), np.float32)
    return np.asarray(seen + (1 - covered) * desk, np.float32)


def _desk(size: tuple[int, int], scene: Scene, rng: np.random.Generator) -> Picture:
    """Return a desk: plain, of wood with its grain, or dark."""
    width, height = size
    colours = {"plain": [0.55, 0.6, 0.62], "wood": [0.25, 0.42, 0.6], "dark": [0.16, 0.15, 0.15]}
    colour = np.array(colours.get(scene.desk, [1, 1, 1])) * rng.uniform(0.75, 1.15)
    desk = np.full((height, width, 3), colour, np.float32)
    if scene.desk == "wood":
        fine = cv2.resize(rng.normal(0, 1, (height // 3, 8)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
        broad = cv2.resize(rng.normal(0, 1, (9, 3)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
        desk *= np.clip(1 + 0.07 * fine + 0.1 * broad, 0.4, 1.5)[:, :, np.newaxis]
    return desk * (1 + 0.05 * _grain((height, width), 1.5, rng)[:, :, np.newaxis])


def _light(size: tuple[int, int], scene: Scene, rng: np.random.Generator) -> Picture:
    """Return how much light falls where, `float32 (h, w)`: it fades to one side, and a shadow may lie across."""
    width, height = size
    across, down = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    angle = rng.uniform(0, 2 * np.pi)
    light = 1 - rng.uniform(0, 0.22) * (1 + np.cos(angle) * across + np.sin(angle) * down)
    if scene.shadow:
        angle, soft = rng.uniform(0, 2 * np.pi), np.exp(rng.uniform(np.log(0.01), np.log(0.3)))
        side = (np.cos(angle) * across + np.sin(angle) * down - rng.uniform(-0.3, 0.5)) / soft
        light *= 1 - scene.shadow / (1 + np.exp(-np.clip(side, -30, 30)))
    return np.asarray(light, np.float32)


def _grain(shape: tuple[int, int], size: float, rng: np.random.Generator) -> Picture:
    """Return unevenness of this size in pixels, `float32 (h, w)`, about as much below 0 as above, mostly within 1."""
    grain = np.asarray(cv2.GaussianBlur(rng.normal(0, 1, shape).astype(np.float32), (0, 0), size), np.float32)
    return grain / max(float(grain.std()), 1e-6)
