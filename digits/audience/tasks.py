"""Things to do with a room: ask everybody for a digit, or let everybody race. Whoever holds it begins and ends them."""

from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, and_, func, select, update

from digits.audience import challenge, rooms
from digits.audience.rooms import Room
from digits.audience.wall import Tile, is_of_person, tile, tile_columns
from digits.collection.schema import drawings, people
from digits.collection.schema import rooms as table

COUNTDOWN = 5.0  # seconds
RACE_SECONDS = 180.0  # at most
MAX_PLACES, MAX_MISREAD = 10, 12  # that are shown


class Asked(NamedTuple):
    """How the answers to a digit that was asked for stand. Drawings that were rejected are read as ""."""

    digit: int
    people: int
    drawings: int
    right: int
    read_as: dict[str, int]  # what was read how often, the most frequent first
    misread: tuple[Tile, ...]  # the newest, but for those that were rejected


class Place(NamedTuple):
    """Somebody's place on the leaderboard."""

    number: int
    nickname: str
    done: int  # digits
    seconds: float  # from the start until the last one was behind
    longest: int  # digits in a row at the first attempt
    confidence: float


def ask(connection: Connection, hold: str, digit: int | None) -> Room:
    """Ask everybody for a digit, or for none; a race ends with that."""
    text = None if digit is None else str(digit)
    return _begin(connection, hold, is_new=digit is not None, asked=text, race=None)


def start_race(connection: Connection, hold: str, rng: np.random.Generator) -> Room:
    """Start a race after a countdown: the same digits in the same order for all."""
    order = "".join(map(str, challenge.start(0.0, rng).asked))
    starts = rooms.held(connection, hold).now + COUNTDOWN
    return _begin(connection, hold, asked=None, race=order, starts=starts, stops=starts + RACE_SECONDS)


def stop_race(connection: Connection, hold: str) -> Room:
    """Stop the race where it is; its leaderboard stands until there is another task. Before its start, call it off."""
    room = rooms.held(connection, hold)
    values = {"race": None} if room.countdown else {"stops": min(room.now, room.stops)}
    return _begin(connection, hold, is_new=False, **values)


def asked(connection: Connection, room: Room) -> Asked | None:
    """Return how the answers to the digit that was asked for stand; None where none is."""
    if room.asked is None:
        return None
    theirs = and_(
        drawings.c.room == room.id, drawings.c.task == room.task, ~drawings.c.hidden, is_of_person(), ~people.c.hidden
    )
    by_text = select(drawings.c.text, func.count()).where(theirs).group_by(drawings.c.text)
    counts = {str(text): int(count) for text, count in connection.execute(by_text.order_by(func.count().desc()))}
    visitors = connection.scalar(select(func.count(drawings.c.visitor.distinct())).where(theirs))
    wrong = and_(theirs, drawings.c.shown, drawings.c.text != drawings.c.label)
    newest = select(*tile_columns()).where(wrong).order_by(drawings.c.number.desc()).limit(MAX_MISREAD)
    return Asked(
        digit=room.asked,
        people=visitors or 0,
        drawings=sum(counts.values()),
        right=counts.get(str(room.asked), 0),
        read_as=counts,
        misread=tuple(map(tile, connection.execute(newest))),
    )


def leaderboard(connection: Connection, room: Room, limit: int = MAX_PLACES) -> list[Place]:
    """Return the first of a race: more digits first, then fewer seconds; who is hidden stands nowhere."""
    runners = (
        select(people)
        .where(people.c.room == room.id, people.c.task == room.task, people.c.done > 0, ~people.c.hidden)
        .order_by(people.c.done.desc(), people.c.seconds, people.c.number)
        .limit(limit)
    )
    places = []
    for row in connection.execute(runners) if room.race else ():
        run = challenge.from_text(row.challenge)
        places.append(Place(row.number, row.nickname or "", row.done, row.seconds, run.longest, run.confidence))
    return places


def _begin(connection: Connection, hold: str, is_new: bool = True, **values: object) -> Room:
    room = rooms.held(connection, hold)
    connection.execute(update(table).where(table.c.id == room.id).values(task=table.c.task + int(is_new), **values))
    return rooms.held(connection, hold)
