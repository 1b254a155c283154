"""Paper and ink, light and dark, in shadows and with specks on it."""

import cv2
import numpy as np
import pytest

from digits.drawing import paper, strokes
from digits.pen import writing as pen
from tests.drawing.written import page

INK = page(["47"], size=(600, 400))


@pytest.mark.parametrize("light", [1.0, 0.5])
@pytest.mark.parametrize("paper_level,ink_level", [(230, 60), (40, 210)])
def test_ink_in_a_shadow_is_as_clear_as_in_the_light(paper_level, ink_level, light):
    grey = np.where(INK > 128, ink_level, paper_level) * np.where(np.arange(600) < 300, 1, light)
    share = paper.share_of_ink(grey.astype(np.uint8))
    left, right = (np.median(share[:, half][INK[:, half] == 255]) for half in (slice(0, 300), slice(300, 600)))
    assert right == pytest.approx(left, rel=0.25)
    assert np.median(share[INK == 0]) < 0.02


def test_a_hard_shadow_is_no_ink():
    grey = np.where(INK > 128, 120, 200).astype(float)
    across, down = np.meshgrid(np.linspace(0, 1, 600), np.linspace(0, 1, 400))
    grey[across + down > 1.1] *= 0.5
    share = paper.share_of_ink(grey.astype(np.uint8))
    assert np.median(share[INK == 255]) > 0.35
    assert (share[INK == 0] > 0.2).mean() < 0.02


@pytest.mark.parametrize("label", range(10))
def test_a_bold_digit_cut_close_is_dark_on_light(label):
    ink = strokes.draw(pen.digit(label, 200, (60, 60)), 320, 320, 36)
    left, top, width, height = cv2.boundingRect(ink)
    cut = np.pad(ink[top : top + height, left : left + width], 4)
    assert (paper.share_of_ink(255 - cut)[cut == 255] > 0.8).mean() > 0.9


def test_an_empty_sheet_has_no_clear_ink():
    grain = np.random.default_rng(1).normal(220, 6, (300, 300))
    assert paper.clearest(paper.share_of_ink(np.clip(grain, 0, 255).astype(np.uint8))) == 0


def test_specks_are_left_out_and_a_dash_is_not():
    mask = (INK > 128).astype(np.uint8)
    dots = mask.copy()
    dots[50:56, 50:56] = 1
    dash = dots.copy()
    dash[100:108, 100:140] = 1
    everywhere = np.ones_like(mask)
    assert (paper.without_specks(dots, everywhere) == mask).all()
    assert paper.without_specks(dash, everywhere)[104, 120]


def test_what_is_lower_than_others_at_the_edge_of_the_sheet_is_left_out():
    mask = (INK > 128).astype(np.uint8)
    sheet = np.zeros_like(mask)
    sheet[10:390, 10:590] = 1
    rim = mask.copy()
    rim[10:16, 10:400] = 1
    assert (paper.without_specks(rim, sheet) == mask).all()


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("label", range(10))
def test_broad_ink_cut_close_is_ink_in_its_middle_too(label, is_dark):
    ink = cv2.GaussianBlur(strokes.draw(pen.digit(label, 160, (80, 80)), 320, 320, 38), (0, 0), 8)
    left, top, width, height = cv2.boundingRect(ink)
    cut = np.pad(ink[top : top + height, left : left + width], 10)
    share = paper.share_of_ink(cut if is_dark else 255 - cut)
    assert (share[cut > 250] > 0.8).mean() > 0.99
    assert share[cut == 0].max() < 0.2


def test_a_photo_in_a_plain_frame_has_its_own_paper():
    photo = np.pad(np.where(INK > 128, 60, 170).astype(np.uint8), 40, constant_values=255)
    assert paper.share_of_ink(photo)[60:-60, 60:-60][INK[20:-20, 20:-20] == 0].mean() < 0.05
