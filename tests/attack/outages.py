"""A server that stands still in the midst of answers, and one that dies and is started again."""

import asyncio
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from playwright.sync_api import expect, sync_playwright
from websockets.exceptions import ConnectionClosed

from bench.server import FLAGS, chromium, serving
from bench.visitors import Visitor, session
from tests.attack.crowd import PAGE, witnessed
from tests.browser.screens import TALL
from tests.browser.visitor import Visitor as Person
from tests.browser.visitor import digit

STANDSTILL = 2  # seconds


async def standstill(server, visitors):
    """Stop a server while visitors wait for their answers, and let it go on; all must be answered rightly."""

    async def visitor(number):
        async with session(server.address) as socket:
            one = Visitor(socket)
            await one.open()
            await ready.wait()
            for label in (number % 10, 7):
                await witnessed(one, label)

    ready = asyncio.Barrier(visitors + 1)
    waiting = asyncio.gather(*(visitor(number) for number in range(visitors)))
    await ready.wait()
    await asyncio.sleep(0.02)  # the first are being answered
    os.kill(server.process, signal.SIGSTOP)
    await asyncio.sleep(STANDSTILL)
    os.kill(server.process, signal.SIGCONT)
    await waiting


def death(logs, visitors):
    """Kill a server in the midst of answers and start another in its place; who was there goes on, in a browser too."""
    first_log, second_log = logs
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        with serving(first_log, page=PAGE) as first:
            person = Person(browser.new_page(viewport=TALL["viewport"]), first.address)
            person.draw(3, 110, (60, 90))
            _elsewhere(_dying(first, visitors))
            person.write(digit(1, 110, (240, 90)))
            expect(person.answer).to_have_attribute("data-by", "live")
        with serving(second_log, page=PAGE, port=int(first.address.rpartition(":")[2])):
            expect(person.answer).to_have_attribute("data-by", "server", timeout=30_000)
            person.reads("31")
            person.press("Clear", leaves=0)
            person.draw(4)
            person.reads("4")
            _elsewhere(_coming_again(first.address, visitors))
            browser.close()


async def _dying(server, visitors):
    """Let visitors draw without a pause until their server is killed."""

    async def visitor():
        async with session(server.address) as socket:
            one = Visitor(socket)
            await one.open()
            await ready.wait()
            with suppress(ConnectionClosed):
                while True:
                    await one.draw(5)

    ready = asyncio.Barrier(visitors + 1)
    drawing = asyncio.gather(*(visitor() for _ in range(visitors)))
    await ready.wait()
    await asyncio.sleep(0.2)  # some are answered, the others wait
    os.kill(server.process, signal.SIGKILL)
    await drawing


async def _coming_again(address, visitors):
    async def visitor(number):
        async with session(address) as socket:
            one = Visitor(socket)
            await one.open()
            await witnessed(one, number % 10)

    await asyncio.gather(*(visitor(number) for number in range(visitors)))


def _elsewhere(work):
    """Run something in another thread: Playwright's own loop runs in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
