"""Visitors who speak to a real server: some send what is mangled, some drop, and a witness draws what must be read."""

import asyncio
import json

import numpy as np
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed

from bench.drawings import message
from bench.visitors import Visitor, session
from digits.page import state
from digits.page.board.messages import component_state
from tests.attack.mangle import mangled_json

PAGE = "serve.py"  # as `make run` has it, with the API beside it
ATTACKERS = 4  # at once


class Guest(Visitor):
    """A visitor who looks at everything."""

    def __init__(self, socket):
        super().__init__(socket)
        self.said, self.elements = [], {}

    async def look_at(self, page, press=None):
        """Go to a page, or press a button on it."""
        message = BackMsg()
        message.rerun_script.page_name = page
        if press in self.elements:
            pressed = message.rerun_script.widget_states.widgets.add()
            pressed.id, pressed.trigger_value = self.elements[press], True
        await self._rerun(message)

    def _inspect(self, answer):
        super()._inspect(answer)
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "alert":
            self.said.append(element.alert.body)
        elif kind and hasattr(getattr(element, kind), "id"):
            name = getattr(element, kind).id
            self.elements[name.rpartition("-")[2]] = name


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


async def witnessed(one, label):
    """Let somebody draw a digit, which must be read; return how many seconds that took."""
    seconds = await one.draw(label)
    assert (one.read, one.errors) == (str(label), 0)
    return seconds


async def mangling(address, seed, count):
    """Send mangled messages; none may bring an exception, and a digit drawn at the end must be read."""
    rng = np.random.default_rng(seed)
    async with session(address) as socket:
        one = Guest(socket)
        await one.open()
        for _ in range(count):
            drawing = message(int(rng.integers(10)))
            element, value = {
                0: (state.BOARD, {"panel": "History", "kept": [drawing | {"text": "7"}]}),
                1: (state.BOARD, {"panel": "How it sees", "example": "a tiny 5"}),
            }.get(int(rng.integers(6)), (state.CANVAS, component_state(drawing)))
            mangled = json.dumps(mangled_json(value, rng))
            await one.tell(one.elements[element], mangled)
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
