"""`python -m tests.attack`: the attacks of the tests at length, and what takes too long for a test.

The seed is a fresh one, and printed. All of it takes some 25 minutes of two cores, and ends with a table of what was
sent and how many bugs that found.
"""

import argparse
import secrets
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.attack.sections import SECTIONS, Attack, Row

WHOLE = 25  # minutes
COLUMNS = "{:<44} {:>7} {:>5}  {}"


def main():
    """Return how many bugs were found."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("--minutes", type=float, default=WHOLE, help=f"about how long it takes (default {WHOLE})")
    parser.add_argument("--seed", type=int, default=secrets.randbits(32), help="of the attacks (default: a fresh one)")
    parser.add_argument("--only", choices=SECTIONS, nargs="+", default=list(SECTIONS), help="of the attacks")
    asked = parser.parse_args()
    print(f"Seed {asked.seed}.", flush=True)
    began, rows = time.monotonic(), []
    for name in asked.only:
        with tempfile.TemporaryDirectory() as folder:
            rows += _rows(name, Attack(asked.seed, asked.minutes / WHOLE, Path(folder)))
    print(f"\n{COLUMNS.format('attack', 'times', 'bugs', '')}")
    for row in rows:
        print(COLUMNS.format(*row))
    bugs = sum(row.bugs for row in rows)
    print(COLUMNS.format("all", sum(row.times for row in rows), bugs, f"{(time.monotonic() - began) / 60:.1f} minutes"))
    return bugs


def _rows(name, attack):
    """Yield what came of a section, line by line; what it raises is a bug."""
    try:
        for row in SECTIONS[name](attack):
            print(COLUMNS.format(*row), flush=True)
            yield row
    except Exception:  # whatever it is
        traceback.print_exc()
        yield Row(f"{name}: broke off", 0, 1, "see above")


if __name__ == "__main__":
    sys.exit(min(main(), 1))
