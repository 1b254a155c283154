"""The page for a projector: a large canvas, a code to join by, and a challenge."""

import cv2
from playwright.sync_api import expect

from tests.browser.screens import PROJECTOR
from tests.browser.visitor import digit, pixels

CANVAS_IS_LARGE = "document.querySelector('.st-key-canvas').getBoundingClientRect().width > 480"


def test_the_projector_shows_a_large_canvas_and_runs_a_challenge(visit, server, artefacts):
    visitor = visit(address=f"{server}?present=1", **PROJECTOR)
    visitor.page.wait_for_function(CANVAS_IS_LARGE)
    visitor.draw(7)
    visitor.reads("7")
    assert visitor.digit.evaluate("node => parseFloat(getComputedStyle(node).fontSize)") > 150
    visitor.page.screenshot(path=artefacts / "present.png")
    visitor.press("Challenge: ten digits")
    win_the_challenge(visitor, artefacts)
    assert visitor.download("Download the card").startswith(b"\x89PNG")
    visitor.press("Stop the challenge")
    expect(visitor.page.locator(".ask b")).to_have_count(0)
    expect(visitor.page.get_by_text("Others cannot open this address")).to_be_visible()
    visitor.button("Leave").click()
    expect(visitor.page.get_by_role("link", name="Pictures")).to_be_visible()
    assert visitor.page.url == f"{server}/"


def win_the_challenge(visitor, artefacts):
    """Draw what is asked for until it is over; the page wipes the canvas after each digit."""
    ask = visitor.page.locator(".ask b")
    visitor.answers(0)
    while (asked := ask.inner_text()).isdigit():
        visitor.write(in_one_go(int(asked)))
        expect(visitor.answer).not_to_have_attribute("data-strokes", "0")
        visitor.page.screenshot(path=artefacts / "challenge.png")
        expect(ask).not_to_have_text(asked)
        visitor.answers(0)
    visitor.page.screenshot(path=artefacts / "challenge-won.png")
    expect(visitor.page.get_by_text("Ten digits in")).to_be_visible()


def in_one_go(label):
    """Return a digit's strokes. A 5 may be read, and be wiped, before its bar comes from a slow hand: one stroke."""
    runs = digit(label)
    return [[*reversed(runs[1]), *runs[0]]] if label == 5 else runs


def test_the_projectors_code_leads_to_the_page(visit, named_server):
    visitor = visit(address=f"{named_server}?present=1", **PROJECTOR)
    code = pixels(visitor.page.get_by_alt_text("QR code of").screenshot())
    assert cv2.QRCodeDetector().detectAndDecode(code)[0] == named_server
