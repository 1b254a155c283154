"""A drawing survives a look at another page, and a server that goes."""

from playwright.sync_api import expect

from bench.server import serving
from tests.browser.screens import TALL
from tests.browser.visitor import digit

LOST = "The connection is lost"
SHOWN = "getComputedStyle(document.querySelector('.stApp'), '::after').content"


def test_a_drawing_survives_a_look_at_another_page(visit):
    visitor = visit(**TALL)
    visitor.draw(5)
    before = visitor.ink()
    visitor.go_to("The network")
    visitor.go_to("Draw", heading="Digits")
    visitor.reads("5")
    visitor.wait_for_ink(before, rel=0.05)


def test_a_lost_connection_is_told_and_keeps_the_drawing(visit, artefacts):
    """The server goes, a digit is drawn, and another server comes that knows nothing of the visit."""
    with serving() as first:
        visitor = visit(address=first.address, lost=True, **TALL)
        assert visitor.page.evaluate(SHOWN) == "none"
        visitor.press("a tiny 5")  # what the canvas is given anew would replace what is on it
        visitor.reads("5")
        visitor.press("Clear", leaves=0)
    visitor.page.wait_for_function(f"{SHOWN}.includes('{LOST}')")
    assert visitor.page.get_by_role("status").get_by_text(f"{LOST}.").count() == 1
    visitor.write(digit(4))
    visitor.page.screenshot(path=artefacts / "lost.png")
    before = visitor.ink()
    assert before > 0
    with serving(port=int(first.address.rpartition(":")[2])):
        expect(visitor.answer).to_have_attribute("data-by", "server", timeout=30_000)
        visitor.reads("4")
        assert visitor.page.evaluate(SHOWN) == "none"
        assert visitor.ink() == before
