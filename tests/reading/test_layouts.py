"""Digits as people lay them out on the canvas: far apart, one below the other, with stops, signs and lines beneath."""

import numpy as np
import pytest

from digits.drawing.strokes import by_one_pen
from digits.pen import writing as pen
from digits.pen.hand import as_strokes, plain
from digits.reading import reader

HEIGHT, STEP, PEN = 60, 55, 12  # pixels: of a digit, from one to the next, and of the pen
PITCH = 1.6  # of the height, from one line to the next
SIGNS = {
    "+": "0,50 60,50|30,20 30,80", "-": "0,50 50,50", "=": "0,35 60,35|0,65 60,65", ".": "20,97 23,100",
    ",": "28,90 20,112", "_": "-40,0 340,-4",
}  # fmt: skip
PARTS = {
    "4": "25,0 0,62 75,62|55,30 50,100", "1": "60,0 58,90|30,97 85,98",
    "8": "50,2 20,8 25,35 55,40 65,12 48,2|45,42 15,55 18,95 55,98 68,60 45,42",
}  # fmt: skip
"""Digits of two strokes."""


def written(text):
    """The drawing of lines of digits and signs; a space is a digit wide, and the line beneath takes half a line."""
    runs, top = [], 40.0
    for line in text.split("\n"):
        for right, each in enumerate(line):
            corner = 60.0 + STEP * right, top
            sign = SIGNS.get(each)
            runs += pen.digit(int(each), HEIGHT, corner) if each.isdecimal() else []
            runs += as_strokes(path * HEIGHT + corner for path in plain(sign)) if sign else []
        top += HEIGHT * (PITCH / 3 if line == "_" else PITCH)
    size = np.ptp(np.vstack([np.array(run) for run in runs]), axis=0) + 160
    return by_one_pen(runs, PEN, (int(size[0]), int(size[1])))


@pytest.fixture(scope="module")
def read():
    return reader.load().read


@pytest.mark.parametrize("text", [
    "3.14", "12.75", "0.5", "3,5", "19,99", "28.11.2026",  # stops and commas
    "3+4", "3+4=", "12-5", "-4", "+3", "=7", "8=", "-1", "6-",
    "8   8", "4   2", "3    7", "1  7", "5  3  9",  # far apart
    "3\n5", "3\n8", "1\n2", "7\n1", "12\n5", "2\n7\n4", "1\n2\n3\n4\n5", "2\n7\n4\n9\n3\n5",  # below one another
    "12\n34\n_\n46", "507\n_",  # a line beneath
])  # fmt: skip
def test_a_number_is_read_however_it_is_laid_out(read, text):
    lines = ["".join(filter(str.isdecimal, line)) for line in text.split("\n")]
    assert read(written(text)).text == "\n".join(filter(None, lines))


@pytest.mark.parametrize("gap", [0.3, 0.5])
@pytest.mark.parametrize("text", ["203", "6188", "46212", "203948", "3141592"])
def test_a_column_is_read_however_near_its_digits_are(read, text, gap):
    height = 280 / (len(text) * (1 + gap))
    runs = [
        run for i, each in enumerate(text) for run in pen.digit(int(each), height, (140, 20 + i * height * (1 + gap)))
    ]
    assert read(by_one_pen(runs, PEN)).text == "\n".join(text)


@pytest.mark.parametrize("gap", [0.3, 0.6, 1.2])
@pytest.mark.parametrize("other", [0, 3, 5, 8])
@pytest.mark.parametrize("parts", PARTS)
def test_two_digits_are_read_one_above_the_other(read, parts, other, gap):
    below = 40 + 90 * (1 + gap)
    above = as_strokes(path * 90 + (150, 40) for path in plain(PARTS[parts]))
    runs = [*above, *pen.digit(other, 90, (155, below))]
    assert read(by_one_pen(runs, PEN, (400, 400))).text == f"{parts}\n{other}"


def test_a_colon_is_no_number(read):
    bars = [[[200.0, y], [201.0, y + 25]] for y in (60.0, 150.0)]
    assert not read(by_one_pen(bars, PEN)).text


@pytest.mark.parametrize("label", range(10))
@pytest.mark.parametrize("tilt", [-5, 0, 5])
def test_a_digit_that_is_underlined_is_that_digit(read, label, tilt):
    digit = pen.digit(label, 150, (90, 60))
    right = max(x for run in digit for x, _ in run)
    line = [[60.0, 240.0 - tilt], [110.0, 240.0], [right + 30, 240.0 + tilt]]
    answer, alone = read(by_one_pen([*digit, line], PEN)), read(by_one_pen(digit, PEN))
    assert (answer.text, len(answer.signs)) == (str(label), 1)
    assert np.allclose(answer.whole.probabilities, alone.whole.probabilities, atol=0.05)


@pytest.mark.parametrize("text", ["=", "-\n-", "+\n+"])
def test_signs_are_no_number_wherever_they_stand(read, text):
    assert not read(written(text)).text
