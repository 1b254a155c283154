"""What command lines accept, and how commands end: with a sentence, never with a traceback."""

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper

from digits.errors import DigitsError

STOPPED = 130  # the exit status after Ctrl-C, as a shell has it


def ended(do: Callable[[], None]) -> int:
    """Do what a command is for; return its exit status: 0, or 1 with a sentence for what stood in the way."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file's name need be no text
    try:
        do()
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads what is printed has enough
        _print_no_more()
    except (DigitsError, OSError) as error:
        print(error, file=sys.stderr)
        _print_no_more()
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return STOPPED
    return 0


def _print_no_more() -> None:
    """Let Python, as it ends, write what is left to nowhere, where it would fail at it again."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):  # there is no such file in a test
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def whole_number(least: int) -> Callable[[str], int]:
    """Return what takes a text for a whole number of at least this, for argparse's `type`."""

    def number(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"expected a whole number of at least {least}, got {text!r}")
        return int(text)

    return number
