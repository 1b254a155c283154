import numpy as np
import pytest

from digits.drawing import strokes
from digits.pen import writing as pen
from digits.reading.asked import Looks
from digits.reading.classes import digits
from digits.reading.looks import LOOKS
from digits.reading.pieces import Piece, ink_patches, stroke_pieces
from digits.reading.segment import MAX_DRAWN_INPUTS, MAX_LOOKS, segment
from digits.reading.several import MAX_PIECES, may_be_number
from tests.reading.conftest import HEIGHT, PEN, row


def text(segmentation):
    return "\n".join("".join(str(digits(each.probabilities).argmax()) for each in line) for line in segmentation.lines)


def pieces(runs, kind):
    moved = [[[x, y + 40] for x, y in run] for run in runs]
    size = int(max(x for run in runs for x, _ in run)) + 40, int(max(y for run in moved for _, y in run)) + 40
    return (
        stroke_pieces(strokes.by_one_pen(moved, PEN, size))
        if kind == "strokes"
        else ink_patches(strokes.draw(moved, *size, PEN))
    )


@pytest.mark.parametrize("kind", ["strokes", "patches"])
@pytest.mark.parametrize("label", ["42", "11", "507", "1984", "60354", "271828", "3"])
def test_a_number_is_read_from_left_to_right(network, label, kind):
    runs, lefts = row(label)
    found = segment(pieces(runs, kind), network.predict)
    assert text(found) == label
    pen_width = PEN if kind == "patches" else strokes.fine_pen(runs, (999, 999))
    assert [each.piece.left for each in found.digits] == pytest.approx([x - pen_width / 2 for x in lefts], abs=2)
    assert all(each.input.shape == (1, 28, 28, 1) for each in found.digits)


@pytest.mark.parametrize("label", range(10))
def test_a_digit_of_several_strokes_stays_one(network, label):
    assert text(segment(pieces(pen.digit(label, 180), "strokes"), network.predict)) == str(label)


def test_a_detached_bar_stays_with_its_five(network):
    body, _ = pen.digit(5, 100)
    bar = [[20.0, -12.0], [62.0, -16.0]]
    for kind in ("strokes", "patches"):
        assert text(segment(pieces([body, bar], kind), network.predict)) == "5"


@pytest.mark.parametrize("lean", [0, 8, 16])
def test_8s_of_two_loops_that_do_not_touch_are_no_zeros(network, lean):
    runs = [*loops(0, lean), *pen.digit(4, 80, (100, 10)), *loops(200, lean), *pen.digit(1, 80, (300, 10))]
    assert text(segment(pieces(runs, "strokes"), network.predict)) == "8481"


def loops(left, lean):
    """Return an 8 of two strokes with a little paper between them."""
    around, apart = np.linspace(0, 2 * np.pi, 30), 12
    rings = (28 + lean, 25, 25), (28, 2 * 25 + apart + 24, 24)
    return [np.column_stack([left + x + r * np.sin(around), y - r * np.cos(around)]).tolist() for x, y, r in rings]


@pytest.mark.parametrize("label,gap", [("77", -25), ("47", -12)])
def test_digits_that_lean_over_each_other_are_told_apart_by_their_strokes(network, label, gap):
    runs, _ = row(label, gap)
    assert text(segment(pieces(runs, "strokes"), network.predict)) == label


def test_what_holds_a_part_that_is_no_digit_is_no_number(network):
    squiggle = [[[150 + 8 * i, 40 + 60 * (i % 2)] for i in range(8)]]
    found = segment(pieces(pen.digit(1, HEIGHT, (60, 0)) + squiggle, "strokes"), network.predict)
    assert len(found.digits) == 1


@pytest.mark.parametrize(("across", "down"), [(9, 60), (33, 14), (32, 50)])
def test_the_network_reads_no_more_of_a_drawing_than_its_share(network, across, down):
    taps = strokes.by_one_pen([[[x, y]] for x in range(8, 314, across) for y in range(10, 312, down)], 3)
    counts = []

    def counted(inputs):
        counts.append(len(inputs))
        return network.predict(inputs)

    segment(stroke_pieces(taps), counted, taps)
    assert sum(counts) <= 1 + MAX_DRAWN_INPUTS + MAX_LOOKS * len(LOOKS)


def test_too_many_pieces_are_one_drawing(network):
    dots = [Piece(20 * i, 0, np.full((9, 9), 255, np.uint8)) for i in range(MAX_PIECES + 1)]
    assert len(segment(dots, network.predict).digits) == 1


