"""How requests and replies travel between the two processes: two lengths, some JSON, and a body.

It is no pickle: what decodes strangers' pictures must not be able to make the page's process run something.
"""

import json
import struct

from digits.api.messages import Asked, Json, Kind, Reply
from digits.reading.tally import Counted
from digits.reading.verdict import Verdict

LENGTHS = struct.Struct("<II")


def of_asked(asked: Asked) -> bytes:
    """Return a request as a frame."""
    return _frame({"kind": asked.kind, "json_size": asked.json_size}, asked.body)


def of_reply(reply: Reply) -> bytes:
    """Return a reply as a frame."""
    counted = reply.counted._asdict() if reply.counted else None
    return _frame({"status": reply.status, "json_size": reply.json_size, "counted": counted}, reply.body)


def asked(header: bytes, body: bytes) -> Asked:
    """Return the request of a frame's two parts."""
    told = json.loads(header)
    return Asked(Kind(told["kind"]), body, told["json_size"])


def reply(header: bytes, body: bytes) -> Reply:
    """Return the reply of a frame's two parts."""
    told = json.loads(header)
    return Reply(told["status"], body, told["json_size"], told["counted"] and _counted(told["counted"]))


def _counted(told: Json) -> Counted:
    verdicts = {Verdict(name): count for name, count in told["verdicts"].items()}
    return Counted(verdicts, tuple(told["durations"]), told["seconds"])


def _frame(told: Json, body: bytes) -> bytes:
    header = json.dumps(told).encode()
    return LENGTHS.pack(len(header), len(body)) + header + body
