"""What does the API read in a second, beside `engine.predict`, and what do visitors notice? They draw meanwhile.

python -m bench.api

Clients share the cores with the server. While visitors draw, those who keep the API busy run as lowly as its own
process does: they stand for other machines.
"""

import asyncio
import base64
import http.client
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np

from bench import table
from bench.drawings import PEN, canvas_png
from bench.server import ROOT, Server, serving
from bench.visitors import visit
from digits.api.messages import JSON_TYPE, LINES_TYPE
from digits.api.routes import JSON_SIZE
from digits.api.tensors import DATATYPE, INPUT
from digits.api.worker import NICENESS
from digits.pen import writing
from digits.reading import engine

BATCHES = [1, 8, 64]
CLIENTS = 2  # at once: while one's request is on its way, the other's is read
VISITORS, DRAWINGS, PAUSE, TURNS = 50, 8, 1.0, 3
ROWS = 200  # of strokes, in a request of JSON lines

Row = dict[str, float]


class Post(NamedTuple):
    """A request, and how many readings it asks for."""

    path: str
    body: bytes
    headers: dict[str, str]
    readings: int = 1


def main() -> None:
    """Print readings a second and what visitors met with, then the same as one line of JSON."""
    options = table.options(__doc__ or "", seconds=(3, "for each figure"), visitors=(VISITORS, "who draw meanwhile"))
    seconds = 0.2 if options.quick else options.seconds
    count, turns = (2, 1) if options.quick else (options.visitors, TURNS)
    with serving(page="serve.py") as server:
        tensors = {f"{size} in a request": _tensors(server, size, seconds) for size in BATCHES}
        others = {name: {"a second": rate(server.address, post, seconds)} for name, post in bulk().items()}
        page = [_page(server, count, options.quick) for _ in range(turns)]
    table.show("readings a second", tensors)
    table.show("read a second", others)
    for number, turn in enumerate(page, start=1):
        table.show(f"visitors' drawings, milliseconds, turn {number}", turn)
    times = float(np.median([turn["meanwhile"]["p95"] / turn["alone"]["p95"] for turn in page]))
    print(f"while the API is busy, the 95th percentile of visitors' drawings is {times:.2f} times that without it")
    found = {"readings_per_second": tensors, "per_second": others, "visitors": page, "p95_times": round(times, 2)}
    table.finish("api", found, options.json)


def _tensors(server: Server, size: int, seconds: float) -> Row:
    """Return readings a second over HTTP and in this process, one after the other three times, as medians."""
    network = engine.load()
    batch = np.random.default_rng(1).random((size, 28, 28, 1), np.float32)
    post, rows = infer(batch), []
    for _ in range(3):
        served = rate(server.address, post, seconds / 3)
        rows.append((served, size * _calls_a_second(lambda: network.predict(batch), seconds / 3)))
    served, predicted = np.median(rows, axis=0)
    return {"over HTTP": served, "engine.predict": predicted, "share": float(np.median([a / b for a, b in rows]))}


def _page(server: Server, count: int, quick: bool) -> dict[str, Row]:
    """Return how long visitors' drawings took without and with an API that is kept busy."""
    drawings, pause = (2, 0.1) if quick else (DRAWINGS, PAUSE)
    alone = asyncio.run(visit(server, count, drawings, pause))
    with _busy(server):
        meanwhile = asyncio.run(visit(server, count, drawings, pause))
    rows = {"alone": alone, "meanwhile": meanwhile}
    return {
        name: {**table.summary(1000 * each for each in load.seconds), "errors": load.errors}
        for name, load in rows.items()
    }


@contextmanager
def _busy(server: Server) -> Iterator[None]:
    """Keep the API busy with all that it is asked for, from another process, until the block ends."""
    process = get_context("spawn").Process(target=_keep_busy, args=(server,), daemon=True)
    process.start()
    time.sleep(1)  # to import what it needs
    yield
    process.terminate()
    process.join()


def _keep_busy(server: Server) -> None:
    os.nice(NICENESS)
    posts = [infer(np.ones((size, 28, 28, 1), np.float32)) for size in BATCHES] + list(bulk().values())
    threads = [Thread(target=_for_ever, args=(server, post)) for post in posts]
    for thread in threads:
        thread.start()


def _for_ever(server: Server, post: Post) -> None:
    while True:
        rate(server.address, post, 60, clients=1)


def rate(address: str, post: Post, seconds: float, clients: int = CLIENTS) -> float:
    """Return how many readings a second some clients get, who ask one time after the other."""
    rates: list[float] = []

    def client() -> None:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        rates.append(post.readings * _calls_a_second(lambda: _posted(connection, post), seconds))
        connection.close()

    threads = [Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(rates)


def _posted(connection: http.client.HTTPConnection, post: Post) -> None:
    connection.request("POST", post.path, post.body, post.headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{post.path} answered {answer.status}: {body[:200]!r}")


def _calls_a_second(call: Callable[[], Any], seconds: float) -> float:
    call()
    done, started = 0, time.perf_counter()
    while (passed := time.perf_counter() - started) < seconds or not done:
        call()
        done += 1
    return done / max(passed, 1e-9)


def infer(batch: np.ndarray[Any, np.dtype[np.float32]]) -> Post:
    """Return a request of the Open Inference Protocol with its tensor as bytes, as tritonclient sends it."""
    tensor = {
        "name": INPUT,
        "datatype": DATATYPE,
        "shape": batch.shape,
        "parameters": {"binary_data_size": batch.nbytes},
    }
    header = json.dumps({"inputs": [tensor], "parameters": {"binary_data_output": True}}).encode()
    return Post("/v2/models/digits/infer", header + batch.tobytes(), {JSON_SIZE: str(len(header))}, len(batch))


def bulk() -> dict[str, Post]:
    """Return requests to `/read` of each kind."""
    rows = [{"strokes": writing.digit(label % 10, 180, (90, 70)), "pens": [PEN]} for label in range(ROWS)]
    lines = "\n".join(map(json.dumps, rows)).encode()
    pictures = [{"picture": base64.b64encode(canvas_png(label)).decode()} for label in range(10)]
    return {
        "a drawing's strokes": Post("/read", json.dumps(rows[7]).encode(), {"Content-Type": JSON_TYPE}),
        "strokes as JSON lines": Post("/read", lines, {"Content-Type": LINES_TYPE}, ROWS),
        "a digit's PNG": Post("/read", canvas_png(7), {"Content-Type": "image/png"}),
        "ten PNGs in a list": Post("/read", json.dumps(pictures).encode(), {"Content-Type": JSON_TYPE}, 10),
        "a photo of fifteen digits": Post(
            "/read", (ROOT / "assets/sample.jpg").read_bytes(), {"Content-Type": "image/jpeg"}
        ),
    }


if __name__ == "__main__":
    main()
