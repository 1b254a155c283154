import numpy as np
import pytest

from digits.audience import play, rooms, tasks, wall
from digits.audience.challenge import ROUNDS
from digits.errors import NoHoldError


def rng():
    return np.random.default_rng(1)


def now(room):
    return room.read(rooms.held, room.hold)


def asked(room):
    return room.read(lambda connection: tasks.asked(connection, rooms.held(connection, room.hold)))


def places(room):
    found = room.read(lambda connection: tasks.leaderboard(connection, rooms.held(connection, room.hold)))
    return [(each.number, each.done) for each in found]


@pytest.fixture
def racing(room, age):
    """A room in which ann and bob race."""
    for visitor in ("ann", "bob"):
        room.join(visitor)
    room.holding(tasks.start_race, rng())
    age(room, tasks.COUNTDOWN)
    return room


def right(room, visitor, count=1):
    """Let somebody draw so many digits that are asked for, each on a blank canvas."""
    for _ in range(count):
        place = room.read(rooms.place, room.id, visitor)
        digit = place.challenge.digit
        place = room.draw(visitor, digit, at=place.drawn)
    return place


def test_everybody_is_asked_for_a_digit(room):
    room.join("ann")
    room.join("bob")
    room.draw("ann", 7)
    assert asked(room) is None
    assert room.holding(tasks.ask, 7).asked == 7
    assert room.read(rooms.place, room.id, "ann").room.asked == 7
    room.draw("ann", 7, at=5)
    room.draw("ann", 7, "1", at=10)
    room.draw("bob", 7, "1")
    room.draw("bob", 7, "", at=5)
    found = asked(room)
    assert (found.digit, found.people, found.drawings, found.right) == (7, 2, 4, 1)
    assert found.read_as == {"1": 2, "7": 1, "": 1}
    assert [(tile.person, tile.drawing.text) for tile in found.misread] == [(2, "1"), (1, "1")]
    share = room.read(wall.wall, room.id)
    assert (share.drawings, share.labelled, share.right) == (5, 4, 1)


def test_the_next_digit_begins_anew(room):
    room.join("ann")
    room.holding(tasks.ask, 7)
    room.draw("ann", 7)
    room.holding(tasks.ask, 7)
    assert asked(room).drawings == 0
    room.draw("ann", 7)  # begun before it was asked for
    assert asked(room).drawings == 0
    assert room.holding(tasks.ask, None).asked is None
    assert asked(room) is None


def test_what_is_hidden_is_no_answer(room):
    for visitor in ("ann", "bob"):
        room.join(visitor)
    room.holding(tasks.ask, 7)
    room.draw("ann", 7, "1")
    room.draw("bob", 7, "4")
    room.draw("bob", 7, "9", at=5)
    room.holding(wall.hide_person, 1)
    room.holding(wall.hide_drawing, asked(room).misread[0].drawing.id)
    assert asked(room).read_as == {"4": 1}


def test_a_race_begins_after_a_countdown(room, age):
    room.join("ann")
    started = room.holding(tasks.start_race, rng())
    assert 0 < started.countdown <= tasks.COUNTDOWN
    assert not started.is_racing
    first = started.race[0]
    room.draw("ann", first)
    assert places(room) == []  # too early
    age(room, tasks.COUNTDOWN)
    assert now(room).is_racing
    assert not now(room).countdown
    assert sorted(now(room).race) == list(range(10))


def test_all_race_for_the_same_digits_and_stand_on_the_leaderboard(racing):
    right(racing, "ann", 2)
    place = right(racing, "bob", 3)
    assert place.challenge.digit == now(racing).race[3]
    assert places(racing) == [(2, 3), (1, 2)]
    racing.write(rooms.rename, racing.id, "bob", "<b>Bob")
    (first, _) = racing.read(lambda connection: tasks.leaderboard(connection, rooms.held(connection, racing.hold)))
    assert (first.nickname, first.longest) == ("<b>Bob", 3)
    assert first.confidence == pytest.approx(0.9)


