"""The drawings in the database: keep one, correct one, read them in turn, count them, forget them.

All take an open connection, so that several of them may be one transaction.
"""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Insert, Row, Select, and_, bindparam, case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from digits.collection.database import now
from digits.collection.schema import drawings, people, rooms
from digits.drawing.compact import from_bytes, to_bytes
from digits.drawing.labelled import DIGIT_LABELS, Labelled
from digits.errors import NoRoomError

__all__ = ["Labelled"]  # `audience` has it from here: it may import the collection, and nothing of drawing
BATCH = 500  # rows that are read at once

Values = dict[str, Any]


class Stats(NamedTuple):
    """What is kept by consent, and how much there is in rooms.

    Digits are those with a label from 0 to 9: how many there are, and how many were read right.
    """

    drawings: int
    visitors: int
    labelled: int
    right: int  # of what is labelled
    digits: dict[str, tuple[int, int]]
    first: float | None  # seconds since 1970
    last: float | None
    in_rooms: int


def fingerprint(token: str) -> str:
    """Return what is kept in place of a secret: who knows it is known again, and nobody can tell it from this."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()[:32]


def identity(drawing: Labelled, room: str = "") -> str:
    """Return a drawing's id: the same while it is drawn on, and for one that is sent twice."""
    return fingerprint("\n".join((drawing.writer, room, drawing.drawing.key)))


def keep(
    connection: Connection,
    drawing: Labelled,
    room: str | None = None,
    *,
    task: int | None = None,
    is_hidden: bool = False,
    is_shown: bool = False,
    moment: float | None = None,
) -> str:
    """Keep a drawing, in place of what it was a stroke ago; return its id. Its writer is the visitor.

    A label stays until another is given, and a drawing is made once. The others say how it stands in a room. Whoever
    asked the database's clock already hands over the moment.
    """
    moment = now(connection) if moment is None else moment
    key = _storable(drawing.id) or identity(drawing, room or "")
    standing = {"room": room, "task": task, "hidden": is_hidden, "shown": is_shown}
    times = {"made": moment if drawing.when is None else drawing.when, "changed": moment}
    connection.execute(_keeping(connection.dialect.name), {"id": key, **standing, **times, **_values(drawing)})
    return key


def correct(connection: Connection, key: str, visitor: str, label: str | None) -> None:
    """Write down what a visitor says that a drawing of theirs is; nothing happens to those of others."""
    mine = and_(drawings.c.id == key, drawings.c.visitor == visitor)
    connection.execute(update(drawings).where(mine).values(label=_storable(label), changed=now(connection)))


def every(connection: Connection, only_labelled: bool = False, room: str | None = None) -> Iterator[Labelled]:
    """Yield the drawings that are kept by consent, or those of a room, in the order in which they came."""
    chosen = select(drawings).where(drawings.c.room.is_(None) if room is None else drawings.c.room == room)
    if only_labelled:
        chosen = chosen.where(drawings.c.label.is_not(None))
    for row in in_turn(connection, chosen):
        yield labelled(row)


def in_turn(connection: Connection, chosen: Select[Any]) -> Iterator[Row[Any]]:
    """Yield chosen rows of the drawings in order; few are in memory at once."""
    last = -1
    while rows := connection.execute(
        chosen.where(drawings.c.number > last).order_by(drawings.c.number).limit(BATCH)
    ).all():
        yield from rows
        last = rows[-1].number


def labelled(row: Row[Any]) -> Labelled:
    """Return the drawing of a row."""
    return Labelled(
        from_bytes(row.strokes),
        row.label,
        row.text,
        writer=row.visitor,
        id=row.id,
        when=row.made,
        confidence=row.confidence,
        network=row.network,
    )


def stats(connection: Connection) -> Stats:
    """Return how much is kept, and how much of it was read right."""
    kept = drawings.c.room.is_(None)
    right = func.sum(case((drawings.c.label == drawings.c.text, 1), else_=0))
    by_label = select(drawings.c.label, func.count(), right).where(kept).group_by(drawings.c.label)
    counts = {label: (count, int(right or 0)) for label, count, right in connection.execute(by_label)}
    named = {label: each for label, each in counts.items() if label is not None}
    # Each by itself, so that the database looks at one end of its index.
    first, last = (connection.scalar(select(end(drawings.c.made)).where(kept)) for end in (func.min, func.max))
    return Stats(
        drawings=sum(count for count, _ in counts.values()),
        visitors=_count(connection, select(drawings.c.visitor).where(kept).distinct()),
        labelled=sum(count for count, _ in named.values()),
        right=sum(right for _, right in named.values()),
        digits={label: named[label] for label in sorted(DIGIT_LABELS & named.keys())},
        first=first,
        last=last,
        in_rooms=_count(connection, select(drawings.c.number).where(drawings.c.room.is_not(None))),
    )


