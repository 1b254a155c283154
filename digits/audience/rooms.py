"""Rooms: people who draw along, in a database that several page servers may share. All of a room's state is in there.

A visitor is known by the `fingerprint` of a secret of their browser, and so is whoever holds a room. All functions but
`join` take an open connection. They raise a `RoomError` where a room is not, or no longer, what somebody took it for.
"""

import secrets
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, and_, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from digits.audience import challenge, codes, nickname
from digits.audience.challenge import Challenge
from digits.collection import drawings as kept
from digits.collection.database import Database, clock, now
from digits.collection.drawings import Labelled, fingerprint
from digits.collection.schema import drawings, people, rooms
from digits.errors import FullRoomError, NicknameError, NoHoldError, NoRoomError

LIFETIME = 12 * 3600  # seconds
MAX_ROOMS, MAX_PEOPLE = 200, 500  # that are open at once, and in each
ENDED = "The room has ended, and what was drawn in it is deleted. You can go on drawing by yourself."


class Room(NamedTuple):
    """A room, and what it does at this moment by the database's clock. A task is a digit asked for, or a race."""

    id: str
    code: str
    opened: float
    now: float
    is_frozen: bool
    task: int  # the number of the last task
    asked: int | None  # the digit that everybody is asked for
    race: tuple[int, ...]  # the digits of the race; none while there is no race
    starts: float
    stops: float

    @property
    def countdown(self) -> float:
        """Return how many seconds are left until the race starts; 0 where it has, or there is none."""
        return max(0.0, self.starts - self.now) if self.race else 0.0

    @property
    def is_racing(self) -> bool:
        """Return whether a race is under way."""
        return bool(self.race) and self.starts <= self.now < self.stops

    @property
    def is_over(self) -> bool:
        """Return whether a race has ended, and its leaderboard stands."""
        return bool(self.race) and self.now >= self.stops


class Seat(NamedTuple):
    """Somebody's place in a room: their number there, what they are called, and how far they are in the race."""

    room: Room
    visitor: str
    number: int
    nickname: str  # "" until they choose one
    is_hidden: bool
    drawn: int
    challenge: Challenge | None  # None where there is no race


def open_room(connection: Connection) -> tuple[Room, str]:
    """Return a new room, and the secret by which whoever opened it holds it."""
    sweep(connection)
    if (connection.scalar(select(func.count()).select_from(rooms)) or 0) >= MAX_ROOMS:
        raise FullRoomError(f"{MAX_ROOMS} rooms are open here, and there can be no more: try again later.")
    hold = secrets.token_urlsafe(24)
    values = {"id": secrets.token_hex(8), "hold": fingerprint(hold), "opened": now(connection), "task": 0}
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(rooms)
    added = insert.on_conflict_do_nothing().returning(rooms.c.id)
    while connection.execute(added, {"code": codes.new(), **values}).first() is None:
        pass  # the code is taken
    return held(connection, hold), hold


def held(connection: Connection, hold: str) -> Room:
    """Return the room that a secret holds."""
    row = connection.execute(_room(connection).where(rooms.c.hold == fingerprint(hold))).first()
    if row is None:
        raise NoHoldError("The room has ended, or this screen does not hold it: open a new one.")
    return from_row(row)


def join(database: Database, code: str, visitor: str, origin: str) -> Seat:
    """Return a visitor's place in the room with a code: the one that they had, if they were there.

    Wrong codes are counted by their origin, an address for example, and slowed down; but whoever was there comes back.
    """
    with database.writing() as connection:
        row = connection.execute(_room(connection).where(rooms.c.code == codes.cleaned(code)).with_for_update()).first()
        if row is None or not _was_there(connection, row.room_id, visitor):
            codes.check_pace(connection, origin)
        if row is not None:
            return _enter(connection, from_row(row), visitor)
        codes.count_wrong(connection, origin)  # which stays, for nothing is raised in here
    raise NoRoomError(f"There is no room {codes.cleaned(code) or 'without a code'}, or it has ended: ask for its code.")


def leave(connection: Connection, room: str, visitor: str) -> None:
    """Let a visitor go; what they drew stays until the room ends, and they may come back."""
    connection.execute(update(people).where(_mine(room, visitor)).values(is_here=False))


def rename(connection: Connection, room: str, visitor: str, name: str) -> Seat:
    """Give a visitor a nickname that nobody else in the room has."""
    name = nickname.cleaned(name)
    folded = nickname.folded(name)
    place(connection, room, visitor, to_change=True)
    others = and_(people.c.room == room, people.c.folded == folded, people.c.visitor != visitor)
    taken = NicknameError("Somebody in this room has that nickname: type another.")
    if connection.execute(select(people.c.number).where(others)).first():
        raise taken
    try:
        connection.execute(update(people).where(_mine(room, visitor)).values(nickname=name, folded=folded))
    except IntegrityError as error:  # somebody takes it at this moment
        raise taken from error
    return place(connection, room, visitor)


