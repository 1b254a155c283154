"""The API's addresses: what comes in is bounded here, handed to the process that reads, and answered."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from digits.api import figures, tensors
from digits.api.bodies import Held, chunks, groups_of_lines, in_time, taken
from digits.api.figures import Figures
from digits.api.messages import JSON_TYPE, LINES_TYPE, Asked, Json, Kind, Reply, as_json, problem, status
from digits.api.reading import Asking
from digits.errors import DigitsError, RequestError
from digits.reading import engine

Answering = Callable[[Request], Awaitable["Response | Lines"]]
Ways = dict[str, Answering]  # by method

JSON_SIZE = "Inference-Header-Content-Length"  # of the binary tensor extension
PICTURES = {"image/png", "image/jpeg"}
KINDS = {JSON_TYPE: Kind.DRAWINGS, LINES_TYPE: Kind.LINES, "application/jsonl": Kind.LINES}
AS_IT_IS = {"Content-Encoding": "identity"}  # else Streamlit would compress it, while visitors wait
SERVER = {"name": tensors.MODEL, "version": tensors.VERSION, "extensions": ["binary_tensor_data"]}
DESCRIPTION = Path(__file__).with_name("openapi.json")
_INFER = f"/v2/models/{tensors.MODEL}"


def routes(counts: Figures, reading: Asking) -> list[BaseRoute]:
    """Return the API's routes, which go before the page's."""
    held = Held()
    api = Api(reading, held)
    found: dict[str, Ways] = {
        "/v2": {"GET": _constant(SERVER)},
        "/v2/health/live": {"GET": _constant({"live": True})},
        "/v2/health/ready": {"GET": _ready},
        "/read": {"POST": api.read},
        "/metrics": {"GET": _figures(counts)},
        "/openapi.json": {"GET": _description},
    }
    for model in (_INFER, f"{_INFER}/versions/{tensors.VERSION}"):
        found |= {
            model: {"GET": _constant(tensors.metadata())},
            f"{model}/ready": {"GET": _ready},
            f"{model}/infer": {"POST": api.infer},
        }
    known: list[BaseRoute] = [Route(path, Resource(path, ways, held, counts)) for path, ways in found.items()]
    return [*known, Route("/v2/{rest:path}", Resource("/v2/…", {}, held, counts))]


class Resource:
    """An address: what it answers by method, counted, and its errors as JSON with one sentence."""

    def __init__(self, path: str, ways: Ways, held: Held, counts: Figures) -> None:
        self._path, self._ways, self._held, self._counts = path, ways, held, counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        started, code = time.perf_counter(), 500
        try:
            # A balancer asks for a replica's health however busy that is, so only what is sent to be read is counted.
            with self._held.request() if scope["method"] == "POST" else nullcontext():
                response = await self._way(scope["method"])(Request(scope, receive))
                await response(scope, receive, taken(send))
            code = response.status_code
        except DigitsError as error:
            code = status(error)
            await self._refusal(error, code)(scope, receive, send)
        except ConnectionError:
            code = 499  # as proxies call it: the client is gone, and nobody is told
        finally:
            self._counts.count(self._path, code, time.perf_counter() - started)

    def _way(self, method: str) -> Answering:
        if not self._ways:
            raise RequestError("There is nothing at this address: docs/api.md has those that there are.", 404)
        way = self._ways.get("GET" if method == "HEAD" else method)
        if way is None:
            raise RequestError(f"Expected {' or '.join(self._ways)} at this address, got {method}.", 405)
        return way

    def _refusal(self, error: DigitsError, code: int) -> Response:
        """Return the response to what cannot be answered."""
        more = {405: {"Allow": ", ".join(self._ways)}, 429: {"Retry-After": "1"}, 408: {"Connection": "close"}}
        return Response(as_json(problem(error)), code, {**AS_IT_IS, **more.get(code, {})}, JSON_TYPE)


class Lines:
    """A response of JSON lines, which are sent as the request's lines come and are read."""

    status_code = 200

    def __init__(self, reading: Asking, held: Held) -> None:
        self._reading, self._held = reading, held

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answers; an error in the midst is the last line."""
        headers = [(b"content-type", LINES_TYPE.encode()), (b"content-encoding", b"identity")]
        start = {"type": "http.response.start", "status": self.status_code, "headers": headers}
        is_started = False
        with self._held.body() as body:
            try:
                async for lines in in_time(groups_of_lines(body, chunks(receive))):
                    reply = await self._reading.ask(Asked(Kind.LINES, lines))
                    if not is_started:
                        await send(start)
                        is_started = True
                    await send({"type": "http.response.body", "body": _lines(reply), "more_body": True})
            except DigitsError as error:
                if not is_started:
                    raise
                last = as_json(problem(error)) + b"\n"
                await send({"type": "http.response.body", "body": last, "more_body": True})
        if not is_started:
            await send(start)
        await send({"type": "http.response.body", "body": b""})


class Api:
    """What the process that reads is asked for."""

    def __init__(self, reading: Asking, held: Held) -> None:
        self._reading, self._held = reading, held

    async def infer(self, request: Request) -> Response:
        """Return the network's probabilities of inputs."""
        _check_encoding(request)
        return _as_response(await self._asked(request, Kind.TENSOR, _json_size(request)))

    async def read(self, request: Request) -> Response | Lines:
        """Return the answers to pictures or strokes."""
        kind = _kind(request)
        return (
            Lines(self._reading, self._held) if kind is Kind.LINES else _as_response(await self._asked(request, kind))
        )

    async def _asked(self, request: Request, kind: Kind, json_size: int | None = None) -> Reply:
        with self._held.body() as body:
            await body.fill(chunks(request.receive))
            return await _while_there(request, self._reading.ask(Asked(kind, bytes(body.data), json_size)))


