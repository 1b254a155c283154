import pytest

from digits.audience import play, rooms, wall
from digits.collection import drawings
from digits.drawing.strokes import Drawing
from digits.errors import FullRoomError, NoRoomError
from tests.audience.conftest import drawn


def kept(room):
    return room.read(lambda connection: list(drawings.every(connection, room=room.id)))


def counts(room):
    found = room.read(wall.wall, room.id)
    return found.drawings, found.labelled, found.right


def test_what_is_drawn_is_kept_once_however_often_it_is_sent(room):
    room.join("ann")
    for _ in range(3):
        place = room.draw("ann", 7)
    assert place.drawn == len(kept(room)) == 1
    assert room.draw("ann", 7, at=5).drawn == len(kept(room)) == 2


def test_a_drawing_grows_by_its_strokes(room):
    room.join("ann")
    four = drawn("ann", 4)
    first = four._replace(drawing=Drawing(four.drawing.strokes[:1], [20]), text="1", label="4")
    room.write(play.draw, room.id, first)
    assert counts(room) == (1, 1, 0)
    room.write(play.draw, room.id, four)
    assert counts(room) == (1, 1, 1)
    assert len(kept(room)[0].drawing.strokes) == len(four.drawing.strokes)


def test_nobody_draws_who_is_not_in_the_room(room):
    with pytest.raises(NoRoomError):
        room.draw("ann", 7)
    assert kept(room) == []


def test_nobody_fills_a_room(room, monkeypatch):
    monkeypatch.setattr(play, "MAX_DRAWINGS", 2)
    room.join("ann")
    room.draw("ann", 7)
    room.draw("ann", 7, at=5)
    with pytest.raises(FullRoomError, match="Nobody draws more than 2 digits in one room: this one is not kept"):
        room.draw("ann", 7, at=10)
    assert room.draw("ann", 7, "1").drawn == 2  # what is there is drawn on


def test_a_correction_counts(room):
    room.join("ann")
    room.draw("ann", 7, "1")
    room.draw("ann", 3, at=5)
    seven = kept(room)[0]
    room.write(play.correct, room.id, "ann", seven.id, "7")
    assert counts(room) == (2, 1, 0)
    room.draw("ann", 7)  # drawn on, and read right
    assert counts(room) == (2, 1, 1)
    room.write(play.correct, room.id, "ann", seven.id, None)
    assert counts(room) == (2, 0, 0)


def test_nobody_corrects_what_is_not_theirs(room):
    for visitor in ("ann", "bob"):
        room.join(visitor)
    room.draw("ann", 7)
    room.write(play.correct, room.id, "bob", kept(room)[0].id, "1")
    assert kept(room)[0].label is None
    assert counts(room) == (1, 0, 0)


def test_two_rooms_know_nothing_of_each_other(room, database):
    from tests.audience.conftest import Room

    other = Room(database)
    for each in (room, other):
        each.join("ann")
    room.draw("ann", 7)
    assert counts(other) == (0, 0, 0)
    other.draw("ann", 7)
    room.holding(rooms.end)
    assert len(kept(other)) == 1
