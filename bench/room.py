"""What does a room cost? A hundred phones draw in one, a drawing every two seconds each; and the same without a room.

python -m bench.room                     answers, the wall's delay, and what is in the database in the end
DIGITS_DATABASE=postgresql://… python -m bench.room

Phones and wall are small clients that speak Streamlit's own protocol, as in bench.visitors. They ask for what a browser
asks for by itself: a phone what the room does, the screen its wall. The wall's delay runs from the moment that the
database has a drawing until the screen is sent it. In the end the server is killed while all draw.
"""

import asyncio
import json
import math
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import websockets
from sqlalchemy import select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench import table
from bench.drawings import drawing
from bench.server import Server, serving
from bench.visitors import DRAWINGS, PAUSE, TIMEOUT, Visitor, session
from digits.audience import rooms
from digits.collection.database import Database, connect
from digits.collection.schema import drawings
from digits.collection.schema import rooms as opened
from digits.drawing.compact import from_bytes, to_bytes

PHONES, TURNS = 100, 3
LAST_LOOK = 2.0  # seconds that the screen has for the last drawings
KILL_AFTER = 0.5  # of the time that all draw

Drawn = tuple[int, int]  # a digit, and which of many


class Crowd(NamedTuple):
    """So many phones, each of which draws so many digits, with so many seconds between them."""

    phones: int
    drawings: int
    pause: float


class Kept(NamedTuple):
    """What the database holds of a room: its drawings' ids, when they came, and their keys."""

    made: dict[str, float]
    keys: Counter[str]


class Turn(NamedTuple):
    """What came of a crowd in a room."""

    phones: "list[Phone]"
    screen: "Screen"
    kept: Kept


class Screen(Visitor):
    """The screen of whoever holds the room; `seen` is when it was first sent each drawing."""

    def __init__(self, socket: Any) -> None:  # noqa: ANN401 (websockets' own type is not public)
        super().__init__(socket)
        self.seen: dict[str, float] = {}
        self.looks: list[float] = []  # seconds that each took

    async def show(self) -> None:
        """Open the page, and draw its wall again and again, until cancelled."""
        message = BackMsg()
        message.rerun_script.query_string = "present=1"
        await self._rerun(message)
        if not self.repeated:
            raise RuntimeError("the screen has no wall")
        while True:
            started = time.perf_counter()
            await self.look()
            self.looks.append(time.perf_counter() - started)
            await asyncio.sleep(max(0.0, min(self.repeated.values()) - self.looks[-1]))

    def _inspect(self, answer: ForwardMsg) -> None:
        super()._inspect(answer)
        component = answer.delta.new_element.bidi_component
        if "wall" in component.component_name:
            for found in _ids(json.loads(component.json)):
                self.seen.setdefault(found, time.time())


def main() -> None:
    """Print what the phones and the screen met with, then the same as one line of JSON."""
    options = table.options(__doc__ or "", phones=(PHONES, "phones in the room"), turns=(TURNS, "alone and in a room"))
    crowd = Crowd(3, 3, 0.2) if options.quick else Crowd(options.phones, DRAWINGS, PAUSE)
    alone: list[Phone] = []
    together: list[Turn] = []
    with _data() as (database, address):
        with _serving(address) as server:
            asyncio.run(_draw(server, Crowd(1, 2, 0.1)))  # wakes the network
            for _ in range(1 if options.quick else options.turns):
                alone += asyncio.run(_draw(server, crowd))
                with _room(database) as (code, hold):
                    phones, screen = asyncio.run(_in_room(server, crowd, code, hold))
                    together.append(Turn(phones, screen, _kept(database, code)))
        killed = _killed(database, address, crowd)
    rows = {"alone": _row(alone), "in a room": _row([phone for turn in together for phone in turn.phones])}
    rest = {**_compared(rows, together), "killed": killed}
    table.show("milliseconds, message to answer", rows)
    for name, value in rest.items():
        print(f"{name:44}{json.dumps(value)}")
    table.finish("room", {**rows, **rest}, options.json)


@contextmanager
def _data() -> Iterator[tuple[Database, str]]:
    """Hand out a database: the one that DIGITS_DATABASE names, else one of its own; and its address."""
    with tempfile.TemporaryDirectory() as folder:
        address = os.environ.get("DIGITS_DATABASE") or f"sqlite:///{folder}/collection.db"
        database = connect(address)
        yield database, address
        database.close()


def _serving(address: str) -> AbstractContextManager[Server]:
    """Serve with a database; the page's own packages do without PostgreSQL's, which the tools' have."""
    python = Path(sys.executable) if address.startswith("postgresql") else None
    return serving(python=python, DIGITS_DATABASE=address)


@contextmanager
def _room(database: Database) -> Iterator[tuple[str, str]]:
    """Hand out the code of a new room, and the secret that holds it; it ends with the block."""
    with database.writing() as connection:
        room, hold = rooms.open_room(connection)
    try:
        yield room.code, hold
    finally:
        with database.writing() as connection:
            rooms.end(connection, hold)


async def _in_room(server: Server, crowd: Crowd, code: str, hold: str) -> tuple[list["Phone"], Screen]:
    """Let phones draw in a room, with its wall on a screen."""
    async with session(server.address, Cookie=f"digits_hold={hold}") as socket:
        screen = Screen(socket)
        showing = asyncio.create_task(screen.show())
        found = await _draw(server, crowd, code)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.shield(showing), LAST_LOOK)  # the last ones come onto the wall
        showing.cancel()
        with suppress(asyncio.CancelledError):
            await showing  # or raises what went wrong
    return found, screen


