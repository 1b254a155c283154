"""A room in a real database, and what people do in it."""

import pytest

from digits.audience import play, rooms
from digits.collection.drawings import Labelled
from digits.drawing.strokes import Drawing
from digits.pen import writing as pen


class Room:
    """An open room, with what people do in it, each in a transaction of its own."""

    def __init__(self, database):
        self.database = database
        opened, self.hold = self.write(rooms.open_room)
        self.id, self.code = opened.id, opened.code

    def write(self, job, *arguments, **named):
        with self.database.writing() as connection:
            return job(connection, *arguments, **named)

    def read(self, job, *arguments, **named):
        with self.database.reading() as connection:
            return job(connection, *arguments, **named)

    def holding(self, job, *arguments, **named):
        """Do what only whoever holds the room may do."""
        return self.write(job, self.hold, *arguments, **named)

    def join(self, visitor):
        return rooms.join(self.database, self.code, visitor, "here")

    def draw(self, visitor, digit, text=None, **others):
        """Let somebody draw a digit, which is read as a text, else right."""
        return self.write(play.draw, self.id, drawn(visitor, digit, text, **others))


def drawn(visitor, digit, text=None, at=0, **others):
    """What somebody drew, as the page hands it over; at another place it is another drawing."""
    strokes = pen.digit(digit, 180, (90 + at, 70))
    read = str(digit) if text is None else text
    others = {"confidence": 0.9, "network": "abc", **others}
    return Labelled(Drawing(strokes, [20] * len(strokes)), text=read, writer=visitor, **others)


@pytest.fixture
def room(database):
    return Room(database)


@pytest.fixture
def age(database):
    """Makes a room older, by so many seconds."""

    def aged(room, seconds):
        from sqlalchemy import update

        from digits.collection.schema import rooms as table

        values = {each: getattr(table.c, each) - seconds for each in ("opened", "starts", "stops")}
        with database.writing() as connection:
            connection.execute(update(table).where(table.c.id == room.id).values(values))

    return aged


@pytest.fixture
def rows(database):
    """Counts all rows of the database, by table."""
    from sqlalchemy import func, select

    from digits.collection import schema

    def counted():
        with database.reading() as connection:
            counts = {
                table.name.removeprefix("digits_"): connection.scalar(select(func.count()).select_from(table))
                for table in schema.metadata.sorted_tables
            }
        return {name: count for name, count in counts.items() if count and name != "version"}

    return counted
