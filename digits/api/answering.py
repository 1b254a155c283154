"""Requests to replies, in the process that reads: the only place of the API where a network runs."""

from functools import cache

from digits.api import drawings, tensors
from digits.api.messages import Asked, Kind, Reply, as_json, problem, status
from digits.errors import DigitsError
from digits.reading import reader
from digits.reading.reader import Reader
from digits.reading.tally import ANSWERS


def answer(asked: Asked) -> Reply:
    """Return the reply to a request, an error's too, with what was counted."""
    try:
        reply = _answer(asked)
    except DigitsError as error:
        reply = Reply(status(error), as_json(problem(error)))
    return reply._replace(counted=ANSWERS.taken())


def _answer(asked: Asked) -> Reply:
    read = _reader()
    if asked.kind is Kind.TENSOR:
        return tensors.infer(asked, read.engine)
    if asked.kind is Kind.PICTURE:
        return Reply(200, as_json(drawings.read_picture(asked.body, read)))
    if asked.kind is Kind.LINES:
        return Reply(200, drawings.read_lines(asked.body, read))
    return Reply(200, as_json(drawings.read_rows(asked.body, read)))


@cache
def _reader() -> Reader:
    return reader.load()
