import numpy as np
import pytest

from digits.reading.rows import is_flat_beside, line_beneath, rows


def line(count, y=0.0, slope=0.0, step=8.0):
    """Boxes of digits side by side on a line."""
    return [(step * i, y + slope * step * i, step * i + 5, y + slope * step * i + 10) for i in range(count)]


def test_one_box_is_a_line_and_none_are_none():
    assert rows([]) == []
    assert rows([(0, 0, 5, 9)]) == [[0]]


@pytest.mark.parametrize("slope", [-0.14, 0.0, 0.14])
def test_lines_may_slope(slope):
    boxes = [*line(8, 0, slope), *line(5, 15, slope), *line(8, 30, slope)]
    assert rows(boxes) == [list(range(8)), list(range(8, 13)), list(range(13, 21))]


def test_boxes_come_from_left_to_right_whatever_their_order():
    boxes = [*line(4, 20), *line(4)]
    order = np.random.default_rng(1).permutation(8)
    found = rows([boxes[i] for i in order])
    assert [[int(order[i]) for i in row] for row in found] == [[4, 5, 6, 7], [0, 1, 2, 3]]


def test_bars_and_dots_go_where_they_are_nearest():
    boxes = [*line(3), *line(3, 16), (8, -2.5, 13, -1.5), (24, 25, 25, 26)]
    assert rows(boxes) == [[0, 1, 6, 2], [3, 4, 5, 7]]


@pytest.mark.parametrize("above", [False, True])
@pytest.mark.parametrize("size", [0.25, 0.4])
def test_a_line_of_much_smaller_digits_is_a_line(above, size):
    small = [tuple(size * side + (-8 if above else 12) * (i % 2) for i, side in enumerate(box)) for box in line(4)]
    lines = [[0, 1, 2], [3, 4, 5, 6]]
    assert rows([*line(3), *small]) == (lines[::-1] if above else lines)


def test_two_flat_bars_and_a_dot_above_digits_are_no_line():
    bars = [(1, -2, 5, -1), (9, -2, 13, -1), (17, -3, 18, -2)]
    assert [len(each) for each in rows([*line(3), *bars])] == [6]


def test_a_low_digit_and_a_wide_gap_stay_on_the_line():
    assert rows([(0, 0, 5, 10), (40, 5, 44, 11), (60, 1, 65, 11)]) == [[0, 1, 2]]


@pytest.mark.parametrize("heights", [(10, 10), (5, 10)])
def test_one_digit_above_another_is_two_lines(heights):
    assert rows([(0, 0, 5, heights[0]), (1, heights[0] + 4, 6, heights[0] + 4 + heights[1])]) == [[0], [1]]


DIGIT, LINE = (20.0, 0.0, 60.0, 90.0), (10.0, 100.0, 70.0, 108.0)


@pytest.mark.parametrize("boxes,wanted", [
    ([DIGIT, LINE], 1), ([LINE, DIGIT], 0), ([DIGIT, (30, 40, 90, 60), LINE], 2),
    ([DIGIT, (10, 91, 70, 99)], None),  # it may be the digit's own foot
    ([DIGIT, (10, 100, 70, 120)], None),  # not flat
    ([DIGIT, (30, 100, 50, 104)], None),  # shorter than the digit is broad
    ([DIGIT, (60, 100, 160, 104)], None),  # beside
    ([DIGIT, (10, 45, 70, 53)], None),  # across
    ([(20.0, 20.0, 60.0, 110.0), (10.0, 0.0, 70.0, 8.0)], None),  # above
    ([LINE], None), ([], None),
])  # fmt: skip
def test_a_line_beneath_is_flat_and_apart(boxes, wanted):
    assert line_beneath(boxes) == wanted


@pytest.mark.parametrize("sign,wanted", [
    ((70.0, 40.0, 100.0, 48.0), True), ((-30.0, 30.0, 0.0, 60.0), True),  # 4- and +4
    ((62.0, 40.0, 100.0, 48.0), False),  # it touches, more or less
    ((70.0, 10.0, 140.0, 80.0), False),  # as high as a digit may be
    ((70.0, 75.0, 80.0, 110.0), False),  # a comma
    ((70.0, -30.0, 100.0, -10.0), False), ((70.0, 95.0, 100.0, 99.0), False),  # above the head, below the foot
])  # fmt: skip
def test_a_sign_beside_a_digit_is_flat_and_between_its_head_and_foot(sign, wanted):
    assert is_flat_beside(sign, DIGIT) is wanted
