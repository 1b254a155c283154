"""Many visitors who draw on and on: neither memory nor what an answer costs may grow."""

import asyncio
import random
import time
from typing import NamedTuple

import numpy as np

from bench.visitors import Visitor, session
from tests.attack.crowd import witnessed

PARTS = 10  # of the time: the second is compared with the last
DRAWINGS = 60  # in the first part: as many as a visit keeps
EVERY = 0.2  # seconds: so often memory is looked at


class Soak(NamedTuple):
    """How many answers there were, and of each part of the time memory, seconds for one, and of the CPU for one."""

    answers: int
    megabytes: list[float]
    seconds: list[float]
    cost: list[float]


async def soak(server, seed, visitors, seconds):
    """Return what came of so many visitors who drew for so long; each answer was right."""
    here, began = asyncio.Barrier(visitors + 1), np.inf
    pause = seconds / PARTS / DRAWINGS
    answers, megabytes, computed = [[] for _ in range(PARTS)], [[] for _ in range(PARTS)], []

    def part():
        return int(PARTS * max(0, time.perf_counter() - began) / seconds)

    async def visitor(number):
        people = random.Random(f"{seed} {number}")
        async with session(server.address) as socket:
            one = Visitor(socket)
            await one.open()
            await witnessed(one, number % 10)
            await here.wait()
            while (now := part()) < PARTS:
                answers[now].append(await witnessed(one, people.randrange(10)))
                await asyncio.sleep(people.uniform(0, 2 * pause))

    async def watch():
        nonlocal began
        await here.wait()
        began = time.perf_counter()
        while (now := part()) < PARTS:
            megabytes[now].append(server.megabytes())
            if now == len(computed):
                computed.append(server.cpu_seconds())
            await asyncio.sleep(EVERY)
        computed.append(server.cpu_seconds())

    await asyncio.gather(watch(), *(visitor(number) for number in range(visitors)))
    counts = [len(each) for each in answers]
    medians = ([float(np.median(each)) for each in kind] for kind in (megabytes, answers))
    return Soak(sum(counts), *medians, (np.diff(computed) / counts).tolist())