def take_home(connection: Connection, hold: str) -> Iterator[Labelled]:
    """Yield all that a room has drawn, but for what is hidden."""
    hidden = select(people.c.visitor).where(people.c.room == drawings.c.room, people.c.hidden)
    mine = select(drawings).where(
        drawings.c.room == held(connection, hold).id, ~drawings.c.hidden, drawings.c.visitor.not_in(hidden)
    )
    yield from map(kept.labelled, kept.in_turn(connection, mine))


def end(connection: Connection, hold: str) -> None:
    """End a room, and delete all that is in it. `Database.tidy` then leaves nothing of it in a file either."""
    kept.forget_room(connection, held(connection, hold).id)


def sweep(connection: Connection) -> int:
    """End the rooms that were open for long enough; return how many those were."""
    old = connection.scalars(
        select(rooms.c.id).where(rooms.c.opened <= clock(connection.dialect.name) - LIFETIME)
    ).all()
    for room in old:
        kept.forget_room(connection, room)
    return len(old)


def place(connection: Connection, room: str, visitor: str, to_change: bool = False, even_gone: bool = False) -> Seat:
    """Return a visitor's place in a room that they are in; to change it, others who would are made to wait."""
    chosen = place_statement(connection.dialect.name, to_change)
    row = connection.execute(chosen, {"of_room": room, "of_visitor": visitor}).first()
    return seated(row, even_gone)


def seated(row: Row[Any] | None, even_gone: bool = False) -> Seat:
    """Return the place of a row of `place_statement`."""
    if row is None:
        raise NoRoomError(ENDED)
    if not row.is_here and not even_gone:
        raise NoRoomError("You have left the room: join it again to go on.")
    return _seat(row)


@cache
def place_statement(dialect: str, to_change: bool) -> Select[Any]:
    """Return the statement that finds the place `of_visitor` `of_room`; made once, for it is run often."""
    mine = _mine(bindparam("of_room"), bindparam("of_visitor"))
    joined = select(*columns(dialect), people).join_from(rooms, people, rooms.c.id == people.c.room)
    chosen = joined.where(is_open(dialect), mine)
    return chosen.with_for_update(of=people) if to_change else chosen


def from_row(row: Row[Any]) -> Room:
    """Return the room of a row."""
    return Room(
        id=row.room_id,
        code=row.code,
        opened=row.opened,
        now=row.now,
        is_frozen=row.frozen is not None,
        task=row.room_task,
        asked=None if row.asked is None else int(row.asked),
        race=tuple(map(int, row.race or "")),
        starts=row.starts or 0.0,
        stops=row.stops or 0.0,
    )


def columns(dialect: str) -> list[Any]:
    """Return what is asked for to have `from_row` make a room of it; no name is one of a drawing's or a person's."""
    named = [each for each in rooms.c if each.name not in ("id", "task", "hold")]
    return [*named, rooms.c.id.label("room_id"), rooms.c.task.label("room_task"), clock(dialect).label("now")]


def is_open(dialect: str) -> Any:  # noqa: ANN401 (SQLAlchemy's type of a comparison)
    """Return the condition that a room has not yet been open for long enough."""
    return rooms.c.opened > clock(dialect) - LIFETIME


def _room(connection: Connection) -> Select[Any]:
    dialect = connection.dialect.name
    return select(*columns(dialect)).where(is_open(dialect))


def _was_there(connection: Connection, room: str, visitor: str) -> bool:
    return connection.execute(select(people.c.number).where(_mine(room, visitor))).first() is not None


def _enter(connection: Connection, room: Room, visitor: str) -> Seat:
    """Give a visitor a place; others who come at this moment wait until it is given."""
    if connection.execute(update(people).where(_mine(room.id, visitor)).values(is_here=True)).rowcount:
        return place(connection, room.id, visitor)
    inside = select(func.count(), func.max(people.c.number)).where(people.c.room == room.id)
    count, last = connection.execute(inside).one()
    if count >= MAX_PEOPLE:
        raise FullRoomError(f"This room is full: it takes {MAX_PEOPLE} people. You can draw by yourself.")
    values = {"room": room.id, "visitor": visitor, "number": (last or 0) + 1, "is_here": True, "hidden": False}
    nothing_yet = dict.fromkeys(("drawn", "labelled", "right", "done", "seconds"), 0)
    connection.execute(insert(people).values(**values, **nothing_yet))
    return place(connection, room.id, visitor)


def _mine(room: Any, visitor: Any) -> Any:  # noqa: ANN401 (a text, or what is bound to one later)
    return and_(people.c.room == room, people.c.visitor == visitor)


def _seat(row: Row[Any]) -> Seat:
    room = from_row(row)
    now_racing = None
    if room.race:
        is_begun = row.challenge is not None and row.task == room.task
        now_racing = challenge.from_text(row.challenge) if is_begun else Challenge(room.race, room.starts)
    return Seat(room, row.visitor, row.number, row.nickname or "", row.hidden, row.drawn, now_racing)
