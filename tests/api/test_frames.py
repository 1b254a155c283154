import pytest

from digits.api import frames
from digits.api.messages import Asked, Kind, Reply
from digits.reading.tally import Tally
from digits.reading.verdict import Verdict


def parts(frame):
    header, body = frames.LENGTHS.unpack(frame[: frames.LENGTHS.size])
    rest = frame[frames.LENGTHS.size :]
    assert len(rest) == header + body
    return rest[:header], rest[header:]


@pytest.mark.parametrize("asked", [Asked(Kind.TENSOR, b"\0\n{", 1), Asked(Kind.LINES, b"")])
def test_a_request_arrives_as_it_was_sent(asked):
    assert frames.asked(*parts(frames.of_asked(asked))) == asked


def test_a_reply_arrives_with_what_was_counted():
    tally = Tally()
    tally.add(Verdict.SURE, 0.003)
    for reply in (Reply(200, b"{}"), Reply(413, b"\0", 0, tally.counted())):
        assert frames.reply(*parts(frames.of_reply(reply))) == reply
