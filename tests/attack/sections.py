"""The attacks of `make attack`, one after the other. Each yields rows of the table that it ends with."""

import asyncio
import traceback
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.server import serving
from tests.attack import broken, installing, outages, soak, targets, uploads, worst
from tests.attack.crowd import PAGE, besieged
from tests.logs import tracebacks

WORKERS = 2
MAX_UPLOADS_MEGABYTES = 600 + 10 * uploads.MEGABYTES  # what is read at once, and what Streamlit keeps
MAX_GROWTH, MAX_MORE_WORK = 0.05, 0.3  # from a soak's second part to its last: of memory, and of the CPU for an answer


class Attack(NamedTuple):
    """What a section is given: a seed, which share of the whole it does, and a folder of its own."""

    seed: int
    share: float
    folder: Path

    def times(self, count, least=1):
        """Return how often to do what the whole does so many times."""
        return max(least, round(count * self.share))


class Row(NamedTuple):
    """What was done how often, how many bugs that found, and what else there is to say."""

    what: str
    times: int
    bugs: int
    figures: str = ""


def messages(attack):
    """Ten thousand mangled messages of each kind, in process."""
    count = attack.times(10_000)
    shares = [range(worker, count, WORKERS) for worker in range(WORKERS)]
    with ProcessPoolExecutor(WORKERS) as pool:
        for target in targets.TARGETS:
            found = list(pool.map(_mangled, [target.__name__] * WORKERS, [attack.seed] * WORKERS, shares))
            taken, bugs = (sum(column) for column in zip(*found, strict=True))
            yield Row(f"mangled: {target.__name__}", count, bugs, f"{taken} taken, {count - taken - bugs} refused")


def _mangled(name, seed, numbers):
    """Return how many mangled messages of a kind the page took, and how many bugs they found."""
    taken, bugs = 0, 0
    for number in numbers:
        try:
            taken += targets.attacked(getattr(targets, name), seed, number)
        except Exception:  # whatever it is, it is a bug
            bugs += 1
            print(f"{name}, number {number}:\n{traceback.format_exc()}")
    return taken, bugs


def worst_messages(attack):  # noqa: ARG001 (they are what they are)
    """The worst messages that are known."""
    found = {name: worst.measured(name) for name in worst.ALL}
    kinds = {
        "drawing or link": [*worst.DRAWINGS, *worst.LINKS],
        "album": worst.ALBUMS,
        "picture, by four at once": worst.PICTURES,
        "visit": worst.VISITS,
    }
    for kind, names in kinds.items():
        bugs = sum(
            any(value > most for value, most in zip(found[name], worst.limits(name), strict=True)) for name in names
        )
        seconds, megabytes = (max(column) for column in zip(*(found[name] for name in names), strict=True))
        yield Row(f"the worst {kind}", len(names), bugs, f"{seconds:.2f} s of the CPU, {megabytes:.0f} MB at most")


def siege(attack):
    """A real server, and a witness, while others send what is mangled, connect and drop."""
    sent, drops = attack.times(3000), attack.times(2000)
    log = attack.folder / "server.log"
    with serving(log, page=PAGE) as server:
        seconds = asyncio.run(besieged(server.address, attack.seed, sent, drops))
        size = f"{server.megabytes():.0f} MB"
    said = f"{len(seconds)} right answers to a witness, {1000 * np.median(seconds):.0f} ms each; {size}"
    yield Row("mangled messages to a server", sent, tracebacks(log), said)
    yield Row("sessions dropped there", drops, 0)


def large_uploads(attack):
    """Ten pictures of 30 MB at once."""
    count, log = 10, attack.folder / "server.log"
    pictures = [uploads.large_picture([attack.seed, number]) for number in range(count)]
    with serving(log, page=PAGE) as server:

        async def at_once():
            await asyncio.gather(*(uploads.uploading(server.address, data) for data in pictures))

        asyncio.run(at_once())
        peak = server.megabytes(peak=True)
    bugs = tracebacks(log) + (peak > MAX_UPLOADS_MEGABYTES)
    yield Row(
        "uploads of 30 MB at once", count, bugs, f"{peak:.0f} MB at most, {count * uploads.MEGABYTES} of them kept"
    )


def stops(attack):
    """A server that is stopped in the midst of answers, and one that is killed there and started again."""
    rounds, log = attack.times(5), attack.folder / "server.log"
    with serving(log, page=PAGE) as server:
        for _ in range(rounds):
            asyncio.run(outages.standstill(server, visitors=20))
    yield Row("standstills (SIGSTOP)", rounds, tracebacks(log), "20 visitors each, all answered rightly")
    logs = [attack.folder / name for name in ("first.log", "second.log")]
    bugs = 0
    for _ in range(rounds):
        outages.death(logs, visitors=20)
        bugs += sum(map(tracebacks, logs))
    yield Row("deaths (kill -9) and new servers", rounds, bugs, "20 visitors and a browser each, all went on")


def broken_installations(attack):
    """Each file of model and data missing, cut and swapped."""
    every = round(1 / min(1, attack.share))
    chosen = broken.ALL[attack.seed % every :: every]
    for number, (file, way) in enumerate(chosen):
        (folder := attack.folder / str(number)).mkdir()
        broken.check(folder, file, way)
    yield Row("broken installations", len(chosen), 0, "each said in a sentence, or done without")


def interrupted_installations(attack):
    """First installations that are killed, and then done."""
    times = attack.times(5)
    stopped = installing.interrupted(attack.folder / "venv", attack.seed, times)
    yield Row("first installations, interrupted", times, 0, f"{stopped} of them were not done; the next one was")


def long_soak(attack):
    """A hundred visitors for ten minutes."""
    visitors, log = attack.times(100, least=10), attack.folder / "server.log"
    with serving(log, page=PAGE) as server:
        found = asyncio.run(soak.soak(server, attack.seed, visitors, 600 * attack.share))
    memory, times, cost = (each[-1] / each[1] - 1 for each in (found.megabytes, found.seconds, found.cost))
    bugs = tracebacks(log) + (memory > MAX_GROWTH) + (cost > MAX_MORE_WORK)
    said = f"{found.megabytes[-1]:.0f} MB ({memory:+.1%}), {1000 * found.seconds[-1]:.0f} ms ({times:+.0%}) and "
    said += f"{1000 * found.cost[-1]:.1f} ms of the CPU ({cost:+.0%}) each; "
    said += f"MB a tenth of the time: {', '.join(f'{each:.0f}' for each in found.megabytes)}"
    yield Row(f"answers to {visitors} visitors", found.answers, bugs, said)


SECTIONS = {
    each.__name__: each
    for each in (
        messages,
        worst_messages,
        siege,
        large_uploads,
        stops,
        broken_installations,
        interrupted_installations,
        long_soak,
    )
}