def test_a_misread_digit_is_no_step_and_ends_a_row(racing):
    right(racing, "ann")
    digit = racing.read(rooms.place, racing.id, "ann").challenge.digit
    racing.draw("ann", digit, "", at=20, confidence=0.0)
    place = right(racing, "ann")
    assert (len(place.challenge.seconds), place.challenge.longest, place.challenge.streak) == (2, 1, 1)
    share = racing.read(wall.wall, racing.id)
    assert (share.drawings, share.labelled, share.right) == (3, 3, 2)


def test_a_digit_drawn_just_as_in_an_earlier_task_counts(racing, age):
    digits = now(racing).race
    racing.holding(tasks.ask, digits[1])
    racing.draw("ann", digits[1], at=300)
    race = racing.holding(tasks.start_race, np.random.default_rng(1))
    assert race.race == digits
    age(racing, tasks.COUNTDOWN)
    right(racing, "ann")
    place = racing.draw("ann", digits[1], at=300)  # stroke by stroke the drawing of before
    assert len(place.challenge.seconds) == 2


def test_who_is_through_wins(racing):
    place = right(racing, "ann", ROUNDS)
    right(racing, "bob", ROUNDS)
    assert place.challenge.digit is None
    assert places(racing) == [(1, ROUNDS), (2, ROUNDS)]
    racing.draw("ann", 3, at=99)
    assert racing.read(wall.wall, racing.id).labelled == 2 * ROUNDS
    racing.holding(wall.hide_person, 1)
    assert places(racing) == [(2, ROUNDS)]


def test_a_digit_may_be_skipped_and_does_not_count(racing):
    right(racing, "ann", 2)
    place = racing.write(play.skip, racing.id, "ann")
    assert place.challenge.digit == now(racing).race[3]
    right(racing, "bob", 2)
    right(racing, "ann", ROUNDS - 3)
    assert racing.read(rooms.place, racing.id, "ann").challenge.digit is None
    assert places(racing) == [(1, ROUNDS - 1), (2, 2)]


def test_nothing_is_skipped_outside_of_a_race(room):
    room.join("ann")
    assert room.write(play.skip, room.id, "ann").challenge is None


def test_a_race_goes_on_where_it_was_after_a_reload(racing):
    right(racing, "ann", 4)
    assert racing.join("ann").challenge.digit == now(racing).race[4]


def test_who_comes_late_races_too(racing):
    racing.join("eve")
    right(racing, "eve")
    assert places(racing) == [(3, 1)]


def test_a_race_ends_by_button_or_after_a_while(racing, age):
    right(racing, "ann")
    assert racing.holding(tasks.stop_race).is_over
    digit = racing.read(rooms.place, racing.id, "ann").challenge.digit
    racing.draw("ann", digit, at=50)
    assert places(racing) == [(1, 1)]  # it stands
    racing.holding(tasks.start_race, rng())
    age(racing, tasks.COUNTDOWN + tasks.RACE_SECONDS - 1)
    assert now(racing).is_racing
    assert places(racing) == []
    age(racing, 1)
    assert now(racing).is_over


def test_a_race_is_called_off_in_its_countdown_and_by_another_task(room):
    room.holding(tasks.start_race, rng())
    assert room.holding(tasks.stop_race).race == ()
    room.holding(tasks.start_race, rng())
    room.holding(tasks.ask, 3)
    assert (now(room).race, now(room).asked) == ((), 3)
    room.holding(tasks.start_race, rng())
    assert now(room).asked is None


def test_only_who_holds_the_room_gives_tasks(room):
    for job, *arguments in [(tasks.ask, 7), (tasks.start_race, rng()), (tasks.stop_race,)]:
        with pytest.raises(NoHoldError):
            room.write(job, "guessed", *arguments)
