import numpy as np
import pytest

from digits.drawing import files as drawings
from digits.drawing import strokes
from digits.pen import writing as pen
from digits.reading import segment as numbers
from digits.reading.segment import Piece

HEIGHT, PEN = 100, 14


def said(parts):
    return "".join(str(found.probabilities[:10].argmax()) for found in parts.digits)


def row(label, gap=25):
    """Return the strokes of a number in plain digits, this many pixels apart, and where each digit begins."""
    right, every, lefts = 40.0, [], []
    for digit in label:
        written = [np.array(stroke) for stroke in pen.digit(int(digit), HEIGHT)]
        points = np.vstack(written)
        lefts.append(right)
        every += [(stroke - [points[:, 0].min() - right, 0]).tolist() for stroke in written]
        right += np.ptp(points[:, 0]) + PEN + gap
    return every, lefts


def pieces(runs, kind):
    moved = [[[x, y + 40] for x, y in run] for run in runs]
    size = int(max(x for run in runs for x, _ in run)) + 40, int(max(y for run in moved for _, y in run)) + 40
    return numbers.written(moved, size) if kind == "strokes" else numbers.patches(strokes.draw(moved, *size, PEN))


@pytest.mark.parametrize("kind", ["strokes", "patches"])
@pytest.mark.parametrize("label", ["42", "11", "507", "1984", "60354", "271828", "3"])
def test_a_number_is_read_from_left_to_right(network, label, kind):
    runs, lefts = row(label)
    parts = numbers.find(pieces(runs, kind), network.predict)
    assert said(parts) == label
    pen_width = PEN if kind == "patches" else strokes.fine_pen(runs, (999, 999))
    assert [found.piece.left for found in parts.digits] == pytest.approx([x - pen_width / 2 for x in lefts], abs=2)
    assert all(found.seen.shape == (1, 28, 28, 1) for found in parts.digits)


@pytest.mark.parametrize("label", range(10))
def test_a_digit_of_several_strokes_stays_one(network, label):
    assert said(numbers.find(pieces(pen.digit(label, 180), "strokes"), network.predict)) == str(label)


def test_a_detached_bar_stays_with_its_five(network):
    body, _ = pen.digit(5, 100)
    bar = [[20.0, -12.0], [62.0, -16.0]]
    for kind in ("strokes", "patches"):
        assert said(numbers.find(pieces([body, bar], kind), network.predict)) == "5"


@pytest.mark.parametrize("label,gap", [("77", -25), ("47", -12)])
def test_digits_that_lean_over_each_other_are_told_apart_by_their_strokes(network, label, gap):
    runs, _ = row(label, gap)
    assert said(numbers.find(pieces(runs, "strokes"), network.predict)) == label


def test_what_holds_a_part_that_is_no_digit_is_no_number(network):
    squiggle = [[[150 + 8 * i, 40 + 60 * (i % 2)] for i in range(8)]]
    parts = numbers.find(pieces(pen.digit(1, HEIGHT, (60, 0)) + squiggle, "strokes"), network.predict)
    assert len(parts.digits) == 1


@pytest.mark.parametrize("width", [4, 14, 28, 60])
def test_a_pen_of_any_width_gives_the_same_pieces(width):
    runs = pen.digit(8, 60, (50, 50))
    (loops,) = numbers.pieces(strokes.by_one_pen(runs, width))
    assert loops.ink.shape == pytest.approx((64, 35), abs=2)
    assert loops.ink[17, 17] == loops.ink[46, 17] == 0  # open, though the widest pen fills both


def test_what_holds_too_many_strokes_is_taken_apart_by_its_picture():
    runs, _ = row("85")
    assert len(numbers.pieces(strokes.by_one_pen(runs * 40, PEN), (300, 160))) == 2
    assert numbers.pieces(strokes.Drawn([], [])) == []


def test_what_an_eraser_left_of_a_broad_stroke_is_read_by_its_picture():
    line, along = [[40.0, 100.0], [280.0, 100.0]], [[30.0, 104.0], [290.0, 104.0]]
    (edge,) = numbers.pieces(strokes.Drawn([line, along], [28, -20]))
    assert edge.ink.shape == pytest.approx((8, 268), abs=3)


def test_ink_too_faint_for_the_network_at_the_canvass_edge_is_no_piece():
    assert numbers.written([[[-2, 100], [-2, 180]]]) == []


def test_strokes_in_pieces_are_the_same_ink_as_all_at_once():
    runs, _ = row("85")
    width, height = 300, 160
    moved = [[[x, y + 30] for x, y in run] for run in runs]
    whole = numbers.joined(numbers.written(moved, (width, height)))
    drawn = strokes.draw(moved, width, height, strokes.fine_pen(moved, (width, height)))
    part = drawn[whole.top : whole.bottom, whole.left : whole.right]
    assert part.shape == whole.ink.shape
    assert (part == whole.ink).all()
    assert part.sum() == pytest.approx(drawn.sum(), rel=1e-3)  # but for what is too faint to see


def test_strokes_off_the_canvas_are_no_pieces():
    assert numbers.written([[[400, 50], [500, 90]], [[-900, 10], [-800, 10]]]) == []
    (piece,) = numbers.written([[[300, 50], [900, 50]]])
    assert (piece.left, piece.right) == (300, 320)


def test_specks_are_no_pieces():
    ink = strokes.draw([[[60, 20], [60, 120]]], 200, 140, 14)
    ink[100, 150] = 255
    (piece,) = numbers.patches(ink)
    assert (piece.left, piece.right) == (53, 67)
    assert numbers.patches(np.zeros((9, 9), np.uint8)) == []


def test_too_many_pieces_are_one_drawing(network):
    dots = [Piece(20 * i, 0, np.full((9, 9), 255, np.uint8)) for i in range(numbers.MOST + 1)]
    assert len(numbers.find(dots, network.predict).digits) == 1


def test_numbers_are_put_together_from_one_writers_digits():
    found = [drawings.Drawing(str(i % 10), pen.digit(i % 10, 50 + i), writer=str(i % 2)) for i in range(20)]
    made = drawings.numbers(found, 50, PEN, np.random.default_rng(1))
    assert {len(each.label) for each in made} == {2, 3, 4, 5, 6}
    for each in made:
        assert len({int(digit) % 2 for digit in each.label}) == 1
        points = np.vstack(each.strokes)
        assert 70 < np.ptp(points[:, 1]) < 170
        assert points.min() == pytest.approx(PEN)
        assert np.allclose(points.max(axis=0) + PEN, each.size, atol=1)
