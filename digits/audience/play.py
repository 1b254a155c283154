"""What is drawn in a room: it is kept, counted, and, in a race, judged. All of that is one transaction."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, select, update

from digits.audience import challenge, rooms
from digits.audience.challenge import Challenge
from digits.audience.rooms import Seat
from digits.collection import drawings as kept
from digits.collection.drawings import Labelled
from digits.collection.schema import drawings, people
from digits.errors import FullRoomError

Counts = tuple[int, int, int]

MAX_DRAWINGS = 1_000  # of one person in one room
NOTHING: Counts = 0, 0, 0
# Made once, for they are run often.
_MINE = and_(people.c.room == bindparam("of_room"), people.c.visitor == bindparam("of_visitor"))
_COUNT = {name: people.c[name] + bindparam(f"more_{name}") for name in ("drawn", "labelled", "right")}
_RUN: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("task", "challenge", "done", "seconds")}
_COUNTED = update(people).where(_MINE).values(_COUNT)
_RAN = update(people).where(_MINE).values(_RUN)
_COUNTED_AND_RAN = update(people).where(_MINE).values({**_COUNT, **_RUN})
_SURELY_SOMETHING = 1e-6  # the confidence of an answer to something; 0 is that of a blank canvas


def draw(connection: Connection, room: str, drawing: Labelled) -> Seat:
    """Keep what its writer drew in a room, in place of what it was a stroke ago; return the writer's place after it.

    Its label is what was asked for when it was begun, until somebody corrects it.
    """
    drawing = drawing._replace(id=kept.identity(drawing, room))
    mine = {"of_room": room, "of_visitor": drawing.writer}
    row = connection.execute(_found(connection.dialect.name), {**mine, "of_id": drawing.id}).first()
    place = rooms.seated(row)
    before = row if row is not None and row.before_text is not None else None
    if before is None and place.drawn >= MAX_DRAWINGS:
        raise FullRoomError(f"Nobody draws more than {MAX_DRAWINGS:,} digits in one room: this one is not kept.")
    expected = _expected(place)
    drawing = drawing._replace(label=drawing.label or (before.before_label if before else expected))
    hidden = bool(before and before.before_hidden)
    task = before.before_task if before else place.room.task if expected else None
    is_shown = bool(drawing.text) and not hidden and not place.is_hidden
    kept.keep(connection, drawing, room, task=task, is_hidden=hidden, is_shown=is_shown, moment=place.room.now)
    was = _counted(before.before_label, before.before_text) if before else NOTHING
    more = {} if hidden else _more(was, _counted(drawing.label, drawing.text))
    run = _judged(place, drawing, is_new=before is None or before.before_task != place.room.task)
    if run:
        connection.execute(_COUNTED_AND_RAN, {**mine, **_more(NOTHING, NOTHING), **more, **_far(place, run)})
    elif any(more.values()):
        connection.execute(_COUNTED, {**mine, **more})
    return place._replace(drawn=place.drawn + more.get("more_drawn", 0), challenge=run or place.challenge)


@cache
def _found(dialect: str) -> Select[Any]:
    """Return the statement that finds a place, and the drawing as it was a stroke ago."""
    before = (drawings.c[each].label(f"before_{each}") for each in ("task", "hidden", "label", "text"))
    chosen = rooms.place_statement(dialect, to_change=True).add_columns(*before)
    return chosen.outerjoin(drawings, drawings.c.id == bindparam("of_id"))


def skip(connection: Connection, room: str, visitor: str) -> Seat:
    """Give up the digit that the race asks a visitor for; return their place after it."""
    place = rooms.place(connection, room, visitor, to_change=True)
    if place.challenge and place.room.is_racing:
        run = challenge.skip(place.challenge, place.room.now)
        connection.execute(_RAN, {"of_room": room, "of_visitor": visitor, **_far(place, run)})
        place = place._replace(challenge=run)
    return place


def correct(connection: Connection, room: str, visitor: str, drawing: str, label: str | None) -> None:
    """Write down what a visitor says that a drawing of theirs is."""
    place = rooms.place(connection, room, visitor, to_change=True)
    mine = drawings.c.id == drawing, drawings.c.visitor == visitor, drawings.c.room == room
    before = connection.execute(select(drawings).where(*mine)).first()
    if before is not None:
        kept.correct(connection, drawing, visitor, label)
        count(connection, place, counted(before), NOTHING if before.hidden else _counted(label, before.text))


def counted(row: Row[Any] | None) -> Counts:
    """Return what a drawing adds to its person's counts: drawn, labelled, and read right."""
    return NOTHING if row is None or row.hidden else _counted(row.label, row.text)


def count(connection: Connection, place: Seat, before: Counts, after: Counts) -> None:
    """Take what a drawing adds to its person's counts from what it was to what it is."""
    if before != after:
        connection.execute(_COUNTED, {"of_room": place.room.id, "of_visitor": place.visitor, **_more(before, after)})


def _more(before: Counts, after: Counts) -> dict[str, int]:
    drawn, labelled, right = (new - old for old, new in zip(before, after, strict=True))
    return {"more_drawn": drawn, "more_labelled": labelled, "more_right": right}


def _counted(label: str | None, text: str) -> Counts:
    return 1, int(label is not None), int(label == text)


def _expected(place: Seat) -> str | None:
    """Return the digit that somebody is to draw at this moment, if any."""
    room = place.room
    digit = place.challenge.digit if place.challenge and room.is_racing else room.asked
    return None if digit is None else str(digit)


def _judged(place: Seat, drawing: Labelled, is_new: bool) -> Challenge | None:
    """Return how far somebody is in the race after a drawing; None where none is under way."""
    if place.challenge is None or not place.room.is_racing:
        return None
    before = place.challenge
    if is_new:  # the canvas was blank in between
        before = challenge.answered(before, "", 0.0, place.room.now)
    confidence = max(drawing.confidence or 0.0, _SURELY_SOMETHING)
    return challenge.answered(before, drawing.text, confidence, place.room.now)


def _far(place: Seat, run: Challenge) -> dict[str, object]:
    """Return how far somebody is in the race, as the database has it."""
    return {
        "new_task": place.room.task,
        "new_challenge": challenge.to_text(run),
        "new_done": len(run.seconds),
        "new_seconds": run.began - place.room.starts,
    }
