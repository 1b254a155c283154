"""The process that reads for the API, one request after the other: `python -m digits.api.worker`.

Requests come on standard input and replies go to standard output, until the page's process closes it or is gone.
"""

import os
import sys
from collections.abc import Iterator
from typing import BinaryIO

from digits.api import frames
from digits.api.answering import answer
from digits.api.messages import Asked

NICENESS = 10  # visitors of the page go first: the system gives this process what they leave


def main() -> None:
    """Answer until nobody asks any more."""
    os.nice(NICENESS)
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no reply
    for asked in _asked(sys.stdin.buffer):
        replies.write(frames.of_reply(answer(asked)))
        replies.flush()


def _asked(source: BinaryIO) -> Iterator[Asked]:
    while len(lengths := source.read(frames.LENGTHS.size)) == frames.LENGTHS.size:
        header, body = frames.LENGTHS.unpack(lengths)
        yield frames.asked(source.read(header), source.read(body))


if __name__ == "__main__":
    main()
