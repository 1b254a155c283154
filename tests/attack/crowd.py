"""Visitors who speak to a real server: some send what is mangled, some drop, and a witness draws what must be read."""

import asyncio
import json

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed

from bench.drawings import message
from bench.visitors import Visitor, session
from digits.page.board.messages import component_state
from tests.attack.mangle import mangled_json

ATTACKERS = 4  # at once
NO_OBJECT = "Failed to deserialize component state from frontend"  # what Streamlit says, with a traceback, and goes on


async def besieged(address, seed, messages, drops):
    """Let a witness draw while others send mangled messages, and connect and drop; return the witness's seconds."""
    async with session(address) as socket:
        one = Visitor(socket)
        await one.open()
        attack = asyncio.gather(
            *(mangling(address, [seed, number], messages // ATTACKERS) for number in range(ATTACKERS)),
            dropping(address, drops),
        )
        seconds = []
        while not attack.done():
            seconds.append(await witnessed(one, len(seconds) % 10))
            await asyncio.sleep(0.05)
        await attack
    return seconds


def tracebacks(log):
    """Return how many tracebacks a server's log holds; one is Streamlit's own, for what is JSON but no object."""
    text = log.read_text()
    return text.count("Traceback") - text.count(NO_OBJECT)


async def witnessed(one, label):
    """Let somebody draw a digit, which must be read; return how many seconds that took."""
    seconds = await one.draw(label)
    assert (one.read, one.errors) == (str(label), 0)
    return seconds


async def mangling(address, seed, count):
    """Send mangled messages of a canvas; none may bring an exception, and a digit drawn at the end must be read."""
    rng = np.random.default_rng(seed)
    async with session(address) as socket:
        one = Visitor(socket)
        await one.open()
        for _ in range(count):
            mangled = mangled_json(component_state(message(int(rng.integers(10)))), rng)
            await one.send(json.dumps(mangled))
            assert one.exceptions == 0, mangled
        await one.draw(7)
        assert one.read == "7"


async def dropping(address, count):
    """Connect and drop without a word: at once, while the page is made, and in the midst of an answer."""
    for number in range(count):
        async with session(address) as socket:
            one = Visitor(socket)
            asked = None
            if number % 3 == 1:
                asked = asyncio.create_task(one.open())
            elif number % 3 == 2:
                await one.open()
                asked = asyncio.create_task(one.draw(number % 10))
            await asyncio.sleep(0)  # it asks
            socket.transport.abort()
            if asked:
                with pytest.raises(ConnectionClosed):
                    await asked
