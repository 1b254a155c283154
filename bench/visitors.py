"""How many visitors can one server take? Each holds a session and draws ten digits, a drawing every two seconds.

python -m bench.visitors              ours, until it degrades; a bare page; and the common way
python -m bench.visitors --beside 3   ours and the bare page in turns, with two hundred visitors, and the median
python -m bench.visitors --again 9    the server's memory as fifty draw nine times, and as nine times fifty come

The visitors are no browsers but small clients that speak Streamlit's own protocol over WebSockets, on the same
processor as the server. A drawing's time runs from its message to the end of the rerun it causes. The bare page is the
same canvas with one line of text: what Streamlit itself costs.
"""

import asyncio
import base64
import json
import math
import random
import sys
import time
from contextlib import AsyncExitStack
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import websockets
from streamlit.components.v2.bidi_component.main import _make_trigger_id as trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench import table
from bench.drawings import canvas_png, message
from bench.server import Server, serving
from digits.page.board.messages import component_state

VISITORS, NAIVE_VISITORS, MEMORY_VISITORS = [1, 10, 50, 100, 200, 300], [1, 10, 25], 50
BARE_VISITORS = [1, 200]
DRAWINGS, PAUSE = 10, 2.0  # seconds
MAX_P95 = 0.15  # seconds: a 95th percentile above this is degraded
TIMEOUT = 120  # seconds
ANSWERS = ('"digit": ', "Prediction: ", " strokes on ")  # what an answer says: ours, the common page's, the bare one's


class Load(NamedTuple):
    """What some visitors met with."""

    seconds: list[float]  # from message to answer, of each drawing
    errors: int
    took: float
    messages: float  # a rerun, up to its end


class Visitor:
    """One session of the page."""

    def __init__(self, socket: Any) -> None:  # noqa: ANN401 (websockets' own type is not public)
        self._socket = socket
        self.exceptions = 0  # on the page
        self.unanswered = 0  # drawings that brought no answer
        self.messages = self.draws = 0  # that the drawings brought, and how many those were
        self.repeated: dict[str, float] = {}  # the fragments that a browser asks for by itself, each so many seconds
        self.look_every = math.inf  # seconds without a drawing, after which a phone in a room looks what it does
        self.read = ""  # what the last answer said
        self._answered = self._with_picture = False
        self._canvas = self._fragment = ""
        self._looker: tuple[str, str] | None = None  # its fragment and its trigger

    @property
    def errors(self) -> int:
        """Return how often something went wrong."""
        return self.exceptions + self.unanswered

    async def open(self, query: str = "") -> None:
        """Ask for the page and find its canvas."""
        message = BackMsg()
        message.rerun_script.query_string = query
        await self._rerun(message)
        if not self._canvas:
            raise RuntimeError("the page has no canvas")

    async def draw(self, label: int, number: int = 0) -> float:
        """Send a drawing of a digit, one of many of it; return how many seconds its answer took."""
        return await self.send(_message(label, self._with_picture, number))

    async def send(self, canvas: str) -> float:
        """Send what the canvas says; return how many seconds the answer took."""
        started = time.perf_counter()
        self._answered = False
        self.messages += await self.tell(self._canvas, canvas)
        self.draws += 1
        self.unanswered += not self._answered
        return time.perf_counter() - started

    async def tell(self, element: str, value: str) -> int:
        """Send what an element of the board says, by its name; return how many messages that brought."""
        return await self._say(self._fragment, element, json_value=value)

    async def look(self) -> None:
        """Ask for what a browser asks for by itself."""
        if self._looker:
            await self._say(*self._looker, json_trigger_value='[{"event": "look", "value": true}]')
        for fragment in self.repeated:
            message = BackMsg()
            message.rerun_script.fragment_id = fragment
            message.rerun_script.is_auto_rerun = True
            await self._rerun(message)

    async def _say(self, fragment: str, element: str, **value: str) -> int:
        """Send what an element of a fragment says; return how many messages that brought."""
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.add(id=element, **value)
        return await self._rerun(message)

    async def _rerun(self, message: BackMsg) -> int:
        """Ask for a rerun; return how many messages it brought. One of the last rerun may still come before them."""
        await self._socket.send(message.SerializeToString())
        began, count = False, 0
        async with asyncio.timeout(TIMEOUT):
            while True:
                answer = ForwardMsg.FromString(await self._socket.recv())
                kind = answer.WhichOneof("type")
                began |= kind == "new_session"
                count += int(began)
                if kind == "script_finished":
                    return count
                if kind == "delta":
                    self._inspect(answer)
                if kind == "auto_rerun":
                    self.repeated[answer.auto_rerun.fragment_id] = answer.auto_rerun.interval

    def _inspect(self, answer: ForwardMsg) -> None:
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        text = element.bidi_component.json if kind == "bidi_component" else str(element)
        self._answered |= any(word in text for word in ANSWERS)
        self.exceptions += kind == "exception"
        if kind == "bidi_component" and "canvas" in element.bidi_component.component_name:
            self._canvas, self._fragment = element.bidi_component.id, answer.delta.fragment_id
            self._with_picture = json.loads(element.bidi_component.json)["returnImageData"]
        elif kind == "bidi_component" and "look" in element.bidi_component.component_name:
            self._looker = answer.delta.fragment_id, trigger_id(element.bidi_component.id, "events")
            self.look_every = json.loads(text)["every"]
        elif kind == "bidi_component" and text.startswith('[{"answer"'):
            self.read = json.loads(text)[0]["answer"]["text"]


