"""Photos of pages for the evaluator."""

import cv2
import numpy as np
import pytest

from digits.drawing import strokes
from digits.pen import writing as pen
from digits.scoring import evaluate, photos
from digits.scoring.photos import Scene

INK = strokes.draw(pen.digit(4, 200, (300, 100)), 800, 600, 20)


def seen(photo):
    return cv2.imdecode(np.frombuffer(photo.data, np.uint8), cv2.IMREAD_GRAYSCALE)


@pytest.mark.parametrize("scene", [Scene(), Scene(desk="wood", tilt=30, perspective=0.1), Scene(light_on_dark=True)])
def test_the_ink_is_where_it_is_said_to_be(scene):
    photo = photos.photographed(INK, np.random.default_rng(1), scene._replace(side=800))
    picture = seen(photo)
    where = cv2.warpPerspective(INK, photo.to_photo, picture.shape[::-1])
    ink = picture[where > 200].mean()
    near = picture[(cv2.dilate(where, np.ones((41, 41), np.uint8)) > 0) & (where == 0)].mean()
    assert ink - near > 60 if scene.light_on_dark else near - ink > 60


@pytest.mark.parametrize("paper,least", [("ruled", 3), ("squared", 6)])
def test_ruled_paper_has_lines(paper, least):
    plain, lined = (
        seen(photos.photographed(0 * INK, np.random.default_rng(1), Scene(paper=kind, ruled=0.7, side=800)))
        for kind in ("plain", paper)
    )
    darker = lined < np.median(lined) - 40
    assert (darker.sum() - (plain < np.median(plain) - 40).sum()) / 800 > least


def test_the_seed_decides():
    first, again, other = (photos.photographed(INK, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first.data == again.data != other.data


def test_scenes_are_of_all_kinds():
    groups = {group for seed in range(200) for group in photos.random_scene(np.random.default_rng(seed)).groups}
    assert groups >= {"plain paper", "ruled paper", "squared paper", "desk none", "desk wood", "light on dark"}
    assert groups >= {"tilt to 10", "tilt over 10"}


def test_ink_is_put_on_a_page_that_holds_it():
    for size in ((80, 60), (1500, 100)):
        page = photos.on_page(np.full(size, 255, np.uint8), np.random.default_rng(1))
        assert page.sum() == 255 * size[0] * size[1]
        assert page.shape in [tuple(np.maximum(size, least)) for least in ((1200, 900), (900, 1200))]


def test_the_evaluator_takes_photos(capsys):
    assert evaluate.main(["pen", "--photos", "--limit", "2", "--widths", "8"]) == 0
    printed = capsys.readouterr().out
    assert "pen: 2 drawings" in printed
    assert "paper" in printed
