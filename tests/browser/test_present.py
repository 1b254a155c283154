"""The page for a projector: a large canvas, a code to join by, and a challenge."""

import cv2
from playwright.sync_api import expect

from tests.browser.screens import PROJECTOR
from tests.browser.visitor import digit, pixels

CANVAS_IS_LARGE = "() => document.querySelector('.st-key-canvas').getBoundingClientRect().width > 480"


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


SCREENS = [(800, 600), (1024, 768), (1280, 720), (1920, 1080), (3840, 2160)]
BEYOND = "main => [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth]"


def test_all_of_it_fits_every_projector(visit, named_server, artefacts):
    """While the challenge runs and a code leads to the page, at all lengths of what is said."""
    visitor = visit(address=f"{named_server}?present=1", **PROJECTOR)
    visitor.press("Challenge: ten digits")
    ask = visitor.page.locator(".ask b")
    asked = ask.inner_text()
    visitor.write(in_one_go(int(asked)))
    expect(ask).not_to_have_text(asked)
    visitor.answers(0)
    fits_every_projector(visitor, artefacts, "blank")
    visitor.draw_strokes([[[40, 40], [280, 280], [280, 40], [40, 280]], [[40, 160], [280, 160]]])
    visitor.reads("–")
    fits_every_projector(visitor, artefacts, "no-digit")
    visitor.press("Clear", leaves=0)
    visitor.draw(4, 110, (20, 90))
    visitor.draw(2, 110, (160, 90))
    visitor.reads("42")
    fits_every_projector(visitor, artefacts, "number")


def fits_every_projector(visitor, artefacts, name):
    parts = [visitor.page.locator(each) for each in (".ask", ".clock", ".answer .digit", ".answer .sure", "figure")]
    parts += [visitor.canvas, *map(visitor.button, ("Undo", "Clear", "At work", "Stop the challenge", "Leave"))]
    for width, height in SCREENS:
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.wait_until_at_rest()
        visitor.page.screenshot(path=artefacts / f"present-{name}-{width}.png")
        assert visitor.page.get_by_test_id("stMain").evaluate(BEYOND) == [0, 0], (width, height)
        for part in parts:
            expect(part).to_be_in_viewport(ratio=0.99)
