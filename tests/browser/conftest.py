"""A real server on a free port, serving from requirements-page.txt alone where `.venv` is there, and a real Chromium.

Each worker of pytest-xdist has both of its own. Contexts are used again by those with the same kind of screen: each
visitor is a page, and a session of the server, of its own, but what a browser keeps of Streamlit is loaded once.
"""

import os
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import expect, sync_playwright

from bench.server import FLAGS, chromium, serving
from tests.browser.screens import TALL
from tests.browser.visitor import Visitor
from tests.conftest import ROOT
from tests.logs import tracebacks

FABRIC_NOISE = "reading 'clearRect'"  # fabric.js, now and then, where a canvas goes while it still loads a drawing
HOST_NAME = "digits.test"  # the server too, as others in a network might call it
FORGET = """if (window.origin !== 'null' && !sessionStorage.begun) {
    localStorage.clear();  // Streamlit keeps there that its menu is open, and the page what was drawn
    sessionStorage.begun = true;
}"""
USUAL_MEDIA = {"color_scheme": "light", "reduced_motion": "no-preference"}
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

expect.set_options(timeout=20_000)  # milliseconds: a busy machine is slow, and what never comes fails all the same


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "browser"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def artefacts():
    folder = ROOT / "artefacts"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def server(artefacts, tmp_path_factory):
    log = artefacts / f"server-{WORKER}.log"
    data = str(tmp_path_factory.mktemp("data"))
    with serving(log, "serve.py", STREAMLIT_BROWSER_SERVER_ADDRESS=HOST_NAME, DIGITS_DATA=data) as served:
        yield served.address
    assert tracebacks(log) == 0


@pytest.fixture
def named_server(server):
    """The page's address as others in a network open it."""
    return server.replace("127.0.0.1", HOST_NAME)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        named = f"--host-resolver-rules=MAP {HOST_NAME} 127.0.0.1"
        launched = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, named])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def new_page(browser):
    """Opens a page with a kind of screen, in a context that those who had the same kind have left."""
    left = {}

    @contextmanager
    def opened(**screen):
        fitting = left.setdefault(tuple(sorted(screen.items())), [])
        context = fitting.pop() if fitting else browser.new_context(**screen)
        page = context.new_page()
        page.add_init_script(FORGET)
        try:
            yield page
        finally:
            page.close()
            fitting.append(context)

    return opened


@pytest.fixture
def visit(new_page, server):
    """Opens the page as a new visitor with a kind of screen; nothing may complain by the end."""
    complaints = []
    with ExitStack() as pages:

        def opened(kind=Visitor, address=server, reads="?", viewport=TALL["viewport"], lost=False, **screen):
            media = {name: screen.pop(name, usual) for name, usual in USUAL_MEDIA.items()}
            page = pages.enter_context(new_page(**screen))
            page.set_viewport_size(viewport)
            page.emulate_media(**media)
            if not lost:
                page.on("pageerror", lambda error: complaints.append(str(error)))
                page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
            return kind(page, address, reads)

        yield opened
    assert [each for each in complaints if FABRIC_NOISE not in each] == []
