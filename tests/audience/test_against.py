import pytest

from digits.audience import against, rooms, tasks, wall
from digits.audience.against import Tally, counted, unread


@pytest.fixture
def asked(room, monkeypatch):
    """A room that was asked for a 7, and where everything is settled at once."""
    monkeypatch.setattr(against, "SETTLED_AFTER", 0.0)
    room.join("ann")
    room.draw("ann", 5)
    room.holding(tasks.ask, 7)
    for at in range(5):
        room.draw("ann", 7, at=at)
    return room


def more(room, tally, read):
    """Return the tally with the next drawings in it."""
    found = room.read(lambda connection: unread(connection, rooms.held(connection, room.hold), tally))
    return counted(tally, found, read)


def test_networks_are_counted_on_what_it_is_known_of_what_it_is(asked):
    tally = more(asked, Tally(), lambda _: {"good": "7", "poor": "1"})
    assert (tally.drawings, dict(tally.right)) == (5, {"good": 5, "poor": 0})
    assert (tally.share("good"), tally.share("poor")) == (1.0, 0.0)
    assert more(asked, tally, lambda _: {"good": "1"}) == tally


def test_new_drawings_join_the_tally(asked, monkeypatch):
    monkeypatch.setattr(against, "BATCH", 2)
    tally = Tally()
    for count in (2, 4, 5, 5):
        tally = more(asked, tally, lambda drawing: {"good": drawing.text})
        assert tally.drawings == count
    asked.draw("ann", 7, "1", at=50)
    tally = more(asked, tally, lambda drawing: {"good": drawing.text})
    assert (tally.drawings, dict(tally.right)) == (6, {"good": 5})


def test_what_is_hidden_or_still_drawn_is_left_out(asked, monkeypatch):
    asked.holding(wall.hide_drawing, asked.read(wall.wall, asked.id).tiles[0].drawing.id)
    assert more(asked, Tally(), lambda _: {"good": "7"}).drawings == 4
    monkeypatch.setattr(against, "SETTLED_AFTER", 3600)
    assert more(asked, Tally(), lambda _: {"good": "7"}) == Tally()
    monkeypatch.setattr(against, "SETTLED_AFTER", 0.0)
    asked.holding(wall.hide_person, 1)
    assert more(asked, Tally(), lambda _: {"good": "7"}) == Tally()
