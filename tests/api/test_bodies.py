import asyncio

import pytest

from digits.api import bodies
from digits.api.bodies import Body, Held, chunks, groups_of_lines, in_time, taken
from digits.errors import RequestError


async def parts(*given):
    for each in given:
        yield each


def lines(*given):
    async def found():
        body = Body(Held())
        return [each async for each in groups_of_lines(body, parts(*given))], body

    return asyncio.run(found())


def test_lines_are_given_as_soon_as_they_are_whole():
    found, body = lines(b"on", b"e\ntwo\nth", b"ree")
    assert found == [b"one\ntwo\n", b"three"]
    assert not body.data


def test_lines_count_until_they_were_read():
    async def counted():
        held = Held(max_bytes=8)
        with held.body() as body:
            async for _ in groups_of_lines(body, parts(b"one\ntwo\n")):
                with held.body() as other, pytest.raises(RequestError, match="busy"):
                    other.add(b"x")
            with held.body() as other:
                other.add(b"x")

    asyncio.run(counted())


def test_a_turn_has_so_many_lines_and_so_many_bytes_at_most():
    found, _ = lines(b"x\n" * 20)
    assert [each.count(b"\n") for each in found] == [8, 8, 4]
    long = b"x" * bodies.BYTES_A_TURN + b"\n"
    found, _ = lines(b"x\n" + long + long)
    assert found == [b"x\n", long, long]


def test_a_body_that_is_too_large_is_refused_and_what_is_let_go_makes_room():
    held = Held(max_bytes=10)
    body = Body(held, max_size=6)
    body.add(b"12345")
    with pytest.raises(RequestError, match="send less"):
        body.add(b"67")
    with held.body() as other:
        with pytest.raises(RequestError, match="busy") as error:
            other.add(b"123456")
        assert error.value.status == 429
        assert body.take(5) == b"12345"
        other.add(b"123456")
    with held.body() as third:
        third.add(b"1234567890")


def test_more_requests_than_are_held_are_told_to_come_again():
    held = Held(max_requests=1)
    with held.request(), pytest.raises(RequestError, match="try again"), held.request():
        pass
    with held.request():
        pass


def test_who_sends_nothing_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(bodies, "IDLE_TIMEOUT", 0.01)

    async def waited():
        async for _ in chunks(asyncio.Event().wait):
            pass

    with pytest.raises(RequestError, match="Nothing came") as error:
        asyncio.run(waited())
    assert error.value.status == 408


def test_who_sends_a_byte_now_and_then_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(bodies, "BODY_TIMEOUT", 0.1)

    async def drips():
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def filled():
        with Held().body() as body:
            await body.fill(chunks(drips))

    async def lines():
        with Held().body() as body:
            async for _ in in_time(groups_of_lines(body, chunks(drips))):
                pass

    for waited in (filled, lines):
        with pytest.raises(RequestError, match="takes too long to come") as error:
            asyncio.run(waited())
        assert error.value.status == 408


def test_lines_may_come_for_as_long_as_they_come_in_time(monkeypatch):
    monkeypatch.setattr(bodies, "BODY_TIMEOUT", 0.5)
    parts = iter([b"1\n"] * 12)

    async def comes():
        await asyncio.sleep(0.06)
        part = next(parts, None)
        return {"type": "http.request", "body": part or b"", "more_body": part is not None}

    async def lines():
        with Held().body() as body:
            return [part async for part in in_time(groups_of_lines(body, chunks(comes)))]

    assert asyncio.run(lines()) == [b"1\n"] * 12


def test_who_does_not_read_is_not_sent_to(monkeypatch):
    monkeypatch.setattr(bodies, "IDLE_TIMEOUT", 0.01)

    async def blocked(_):
        await asyncio.Event().wait()

    with pytest.raises(ConnectionError, match="does not read"):
        asyncio.run(taken(blocked)({"type": "http.response.body"}))


def test_who_is_gone_is_not_waited_for():
    async def gone():
        return {"type": "http.disconnect"}

    async def waited():
        async for _ in chunks(gone):
            pass

    with pytest.raises(ConnectionError):
        asyncio.run(waited())
