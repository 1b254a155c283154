"""The reader of the API, as the page's process sees it: a process of its own, which starts when it is first needed.

A thread would hold the interpreter's lock while visitors wait. A process takes what they leave of the processor, can be
ended when it takes too long, and takes nobody along when a picture is its end.
"""

import asyncio
import sys
from pathlib import Path
from typing import Protocol

from digits.api import frames
from digits.api.limits import TURN_TIMEOUT
from digits.api.messages import Asked, Reply
from digits.errors import EngineError, RequestError
from digits.reading.tally import ANSWERS

ROOT = Path(__file__).resolve().parents[2]
_BUFFER = 2**20  # bytes


class Asking(Protocol):
    """What requests are asked of."""

    async def ask(self, asked: Asked) -> Reply:
        """Return the reply to a request; raise a `DigitsError` where there is none."""
        ...


class Reading:
    """A process that answers requests in turns: whoever asked first goes first."""

    def __init__(self, timeout: float = TURN_TIMEOUT) -> None:
        self._timeout = timeout
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def ask(self, asked: Asked) -> Reply:
        """Return the reply to a request; raise where there is none in time."""
        async with self._turn:
            try:
                reply = await asyncio.wait_for(self._ask(asked), self._timeout)
            except TimeoutError as error:
                await self._end()
                raise RequestError(f"This takes longer than {self._timeout:g} s to read: send less.", 413) from error
            except (asyncio.IncompleteReadError, OSError) as error:
                await self._end()
                raise EngineError("The reader ended before it had an answer. Try again, or send less.") from error
            except BaseException:
                await self._end()  # else the next one would get this one's reply
                raise
        if reply.counted:
            ANSWERS.merge(reply.counted)
        return reply

    async def close(self) -> None:
        """End the process."""
        async with self._turn:
            await self._end()

    async def _ask(self, asked: Asked) -> Reply:
        process = self._process = self._process or await self._started()
        assert process.stdin and process.stdout
        process.stdin.write(frames.of_asked(asked))
        await process.stdin.drain()
        header, body = frames.LENGTHS.unpack(await process.stdout.readexactly(frames.LENGTHS.size))
        return frames.reply(await process.stdout.readexactly(header), await process.stdout.readexactly(body))

    async def _started(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "digits.api.worker",
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_BUFFER,
            start_new_session=True,  # Ctrl+C in a terminal is for the page's process, which ends this one
        )

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process and process.returncode is None:
            process.kill()
            await process.wait()
