"""Many visitors who draw on and on: neither memory nor the time of an answer may grow."""

import asyncio
import random
import time
from typing import NamedTuple

import numpy as np

from bench.visitors import Visitor, session
from tests.attack.crowd import witnessed

PARTS = 10  # of the time: the second is compared with the last
DRAWINGS = 60  # in the first part: as many as a visit keeps
EVERY = 1  # seconds


class Soak(NamedTuple):
    """What came of it: answers, and memory and medians of seconds in each part of the time."""

    answers: int
    megabytes: list[float]
    medians: list[float]

    @property
    def growth(self):
        """Return by what share memory grew from the second part to the last."""
        return self.megabytes[-1] / self.megabytes[1] - 1

    @property
    def slowing(self):
        """Return how many times as long an answer took in the last part as in the second."""
        return self.medians[-1] / self.medians[1]


async def soak(server, seed, visitors, seconds):
    """Return what came of so many visitors who drew for so long; each answer was right."""
    began = time.perf_counter()
    pause = seconds / PARTS / DRAWINGS
    answers, megabytes = [[] for _ in range(PARTS)], [[] for _ in range(PARTS)]

    def part():
        return int(PARTS * (time.perf_counter() - began) / seconds)

    async def visitor(number):
        people = random.Random(f"{seed} {number}")
        async with session(server.address) as socket:
            one = Visitor(socket)
            await one.open()
            while (now := part()) < PARTS:
                answers[now].append(await witnessed(one, people.randrange(10)))
                await asyncio.sleep(people.uniform(0, 2 * pause))

    async def watch():
        while (now := part()) < PARTS:
            megabytes[now].append(server.megabytes())
            await asyncio.sleep(EVERY)

    await asyncio.gather(watch(), *(visitor(number) for number in range(visitors)))
    return Soak(sum(map(len, answers)), *([float(np.median(each)) for each in kind] for kind in (megabytes, answers)))
