"""What goes to the process that reads, and what comes back. A request's body is read there, and nowhere else."""

import json
import re
from enum import StrEnum
from typing import Any, NamedTuple

from digits.api.limits import MAX_NESTED
from digits.errors import DigitsError, EngineError, RequestError, TooMuchError
from digits.reading.tally import Counted

Json = dict[str, Any]

JSON_TYPE, LINES_TYPE = "application/json", "application/x-ndjson"


_FIELD = re.compile(r"[a-z_]+(, [a-z_]+)*: ")  # an error that is about a field begins with its name


class Kind(StrEnum):
    """What a request's body holds."""

    TENSOR = "tensor"  # of the Open Inference Protocol
    PICTURE = "picture"  # a file
    DRAWINGS = "drawings"  # JSON: one row, or a list of rows
    LINES = "lines"  # JSON lines: a row each


class Asked(NamedTuple):
    """A request, and where the JSON ends of one that has a tensor's bytes after it; None where all of it is JSON."""

    kind: Kind
    body: bytes
    json_size: int | None = None


class Reply(NamedTuple):
    """A reply, and the same of it; what was counted on the way."""

    status: int
    body: bytes
    json_size: int | None = None
    counted: Counted | None = None


def as_json(value: Any) -> bytes:  # noqa: ANN401 (whatever JSON can hold)
    """Return a value as a line's worth of JSON."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()


def from_json(body: bytes) -> Any:  # noqa: ANN401 (whatever JSON can hold)
    """Return what JSON holds; of points there is a list each, and many more bytes once it is read."""
    if body.count(b"[") + body.count(b"{") > MAX_NESTED:
        raise RequestError("There is more in it than is read at once: send less at a time.", 413)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RequestError("This is not JSON: send the JSON that docs/api.md shows.") from error


def problem(error: DigitsError) -> Json:
    """Return an error as JSON that says it in one sentence."""
    text = str(error)
    first = text[:1] if _FIELD.match(text) else text[:1].upper()
    return {"error": f"{first}{text[1:]}{'' if text.endswith('.') else '.'}"}


def status(error: DigitsError) -> int:
    """Return the HTTP status of an error: the request's mistake, unless the network is to blame."""
    if isinstance(error, RequestError):
        return error.status
    if isinstance(error, EngineError):
        return 503
    return 413 if isinstance(error, TooMuchError) else 400
