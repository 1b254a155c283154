"""One server of page and API for all tests of a worker; by the end there is no traceback in its log."""

import http.client
import json
from urllib.parse import urlsplit

import pytest

from bench.server import serving
from tests.logs import tracebacks


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    log = tmp_path_factory.mktemp("api") / "server.log"
    with serving(log, "serve.py") as served:
        yield served
    assert tracebacks(log) == 0


@pytest.fixture
def ask(server):
    """Sends a request; returns its status, its headers and its body, read if it is JSON."""
    address = urlsplit(server.address).netloc

    def asked(method, path, body=None, kind="application/json", **headers):
        connection = http.client.HTTPConnection(address, timeout=60)
        given = body if body is None or isinstance(body, bytes) else json.dumps(body)
        connection.request(method, path, given, {"Content-Type": kind, **headers})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        is_json = answer.headers["content-type"] == "application/json"
        return answer.status, answer.headers, json.loads(data) if is_json else data

    return asked
