import numpy as np
import pytest

from digits.reading.lattice import DIGIT, JOINT, MAX_COST, SIGN, Lattice, Span, cheapest, cost, distance
from digits.reading.pieces import Piece


def bar(left, top=0, width=4, height=40):
    return Piece(left, top, np.full((height, width), 255, np.uint8))


def test_neighbours_that_are_near_may_be_one_digit():
    assert Lattice([bar(0), bar(6), bar(60)]).spans == [Span(0, 1), Span(1, 2), Span(2, 3), Span(0, 2)]


def test_what_would_be_too_broad_is_no_span():
    assert Span(0, 2) not in Lattice([bar(0, width=30), bar(31, width=30)]).spans


def test_joints_tell_how_pieces_stand():
    found = dict(zip(JOINT, Lattice([bar(0), bar(10)]).joints[0], strict=True))
    assert (found["one"], found["touches"], found["shares_columns"], found["overlaps"]) == (1, 0, 0, 0)
    assert found["narrow"] + found["wide"] == pytest.approx(6 / 40)
    crossed = dict(zip(JOINT, Lattice([bar(10), bar(2, 18, 20, 4)]).joints[0], strict=True))
    assert (crossed["touches"], crossed["shares_columns"], crossed["near"]) == (1, 1, 1)
    assert dict(zip(JOINT, Lattice([bar(0), bar(0, 50)]).joints[0], strict=True))["one_above_the_other"] == 1


@pytest.mark.parametrize("gap", [-2, 0, 1, 5, 11, 12, 30])
@pytest.mark.parametrize("down", [0, 39, 40, 60])
def test_what_is_far_apart_by_its_boxes_is_far_apart(gap, down):
    left, right = bar(0), bar(4 + gap, top=down)
    apart, near = distance(left, right, np.inf), 12
    assert (distance(left, right, near) <= near) == (apart <= near)
    if apart <= near:
        assert distance(left, right, near) == apart


def test_the_cheapest_way_is_found():
    found = Lattice([bar(0), bar(6)])
    assert found.spans == [Span(0, 1), Span(1, 2), Span(0, 2)]
    costs = np.array([[1.0, 5.0], [1.0, 0.5], [2.0, 9.0]])
    assert cheapest(found, costs, np.array([0.0])) == [(0, DIGIT), (1, SIGN)]
    assert cheapest(found, costs, np.array([1.0])) == [(2, DIGIT)]


def test_costs_are_bounded():
    assert cost(np.array([1.0, np.exp(-2.0), 0.0])) == pytest.approx([0, 2, MAX_COST])
