import numpy as np
import pytest

from digits.collection import drawings
from digits.collection.drawings import Labelled, Stats
from digits.drawing.strokes import NOTHING, Drawing, by_one_pen
from digits.errors import NoRoomError
from digits.pen import writing as pen

SEVEN = Labelled(by_one_pen(pen.digit(7, 180, (90, 70)), 20), "7", "7", writer="ann", confidence=0.9, network="abc")
FOUR = Labelled(by_one_pen(pen.digit(4, 180, (90, 70)), 20), None, "9", writer="bob", confidence=0.5, network="abc")


@pytest.fixture
def connection(database):
    with database.writing() as opened:
        yield opened


def in_tenths(drawing):
    return drawing._replace(strokes=[np.round(stroke, 1).tolist() for stroke in drawing.strokes])


def test_a_drawing_comes_back_with_all_that_is_known_of_it(connection):
    before = drawings.now(connection)
    key = drawings.keep(connection, SEVEN)
    (found,) = drawings.every(connection)
    assert found == SEVEN._replace(drawing=in_tenths(SEVEN.drawing), id=key, when=found.when)
    assert before <= found.when <= drawings.now(connection)


def test_a_drawing_is_one_while_it_is_drawn_on(connection):
    first = FOUR._replace(drawing=Drawing(FOUR.drawing.strokes[:1], [20]), text="1", label="4")
    assert drawings.keep(connection, first) == drawings.keep(connection, FOUR)
    (found,) = drawings.every(connection)
    assert (found.text, len(found.drawing.strokes)) == ("9", len(FOUR.drawing.strokes))
    assert found.label == "4"  # what was said stays


def test_the_same_strokes_of_another_visitor_or_in_a_room_are_another_drawing(connection):
    keys = {
        drawings.keep(connection, SEVEN),
        drawings.keep(connection, SEVEN._replace(writer="bob")),
        drawings.keep(connection, SEVEN, room="a"),
    }
    assert len(keys) == 3
    assert {each.id for each in drawings.every(connection, room="a")} < keys


def test_only_whose_it_is_may_correct_it(connection):
    key = drawings.keep(connection, FOUR)
    drawings.correct(connection, key, "ann", "5")
    assert [each.label for each in drawings.every(connection)] == [None]
    drawings.correct(connection, key, "bob", "4")
    assert [each.label for each in drawings.every(connection, only_labelled=True)] == ["4"]
    drawings.correct(connection, key, "bob", None)
    assert not list(drawings.every(connection, only_labelled=True))


def test_more_rows_than_are_read_at_once_come_in_order(connection, monkeypatch):
    monkeypatch.setattr(drawings, "BATCH", 3)
    for number in range(10):
        drawings.keep(connection, SEVEN._replace(id=str(number)))
    assert [each.id for each in drawings.every(connection)] == [str(number) for number in range(10)]


def test_what_databases_refuse_is_left_out(connection):
    drawings.keep(connection, SEVEN._replace(label="\0\ud800x", writer="a\0"))
    (found,) = drawings.every(connection)
    assert (found.label, found.writer) == ("x", "a")


def test_a_drawing_of_a_room_stays_there_whatever_is_imported(connection):
    key = drawings.keep(connection, SEVEN, "room", is_shown=True)
    drawings.keep(connection, SEVEN._replace(id=key, label="1"))
    assert [each.label for each in drawings.every(connection, room="room")] == [SEVEN.label]
    assert list(drawings.every(connection)) == []


def test_a_blank_drawing_may_be_kept(connection):
    drawings.keep(connection, Labelled(NOTHING))
    assert [each.drawing for each in drawings.every(connection)] == [NOTHING]


def test_what_is_kept_is_counted(connection):
    assert drawings.stats(connection) == Stats(0, 0, 0, 0, {}, None, None, 0)
    drawings.keep(connection, SEVEN._replace(when=1.0))
    drawings.keep(connection, FOUR._replace(when=2.0))
    drawings.keep(connection, FOUR._replace(when=3.0, label="4", id="a"))
    drawings.keep(connection, SEVEN._replace(when=4.0, label="cat", text="", id="b"))
    drawings.keep(connection, SEVEN, room="room")
    digits = {"4": (1, 0), "7": (1, 1)}
    assert drawings.stats(connection) == Stats(4, 2, 3, 1, digits, 1.0, 4.0, in_rooms=1)


def test_a_visitor_is_forgotten_everywhere(connection):
    drawings.keep(connection, SEVEN)
    drawings.keep(connection, SEVEN, room="room")
    drawings.keep(connection, FOUR)
    assert drawings.forget_visitor(connection, "ann") == 2
    assert [each.writer for each in drawings.every(connection)] == ["bob"]


def test_a_day_is_forgotten(connection):
    drawings.keep(connection, SEVEN._replace(when=1.0))
    drawings.keep(connection, FOUR._replace(when=2.0))
    assert drawings.forget_before(connection, 2.0) == 1
    assert [each.writer for each in drawings.every(connection)] == ["bob"]


def test_a_room_that_nobody_opened_is_no_room(connection):
    with pytest.raises(NoRoomError, match=r"There is no room ABCD, or it has ended\."):
        drawings.room_by_code(connection, " abcd")


def test_a_secret_cannot_be_told_from_what_is_kept_of_it():
    assert drawings.fingerprint("secret") == drawings.fingerprint("secret") != drawings.fingerprint("other")
    assert "secret" not in drawings.fingerprint("secret")
