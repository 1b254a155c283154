"""What strangers wrote never makes a reader's browser fetch an address of theirs."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from bench.server import serving
from tests.browser.screens import TALL


@contextmanager
def beacon():
    """A server on this machine; it yields its port and the paths that were asked for."""
    asked = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    listening = HTTPServer(("127.0.0.1", 0), Listener)
    thread = Thread(target=listening.serve_forever)
    thread.start()
    try:
        yield listening.server_port, asked
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


@pytest.fixture
def bare_server():
    """The page without its content security policy, which would forbid it anyway: not everybody serves it so."""
    with serving() as served:
        yield served.address


def test_no_address_in_a_name_or_in_an_album_is_fetched(bare_server, visit):
    visitor = visit(address=bare_server, **TALL)
    with beacon() as (port, asked):
        visitor.page.evaluate(f"fetch('http://127.0.0.1:{port}/heard', {{ mode: 'no-cors' }})")
        there = f"&sol;&sol;127.0.0.1&colon;{port}&sol;stolen"
        image, tag = f"![]({there})", f"<img src={there}>"
        visitor.draw(5)
        visitor.open("History")
        line = json.dumps({"label": image, "said": tag, "strokes": [[[9, 9], [9, 90]]], image: tag})
        visitor.more.locator("input[type=file]").set_input_files(given("a.jsonl", line))
        expect(visitor.more.get_by_text("read as")).to_have_count(2)
        visitor.more.locator("input[type=file]").set_input_files(given(f"{image}.jsonl", f"{image}{tag}"))
        expect(visitor.more.get_by_text("cannot be opened")).to_be_visible()
        visitor.wait_until_at_rest()
        visitor.go_to("Pictures")
        visitor.page.locator("input[type=file]").set_input_files(given(f"{tag}{image}.png", "no picture"))
        expect(visitor.page.get_by_text("This file is no picture")).to_be_visible()
        visitor.wait_until_at_rest()
        assert asked == ["/heard"]


def given(name, text):
    """A file to upload."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": text.encode()}