async def _while_there(request: Request, asking: Coroutine[Any, Any, Reply]) -> Reply:
    """Return the reply to a request; ask no longer once its client is gone."""
    asked, gone = asyncio.ensure_future(asking), asyncio.ensure_future(_disconnected(request.receive))
    try:
        await asyncio.wait([asked, gone], return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            raise ConnectionError("the client is gone")
        return await asked
    finally:
        for task in (asked, gone):
            task.cancel()
        await asyncio.gather(asked, gone, return_exceptions=True)


async def _disconnected(receive: Receive) -> None:
    """Return once the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _lines(reply: Reply) -> bytes:
    """Return the lines of a reply; a single line where the reader could not answer at all."""
    return reply.body if reply.status == 200 else reply.body + b"\n"


def _as_response(reply: Reply) -> Response:
    """Return a reply over HTTP, with the length of its JSON where bytes come after it."""
    if reply.json_size is None:
        return Response(reply.body, reply.status, AS_IT_IS, JSON_TYPE)
    return Response(reply.body, reply.status, {**AS_IT_IS, JSON_SIZE: str(reply.json_size)}, "application/octet-stream")


def _json_size(request: Request) -> int | None:
    text = request.headers.get(JSON_SIZE)
    if text is not None and not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise RequestError(f"{JSON_SIZE}: expected the JSON's length in bytes.")
    return None if text is None else int(text)


def _kind(request: Request) -> Kind:
    """Return what a request says that it holds."""
    _check_encoding(request)
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given in PICTURES:
        return Kind.PICTURE
    if given not in KINDS:
        raise RequestError(f"Content-Type: expected one of {', '.join([*sorted(PICTURES), *KINDS])}.", 415)
    return KINDS[given]


def _check_encoding(request: Request) -> None:
    """Raise where a request is compressed: how large it is would only be known once it is unpacked."""
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise RequestError(f"Content-Encoding: send it as it is, got {encoding}.", 415)


async def _ready(_: Request) -> Response:
    """Return that requests would be answered; raise where the network's file is not what it should be."""
    await asyncio.to_thread(engine.verified)
    return _json({"ready": True, "name": tensors.MODEL})


async def _description(_: Request) -> Response:
    return Response(DESCRIPTION.read_bytes(), media_type=JSON_TYPE)


def _figures(counts: Figures) -> Answering:
    async def told(_: Request) -> Response:
        return Response(counts.text(), headers={"Content-Type": figures.FORMAT})

    return told


def _constant(value: Json) -> Answering:
    async def told(_: Request) -> Response:
        return _json(value)

    return told


def _json(value: Json) -> Response:
    return Response(as_json(value), 200, AS_IT_IS, JSON_TYPE)
