import logging
import os
import signal
import subprocess
import sys
import threading
import time
from functools import cache

import pytest

from digits.collection import drawings, writer
from digits.collection.database import connect
from digits.collection.drawings import Labelled
from digits.collection.writer import Writer
from digits.drawing.strokes import by_one_pen
from digits.errors import CollectionError, NoRoomError
from digits.pen import writing as pen

SEVEN = Labelled(by_one_pen(pen.digit(7, 180, (90, 70)), 20), "7", "7", writer="ann")
LONG = 20  # seconds


def keeping(number):
    return lambda connection: drawings.keep(connection, SEVEN._replace(id=str(number)))


def ids(database):
    with database.reading() as connection:
        return [each.id for each in drawings.every(connection)]


@pytest.fixture
def writing(database):
    opened = Writer(lambda: database)
    yield opened
    opened.close()


def test_jobs_are_written_in_their_order(database, writing):
    futures = [writing.submit(keeping(number)) for number in range(100)]
    assert [each.result(LONG) for each in futures] == [str(number) for number in range(100)]
    assert ids(database) == [str(number) for number in range(100)]


def test_one_that_is_refused_harms_no_other(database, writing, caplog):
    block, begun = threading.Event(), threading.Event()

    def waits(_connection):
        begun.set()
        block.wait(LONG)

    def refused(connection):
        drawings.keep(connection, SEVEN._replace(id="half"))
        raise NoRoomError("The room has ended.")

    def broken(_connection):
        raise KeyError("a bug")

    first = writing.submit(waits)
    begun.wait(LONG)
    futures = [writing.submit(job) for job in (keeping(1), refused, keeping(2), broken, keeping(3))]
    block.set()
    first.result(LONG)
    assert [str(each.exception(LONG)) for each in futures] == ["None", "The room has ended.", "None", "'a bug'", "None"]
    assert ids(database) == ["1", "2", "3"]
    assert "a bug" in caplog.text  # with its traceback
    assert "The room has ended." not in caplog.text


def test_what_waits_is_written_at_the_end(database):
    writing = Writer(lambda: database)
    for number in range(50):
        writing.submit(keeping(number))
    writing.close()
    assert len(ids(database)) == 50


def test_a_queue_that_is_full_says_so(database, monkeypatch):
    monkeypatch.setattr(writer, "MAX_WAITING", 1)
    writing, block, begun = Writer(lambda: database), threading.Event(), threading.Event()

    def waits(_connection):
        begun.set()
        block.wait(LONG)

    writing.submit(waits)
    begun.wait(LONG)
    waiting, refused = writing.submit(keeping(1)), writing.submit(keeping(2))
    with pytest.raises(CollectionError, match=r"is too slow: what is drawn now is not kept\."):
        refused.result(0)
    started = time.monotonic()
    writing.close(0.05)  # it waits no longer, though there is no room for it either
    assert time.monotonic() - started < LONG / 2
    block.set()
    assert waiting.result(LONG) == "1"
    writing.close()


def test_a_chore_is_done_between_times(database):
    done = threading.Event()
    writing = Writer(lambda: database, chore=lambda _: done.set())
    assert done.wait(LONG)
    writing.close()


@pytest.mark.slow
def test_one_that_is_opened_late_has_lost_nothing(postgresql, monkeypatch):
    monkeypatch.setattr(writer, "RETRY_AFTER", 0.05)
    address = postgresql.make("opened-late")
    postgresql.stop()
    try:
        opened = cache(lambda: connect(address))
        writing = Writer(opened)
        future = writing.submit(keeping(1))
        with pytest.raises(TimeoutError):
            future.result(0.2)
    finally:
        postgresql.start()
    assert future.result(LONG) == "1"
    writing.close()


@pytest.mark.slow
def test_a_database_that_comes_back_has_lost_nothing(postgresql, caplog, monkeypatch):
    monkeypatch.setattr(writer, "RETRY_AFTER", 0.05)
    database = connect(postgresql.make("lost-nothing"))
    writing = Writer(lambda: database)
    postgresql.stop()
    try:
        futures = [writing.submit(keeping(number)) for number in range(5)]
        with pytest.raises(TimeoutError):
            futures[0].result(0.3)
    finally:
        postgresql.start()
    assert [each.result(LONG) for each in futures] == list("01234")
    assert ids(database) == list("01234")
    said = [record.message for record in caplog.records if record.levelno == logging.WARNING]
    assert len(said) == 2  # once that it is gone, and once that it is back
    assert said[0].endswith("The page goes on reading.")
    writing.close()


def test_a_database_that_stays_away_is_said_to_whoever_waits(database, monkeypatch):
    monkeypatch.setattr(writer, "RETRY_AFTER", 0.01)
    writing = Writer(lambda: database, patience=0.05)

    def fails(_connection):
        raise CollectionError("It is locked.")

    assert isinstance(writing.submit(fails).exception(LONG), CollectionError)
    assert writing.submit(keeping(1)).result(LONG) == "1"
    writing.close()


SCRIPT = """
import sys
from digits.collection import drawings
from digits.collection.database import connect
from digits.collection.writer import Writer
from digits.collection.drawings import Labelled
from digits.drawing.strokes import by_one_pen

database = connect(sys.argv[1])
writing = Writer(lambda: database)
for number in range(1_000_000):
    seven = Labelled(by_one_pen([[[90.0, 90.0], [90.0 + number % 7, 250.0]]], 20), id=str(number))
    print(writing.submit(lambda connection: drawings.keep(connection, seven)).result(), flush=True)
"""


def test_nothing_that_was_answered_is_missing_after_a_kill(address):
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, address], stdout=subprocess.PIPE, text=True)
    answered = [process.stdout.readline().strip() for _ in range(200)]
    os.kill(process.pid, signal.SIGKILL)
    answered += process.stdout.read().split()
    process.wait()
    database = connect(address)
    found = ids(database)
    assert len(found) == len(set(found))
    assert set(answered) <= set(found)
    database.close()
