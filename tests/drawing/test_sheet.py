"""Sheets on desks, made with our own pen: their corners, and that nothing else is taken for one."""

import cv2
import numpy as np
import pytest

from digits.drawing import sheet
from digits.scoring.photos import MARGIN, Scene, photographed
from tests.drawing.written import page


def taken(scene, ink=None, seed=3):
    """A photo, BGR, and the sheet's true corners on it."""
    ink = page(["12", "34"]) if ink is None else ink
    photo = photographed(ink, np.random.default_rng(seed), scene._replace(side=800))
    height, width = ink.shape
    rim = round(MARGIN * max(ink.shape))
    edge = [[-rim, -rim], [width + rim, -rim], [width + rim, height + rim], [-rim, height + rim]]
    true = cv2.perspectiveTransform(np.array([edge], float), photo.to_photo)[0]
    return cv2.imdecode(np.frombuffer(photo.data, np.uint8), cv2.IMREAD_COLOR), true


SCENES = {
    "wood": Scene(desk="wood"),
    "dark": Scene(desk="dark", tilt=20),
    "plain": Scene(desk="plain", tilt=-35, perspective=0.1),
    "shadow": Scene(desk="wood", shadow=0.4, perspective=0.1),
    "squared": Scene(desk="plain", paper="squared", ruled=0.6),
    "blackboard": Scene(desk="plain", light_on_dark=True),
}


@pytest.mark.parametrize("kind", SCENES)
def test_a_sheet_on_a_desk_has_its_corners(kind):
    picture, true = taken(SCENES[kind])
    assert np.abs(sheet.corners(picture) - true).max() < 30


@pytest.mark.parametrize("side", range(4))
def test_a_sheet_that_the_frame_cuts_off_keeps_its_other_sides(side):
    picture, true = taken(Scene(desk="dark", tilt=5))
    turned = np.ascontiguousarray(np.rot90(picture, side))
    cut = turned[: round(turned.shape[0] * 0.7)]
    assert sheet.corners(picture) is not None
    corners = sheet.corners(cut)
    across = np.hypot(*(corners[1] - corners[0]))
    usual = [np.hypot(*(true[i] - true[i - 1])) for i in (1, 2)][side % 2]
    assert across == pytest.approx(usual, rel=0.08)


@pytest.mark.parametrize("paper", ["plain", "ruled", "squared"])
@pytest.mark.parametrize("shadow", [0.0, 0.4])
def test_paper_that_fills_the_photo_is_no_sheet(paper, shadow):
    picture, _ = taken(Scene(paper=paper, ruled=0.6, shadow=shadow, tilt=8))
    assert sheet.corners(picture) is None


@pytest.mark.parametrize("width", [8, 30, 90])
def test_strokes_are_no_edges(width):
    paper = np.full((700, 900, 3), 235, np.uint8)
    for x in (250, 650):
        cv2.line(paper, (x, 60), (x, 640), (20, 20, 20), width)
    cv2.line(paper, (250, 60), (650, 60), (20, 20, 20), width)
    cv2.line(paper, (250, 640), (650, 640), (20, 20, 20), width)
    assert sheet.corners(paper) is None


@pytest.mark.parametrize("size", [(1, 1), (3, 1200), (1200, 3), (40, 40)])
def test_a_strip_has_no_sheet(size):
    assert sheet.corners(np.full((*size, 3), 255, np.uint8)) is None


def test_a_sheet_is_flattened_onto_its_own_size():
    seen = np.array([[100, 50], [500, 80], [480, 400], [120, 380]], float)
    matrix, (width, height) = sheet.flattened(seen, 200)
    flat = cv2.perspectiveTransform(seen[np.newaxis], matrix)[0]
    assert max(width, height) == 200
    assert np.allclose(flat, [[0, 0], [width, 0], [width, height], [0, height]], atol=0.01)
