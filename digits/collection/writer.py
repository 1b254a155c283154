"""Writing in the background: no answer waits for a disk.

Jobs come into a queue and are done in their order, many in one transaction. So whoever draws in a room waits for the
commit, a millisecond, and for no longer than it wants to: the job goes on without it.
"""

import atexit
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection

from digits.collection.database import Database
from digits.errors import CollectionError, DigitsError

MAX_WAITING, MAX_BATCH = 2_000, 64  # jobs
PATIENCE = 30.0  # seconds that a job is tried for while the database is gone
RETRY_AFTER = 0.5  # seconds
CHORES_EVERY = 60.0  # seconds

T = TypeVar("T")
Job = Callable[[Connection], T]
_log = logging.getLogger(__name__)


class _Task(NamedTuple):
    job: Job[Any]
    future: "Future[Any]"
    until: float


class Writer:
    """Writes to a database in a thread of its own, which also opens it; between times it does a chore."""

    def __init__(
        self, database: Callable[[], Database], chore: Job[Any] | None = None, patience: float = PATIENCE
    ) -> None:
        self._database, self._chore, self._patience = database, chore, patience
        self._queue: queue.Queue[_Task | None] = queue.Queue(MAX_WAITING)
        self._is_failing = False
        self._thread = threading.Thread(target=self._run, name="collection", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def submit(self, job: Job[T]) -> "Future[T]":
        """Return what a job will return once it is written, or raise: a `DigitsError` is for whoever waits."""
        future: Future[T] = Future()
        try:
            self._queue.put_nowait(_Task(job, future, time.monotonic() + self._patience))
        except queue.Full:
            future.set_exception(CollectionError("The collection is too slow: what is drawn now is not kept."))
        return future

    def close(self, timeout: float = 5.0) -> None:
        """Write what waits, for so many seconds at most, and end."""
        atexit.unregister(self.close)
        until = time.monotonic() + timeout
        if self._thread.is_alive():
            with suppress(queue.Full):
                self._queue.put(None, timeout=timeout)
            self._thread.join(max(0.0, until - time.monotonic()))

    def _run(self) -> None:
        next_chore = 0.0
        while True:
            if self._chore and time.monotonic() >= next_chore:
                next_chore = time.monotonic() + CHORES_EVERY
                self._do_chore(self._chore)
            tasks = self._waiting()
            self._write([each for each in tasks if each])
            if None in tasks:
                return

    def _do_chore(self, chore: Job[Any]) -> None:
        """Do the chore, and leave nothing in a file of what it or others deleted; it returns the number of that."""
        task = _Task(chore, Future(), 0.0)
        self._write([task])
        if task.future.exception() is None:
            try:
                database = self._database()
                if task.future.result() or not database.is_tidy:
                    database.tidy()
            except CollectionError as error:
                self._warn(error)

    def _waiting(self) -> list[_Task | None]:
        """Return the jobs that wait; none where none came for a while."""
        tasks: list[_Task | None] = []
        try:
            tasks.append(self._queue.get(timeout=CHORES_EVERY if self._chore else None))
            while len(tasks) < MAX_BATCH:
                tasks.append(self._queue.get_nowait())
        except queue.Empty:
            pass
        return tasks

    def _write(self, tasks: Sequence[_Task]) -> None:
        """Do jobs in one transaction, or, where that fails, each in its own."""
        try:
            if len(tasks) > 1:
                self._do(tasks)
                return
        except Exception:  # noqa: S110 (each is tried alone, and its error is told to whoever waits for it)
            pass
        for each in tasks:
            self._write_one(each)

    def _write_one(self, task: _Task) -> None:
        """Do a job, and try it again while the database is gone."""
        while True:
            try:
                self._do([task])
            except CollectionError as error:
                self._warn(error)
                if time.monotonic() >= task.until:
                    task.future.set_exception(error)
                    return
                time.sleep(RETRY_AFTER)
            except Exception as error:
                if not isinstance(error, DigitsError):
                    _log.error("What was drawn was not kept.", exc_info=error)
                task.future.set_exception(error)
                return
            else:
                return

    def _do(self, tasks: Sequence[_Task]) -> None:
        with self._database().writing() as connection:
            results = [each.job(connection) for each in tasks]
        if self._is_failing:
            self._is_failing = False
            _log.warning("The collection is written to again.")
        for task, result in zip(tasks, results, strict=True):
            task.future.set_result(result)

    def _warn(self, error: CollectionError) -> None:
        if not self._is_failing:
            self._is_failing = True
            _log.warning("%s The page goes on reading.", error)
