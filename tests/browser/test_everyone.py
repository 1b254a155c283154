"""For everyone: axe-core finds nothing to complain of, the keyboard reaches all, and the answer is told aloud."""

import hashlib
import subprocess
import tarfile
from itertools import product

import pytest
from playwright.sync_api import expect

from bench.server import serving
from tests.browser.conftest import SETTLED, TouchVisitor, Visitor
from tests.browser.test_draw import PHONE, TABLET

AXE, DIGEST = "axe-core@4.10.3", "0f2b4d7dcdf7d1219df8d1959ad68e565f51d14c3f0d88bb71cd59abeb956292"
DESKTOP = {"viewport": {"width": 960, "height": 900}}
DEVICES = {"desktop": (Visitor, DESKTOP), "phone": (TouchVisitor, PHONE), "tablet": (TouchVisitor, TABLET)}

# What Streamlit and its charts draw themselves, by rule and by what is theirs. Nothing of ours is excused.
THEIRS = [
    ("presentation-role-conflict", 'data-testid="stFileUploaderDropzone"'),
    ("svg-img-alt", 'aria-roledescription="symbol mark container"'),  # a chart's legend
]


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    """axe-core's source, from npm."""
    folder = tmp_path_factory.mktemp("axe")
    subprocess.run(["npm", "pack", AXE, "--loglevel=error", "--pack-destination", folder], check=True)
    (packed,) = folder.glob("*.tgz")
    assert hashlib.sha256(packed.read_bytes()).hexdigest() == DIGEST
    with tarfile.open(packed) as files:
        return files.extractfile("package/axe.min.js").read().decode()


def panel(name):
    def opened(visitor):
        visitor.draw(3)
        visitor.open(name)

    return opened


def page(name):
    def opened(visitor):
        menu = visitor.page.get_by_test_id("stExpandSidebarButton")
        if menu.is_visible():  # on a phone
            menu.tap()
            visitor.page.wait_for_timeout(SETTLED)
        visitor.page.get_by_role("link", name=name).click()
        expect(visitor.page.get_by_role("heading", name=name, level=1)).to_be_visible()
        visitor.page.wait_for_timeout(2 * SETTLED)

    return opened


def challenge(visitor):
    visitor.press("Challenge: ten digits")


VIEWS = {
    "blank": ("", Visitor.says),
    "number": ("", lambda visitor: visitor.press("2026")),
    "no digit": ("", lambda visitor: visitor.press("a fish")),
    "answer": ("", lambda visitor: visitor.draw(3)),
    "how it sees": ("", panel("How it sees")),
    "opinions": ("", panel("Opinions")),
    "history": ("", panel("History")),
    "share": ("", panel("Share")),
    "present": ("?present=1", challenge),
    "pictures": ("", page("Pictures")),
    "network": ("", page("The network")),
}


@pytest.fixture(params=product(VIEWS, DEVICES, ["light", "dark"]), ids="-".join)
def view(request, visit, server, artefacts):
    """A view as a visitor has opened it."""
    name, device, scheme = request.param
    query, opened = VIEWS[name]
    kind, size = DEVICES[device]
    visitor = visit(kind, address=server + query, color_scheme=scheme, reduced_motion="reduce", **size)
    opened(visitor)
    expect(visitor.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    visitor.page.wait_for_timeout(SETTLED)  # what was fading is in full colour
    visitor.page.screenshot(path=artefacts / f"{name.replace(' ', '-')}-{device}-{scheme}.png")
    return visitor


def test_a_view_fits_and_axe_finds_nothing(view, axe):
    main = view.page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    view.page.evaluate(axe)
    found = view.page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    told = [(rule["id"], node["target"], node["html"][:150]) for rule in found for node in rule["nodes"]]
    assert [each for each in told if not excused(each)] == []


def excused(told):
    rule, _, html = told
    return any(rule == theirs and part in html for theirs, part in THEIRS)


def test_the_keyboard_reaches_every_control_in_order(visit):
    visitor = visit(**DESKTOP)
    visitor.draw(7)
    visitor.page.locator("h1").click()
    reached = []
    for _ in range(40):
        visitor.page.keyboard.press("Tab")
        reached.append(
            visitor.page.evaluate(
                """() => {
                    let node = document.activeElement;
                    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
                    return node?.ariaLabel || node?.innerText?.trim() || node?.tagName;
                }"""
            )
        )
    wanted = ["Pen: medium. Press for thick", "Eraser", "Undo", "Redo", "Clear", "How it sees"]
    assert [reached.index(name) for name in wanted] == sorted(reached.index(name) for name in wanted), reached
    visitor.button("Undo").focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.digit).to_have_text("?")


def test_nothing_moves_where_people_ask_for_that(visit):
    visitor = visit(**DESKTOP, reduced_motion="reduce")
    visitor.draw(7)
    moving = visitor.page.evaluate("document.getAnimations().filter(each => each.playState === 'running').length")
    assert moving == 0


def test_the_answer_is_told_to_screen_readers(visit):
    visitor = visit(**DESKTOP)
    spoken = visitor.page.locator(".st-key-spoken")
    expect(spoken).to_have_attribute("aria-live", "polite")
    visitor.draw(7)
    expect(spoken).to_contain_text("Read as 7")
    visitor.press("Clear")
    expect(spoken).to_have_text("")


def test_at_200_percent_nothing_is_cut_off(visit):
    visitor = visit(viewport={"width": 480, "height": 450}, device_scale_factor=2)
    visitor.draw(5)
    main = visitor.page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    for part in (visitor.digit, visitor.button("Clear"), visitor.page.locator(".st-key-more").get_by_text("Share")):
        part.scroll_into_view_if_needed()
        expect(part).to_be_in_viewport(ratio=1)


def test_a_lost_connection_is_told_and_keeps_the_drawing(visit, artefacts):
    """The server goes, a digit is drawn, and another server comes that knows nothing of the visit."""
    with serving() as first:
        visitor = visit(address=first.address, lost=True, **DESKTOP)
        told = "getComputedStyle(document.querySelector('.stApp'), '::after').content"
        assert visitor.page.evaluate(told) == "none"
        visitor.press("a tiny 5")  # what the canvas is given anew would replace what is on it
        visitor.press("Clear")
    visitor.page.wait_for_function(f"{told}.includes('The connection is lost')")
    assert visitor.page.get_by_role("status").get_by_text("The connection is lost.").count() == 1
    visitor.draw(4)
    visitor.page.screenshot(path=artefacts / "lost.png")
    before = visitor.ink()
    assert before > 0
    with serving(port=int(first.address.rpartition(":")[2])):
        expect(visitor.digit).to_have_text("4", timeout=30_000)
        assert visitor.page.evaluate(told) == "none"
        assert visitor.ink() == before
