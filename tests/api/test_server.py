"""What programs meet with at the real server, which serves the page too."""

import base64
import gzip
import http.client
import json
import random
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import cv2
import numpy as np
import pytest
import tritonclient.http as triton

from bench.server import serving
from digits.api.limits import MAX_REQUESTS
from tests.conftest import drawn

ROW = {"strokes": [[[160, 60], [160, 250]]], "label": "1"}
INFER = "/v2/models/digits/infer"


@pytest.fixture
def client(server):
    with triton.InferenceServerClient(urlsplit(server.address).netloc) as opened:
        yield opened


def test_tritonclient_finds_the_server_and_the_network(client):
    assert client.is_server_live()
    assert client.is_server_ready()
    assert client.is_model_ready("digits")
    assert client.is_model_ready("digits", "1")
    assert client.get_server_metadata()["extensions"] == ["binary_tensor_data"]
    (tensor,) = client.get_model_metadata("digits")["inputs"]
    assert (tensor["name"], tensor["datatype"], tensor["shape"]) == ("input", "FP32", [-1, 28, 28, 1])
    with pytest.raises(triton.InferenceServerException, match="There is nothing at this address"):
        client.get_model_metadata("letters")


@pytest.mark.parametrize("binary", [True, False])
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("count", [1, 8, 64])
def test_tritonclient_gets_the_probabilities_of_the_engine(client, network, binary, named, count):
    batch = np.random.default_rng(count).random((count, 28, 28, 1), np.float32)
    given = triton.InferInput("input", batch.shape, "FP32")
    given.set_data_from_numpy(batch, binary_data=binary)
    wanted = [triton.InferRequestedOutput("probabilities", binary_data=binary)] if named else None
    found = client.infer("digits", [given], outputs=wanted, request_id="7")
    assert found.get_response()["id"] == "7"
    assert np.abs(found.as_numpy("probabilities") - network.predict(batch)).max() <= 1e-6


def test_pictures_strokes_and_lists_are_read(ask):
    png = bytes(cv2.imencode(".png", 255 - drawn(7))[1])
    status, _, found = ask("POST", "/read", png, "image/png")
    assert (status, found["text"]) == (200, "7")
    assert ask("POST", "/read", ROW)[2]["text"] == "1"
    assert [each["text"] for each in ask("POST", "/read", [ROW, ROW])[2]] == ["1", "1"]


def test_lines_are_answered_while_more_are_to_come(server):
    line = json.dumps(ROW).encode() + b"\n"
    head = b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
    place = urlsplit(server.address)
    with socket.create_connection((place.hostname, place.port), timeout=60) as connection:
        connection.sendall(head)
        received = connection.makefile("rb")
        for number in range(3):
            connection.sendall(b"%x\r\n%s\r\n" % (len(line), line))
            if not number:
                while received.readline().strip():
                    pass
            size = int(received.readline(), 16)
            assert json.loads(received.read(size + 2))["text"] == "1"
        connection.sendall(b"0\r\n\r\n")
        assert received.readline() == b"0\r\n"


