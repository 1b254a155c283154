"""The room against the networks: how several networks fare on all that a room has drawn."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from digits.audience.rooms import Room
from digits.audience.wall import is_of_person
from digits.collection import drawings as kept
from digits.collection.drawings import Labelled
from digits.collection.schema import drawings, people
from digits.reading.classes import DIGITS

SETTLED_AFTER = 3.0  # seconds without another stroke
BATCH = 10  # drawings that are read at once, by each network: some milliseconds each

Read = Callable[[Labelled], Mapping[str, str]]  # what each network by its name takes a drawing for


class Tally(NamedTuple):
    """How many drawings were read right by each network, up to the drawing of a number."""

    seen: int = -1
    drawings: int = 0
    right: tuple[tuple[str, int], ...] = ()

    def share(self, network: str) -> float:
        """Return which share of the drawings a network read right."""
        return dict(self.right)[network] / max(self.drawings, 1)


def unread(connection: Connection, room: Room, tally: Tally) -> list[tuple[int, Labelled]]:
    """Return the next drawings that are not yet in a tally, with their numbers: those of which a digit was expected.

    They come in order, so one that is still drawn on holds up those behind it, for some seconds.
    """
    wanted = select(drawings).where(
        drawings.c.room == room.id,
        drawings.c.label.in_([str(digit) for digit in range(DIGITS)]),
        drawings.c.number > tally.seen,
        ~drawings.c.hidden,
        is_of_person(),
        ~people.c.hidden,
    )
    found = []
    for row in connection.execute(wanted.order_by(drawings.c.number).limit(BATCH)):
        if row.changed > room.now - SETTLED_AFTER:
            break
        found.append((row.number, kept.labelled(row)))
    return found


def counted(tally: Tally, found: Sequence[tuple[int, Labelled]], read: Read) -> Tally:
    """Return a tally with further drawings in it, which are read for that."""
    right = dict(tally.right)
    for _, drawing in found:
        for network, text in read(drawing).items():
            right[network] = right.get(network, 0) + int(text == drawing.label)
    seen = found[-1][0] if found else tally.seen
    return Tally(seen, tally.drawings + len(found), tuple(right.items()))
