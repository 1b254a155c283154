"""What is drawn in a room: it is kept, counted, and, in a race, judged. All of that is one transaction."""

from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, select, update

from digits.audience import challenge, rooms
from digits.audience.challenge import Challenge
from digits.audience.rooms import Seat
from digits.collection import drawings as kept
from digits.collection.drawings import Labelled
from digits.collection.schema import drawings, people
from digits.errors import FullRoomError

MAX_DRAWINGS = 1_000  # of one person in one room
# Made once, for they are run often.
_MINE = and_(people.c.room == bindparam("of_room"), people.c.visitor == bindparam("of_visitor"))
_BEFORE = select(*(drawings.c[each] for each in ("task", "hidden", "label", "text"))).where(
    drawings.c.id == bindparam("of_id")
)
_COUNT = (
    update(people)
    .where(_MINE)
    .values({name: people.c[name] + bindparam(f"more_{name}") for name in ("drawn", "labelled", "right")})
)
_RUN = update(people).where(_MINE).values({each: bindparam(each) for each in ("task", "challenge", "done", "seconds")})
_SURELY_SOMETHING = 1e-6  # the confidence of an answer to something; 0 is that of a blank canvas


def draw(connection: Connection, room: str, drawing: Labelled) -> Seat:
    """Keep what its writer drew in a room, in place of what it was a stroke ago; return the writer's place after it.

    Its label is what was asked for when it was begun, until somebody corrects it.
    """
    place = rooms.place(connection, room, drawing.writer, to_change=True)
    drawing = drawing._replace(id=kept.identity(drawing, room))
    before = connection.execute(_BEFORE, {"of_id": drawing.id}).first()
    if before is None and place.drawn >= MAX_DRAWINGS:
        raise FullRoomError(f"Nobody draws more than {MAX_DRAWINGS:,} digits in one room: this one is not kept.")
    drawing = drawing._replace(label=drawing.label or (before.label if before else _expected(place)))
    hidden = bool(before and before.hidden)
    task = before.task if before else place.room.task if _expected(place) else None
    is_shown = bool(drawing.text) and not hidden and not place.is_hidden
    kept.keep(connection, drawing, room, task=task, is_hidden=hidden, is_shown=is_shown)
    count(connection, place, counted(before), (0, 0, 0) if hidden else _counted(drawing.label, drawing.text))
    _judge(connection, place, drawing, is_new=before is None)
    return rooms.place(connection, room, drawing.writer)


def skip(connection: Connection, room: str, visitor: str) -> Seat:
    """Give up the digit that the race asks a visitor for; return their place after it."""
    place = rooms.place(connection, room, visitor, to_change=True)
    if place.challenge and place.room.is_racing:
        _run(connection, place, challenge.skip(place.challenge, place.room.now))
    return rooms.place(connection, room, visitor)


def correct(connection: Connection, room: str, visitor: str, drawing: str, label: str | None) -> None:
    """Write down what a visitor says that a drawing of theirs is."""
    place = rooms.place(connection, room, visitor, to_change=True)
    mine = drawings.c.id == drawing, drawings.c.visitor == visitor, drawings.c.room == room
    before = connection.execute(select(drawings).where(*mine)).first()
    if before is not None:
        kept.correct(connection, drawing, visitor, label)
        count(connection, place, counted(before), (0, 0, 0) if before.hidden else _counted(label, before.text))


def counted(row: Row[Any] | None) -> tuple[int, int, int]:
    """Return what a drawing adds to its person's counts: drawn, labelled, and read right."""
    return (0, 0, 0) if row is None or row.hidden else _counted(row.label, row.text)


def count(connection: Connection, place: Seat, before: tuple[int, int, int], after: tuple[int, int, int]) -> None:
    """Take what a drawing adds to its person's counts from what it was to what it is."""
    if before != after:
        drawn, labelled, right = (new - old for old, new in zip(before, after, strict=True))
        more = {"more_drawn": drawn, "more_labelled": labelled, "more_right": right}
        connection.execute(_COUNT, {"of_room": place.room.id, "of_visitor": place.visitor, **more})


def _counted(label: str | None, text: str) -> tuple[int, int, int]:
    return 1, int(label is not None), int(label == text)


def _expected(place: Seat) -> str | None:
    """Return the digit that somebody is to draw at this moment, if any."""
    room = place.room
    digit = place.challenge.digit if place.challenge and room.is_racing else room.asked
    return None if digit is None else str(digit)


def _judge(connection: Connection, place: Seat, drawing: Labelled, is_new: bool) -> None:
    """Take an answer into account where a race is under way."""
    if place.challenge is None or not place.room.is_racing:
        return
    before: Challenge = place.challenge
    if is_new:  # the canvas was blank in between
        before = challenge.answered(before, "", 0.0, place.room.now)
    confidence = max(drawing.confidence or 0.0, _SURELY_SOMETHING)
    after = challenge.answered(before, drawing.text, confidence, place.room.now)
    _run(connection, place, after)


def _run(connection: Connection, place: Seat, now: Challenge) -> None:
    """Write down how far somebody has come in the race."""
    far = {"done": len(now.seconds), "seconds": now.began - place.room.starts, "challenge": challenge.to_text(now)}
    mine = {"of_room": place.room.id, "of_visitor": place.visitor, "task": place.room.task}
    connection.execute(_RUN, {**mine, **far})
