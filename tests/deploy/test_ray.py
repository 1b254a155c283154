"""The API on a real cluster of this machine: the same bytes as from `serve.py`, and a reader may die."""

import base64
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest

from bench import cluster as bench
from bench.server import serving
from digits.pen import writing as pen
from tests.conftest import ROOT, drawn

pytest.importorskip("ray", reason="Ray is not installed: `make cluster` brings it")
pytestmark = pytest.mark.slow

READERS = 2
PNG = bytes(cv2.imencode(".png", 255 - drawn(7))[1])
ROW = {"strokes": pen.digit(4, 180, (90, 70))}
BATCH = np.random.default_rng(1).random((8, 28, 28, 1), np.float32)
TENSOR = {"name": "input", "datatype": "FP32", "shape": BATCH.shape}
REQUESTS = [
    ("/read", "application/json", json.dumps(ROW).encode()),
    ("/read", "application/json", json.dumps([ROW, {"picture": base64.b64encode(PNG).decode()}, 5]).encode()),
    ("/read", "application/x-ndjson", (json.dumps(ROW) + "\n").encode() * 20),
    ("/read", "image/png", PNG),
    ("/read", "image/jpeg", (ROOT / "assets" / "sample.jpg").read_bytes()),
    ("/v2/models/digits/infer", "", json.dumps({"inputs": [{**TENSOR, "data": BATCH.ravel().tolist()}]}).encode()),
]


@pytest.fixture(scope="module")
def cluster():
    """The address of the API on a cluster of two readers."""
    from ray import serve

    with pytest.MonkeyPatch.context() as environment, bench.on_ray() as address:
        environment.setenv("DIGITS_READERS", str(READERS))
        from deploy.ray_app import app

        serve.run(app, name="digits", route_prefix="/")
        yield address


def ask(address, path, kind, body):
    request = urllib.request.Request(address + path, body, {"Content-Type": kind})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.status, answer.read()


def test_a_client_gets_the_same_bytes_as_from_one_server(cluster):
    with serving(page="serve.py") as server:
        for request in REQUESTS:
            assert ask(cluster, *request) == ask(server.address, *request)
        with urllib.request.urlopen(f"{cluster}/v2/models/digits/ready") as answer:
            assert answer.status == 200


def readers():
    """Return the processes of the readers that this process's cluster has."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            is_reader = (folder / "cmdline").read_bytes().startswith(b"ray::ServeReplica:digits:reader")
            if is_reader and os.getpid() in ancestors(int(folder.name)):
                found.append(int(folder.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def ancestors(process):
    while process > 1:
        process = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
        yield process


def test_no_request_fails_when_a_reader_is_killed_under_load(cluster):
    ends = time.monotonic() + 120

    def client(number):
        answers = []
        while not done:
            answers.append(ask(cluster, *REQUESTS[number % 4]))
        return answers

    done = []
    with ThreadPoolExecutor(8) as clients:
        asking = [clients.submit(client, number) for number in range(8)]
        try:
            while len(readers()) < READERS and time.monotonic() < ends:  # there is work for both
                time.sleep(0.2)
            first = readers()
            assert len(first) == READERS
            os.kill(first[0], signal.SIGKILL)
            while len(set(readers()) - {first[0]}) < READERS and time.monotonic() < ends:  # one came in its place
                time.sleep(0.2)
            assert len(set(readers()) - {first[0]}) == READERS
        finally:
            done.append(True)
    for number, each in enumerate(asking):
        expected = ask(cluster, *REQUESTS[number % 4])
        assert each.result()
        assert set(each.result()) == {expected}


def test_the_benchmark_has_as_many_readers_as_it_asks_for(cluster):
    for count in (1, READERS):
        bench.have(count)
        ends = time.monotonic() + 30
        while len(readers()) != count and time.monotonic() < ends:  # one that was told to end takes a moment
            time.sleep(0.2)
        assert len(readers()) == count
    assert bench.rate(cluster, bench.infer(BATCH), 0.2) > 0


def test_the_evaluator_says_on_a_cluster_what_it_says_alone(tmp_path):
    figures = [evaluated(tmp_path / f"{number}.json", *more) for number, more in enumerate([(), ("--ray", "local")])]
    assert figures[0][0]["n"] == 450
    assert figures[0] == figures[1]


def evaluated(file, *more):
    command = [sys.executable, "-m", "digits.evaluate", "pen", "--limit", "450", "--widths", "12", "20", "--json", file]
    subprocess.run([*command, *more], cwd=ROOT, check=True)
    return [
        {name: value for name, value in row.items() if name != "milliseconds"} for row in json.loads(file.read_text())
    ]