def session(server: str, **headers: str) -> websockets.connect:
    """Return a connection to the page at an address, to be entered."""
    address = server.replace("http", "ws") + "/_stcore/stream"
    return websockets.connect(
        address,
        subprotocols=[websockets.Subprotocol("streamlit")],
        max_size=None,
        open_timeout=TIMEOUT,
        additional_headers=headers,
    )


def main() -> None:
    """Print what each number of visitors met with, then the same as one line of JSON."""
    options = table.options(
        __doc__ or "",
        most=(max(VISITORS), "visitors at once"),
        again=(0, "times that fifty draw ten digits, for memory only"),
        beside=(0, "times that ours and the bare page take turns, and nothing else"),
    )
    if options.beside:
        turns = _in_turns(options.beside, 2 if options.quick else max(BARE_VISITORS), options.quick)
        table.show("ours, times the bare page", turns)
        table.finish("visitors", {"beside_bare": turns}, options.json)
        return
    if options.again:
        megabytes = _memory(options.again, options.quick)
        for who, each in megabytes.items():
            print(f"megabytes, each time that {who} had drawn: {', '.join(f'{size:.0f}' for size in each)}")
        table.finish("visitors", {"megabytes": megabytes}, options.json)
        return
    ours = [1, 2] if options.quick else [count for count in VISITORS if count <= options.most]
    rows = {f"ours, {count} visitors": row for count, row in _measured("app.py", ours, options.quick).items()}
    knee = [name for name, row in rows.items() if row["p95 ms"] <= 1000 * MAX_P95 and not row["errors"]]
    bare = [1, 2] if options.quick else [count for count in BARE_VISITORS if count <= options.most]
    measured = _measured("bench/bare_page.py", bare, options.quick)
    rows |= {f"a bare page, {count} visitors": row for count, row in measured.items()}
    times = _times(rows, max(set(ours) & set(bare)))
    if not options.quick:
        with_tensorflow = Path(sys.executable)
        common = _measured("bench/naive_page.py", NAIVE_VISITORS, False, with_tensorflow)
        rows |= {f"the common way, {count} visitors": row for count, row in common.items()}
    table.show("", rows)
    print(f"beside a bare page: {times['median ms']} times the median, {times['p95 ms']} times the 95th percentile")
    print(f"within {1000 * MAX_P95:.0f} ms for 95 of 100 drawings, without an error: {knee[-1] if knee else 'none'}")
    table.finish("visitors", {"visitors": rows, "beside_bare": times, "knee": knee[-1] if knee else None}, options.json)


def _in_turns(turns: int, count: int, quick: bool) -> dict[str, dict[str, float]]:
    """Return each turn's times, and their median, of ours beside the bare page with so many visitors."""
    found = {}
    for turn in range(1, turns + 1):
        pages = {"ours": "app.py", "a bare page": "bench/bare_page.py"}
        rows = {name: _measured(page, [count], quick)[count] for name, page in pages.items()}
        table.show(f"turn {turn}", rows)
        found[f"turn {turn}"] = _times({f"{name}, {count} visitors": row for name, row in rows.items()}, count)
    median = {name: float(np.median([row[name] for row in found.values()])) for name in found["turn 1"]}
    return {**found, "median": median}


