import pytest
from sqlalchemy import event

from digits.audience import rooms, wall
from digits.collection import drawings
from digits.collection.database import connect
from digits.errors import NoHoldError, NoRoomError


def shown(room, **options):
    return [(tile.person, tile.drawing.text) for tile in room.read(wall.wall, room.id, **options).tiles]


def counts(room):
    found = room.read(wall.wall, room.id)
    return found.people, found.drawings, found.labelled, found.right


@pytest.fixture
def busy(room):
    """A room in which ann and bob drew a 1 and a 2."""
    for number, visitor in enumerate(("ann", "bob"), start=1):
        room.join(visitor)
        room.draw(visitor, number)
    return room


def test_an_empty_room_has_an_empty_wall(room):
    found = room.read(wall.wall, room.id)
    assert (found.room.code, found.tiles) == (room.code, ())
    assert counts(room) == (0, 0, 0, 0)


def test_the_newest_come_first_with_what_was_read(busy):
    assert shown(busy) == [(2, "2"), (1, "1")]
    assert shown(busy, newest=1) == [(2, "2")]
    busy.write(rooms.rename, busy.id, "ann", "Ann")
    tile = busy.read(wall.wall, busy.id).tiles[1]
    assert (tile.nickname, tile.drawing.text, tile.drawing.confidence) == ("Ann", "1", 0.9)
    assert tile.drawing.drawing.strokes


def test_what_is_no_digit_is_not_shown_but_counted(busy):
    busy.draw("ann", 8, "")
    assert shown(busy) == [(2, "2"), (1, "1")]
    assert counts(busy) == (2, 3, 0, 0)
    busy.draw("ann", 8, "8")  # another stroke made it one
    assert shown(busy)[0] == (1, "8")


def test_what_was_drawn_before_a_day_is_forgotten_and_does_not_count(busy):
    busy.draw("ann", 3)
    first, *_ = sorted(tile.drawing.when for tile in busy.read(wall.wall, busy.id).tiles)
    assert busy.write(drawings.forget_before, first + 1e-6) == 1
    assert len(shown(busy)) == counts(busy)[1] == 2


def test_it_is_one_statement(busy, database):
    statements = []
    event.listen(database._engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    busy.read(wall.wall, busy.id)
    assert len([each for each in statements if not each.startswith("BEGIN")]) == 1


def test_a_drawing_is_hidden_and_comes_back(busy):
    one = busy.read(wall.wall, busy.id).tiles[1].drawing
    for _ in range(2):
        busy.holding(wall.hide_drawing, one.id)
    assert shown(busy) == [(2, "2")]
    assert counts(busy) == (2, 1, 0, 0)
    busy.draw("ann", 1)  # drawn on, it stays hidden
    assert shown(busy) == [(2, "2")]
    busy.holding(wall.hide_drawing, one.id, is_hidden=False)
    assert shown(busy) == [(2, "2"), (1, "1")]
    assert counts(busy) == (2, 2, 0, 0)


def test_what_was_hidden_meanwhile_does_not_come_back_with_the_next_stroke(busy):
    one = busy.read(wall.wall, busy.id).tiles[1].drawing
    busy.holding(wall.hide_drawing, one.id)
    busy.write(drawings.keep, one, busy.id, is_shown=True)  # by somebody who read before it was hidden
    assert shown(busy) == [(2, "2")]


def test_a_drawing_of_somebody_who_left_is_hidden_too(busy):
    busy.write(rooms.leave, busy.id, "ann")
    assert counts(busy) == (1, 2, 0, 0)
    busy.holding(wall.hide_drawing, busy.read(wall.wall, busy.id).tiles[1].drawing.id)
    assert counts(busy) == (1, 1, 0, 0)


def test_a_person_is_hidden_and_comes_back(busy):
    busy.draw("ann", 8, at=5)
    busy.holding(wall.hide_drawing, busy.read(wall.wall, busy.id).tiles[0].drawing.id)
    busy.holding(wall.hide_person, 1)
    busy.draw("ann", 9, at=9)
    assert shown(busy) == [(2, "2")]
    assert counts(busy) == (2, 1, 0, 0)
    busy.holding(wall.hide_person, 1, is_hidden=False)
    assert shown(busy) == [(1, "9"), (2, "2"), (1, "1")]  # but not the 8
    assert counts(busy) == (2, 3, 0, 0)


def test_a_frozen_wall_stands_while_people_draw_on(busy):
    assert busy.holding(wall.freeze).is_frozen
    busy.draw("ann", 8, at=5)
    assert shown(busy) == [(2, "2"), (1, "1")]
    assert counts(busy)[1] == 3
    assert not busy.holding(wall.freeze, is_frozen=False).is_frozen
    assert shown(busy)[0] == (1, "8")


def test_only_who_holds_the_room_does_that(busy, database):
    from tests.audience.conftest import Room

    other = Room(database)
    one = busy.read(wall.wall, busy.id).tiles[1].drawing.id
    other.holding(wall.hide_drawing, one)
    other.holding(wall.hide_person, 1)
    assert len(shown(busy)) == 2
    for job, *arguments in [(wall.hide_drawing, one), (wall.hide_person, 1), (wall.freeze,)]:
        with pytest.raises(NoHoldError):
            busy.write(job, "guessed", *arguments)


def test_a_wall_of_no_room_is_said(room):
    room.holding(rooms.end)
    with pytest.raises(NoRoomError):
        shown(room)


def test_what_is_drawn_at_one_server_is_on_the_wall_of_the_other(address, busy):
    other = connect(address)
    with other.reading() as connection:
        assert [tile.drawing.text for tile in wall.wall(connection, busy.id).tiles] == ["2", "1"]
    other.close()
