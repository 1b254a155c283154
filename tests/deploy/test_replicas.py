"""Visitors draw while one replica of three is killed, and another one is drained."""

import asyncio
import os
import re
import shutil
import signal
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError

import pytest
import websockets
from sqlalchemy import func, select

from bench.fleet import balancer
from bench.server import Server
from bench.visitors import Visitor, session
from digits.audience import rooms
from digits.collection.database import connect
from digits.collection.schema import drawings

VISITORS = 12
HANDSHAKE = 10  # seconds: a browser does not wait for ever either

pytestmark = pytest.mark.slow


class Person:
    """Somebody who draws and draws, and whose browser comes back to another replica with what is drawn."""

    def __init__(self, address, number, query=""):
        self.address, self.label, self.query = address, number % 10, query
        self.number = 1 + 1000 * number  # no two drawings are the same
        self.cookie, self.replica = "", None
        self.answered, self.wrong, self.lost = 0, [], 0

    async def draw(self):
        while True:
            try:
                async with asyncio.timeout(HANDSHAKE):
                    opened = await session(self.address, Cookie=self.cookie)
                async with opened as socket:
                    if given := socket.response.headers.get("Set-Cookie"):
                        self.cookie = given.partition(";")[0]
                    self.replica = self.cookie.partition("=")[2]
                    await self.draw_at(Visitor(socket))
            except (websockets.ConnectionClosed, websockets.InvalidHandshake, OSError):
                self.lost += 1
                await asyncio.sleep(0.2)

    async def draw_at(self, visitor):
        """Draw: a drawing that brought no answer is drawn again at the next replica."""
        await visitor.open(self.query)
        while True:
            await visitor.draw(self.label, self.number)
            if visitor.read != str(self.label):
                self.wrong.append((self.label, visitor.read))
            self.answered += 1
            self.label, self.number = (self.label + 3) % 10, self.number + 1
            await asyncio.sleep(0.1)


async def all_go_on(people):
    """Wait until everybody got three more answers."""
    wanted = [person.answered + 3 for person in people]
    async with asyncio.timeout(60):
        while any(person.answered < count for person, count in zip(people, wanted, strict=True)):
            await asyncio.sleep(0.05)


async def watched(fleet, query=""):
    people = [Person(fleet.balancer.address, number, query) for number in range(VISITORS)]
    drawing = [asyncio.create_task(person.draw()) for person in people]
    try:
        await all_go_on(people)
        assert {person.replica for person in people} == set("abc")
        os.kill(fleet.replicas["a"].process, signal.SIGKILL)
        await all_go_on(people)
        assert {person.replica for person in people} == set("bc")
        lost = [person.lost for person in people]
        fleet.tell("set server pages/b state drain")
        await all_go_on(people)
        assert [person.lost for person in people] == lost  # who is there may stay
        fleet.tell("set server pages/b state maint; shutdown sessions server pages/b")
        await all_go_on(people)
        assert {person.replica for person in people} == {"c"}
        assert fleet.sessions()["b"] == 0
    finally:
        while unfinished := [task for task in drawing if not task.done()]:
            for task in unfinished:  # again and again: until Python 3.12 a wait_for may swallow it
                task.cancel()
            await asyncio.wait(unfinished, timeout=1)
    return people


def test_nothing_that_was_drawn_is_lost_when_a_replica_dies_and_another_is_drained(fleet):
    people = asyncio.run(watched(fleet))
    assert [person.wrong for person in people] == [[]] * VISITORS
    assert sum(person.lost for person in people) >= VISITORS / 3


def test_a_room_goes_on_and_keeps_all_that_was_answered(fleet, database):
    kept = connect(database)
    with kept.writing() as connection:
        room, _ = rooms.open_room(connection)
    people = asyncio.run(watched(fleet, f"room={room.code}"))
    assert [person.wrong for person in people] == [[]] * VISITORS
    with kept.reading() as connection:
        count = connection.scalar(select(func.count()).select_from(drawings).where(drawings.c.room.is_not(None)))
    kept.close()
    assert count >= sum(person.answered for person in people)


def test_a_visitor_stays_with_a_replica_and_strangers_see_no_figures(fleet):
    address = fleet.balancer.address
    with urllib.request.urlopen(address) as answer:
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
    request = urllib.request.Request(address, headers={"Cookie": cookie})
    for _ in range(5):
        with urllib.request.urlopen(request) as answer:
            assert "digits-replica" not in (answer.headers["Set-Cookie"] or "")
    for path, status in (
        ("/metrics", 403),
        ("/_stcore/metrics", 403),
        ("/%6Detrics", 403),
        ("/%5fstcore/metrics?x=1", 403),
    ):
        with pytest.raises(HTTPError) as refused:
            urllib.request.urlopen(address + path)
        assert refused.value.code == status
    with urllib.request.urlopen(next(iter(fleet.replicas.values())).address + "/metrics") as answer:
        assert b"digits_visitors" in answer.read()


def test_files_that_are_the_same_for_all_come_from_the_balancer(fleet):
    address = fleet.balancer.address
    with urllib.request.urlopen(address) as answer:
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        script = re.search(r'src="\.(/static/js/[^"]+)"', answer.read().decode())[1]
    for is_kept in (False, True):
        request = urllib.request.Request(address + script, headers={"Cookie": cookie})
        with urllib.request.urlopen(request) as answer:
            assert ("Age" in answer.headers) is is_kept
            assert "Set-Cookie" not in answer.headers
            answer.read()  # what is not taken whole is not kept


class Telling(BaseHTTPRequestHandler):
    """A replica that tells whom it takes a visit to come from."""

    def do_GET(self):
        told = ", ".join(self.headers.get_all("X-Forwarded-For") or []).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_):
        pass


@pytest.mark.skipif(not shutil.which("haproxy"), reason="HAProxy is not installed: apt-get install haproxy")
def test_a_replica_is_told_where_a_visit_comes_from_and_not_what_it_says_itself(tmp_path):
    replica = ThreadingHTTPServer(("127.0.0.1", 0), Telling)
    threading.Thread(target=replica.serve_forever, daemon=True).start()
    served = Server(f"http://127.0.0.1:{replica.server_port}", os.getpid())
    try:
        with balancer({"a": served}, tmp_path / "admin.sock") as balanced:
            asked = urllib.request.Request(balanced.address, headers={"X-Forwarded-For": "192.0.2.7"})
            assert urllib.request.urlopen(asked).read() == b"127.0.0.1"
    finally:
        replica.shutdown()
        replica.server_close()
