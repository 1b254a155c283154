"""What else people put before a camera: shadows, pencils, thin pens, receipts, forms."""

import cv2
import numpy as np
import pytest

from digits.drawing import opening, photo, sheet, strokes
from digits.pen import writing as pen
from digits.reading import reader

LABEL = "4075"


@pytest.fixture(scope="module")
def bundled():
    return reader.load()


def written(size, label=LABEL, *, height=220, corner=(200, 400), pen_width=10, gap=60):
    """Return the ink of a number on paper of a size, `uint8 (h, w)`."""
    runs, right = [], float(corner[0])
    for digit in label:
        strokes_ = pen.digit(int(digit), height, (right, corner[1]))
        runs += strokes_
        right = max(x for run in strokes_ for x, _ in run) + gap
    return strokes.draw(runs, *size, pen_width)


def taken(ink, paper=(240, 247, 250), strength=0.8, light=None, noise=3.0):
    """Return a JPEG of ink on paper of a colour, BGR, in a light that leaves so much of it, `(h, w)`."""
    left = 1 - strength * ink.astype(float) / 255
    scene = left[:, :, np.newaxis] * np.array(paper, float) * (1.0 if light is None else light[:, :, np.newaxis])
    scene = cv2.GaussianBlur(scene, (0, 0), 0.7) + np.random.default_rng(1).normal(0, noise, scene.shape)
    return cv2.imencode(".jpg", np.clip(scene, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()


def text(bundled, data):
    return bundled.read(photo.read(data)).text


@pytest.mark.parametrize("edge", [3, 12, 40])
@pytest.mark.parametrize("left", [0.6, 0.8])
def test_the_shadow_of_a_phone_is_no_sheet(bundled, edge, left):
    ink = written((1600, 1200))
    light = np.ones(ink.shape)
    cv2.rectangle(light, (450, 250), (1150, 1200), left, -1)
    assert text(bundled, taken(ink, light=cv2.GaussianBlur(light, (0, 0), edge))) == LABEL


def test_a_blackboard_on_a_grey_wall_is_a_sheet():
    wall = np.full((900, 1200, 3), 200, np.uint8)
    wall[150:750, 200:1000] = 110
    ink = written((1200, 900), height=150, corner=(300, 350), gap=40) > 0
    wall[ink] = 230
    corners = sheet.corners(wall)
    assert corners is not None
    assert np.abs(corners - [(200, 150), (1000, 150), (1000, 750), (200, 750)]).max() < 25
    wall[ink] = 20
    assert sheet.corners(wall) is None  # so it is a shadow, as far as anybody can see


@pytest.mark.parametrize("reach", [0.4, 0.5])
def test_a_sheet_that_lies_partly_in_a_shadow_is_a_sheet(reach):
    desk = np.full((900, 1200, 3), 150, np.uint8)
    desk[150:750, 100:700] = 215
    desk[written((1200, 900), height=150, corner=(180, 350), gap=20) > 0] = 40
    across, down = np.meshgrid(np.linspace(0, 1, 1200), np.linspace(0, 1, 900))
    desk[across + down / 10 < reach] //= 2
    corners = sheet.corners(desk)
    assert corners is not None
    assert np.abs(corners - [(100, 150), (700, 150), (700, 750), (100, 750)]).max() < 25


def test_a_black_sheet_full_of_broad_writing_is_a_sheet():
    desk = np.full((900, 1200, 3), 130, np.uint8)
    desk[150:750, 200:1000] = 60
    for row in range(3):
        ink = written((1200, 900), height=110, corner=(320, 200 + row * 180), pen_width=26, gap=26)
        desk[ink > 0] = 200
    assert sheet.corners(desk) is not None


@pytest.mark.parametrize("turns", [0, 1])
def test_the_desk_beside_a_bent_edge_is_no_digit(bundled, turns):
    desk = np.full((1200, 1600), 45, np.uint8)
    desk[100:1100, 300:1400] = 235
    desk[300:480, 300:327] = 45
    desk[written((1600, 1200), height=180, corner=(500, 450), gap=50) > 128] = 60
    data = cv2.imencode(".jpg", np.ascontiguousarray(np.rot90(desk, turns)))[1].tobytes()
    assert bundled.read(photo.develop(data, turns).ink).text == LABEL


@pytest.mark.parametrize("grains", [0.25, 0.45])
def test_chalk_that_leaves_gaps_is_read(bundled, grains):
    rng = np.random.default_rng(2)
    ink = written((1600, 1200), height=250, pen_width=16)
    grain = cv2.GaussianBlur(rng.normal(0, 1, ink.shape), (0, 0), 1.5)
    chalk = ink * np.clip(0.65 + grains * grain / grain.std(), 0, 1)
    board = np.array([50, 70, 55]) + chalk[:, :, np.newaxis] / 255 * (np.array([225] * 3) - [50, 70, 55])
    board = np.clip(cv2.GaussianBlur(board, (0, 0), 0.7) + rng.normal(0, 3, board.shape), 0, 255)
    assert text(bundled, cv2.imencode(".jpg", board.astype(np.uint8))[1].tobytes()) == LABEL


@pytest.mark.parametrize("strength", [0.3, 0.22, 0.17])
def test_a_faint_pencil_is_read(bundled, strength):
    ink = written((1600, 1200), pen_width=7)
    assert text(bundled, taken(ink, (205, 207, 208), strength)) == LABEL


@pytest.mark.parametrize("label", ["2", "7"])
def test_one_thin_digit_on_a_large_sheet_is_read(bundled, label):
    ink = written((4000, 3000), label, height=190, corner=(2300, 1700), pen_width=5)
    assert text(bundled, taken(ink, noise=4)) == label


@pytest.mark.parametrize("size", [(400, 5000), (350, 6000)])
def test_a_long_receipt_is_read_line_by_line(bundled, size):
    lines = ["405", "719", "250", "864"]
    ink = np.zeros(size[::-1], np.uint8)
    for i, line in enumerate(lines):
        np.maximum(ink, written(size, line, height=90, corner=(40, 300 + 1100 * i), pen_width=7, gap=30), out=ink)
    assert text(bundled, taken(ink)) == "\n".join(lines)


@pytest.mark.parametrize("size", [(70_000, 2), (2, 70_000), (200_000, 1)])
def test_a_picture_that_is_all_length_is_no_longer_than_four_times_the_usual(size):
    data = cv2.imencode(".png", np.full(size[::-1], 255, np.uint8))[1].tobytes()
    developed = photo.develop(data)
    assert developed.ink is None
    assert max(developed.photo.shape) <= opening.MAX_LONGER * opening.MAX_SIDE


@pytest.mark.parametrize("step", [50, 90])
def test_the_holes_of_a_binding_are_no_zeros(bundled, step):
    ink = written((1500, 1100), corner=(300, 400))
    for y in range(40, 1100, step):
        cv2.circle(ink, (60, y), 13, 200, -1, cv2.LINE_AA)
    assert text(bundled, taken(ink)) == LABEL


@pytest.mark.parametrize("print_", [90, 190])
def test_the_fine_lines_of_a_form_are_no_digits(bundled, print_):
    ink = written((1500, 700), height=150, corner=(180, 220), pen_width=11, gap=90)
    page = np.full((700, 1500), 245, np.uint8)
    cv2.rectangle(page, (120, 160), (1320, 430), print_, 2)
    for x in (420, 720, 1020):
        cv2.line(page, (x, 160), (x, 430), print_, 2)
    faint = 255 - np.minimum(page, 255)
    scene = np.maximum(faint, ink)
    assert text(bundled, taken(scene)).replace("\n", "") == LABEL