@pytest.mark.parametrize(
    "request_,status",
    [
        (("GET", "/v2/models/letters", None, ""), 404),
        (("POST", "/v2/models/digits/versions/2/infer", b"", ""), 404),
        (("DELETE", "/read", None, ""), 405),
        (("POST", "/read", b"{}", "text/html"), 415),
        (("POST", "/read", b"{}", "application/json"), 400),
        (("POST", "/read", b"\x89PNG", "image/png"), 400),
        (("POST", "/read", b" " * (2**24 + 1), "application/json"), 413),
        (("POST", "/read", b" " * (2**24 + 1), "application/x-ndjson"), 413),
        (("POST", "/read", b"[" + b"{}," * 500_000 + b"{}]", "application/json"), 413),
        (("POST", INFER, b"[[[[", ""), 400),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_sentence(ask, request_, status):
    found, headers, told = ask(*request_)
    assert found == status
    assert list(told) == ["error"]
    assert told["error"].endswith(".")
    assert headers["allow"] == ("POST" if status == 405 else None)


@pytest.mark.parametrize("path", ["/read", INFER])
def test_what_is_compressed_is_refused(ask, path):
    status, _, told = ask("POST", path, gzip.compress(b"{}"), **{"Content-Encoding": "gzip"})
    assert (status, told) == (415, {"error": "Content-Encoding: send it as it is, got gzip."})


def test_who_is_gone_is_read_no_further(server, ask):
    """Six who go away, each of whom sent seconds of work, would keep all others waiting."""
    squares = np.indices((5000, 5000), np.uint16).sum(axis=0) // 50 % 2 * 255
    picture = base64.b64encode(cv2.imencode(".png", squares.astype(np.uint8))[1]).decode()
    body = json.dumps([{"picture": picture}] * 5).encode()
    netloc = urlsplit(server.address).netloc
    ask("POST", "/read", ROW)
    with ExitStack() as clients:
        for _ in range(6):
            connection = clients.enter_context(closing(http.client.HTTPConnection(netloc, timeout=60)))
            connection.request("POST", "/read", body, {"Content-Type": "application/json"})
        time.sleep(0.3)  # for what they sent to be taken in
    started = time.monotonic()
    assert ask("POST", "/read", ROW)[0] == 200
    soon = time.monotonic() - started
    started = time.monotonic()
    assert ask("POST", "/read", body)[0] == 200
    assert soon < 2 * (time.monotonic() - started)


def test_figures_count_what_was_answered(ask):
    def count(text, line):
        return sum(float(each.split()[-1]) for each in text.decode().splitlines() if each.startswith(line))

    _, headers, before = ask("GET", "/metrics")
    assert headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    ask("POST", "/read", [ROW, ROW])
    _, _, after = ask("GET", "/metrics")
    assert count(after, "digits_answers_total") - count(before, "digits_answers_total") == 2
    line = 'digits_requests_total{path="/read",status="200"}'
    assert count(after, line) - count(before, line) == 1


def test_a_host_by_another_name_is_refused_where_names_are_set(ask):
    assert ask("GET", "/v2", Host="anything.example")[0] == 200
    with serving(page="serve.py", DIGITS_HOSTS="*.digits.example") as served:
        place = urlsplit(served.address).netloc
        for host, status in ((place, 200), ("a.digits.example", 200), ("evil.example", 400)):
            with socket.create_connection(place.split(":"), timeout=60) as connection:
                connection.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
                answer = connection.makefile("rb").read().decode()
                assert int(answer.split()[1]) == status
                assert ("does not answer to 'evil.example'" in answer) is (status == 400)


@pytest.mark.slow
def test_schemathesis_finds_nothing(server, tmp_path):
    """Valid data may be refused: no schema says that bytes are a picture, or how many values a tensor's shape needs."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{server.address}/openapi.json", "--seed", "1"]
    limits = ["--exclude-checks", "positive_data_acceptance", "--max-examples", "20", "--generation-database", "none"]
    done = subprocess.run([*command, *limits], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:]


@pytest.mark.slow
def test_a_thousand_malformed_requests_bring_neither_an_error_of_ours_nor_a_traceback(ask):
    """The server's fixture looks for tracebacks."""
    mangled = random.Random(1)
    tensor = {"name": "input", "datatype": "FP32", "shape": [1, 28, 28, 1], "data": [0.5] * 784}
    png = bytes(cv2.imencode(".png", 255 - drawn(7))[1])
    seeds = [
        ("/read", "application/json", json.dumps(ROW).encode()),
        ("/read", "application/json", json.dumps([ROW, {"picture": "aGk="}]).encode()),
        ("/read", "application/x-ndjson", json.dumps(ROW).encode() * 2),
        ("/read", "image/png", png),
        (INFER, "application/json", json.dumps({"inputs": [tensor], "outputs": [{"name": "probabilities"}]}).encode()),
    ]
    found = {}
    for _ in range(1000):
        path, kind, body = mangled.choice(seeds)
        size = {"Inference-Header-Content-Length": mangled.choice(["7", "-1", "x", "99999"])}
        more = size if path == INFER and mangled.random() < 0.3 else {}
        status, _, told = ask("POST", path, broken(body, mangled), kind, **more)
        assert status < 500, told
        assert status == 200 or told["error"].endswith(".")
        found[status] = found.get(status, 0) + 1
    assert found[400] > 300, found


def broken(body, mangled):
    """Bytes of a request with some cut out, put in, doubled or changed."""
    data = bytearray(body)
    for _ in range(mangled.randint(1, 4)):
        start = mangled.randrange(len(data) + 1)
        end = min(len(data), start + mangled.choice([1, 1, 3, 50, len(data)]))
        data[start:end] = mangled.choice(
            [b"", b"1e999", b"null", b"{", b"]", b"\xff\0", data[start:end] * 2, b"NaN", b"-"]
        )
    return bytes(data)


def test_a_replica_is_healthy_however_many_requests_it_holds(server, ask):
    """A balancer would take it out, and end the visits of all who draw there."""
    address = urlsplit(server.address)
    head = f"POST /read HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: image/png\r\nContent-Length: 9\r\n\r\n"
    with ExitStack() as sockets:
        for _ in range(MAX_REQUESTS):
            waiting = sockets.enter_context(socket.create_connection((address.hostname, address.port)))
            waiting.sendall(head.encode())
        _wait_until(lambda: ask("POST", "/read", {})[0] == 429)
        assert [ask("GET", path)[0] for path in ("/v2/health/ready", "/v2/health/live", "/metrics")] == [200] * 3
    _wait_until(lambda: ask("POST", "/read", ROW)[0] == 200)


def _wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