class Phone(Visitor):
    """Somebody who draws: how long each answer took, and what was sent and answered."""

    def __init__(self, socket: Any) -> None:  # noqa: ANN401 (as above)
        super().__init__(socket)
        self.seconds: list[float] = []
        self.answered: list[Drawn] = []
        self.warned = 0  # answers that said that the drawing is not yet kept

    async def draw_all(self, given: Sequence[Drawn], pause: float, people: random.Random) -> None:
        """Draw digits with human pauses; in a long one the phone looks what the room does, as a browser would."""
        for label, number in given:
            draws = time.monotonic() + people.uniform(0, 2 * pause)
            while draws - time.monotonic() > self.look_every:
                await asyncio.sleep(self.look_every)
                await self.look()
            await asyncio.sleep(draws - time.monotonic())
            before = self.unanswered, self.warned
            self.seconds.append(await self.draw(label, number))
            if (self.unanswered, self.warned) == before:
                self.answered.append((label, number))

    def _inspect(self, answer: ForwardMsg) -> None:
        super()._inspect(answer)
        self.warned += answer.delta.new_element.WhichOneof("type") == "alert"


async def _draw(server: Server, crowd: Crowd, code: str = "") -> list[Phone]:
    """Let phones draw, no two drawings the same; all of them are there before the first one draws."""
    here = asyncio.Barrier(crowd.phones)
    people = random.Random(crowd.phones)  # noqa: S311 (they are not exact, but the same every time)
    found: list[Phone] = []

    async def draws(which: int) -> None:
        async with session(server.address) as socket:
            phone = Phone(socket)
            found.append(phone)
            await phone.open(f"room={code}" if code else "")
            if code and phone.look_every == math.inf:
                raise RuntimeError("the phone does not know how to look what the room does")
            await asyncio.wait_for(here.wait(), TIMEOUT)
            given = [(people.choice(range(10)), 1 + which * crowd.drawings + i) for i in range(crowd.drawings)]
            await phone.draw_all(given, crowd.pause, people)

    done = await asyncio.gather(*map(draws, range(crowd.phones)), return_exceptions=True)
    others = [each for each in done if isinstance(each, BaseException)]
    if not all(isinstance(each, websockets.ConnectionClosed | OSError) for each in others):
        raise RuntimeError(f"a phone failed: {others[0]!r}")
    return found


def _killed(database: Database, address: str, crowd: Crowd) -> dict[str, int]:
    """Kill a server while all draw; return how many drawings were answered, and how many of those are missing."""
    with _room(database) as (code, _):
        return _killed_in(database, address, crowd, code)


def _killed_in(database: Database, address: str, crowd: Crowd, code: str) -> dict[str, int]:
    async def draw_and_kill(server: Server) -> list[Phone]:
        drawing_all = asyncio.create_task(_draw(server, crowd, code))
        enough = KILL_AFTER * crowd.phones * crowd.drawings
        while not drawing_all.done() and len((await asyncio.to_thread(_kept, database, code)).made) < enough:
            await asyncio.sleep(0.05)
        os.kill(server.process, signal.SIGKILL)
        return await drawing_all

    with _serving(address) as server:
        found = asyncio.run(draw_and_kill(server))
    answered, kept = _keys(found), _kept(database, code).keys
    warned = sum(phone.warned for phone in found)
    return {
        "answered": answered.total(),
        "kept": kept.total(),
        "missing": (answered - kept).total(),
        "told to be late": warned,
    }


def _kept(database: Database, code: str) -> Kept:
    with database.reading() as connection:
        room = connection.scalar(select(opened.c.id).where(opened.c.code == code))
        rows = connection.execute(
            select(drawings.c.id, drawings.c.made, drawings.c.strokes).where(drawings.c.room == room)
        )
        found = [(row.id, row.made, from_bytes(row.strokes).key) for row in rows]
    return Kept({id_: made for id_, made, _ in found}, Counter(key for _, _, key in found))


def _keys(phones: Sequence[Phone]) -> Counter[str]:
    """Return the keys of what was answered, as the database has them."""
    each = (drawing(label, number) for phone in phones for label, number in phone.answered)
    return Counter(from_bytes(to_bytes(drawn)).key for drawn in each)


def _row(phones: Sequence[Phone]) -> dict[str, float]:
    seconds = [each for phone in phones for each in phone.seconds]
    row = {f"{name} ms": value for name, value in table.summary(1000 * each for each in seconds).items()}
    return {
        **row,
        "drawings": len(seconds),
        "errors": sum(phone.exceptions + phone.unanswered + phone.warned for phone in phones),
    }


def _compared(rows: dict[str, dict[str, float]], turns: Sequence[Turn]) -> dict[str, Any]:
    keys = [(_keys(turn.phones), turn.kept.keys) for turn in turns]
    delays = [
        turn.screen.seen[id_] - made
        for turn in turns
        for id_, made in turn.kept.made.items()
        if id_ in turn.screen.seen
    ]
    return {
        "times the p95 without a room": round(rows["in a room"]["p95 ms"] / rows["alone"]["p95 ms"], 2),
        "wall's delay, ms": table.summary(1000 * np.array(delays)) if delays else {},
        "wall's look, ms": table.summary(1000 * np.concatenate([turn.screen.looks for turn in turns])),
        "came onto the wall": len(delays),
        "answered, kept, missing, twice": [
            sum(answered.total() for answered, _ in keys),
            sum(kept.total() for _, kept in keys),
            sum((answered - kept).total() for answered, kept in keys),
            sum((kept - answered).total() for answered, kept in keys),
        ],
    }


def _ids(found: Any) -> Iterator[str]:  # noqa: ANN401 (whatever the component was given)
    """Yield the ids of the tiles in what the wall was given."""
    if isinstance(found, dict) and isinstance(found.get("id"), str):
        yield found["id"]
    for each in found if isinstance(found, list) else []:
        yield from _ids(each)


if __name__ == "__main__":
    main()
