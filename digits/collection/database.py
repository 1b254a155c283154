"""The database: where it is, how it is opened, and what can go wrong with it.

It is SQLite, a file under DIGITS_DATA, unless DIGITS_DATABASE names a PostgreSQL that several servers share. When a
commit of SQLite's returns, it is in the hands of the operating system: it outlives a killed process, not a power cut.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Double,
    Engine,
    create_engine,
    event,
    extract,
    func,
    insert,
    inspect,
    literal_column,
    make_url,
    select,
    text,
    type_coerce,
)
from sqlalchemy import exc as faults

from digits.collection import schema
from digits.errors import CollectionError

FILE = "collection.db"
BUSY_TIMEOUT = 5  # seconds that a lock of somebody else's is waited for
POOL_TIMEOUT = 5  # seconds that a free connection is waited for
CONNECT_TIMEOUT = 5  # seconds that a server is waited for
_SERVER = {  # so that one whose machine is gone is known to be, in some ten seconds and not in a quarter of an hour
    "connect_timeout": CONNECT_TIMEOUT,
    "tcp_user_timeout": 10_000,  # milliseconds
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
_MAKING = 0x_D161_7500  # the lock of PostgreSQL's under which tables are made
_PRAGMAS = "journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON"  # what is deleted is overwritten

# What the drivers say of a fault → what we say. SQLite has words, PostgreSQL has states.
_SENTENCES = {
    ("database is locked", "55P03"): "is locked by another program: close it, or wait until it is done",
    ("disk is full", "53100"): "has no more room on its disk: free some, and it goes on by itself",
    ("readonly database", "25006"): "may only be read: allow the page to write there, or name another place",
    ("unable to open database file",): "cannot be opened: check that the folder is there and may be written to",
    ("not a database", "malformed"): "is no database, or a broken one: move the file away, or name another place",
    ("no such table", "42P01"): "has lost its tables: start the page again, which makes them anew",
    ("disk I/O error",): "cannot be read or written: its disk fails",
    ("28P01", "28000", "password authentication failed"): "does not let us in: check user and password",
    ("3D000", "FATAL:  database"): "does not exist: make the database first",
}
_OTHERWISE = "cannot be reached: check that it runs"
_FAULTS = faults.OperationalError, faults.InterfaceError, faults.InternalError, faults.TimeoutError
_PER_SQLITE_CONNECTION = "writes"
_CLOCKS: dict[str, ColumnElement[float]] = {
    "sqlite": type_coerce(literal_column("(julianday('now') - 2440587.5) * 86400.0"), Double),
    "postgresql": type_coerce(extract("epoch", func.clock_timestamp()), Double),
}
_NOW = {dialect: select(expression) for dialect, expression in _CLOCKS.items()}


class Database:
    """An open database. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        is_postgresql = engine.dialect.name == "postgresql"
        # SQLite shows a reader one state anyway; to PostgreSQL it takes a sixth of a short reading to say so.
        self._of_one_state = engine.execution_options(isolation_level="REPEATABLE READ") if is_postgresql else engine
        self._writing = engine.execution_options(**{_PER_SQLITE_CONNECTION: True})
        # SQLite lets one write at a time, and who waits there is not served in turn.
        self._turn = nullcontext() if is_postgresql else Lock()
        self.name = _named(engine.url)
        self.is_tidy = True  # as far as is known

    @contextmanager
    def reading(self, *, one_state: bool = False) -> Iterator[Connection]:
        """Hand out a connection that reads; if so asked, all of its statements see `one_state` of the database."""
        engine = self._of_one_state if one_state else self._engine
        with _as_collection_error(self.name), engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Hand out a connection whose changes are there for all when the block ends, or not at all."""
        with _as_collection_error(self.name), self._turn, self._writing.begin() as connection:
            yield connection

    def tidy(self) -> None:
        """Let nothing that was deleted stay in a file beside the database; `is_tidy` tells whether that was possible.

        While somebody reads what was there before, it is not. The writer tries it again.
        """
        if self._engine.dialect.name == "sqlite":
            self.is_tidy = False
            with _as_collection_error(self.name), self._engine.connect() as connection:
                (is_busy, *_) = connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self.is_tidy = not is_busy

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def connect(address: str | None = None) -> Database:
    """Return the database at an address, else the one that the environment names; it is made on first use."""
    url = _url(address or os.environ.get("DIGITS_DATABASE") or "")
    try:
        database = Database(_engine(url))
    except OSError as error:
        raise CollectionError(f"{_named(url)} cannot be made: {error.strerror}. Name another place.") from error
    with database.writing() as connection:
        _prepare(connection, database.name)
    return database


def clock(dialect: str) -> ColumnElement[float]:
    """Return the time by the database's clock, as a part of a statement: servers that share it may differ."""
    return _CLOCKS[dialect]


