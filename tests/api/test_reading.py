"""The process that reads: it starts when it is needed, and again after its end."""

import asyncio
import json
import os
import signal

import pytest

from digits.api.messages import Asked, Kind
from digits.api.reading import Reading
from digits.errors import EngineError, RequestError
from digits.reading.tally import ANSWERS

ROW = Asked(Kind.DRAWINGS, b'{"strokes": [[[160, 60], [160, 250]]]}')


def run(work, **settings):
    async def ran():
        reading = Reading(**settings)
        try:
            return await work(reading)
        finally:
            await reading.close()

    return asyncio.run(ran())


def test_requests_take_turns_and_are_counted():
    before = sum(ANSWERS.counted().verdicts.values())

    async def work(reading):
        return await asyncio.gather(*(reading.ask(ROW) for _ in range(3)), reading.ask(Asked(Kind.DRAWINGS, b"{")))

    *fine, wrong = run(work)
    assert {json.loads(reply.body)["text"] for reply in fine} == {"1"}
    assert wrong.status == 400
    assert sum(ANSWERS.counted().verdicts.values()) == before + 3


def test_after_its_end_the_next_request_starts_another():
    async def work(reading):
        await reading.ask(ROW)
        process = reading._process
        os.kill(process.pid, signal.SIGSTOP)  # so that it dies with the request
        asyncio.get_running_loop().call_later(0.1, process.kill)
        with pytest.raises(EngineError, match="ended before"):
            await reading.ask(ROW)
        return await reading.ask(ROW)

    assert run(work).status == 200


def test_what_takes_too_long_ends_it():
    async def work(reading):
        with pytest.raises(RequestError, match="takes longer than") as error:
            await reading.ask(ROW)
        assert reading._process is None
        return error.value.status

    assert run(work, timeout=0.01) == 413
