"""The wall: what a room's screen shows, and what whoever holds the room does to it."""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, Subquery, and_, bindparam, case, func, select, true, update

from digits.audience import play, rooms
from digits.audience.rooms import Room
from digits.collection import drawings as kept
from digits.collection.drawings import Labelled
from digits.collection.schema import drawings, people
from digits.collection.schema import rooms as table
from digits.errors import NoRoomError

NEWEST = 24  # drawings on the wall
OF_A_DRAWING = "number", "id", "visitor", "made", "strokes", "text", "confidence", "network", "label"
_COUNTS = "people_here", "all_drawn", "all_labelled", "all_right"
_LAST = 2**62  # a number that no drawing has


class Tile(NamedTuple):
    """A drawing on the wall, and who drew it: their number in the room, and what they are called."""

    person: int
    nickname: str
    drawing: Labelled


class Wall(NamedTuple):
    """A room as its screen shows it. What is hidden does not count."""

    room: Room
    people: int  # who are there
    drawings: int
    labelled: int  # of which it is known what they should be
    right: int  # of those
    tiles: tuple[Tile, ...]  # the newest first, each taken for a digit or a number


def wall(connection: Connection, room: str, newest: int = NEWEST) -> Wall:
    """Return what a room's screen shows: in one statement, which takes as long however much was drawn."""
    rows = connection.execute(_statement(connection.dialect.name), {"of_room": room, "newest": newest}).all()
    if not rows:
        raise NoRoomError(rooms.ENDED)
    here, drawn, labelled, right = (int(rows[0]._mapping[name] or 0) for name in _COUNTS)
    shown = tuple(tile(row) for row in rows if row.number is not None)
    return Wall(rooms.from_row(rows[0]), here, drawn, labelled, right, shown)


def tile(row: Row[Any]) -> Tile:
    """Return the tile of a drawing's row that holds its person too."""
    return Tile(row.person, row.nickname or "", kept.labelled(row))


def tile_columns() -> list[Any]:
    """Return what is asked for to have `tile` make a tile of it."""
    return [*(drawings.c[name] for name in OF_A_DRAWING), people.c.number.label("person"), people.c.nickname]


def is_of_person() -> Any:  # noqa: ANN401 (SQLAlchemy's type of a condition)
    """Return the condition that a row of the people is whose drawing it is."""
    return and_(people.c.room == drawings.c.room, people.c.visitor == drawings.c.visitor)


def freeze(connection: Connection, hold: str, is_frozen: bool = True) -> Room:
    """Let no other drawing onto the wall, or go on. What is drawn meanwhile is kept, and comes onto it later."""
    room = rooms.held(connection, hold)
    last = select(func.coalesce(func.max(drawings.c.number), 0)).where(drawings.c.room == room.id).scalar_subquery()
    values = {"frozen": last if is_frozen else None}
    connection.execute(update(table).where(table.c.id == room.id).values(values))
    return rooms.held(connection, hold)


def hide_drawing(connection: Connection, hold: str, drawing: str, is_hidden: bool = True) -> None:
    """Take a drawing off the wall, and out of what is counted; or back."""
    room = rooms.held(connection, hold)
    mine = and_(drawings.c.id == drawing, drawings.c.room == room.id)
    visitor = connection.scalar(select(drawings.c.visitor).where(mine))
    if visitor is None:
        return
    place = rooms.place(connection, room.id, visitor, to_change=True, even_gone=True)  # first, as whoever draws has it
    before = connection.execute(select(drawings).where(mine).with_for_update()).first()
    if before is None or before.hidden == is_hidden:
        return
    values = {"hidden": is_hidden, "shown": bool(before.text) and not is_hidden and not place.is_hidden}
    connection.execute(update(drawings).where(mine).values(values))
    after = connection.execute(select(drawings).where(mine)).first()
    play.count(connection, place, play.counted(before), play.counted(after))


def hide_person(connection: Connection, hold: str, number: int, is_hidden: bool = True) -> None:
    """Take all that somebody draws off the wall, and them off the leaderboard; or back."""
    room = rooms.held(connection, hold)
    them = and_(people.c.room == room.id, people.c.number == number)
    visitor = connection.scalar(select(people.c.visitor).where(them).with_for_update())
    connection.execute(update(people).where(them).values(hidden=is_hidden))
    is_shown = and_(drawings.c.text != "", ~drawings.c.hidden) if not is_hidden else False
    theirs = and_(drawings.c.room == room.id, drawings.c.visitor == visitor)
    connection.execute(update(drawings).where(theirs).values(shown=is_shown))


@cache
def _statement(dialect: str) -> Select[Any]:
    """Return the statement of a wall; made once, for it is run often."""
    crowd, tiles = _crowd(), _tiles()
    return (
        select(*rooms.columns(dialect), *crowd.c, *tiles.c)
        .select_from(table.join(crowd, true()).outerjoin(tiles, true()))
        .where(table.c.id == bindparam("of_room"), rooms.is_open(dialect))
        .order_by(tiles.c.number.desc())
    )


def _crowd() -> Subquery:
    """Return the counts of a room, in the order of `Wall`; they are of people, of whom a room has few."""
    counts = [func.sum(case((people.c.hidden, 0), else_=people.c[each])) for each in ("drawn", "labelled", "right")]
    here = func.sum(case((people.c.is_here, 1), else_=0))
    named = (count.label(name) for name, count in zip(_COUNTS, (here, *counts), strict=True))
    return select(*named).where(people.c.room == bindparam("of_room")).subquery("crowd")


def _tiles() -> Subquery:
    frozen = select(table.c.frozen).where(table.c.id == bindparam("of_room")).scalar_subquery()
    return (
        select(*tile_columns())
        .join_from(drawings, people, is_of_person())
        .where(drawings.c.room == bindparam("of_room"), drawings.c.shown)
        .where(drawings.c.number <= func.coalesce(frozen, _LAST))
        .order_by(drawings.c.number.desc())
        .limit(bindparam("newest"))
        .subquery("tiles")
    )