def _times(rows: dict[str, dict[str, float]], count: int) -> dict[str, float]:
    """Return how many times as long as the bare page's our answers take, with so many visitors."""
    ours, bare = rows[f"ours, {count} visitors"], rows[f"a bare page, {count} visitors"]
    return {name: round(ours[name] / bare[name], 2) for name in ("median ms", "p95 ms")}


def _measured(page: str, counts: list[int], quick: bool, python: Path | None = None) -> dict[int, dict[str, float]]:
    rows = {}
    with serving(page=page, python=python) as server:
        asyncio.run(visit(server, 1, 2, 0.1))  # wakes the network
        for count in counts:
            load = asyncio.run(visit(server, count, 2 if quick else DRAWINGS, 0.1 if quick else PAUSE))
            row = {f"{name} ms": value for name, value in table.summary(1000 * each for each in load.seconds).items()}
            rows[count] = {
                **row,
                "a second": len(load.seconds) / load.took,
                "errors": load.errors,
                "messages": load.messages,
                "MB": server.megabytes(),
            }
            if row["p95 ms"] > 5000:
                break
    return rows


def _memory(times: int, quick: bool) -> dict[str, list[float]]:
    """Return a server's memory each time that fifty had drawn ten digits: the same who stay, and others each time.

    Those who come and go do so without a pause; Streamlit keeps 128 who left, each for two minutes.
    """
    count, drawings, pause = (2, 2, 0.1) if quick else (MEMORY_VISITORS, DRAWINGS, 0.7)
    come_and_go = []
    with serving() as server:
        stay = asyncio.run(_stay(server, count, times, drawings, pause))
    with serving() as server:
        for _ in range(times):
            load = asyncio.run(visit(server, count, drawings, pause))
            if load.errors:
                raise RuntimeError(f"{load.errors} drawings brought an error")
            come_and_go.append(round(server.megabytes(), 1))
    return {"fifty who stay": stay, "fifty who come and go": come_and_go}


async def _stay(server: Server, count: int, times: int, drawings: int, pause: float) -> list[float]:
    """Let so many visitors draw and draw on; return the server's memory each time that all had."""
    found = []
    people = random.Random(count)  # noqa: S311 (they are not exact, but the same every time)
    async with AsyncExitStack() as sessions:
        visitors = [Visitor(await sessions.enter_async_context(session(server.address))) for _ in range(count)]
        for each in visitors:
            await each.open()
        for _ in range(times):
            await asyncio.gather(*(_draw(each, drawings, pause, people) for each in visitors))
            found.append(round(server.megabytes(), 1))
    if errors := sum(each.errors for each in visitors):
        raise RuntimeError(f"{errors} drawings brought an error")
    return found


async def visit(server: Server, count: int, drawings: int, pause: float) -> Load:
    """Let so many visitors come, and draw; they are there before the first one draws."""
    here = asyncio.Barrier(count)
    people = random.Random(count)  # noqa: S311 (as above)
    began: list[float] = []

    async def visitor() -> tuple[list[float], Visitor]:
        async with session(server.address) as socket:
            one = Visitor(socket)
            await one.open()
            await asyncio.wait_for(here.wait(), TIMEOUT)
            began.append(time.perf_counter())
            return await _draw(one, drawings, pause, people), one

    found = await asyncio.gather(*(visitor() for _ in range(count)), return_exceptions=True)
    fine = [each for each in found if isinstance(each, tuple)]
    took = time.perf_counter() - min(began, default=0)
    errors = count - len(fine) + sum(one.errors for _, one in fine)
    messages = sum(one.messages for _, one in fine) / max(1, sum(one.draws for _, one in fine))
    return Load([each for seconds, _ in fine for each in seconds], errors, took, messages)


async def _draw(one: Visitor, drawings: int, pause: float, people: random.Random) -> list[float]:
    """Let a visitor draw digits with human pauses; return how many seconds each answer took."""
    seconds = []
    for _ in range(drawings):
        await asyncio.sleep(people.uniform(0, 2 * pause))
        seconds.append(await one.draw(people.choice(range(10))))
    return seconds


@cache
def _message(label: int, with_picture: bool, number: int) -> str:
    """Return a drawing as the canvas sends it, with its picture where the page asks for one."""
    data = f"data:image/png;base64,{base64.b64encode(canvas_png(label)).decode()}" if with_picture else None
    return json.dumps(component_state(message(label, number), data))


if __name__ == "__main__":
    main()