def written(label, gap, heights):
    """The strokes of plain digits, so high each and so many pixels apart, their feet on one line."""
    right, every = 40.0, []
    for digit, height in zip(label, heights, strict=True):
        strokes_of_it = [np.array(stroke) for stroke in pen.digit(int(digit), height)]
        points = np.vstack(strokes_of_it)
        corner = [points[:, 0].min() - right, points[:, 1].max() - max(heights)]
        every += [(stroke - corner).tolist() for stroke in strokes_of_it]
        right += np.ptp(points[:, 0]) + gap
    return every


@pytest.mark.parametrize("gap", [12, 20, 35, 80])
@pytest.mark.parametrize("label", ["11", "111", "17", "71", "101"])
def test_plain_ones_are_told_apart_however_near(network, label, gap):
    runs = written(label, gap, [150] * len(label))
    assert text(segment(pieces(runs, "strokes"), network.predict)) == label


@pytest.mark.parametrize(
    "label,heights", [("19", (90, 150)), ("13", (90, 150)), ("51", (150, 100)), ("10", (110, 150))]
)
@pytest.mark.parametrize("gap", [30, 60])
def test_a_digit_may_be_lower_than_its_neighbour(network, label, heights, gap):
    assert text(segment(pieces(written(label, gap, heights), "strokes"), network.predict)) == label


@pytest.mark.parametrize("kind", ["strokes", "patches"])
@pytest.mark.parametrize("lines", [("12", "34"), ("507", "11", "86"), ("42", "7")])
def test_lines_are_read_from_top_to_bottom(network, lines, kind):
    runs = [[[x, y + 150 * i] for x, y in run] for i, line in enumerate(lines) for run in row(line)[0]]
    assert text(segment(pieces(runs, kind), network.predict)) == "\n".join(lines)


def test_signs_between_digits_are_left_out(network):
    runs = row("347", gap=110)[0]
    plus = [[[125.0, 50.0], [185.0, 50.0]], [[155.0, 20.0], [155.0, 80.0]]]
    equals = [[[310.0, 35.0], [365.0, 35.0]], [[310.0, 60.0], [365.0, 60.0]]]
    found = segment(pieces(runs + plus + equals, "strokes"), network.predict)
    assert text(found) == "347"
    assert [each.left for each in found.signs] == pytest.approx([122, 307], abs=6)


def test_the_whole_is_looked_at_along_with_its_parts_where_a_blank_column_parts_them(network):
    asked = []

    def predict(batch):
        asked.append(len(batch))
        return network.predict(batch)

    segment(pieces(row("1711")[0], "strokes"), predict)
    assert asked == [5]
    asked.clear()
    segment(pieces(pen.digit(4, 180), "strokes"), predict)
    assert asked == [1]


def test_the_network_is_asked_of_each_piece_once(network):
    found, asked = pieces(row("42")[0], "strokes"), []
    looks = Looks(found, lambda batch: asked.append(len(batch)) or network.predict(batch))
    first = looks.at(found[:1])
    assert looks.at(found)[0] is first[0]
    assert looks.whole is looks.whole
    assert asked == [2, len(found) - 1]
    assert len(looks) == len(found)


ROW = np.full(12, 0.01, np.float32)


@pytest.mark.parametrize(
    "digit,boxes,wanted",
    [
        (0.89, [(0, 0, 9, 9), (5, 0, 14, 9)], True),  # not clearly a digit
        (0.91, [(0, 0, 9, 9), (5, 0, 14, 9)], False),
        (0.99, [(9.5, 0, 14, 9), (0, 0, 9, 9)], True),  # a column without ink
        (0.99, [(0, 0, 9, 9), (3, 0, 14, 9), (12, 0, 20, 9)], False),
        (0.2, [(0, 0, 9, 9)], False),
        (0.99, [(0, 0, 9, 9), (-1, 10, 10, 11)], True),  # a line beneath
        (0.99, [(0, 0, 9, 9), (-1, 5, 10, 6)], False),
    ],
)
def test_only_what_may_be_a_number_is_taken_apart(digit, boxes, wanted):
    row = ROW.copy()
    row[3] = digit
    assert may_be_number(row, boxes) is wanted


@pytest.mark.parametrize("digit,several,wanted", [(0.2, 0.5, True), (0.2, 0.1, False), (0.95, 0.5, False)])
def test_one_piece_is_taken_apart_where_it_is_likely_several_digits(digit, several, wanted):
    row = ROW.copy()
    row[3], row[11] = digit, several
    assert may_be_number(row, [(0, 0, 90, 60)]) is wanted
