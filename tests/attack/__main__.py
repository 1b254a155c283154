"""`python -m tests.attack --times 10`: the attacks with a fresh seed, which is printed, ten times as many."""

import argparse
import secrets
import sys
import traceback

from tests.attack.targets import TARGETS, attacked


def main():
    """Return how many attacks found a bug."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("--times", type=float, default=1, help="as many as the tests make, so many times (default 1)")
    parser.add_argument("--seed", type=int, default=secrets.randbits(32), help="of the attacks (default: a fresh one)")
    asked = parser.parse_args()
    print(f"Seed {asked.seed}.")
    return sum(_bugs(target, round(count * asked.times), asked.seed) for target, count in TARGETS.items())


def _bugs(target, count, seed):
    taken, bugs = 0, 0
    for number in range(count):
        try:
            taken += attacked(target, seed, number)
        except Exception:  # whatever it is, it is a bug
            bugs += 1
            print(f"{target.__name__}, number {number}:\n{traceback.format_exc()}")
    print(
        f"{target.__name__:10} {count:6} sent, {taken:6} taken, {count - taken - bugs:6} refused, {bugs:3} bugs",
        flush=True,
    )
    return bugs


if __name__ == "__main__":
    sys.exit(min(main(), 1))
