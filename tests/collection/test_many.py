"""A hundred thousand kept drawings cost what a hundred cost; figures are printed with `pytest -s`."""

import statistics
import subprocess
import sys
import time

import pytest
from sqlalchemy import insert

from digits.audience import play, rooms, wall
from digits.collection import drawings
from digits.collection.database import connect
from digits.collection.schema import drawings as table
from digits.drawing.compact import to_bytes
from tests.audience.conftest import Room, drawn
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

FEW, MANY = 100, 100_000
TIMES = 15


def filled(address, count, room=None):
    """A database with so many drawings, by a thousand visitors; in a room they are one visitor's."""
    database = connect(address)
    opened = Room(database)
    opened.join("0")
    values = drawings._values(drawn("", 7))
    strokes = [to_bytes(drawn("", digit).drawing) for digit in range(10)]
    where = {"room": opened.id if room else None, "shown": bool(room), "hidden": False}
    rows = [
        {
            **values,
            **where,
            "id": f"{number}",
            "visitor": "0" if room else f"{number % 1000}",
            "strokes": strokes[number % 10],
            "text": f"{number % 10}",
            "label": f"{number // 7 % 10}" if number % 3 else None,
            "made": 1e9 + number,
            "changed": 0.0,
        }
        for number in range(count)
    ]
    with database.writing() as connection:
        connection.execute(insert(table), rows)
    return opened


def milliseconds(job):
    """The median of some runs, after one to warm up; of the CPU, for SQLite runs in this process."""
    taken = []
    for _ in range(TIMES + 1):
        started = time.process_time()
        job()
        taken.append(1000 * (time.process_time() - started))
    return statistics.median(taken[1:])


@pytest.fixture
def both(tmp_path):
    """Two databases, with few drawings and with many, all of them in a room where that is asked for."""
    opened = []

    def made(room=None):
        opened.extend(filled(f"sqlite:///{tmp_path}/{count}.db", count, room) for count in (FEW, MANY))
        return opened[-2:]

    yield made
    for each in opened:
        each.database.close()


@pytest.mark.parametrize("where", [None, "room"])
def test_the_wall_is_as_fast(both, where):
    few, many = (milliseconds(lambda each=each: each.read(wall.wall, each.id)) for each in both(where))
    print(f"\nwall, in {where or 'another room'}: {few:.1f} ms of {FEW}, {many:.1f} ms of {MANY:,}")
    assert many < 2 * few + 2


def test_a_drawing_is_kept_as_fast(both):
    def keeping(room):
        numbers = iter(range(10_000))
        return lambda: room.write(play.draw, room.id, drawn("0", 7, at=next(numbers)))

    few, many = (milliseconds(keeping(each)) for each in both("room"))
    print(f"\ndraw: {few:.1f} ms of {FEW}, {many:.1f} ms of {MANY:,}")
    assert many < 2 * few + 2


def test_stats_are_as_fast(both):
    few, many = (milliseconds(lambda each=each: each.read(drawings.stats)) for each in both())
    print(f"\nstats: {few:.1f} ms of {FEW}, {many:.1f} ms of {MANY:,}")
    assert many < few + 100  # the command takes ten times that to start


def test_a_room_ends_in_a_moment(both):
    _, many = both("room")
    started = time.process_time()
    many.holding(rooms.end)
    seconds = time.process_time() - started
    print(f"\nend: {seconds:.2f} s of {MANY:,}")
    assert seconds < 10


EXPORT = """
import sys
from bench.server import peak
from digits.collection.__main__ import main
assert main(sys.argv[1:]) == 0
print(peak(), file=sys.stderr)
"""


def test_export_takes_as_little_memory(both):
    peaks = []
    for each, count in zip(both(), (FEW, MANY), strict=True):
        command = [sys.executable, "-c", EXPORT, "--database", str(each.database._engine.url), "export"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.count("\n") == count
        peaks.append(float(done.stderr.split()[-1]))
    print(f"\nexport: {peaks[0]:.0f} MB of {FEW}, {peaks[1]:.0f} MB of {MANY:,}")
    assert peaks[1] < peaks[0] + 20
