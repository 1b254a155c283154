"""The tables of the database: kept drawings, and the rooms of `audience`, which are in it too.

Whoever changes a table raises `VERSION`. Times are seconds since 1970, by the database's clock.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

VERSION = 1

metadata = MetaData()

version = Table("digits_version", metadata, Column("version", Integer, nullable=False))

drawings = Table(
    "digits_drawings",
    metadata,
    # In the order in which they came; never given twice, so that "newer than" has a meaning.
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("visitor", String, nullable=False),
    Column("room", String),  # the id of the room that it goes with; null for what is kept by consent
    Column("task", Integer),  # of the room, that it was drawn for
    Column("hidden", Boolean, nullable=False),  # by the lecturer
    Column(
        "shown", Boolean, nullable=False
    ),  # on the room's wall: neither it nor its person is hidden, and it was read
    Column("made", Double, nullable=False),
    Column("changed", Double, nullable=False),
    Column("strokes", LargeBinary, nullable=False),
    Column("text", String, nullable=False),
    Column("confidence", Double),
    Column("network", String, nullable=False),
    Column("label", String),
    Index("digits_drawings_of_room", "room", "number"),
    Index("digits_drawings_of_task", "room", "task"),
    Index("digits_drawings_of_visitor", "visitor", "room"),
    Index("digits_drawings_by_time", "room", "made"),
    Index("digits_drawings_by_label", "room", "label", "text", "visitor"),
    sqlite_autoincrement=True,
)

rooms = Table(
    "digits_rooms",
    metadata,
    Column("id", String, primary_key=True),
    Column("code", String, nullable=False, unique=True),
    Column("hold", String, nullable=False, unique=True),  # the digest of the lecturer's token
    Column("opened", Double, nullable=False),
    Column("frozen", BigInteger),  # the last drawing on the wall, while it is frozen
    Column("task", Integer, nullable=False),  # how many tasks it was given: digits asked for, and races
    Column("asked", String),  # the digit that everybody is asked for
    Column("race", String),  # its digits, in order; null while there is none
    Column("starts", Double),  # the race, after a countdown
    Column("stops", Double),  # the race
)

people = Table(
    "digits_people",
    metadata,
    Column("room", String, nullable=False),
    Column("visitor", String, nullable=False),
    Column("number", Integer, nullable=False),  # in the room, from 1
    Column("nickname", String),
    Column("folded", String),  # the nickname, where two that look alike are the same
    Column("is_here", Boolean, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("drawn", Integer, nullable=False),  # drawings of theirs that count, here and below
    Column("labelled", Integer, nullable=False),
    Column("right", Integer, nullable=False),
    Column("task", Integer),  # the race that the three below are of
    Column("challenge", String),
    Column("done", Integer, nullable=False),
    Column("seconds", Double, nullable=False),
    PrimaryKeyConstraint("room", "visitor"),
    UniqueConstraint("room", "number"),
    UniqueConstraint("room", "folded"),
    Index("digits_people_by_visitor", "visitor"),
)

wrong_codes = Table(
    "digits_wrong_codes",
    metadata,
    Column("origin", String, primary_key=True),  # a digest of where they came from
    Column("level", Double, nullable=False),
    Column("latest", Double, nullable=False, index=True),
)
