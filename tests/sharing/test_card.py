import io

import numpy as np
import pytest
from PIL import Image

from digits.drawing.strokes import INK_COLOUR
from digits.sharing import card, links
from tests.conftest import drawn


def opened(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def test_a_card_shows_the_drawing_the_words_and_the_code():
    png = card.card(drawn(7), "7", ["99.8 % sure", "digits"], links.qr_code("https://digits.example/?d=abc"))
    pixels = opened(png)
    assert pixels.shape == (card.HEIGHT, card.WIDTH, 3)
    assert len(png) < 100_000
    ink = (pixels == INK_COLOUR).all(axis=2)
    assert ink[:, :600].sum() > 5000
    assert not ink[:, 600:].any()
    assert (pixels[440:, 1000:] < 10).all(axis=2).sum() > 1000  # the code's dark modules
    assert (pixels[30:320, 630:] < 60).all(axis=2).sum() > 2000  # the large 7


def test_a_long_number_fits_and_a_card_may_be_words_alone():
    pixels = opened(card.card(drawn(7), "1234567890", ["a line"]))
    assert (pixels[:, -40:] == pixels[0, 0]).all()
    assert opened(card.card(None, "12 in a row", ["in 30 seconds"])).shape == (630, 1200, 3)


@pytest.mark.parametrize("text", ["12\n34", "1\n2\n3", "12345678\n9\n1\n2\n3"])
def test_lines_stand_beneath_each_other(text):
    pixels = opened(card.card(None, text, []))
    rows = (pixels[:330] < 60).all(axis=2).any(axis=1).astype(np.int8)
    assert (np.diff(rows) == 1).sum() == text.count("\n") + 1
    assert not (pixels[310:] < 60).any()