def forget_visitor(connection: Connection, visitor: str) -> int:
    """Delete all that is a visitor's, in rooms too; return how many drawings that were."""
    connection.execute(delete(people).where(people.c.visitor == visitor))
    return connection.execute(delete(drawings).where(drawings.c.visitor == visitor)).rowcount


def room_by_code(connection: Connection, code: str) -> str:
    """Return the id of the room with a code."""
    room = connection.scalar(select(rooms.c.id).where(rooms.c.code == code.strip().upper()))
    if room is None:
        raise NoRoomError(f"There is no room {code.strip().upper()[:12]}, or it has ended.")
    return str(room)


def forget_room(connection: Connection, room: str) -> int:
    """Delete a room with all that is in it, so that no row is left; return how many drawings that were.

    The room goes first, and with it whoever waits to enter it; whoever draws in it at this moment is waited for.
    """
    connection.execute(delete(rooms).where(rooms.c.id == room))
    connection.execute(delete(people).where(people.c.room == room))
    return connection.execute(delete(drawings).where(drawings.c.room == room)).rowcount


def forget_before(connection: Connection, moment: float) -> int:
    """Delete all drawings that were made before a moment, those of rooms too; return how many that were."""
    is_gone = drawings.c.made < moment
    of_rooms = connection.scalars(select(drawings.c.room).where(is_gone, drawings.c.room.is_not(None)).distinct()).all()
    # Whoever draws in one holds their own row, and then the drawing's: the same order, so that nobody waits for ever.
    connection.execute(select(people.c.number).where(people.c.room.in_(of_rooms)).with_for_update())
    count = connection.execute(delete(drawings).where(is_gone)).rowcount
    _recount(connection, of_rooms)
    return count


def _recount(connection: Connection, of_rooms: Sequence[str]) -> None:
    """Count anew what people have drawn in some rooms; what is hidden does not count."""
    theirs = and_(drawings.c.room == people.c.room, drawings.c.visitor == people.c.visitor, ~drawings.c.hidden)
    drawn = select(func.count()).select_from(drawings).where(theirs)
    values = {
        "drawn": drawn.scalar_subquery(),
        "labelled": drawn.where(drawings.c.label.is_not(None)).scalar_subquery(),
        "right": drawn.where(drawings.c.label == drawings.c.text).scalar_subquery(),
    }
    connection.execute(update(people).where(people.c.room.in_(of_rooms)).values(values))


@cache
def _keeping(dialect: str) -> Insert:
    """Return the statement that adds a drawing, or changes the one that is there; made once, for it is run often."""
    statement = (sqlite if dialect == "sqlite" else postgresql).insert(drawings)
    statement = statement.values({each.name: bindparam(each.name) for each in drawings.c if each.name != "number"})
    again = {each.name: each for each in statement.excluded if each.name not in ("number", "id", "made", "hidden")}
    again["label"] = func.coalesce(statement.excluded.label, drawings.c.label)
    again["shown"] = and_(statement.excluded.shown, ~drawings.c.hidden)  # it may just have been hidden
    stays = drawings.c.room.is_not_distinct_from(statement.excluded.room)  # whatever somebody imports
    upsert: Insert = statement.on_conflict_do_update(index_elements=["id"], set_=again, where=stays)
    return upsert


def _count(connection: Connection, chosen: Select[Any]) -> int:
    return connection.scalar(select(func.count()).select_from(chosen.subquery())) or 0


def _values(drawing: Labelled) -> Values:
    return {
        "visitor": _storable(drawing.writer),
        "strokes": to_bytes(drawing.drawing),
        "text": _storable(drawing.text),
        "confidence": drawing.confidence,
        "network": _storable(drawing.network),
        "label": _storable(drawing.label),
    }


def _storable(text: str | None) -> str | None:
    """Return a text without what databases refuse."""
    return None if text is None else text.replace("\0", "").encode("utf-8", "ignore").decode()
