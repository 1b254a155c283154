"""A request's body, taken in within bounds of size and time."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from digits.api.limits import BODY_TIMEOUT, BYTES_A_TURN, IDLE_TIMEOUT, MAX_BODY, MAX_HELD, MAX_REQUESTS, ROWS_A_TURN
from digits.errors import RequestError

Chunks = AsyncIterator[bytes]
BUSY = "The server is busy with other requests: try again in a second."
SLOW = "This takes too long to come: send it faster, or in parts."


class Held:
    """How many requests there are, and how many bytes of theirs are in memory."""

    def __init__(self, max_requests: int = MAX_REQUESTS, max_bytes: int = MAX_HELD) -> None:
        self._max_requests, self._max_bytes = max_requests, max_bytes
        self._requests = self._bytes = 0

    @contextmanager
    def request(self) -> Iterator[None]:
        """Hold one more request until the block ends; raise where there are enough."""
        if self._requests >= self._max_requests:
            raise RequestError(BUSY, 429)
        self._requests += 1
        try:
            yield
        finally:
            self._requests -= 1

    @contextmanager
    def body(self) -> Iterator["Body"]:
        """Hold a body until the block ends."""
        body = Body(self)
        try:
            yield body
        finally:
            self._bytes -= len(body.data)

    def add(self, count: int) -> None:
        """Count bytes that are in memory from now on, or no more; raise where there are enough."""
        if count > 0 and self._bytes + count > self._max_bytes:
            raise RequestError(BUSY, 429)
        self._bytes += count


class Body:
    """The bytes that came so far."""

    def __init__(self, held: Held, max_size: int = MAX_BODY) -> None:
        self._held, self._max_size = held, max_size
        self.data = bytearray()

    def add(self, chunk: bytes) -> None:
        """Take one more part in; raise where it is too much."""
        if len(self.data) + len(chunk) > self._max_size:
            raise RequestError(f"At most {self._max_size // 2**20} MB are taken at once: send less.", 413)
        self._held.add(len(chunk))
        self.data += chunk

    async def fill(self, parts: Chunks) -> None:
        """Take all parts in; raise where they do not come in time."""
        try:
            async with asyncio.timeout(BODY_TIMEOUT):
                async for chunk in parts:
                    self.add(chunk)
        except TimeoutError as error:
            raise RequestError(SLOW, 408) from error

    def take(self, count: int) -> bytes:
        """Return the first so many bytes, and let go of them."""
        taken = bytes(self.data[:count])
        del self.data[:count]
        self._held.add(-count)
        return taken


async def chunks(receive: Any) -> Chunks:  # noqa: ANN401 (ASGI's own type is a library's)
    """Yield the parts of a request's body as they come; raise where none comes for long."""
    more = True
    while more:
        try:
            message = await asyncio.wait_for(receive(), IDLE_TIMEOUT)
        except TimeoutError as error:
            raise RequestError(f"Nothing came for {IDLE_TIMEOUT:.0f} s: send the whole request.", 408) from error
        if message["type"] == "http.disconnect":
            raise ConnectionError("the client is gone")
        more = message.get("more_body", False)
        yield message.get("body", b"")


async def in_time(parts: Chunks) -> Chunks:
    """Yield parts; raise where the next does not come in time."""
    while True:
        try:
            async with asyncio.timeout(BODY_TIMEOUT):
                part = await anext(parts, None)
        except TimeoutError as error:
            raise RequestError(SLOW, 408) from error
        if part is None:
            return
        yield part


def taken(send: Any) -> Any:  # noqa: ANN401 (ASGI's own type is a library's)
    """Return what sends the parts of an answer, and gives up on a client that does not take them."""

    async def sending(message: Any) -> None:  # noqa: ANN401
        try:
            async with asyncio.timeout(IDLE_TIMEOUT):
                await send(message)
        except TimeoutError as error:
            raise ConnectionError("the client does not read") from error

    return sending


async def groups_of_lines(body: Body, parts: Chunks) -> Chunks:
    """Yield whole lines as soon as they are there, as many as are read in one turn; they count until they were read."""
    async for chunk in parts:
        body.add(chunk)
        while b"\n" in chunk and (end := _end_of_lines(body.data)):
            yield bytes(body.data[:end])
            body.take(end)
    if body.data:
        yield bytes(body.data)
        body.take(len(body.data))


def _end_of_lines(data: bytearray) -> int:
    """Return where the last of the next lines ends; 0 where there is no whole line yet."""
    end = 0
    for _ in range(ROWS_A_TURN):
        found = data.find(b"\n", end)
        if found < 0 or (end and found > BYTES_A_TURN):
            break
        end = found + 1
    return end