def now(connection: Connection) -> float:
    """Return the time by the database's clock, in seconds since 1970."""
    return float(connection.scalar(_NOW[connection.dialect.name]) or 0)


def data_folder() -> Path:
    """Return the folder of the database's file: DIGITS_DATA, else one in the home folder."""
    return Path(os.environ.get("DIGITS_DATA") or Path.home() / ".local" / "share" / "digits")


def _url(address: str) -> URL:
    if not address:
        return URL.create("sqlite", database=str(data_folder() / FILE))
    try:
        url = make_url(address)
    except (faults.ArgumentError, ValueError) as error:
        raise CollectionError("DIGITS_DATABASE: expected postgresql://USER:PASSWORD@HOST/NAME.") from error
    kind = url.get_backend_name()
    if kind not in ("postgresql", "postgres", "sqlite"):
        raise CollectionError(f"DIGITS_DATABASE: expected postgresql://… or sqlite:///FILE, got {kind}://….")
    if kind == "sqlite" and url.database in (None, "", ":memory:"):
        raise CollectionError("DIGITS_DATABASE: expected sqlite:///FILE: what is in memory is not kept.")
    return url.set(drivername="sqlite" if kind == "sqlite" else "postgresql+psycopg")


def _named(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return f"The collection {url.database}"
    return f"The collection {url.set(drivername='postgresql', query={}).render_as_string()}"


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    try:
        return create_engine(url, pool_pre_ping=True, pool_timeout=POOL_TIMEOUT, connect_args=_SERVER)
    except ImportError as error:
        raise CollectionError(
            "DIGITS_DATABASE: PostgreSQL needs psycopg: `pip install -r requirements-postgresql.txt`."
        ) from error


def _sqlite(url: URL) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_timeout=POOL_TIMEOUT, connect_args={"timeout": BUSY_TIMEOUT})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:  # noqa: ANN401 (the driver's own)
        connection.isolation_level = None  # transactions begin below, and not when the driver thinks that they do
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # One that reads first and then writes would be refused without a wait, if somebody else wrote in between.
        writes = connection.get_execution_options().get(_PER_SQLITE_CONNECTION)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _prepare(connection: Connection, name: str) -> None:
    """Make the tables where there are none; refuse those of another version."""
    if connection.dialect.name == "postgresql":  # SQLite has one who writes anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MAKING})
    if not inspect(connection).has_table(schema.version.name):
        schema.metadata.create_all(connection)
        connection.execute(insert(schema.version).values(version=schema.VERSION))
    found = connection.scalar(select(schema.version.c.version))
    if found != schema.VERSION:
        raise CollectionError(
            f"{name} has tables of version {found}, and this Digits knows version {schema.VERSION}: run the Digits "
            "that made it and `export`, then `import` here into another place."
        )


@contextmanager
def _as_collection_error(name: str) -> Iterator[None]:
    try:
        yield
    except faults.SQLAlchemyError as error:
        if not _is_fault(error):
            raise
        raise CollectionError(f"{name} {_sentence(error)}.") from error


def _is_fault(error: Exception) -> bool:
    """Return whether an error is the database's; what is wrong with our own statements is a bug."""
    if any(state in _state(error) for states in _SENTENCES for state in states):
        return True
    if getattr(getattr(error, "orig", None), "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
        return False  # of a statement
    return isinstance(error, _FAULTS) or type(error) is faults.DatabaseError


def _sentence(error: Exception) -> str:
    said = _state(error)
    return next((sentence for words, sentence in _SENTENCES.items() if any(each in said for each in words)), _OTHERWISE)


def _state(error: Exception) -> str:
    """Return what the driver says of an error, its state first."""
    driver = getattr(error, "orig", error)
    return f"{getattr(driver, 'sqlstate', None) or ''} {driver}"
