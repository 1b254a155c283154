"""How many drawings this process read, with which verdicts, and how long they took: for who watches over a server."""

from bisect import bisect_left
from collections import Counter
from threading import Lock
from typing import NamedTuple

from digits.reading.verdict import Verdict

BOUNDS = 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0  # seconds: what took longer is in a last group


class Counted(NamedTuple):
    """Answers by verdict, the same by how long they took, and the seconds of all of them."""

    verdicts: dict[Verdict, int]
    durations: tuple[int, ...]  # one more than BOUNDS
    seconds: float


class Tally:
    """What was counted so far. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._verdicts: Counter[Verdict] = Counter()
        self._durations = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0

    def add(self, verdict: Verdict, seconds: float) -> None:
        """Count one answer."""
        with self._lock:
            self._verdicts[verdict] += 1
            self._durations[bisect_left(BOUNDS, seconds)] += 1
            self._seconds += seconds

    def merge(self, counted: Counted) -> None:
        """Count what another process did."""
        with self._lock:
            self._verdicts.update(counted.verdicts)
            self._durations = [mine + other for mine, other in zip(self._durations, counted.durations, strict=True)]
            self._seconds += counted.seconds

    def counted(self) -> Counted:
        """Return what was counted so far."""
        with self._lock:
            return self._so_far()

    def taken(self) -> Counted:
        """Return what was counted since this was asked last, and forget it."""
        with self._lock:
            found = self._so_far()
            self._verdicts.clear()
            self._durations, self._seconds = [0] * (len(BOUNDS) + 1), 0.0
            return found

    def _so_far(self) -> Counted:
        return Counted({each: self._verdicts[each] for each in Verdict}, tuple(self._durations), self._seconds)


ANSWERS = Tally()
