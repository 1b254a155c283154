"""A drawing survives a look at another page, and a server that goes."""

from playwright.sync_api import expect

from bench.server import serving
from digits.drawing import strokes
from digits.pen import writing as pen
from digits.sharing import links
from tests.browser.screens import TALL
from tests.browser.test_pictures import LINES, give, png_of
from tests.browser.visitor import digit

LOST = "The connection is lost"
COUNT_DIALOGS = """() => {
    window.dialogs = 0;
    const isDialog = (node) => node.dataset?.testid === "stDialog";
    new MutationObserver((changes) => {
        window.dialogs += changes.flatMap(({ addedNodes }) => [...addedNodes]).filter(isDialog).length;
    }).observe(document.body, { childList: true });
}"""
SHOWN = "getComputedStyle(document.querySelector('.stApp'), '::after').content"


def test_a_drawing_survives_a_look_at_another_page(visit):
    visitor = visit(**TALL)
    visitor.draw(5)
    before = visitor.ink()
    visitor.go_to("The network")
    visitor.go_to("Draw", heading="Digits")
    visitor.reads("5")
    visitor.wait_for_ink(before, rel=0.05)
    visitor.press("Undo", leaves=1)
    visitor.press("Redo", leaves=2)
    visitor.reads("5")


def test_a_refresh_brings_the_drawing_back(visit):
    visitor = visit(**TALL)
    visitor.draw(5)
    before = visitor.ink()
    visitor.page.reload()
    visitor.reads("5")
    visitor.answers(2)
    visitor.wait_for_ink(before, rel=0.02)
    visitor.press("Undo", leaves=1)
    visitor.press("Clear", leaves=0)
    visitor.page.reload()
    visitor.answers(0)
    visitor.reads("?")


def test_what_is_added_to_a_linked_drawing_stays_and_what_is_cleared_is_gone(visit, server):
    four = links.pack(strokes.by_one_pen(pen.digit(4, 110, (20, 90)), 20))
    visitor = visit(address=f"{server}?d={four}", reads="4", **TALL)
    visitor.draw_strokes(digit(2, 110, (160, 90)))
    visitor.reads("42")
    assert "d=" not in visitor.page.url
    visitor.page.reload()
    visitor.reads("42")
    visitor.press("Clear", leaves=0)
    visitor.page.reload()
    visitor.answers(0)
    visitor.reads("?")


def test_a_lost_connection_is_told_and_keeps_the_drawing(visit, artefacts):
    """The server goes, a digit is drawn, and another server comes that knows nothing of the visit."""
    with serving() as first:
        visitor = visit(address=first.address, lost=True, **TALL)
        assert visitor.page.evaluate(SHOWN) == "none"
        visitor.press("a tiny 5")  # what the canvas is given anew would replace what is on it
        visitor.reads("5")
        visitor.press("Clear", leaves=0)
        visitor.page.evaluate(COUNT_DIALOGS)
    visitor.page.wait_for_function(f"() => {SHOWN}.includes('{LOST}')")
    assert visitor.page.get_by_role("status").get_by_text(f"{LOST}.").count() == 1
    visitor.page.wait_for_function("() => dialogs > 0")  # Streamlit's own, which makes the page inert
    expect(visitor.page.locator("[inert]:not(noscript, [data-focus-scope-start])")).to_have_count(0)
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)
    visitor.push(visitor.button("Thick pen"))
    expect(visitor.button("Thick pen")).to_have_attribute("aria-pressed", "true")
    visitor.push(visitor.button("At work"))
    expect(visitor.page.locator(".work .layer").first).to_be_visible()
    visitor.push(visitor.button("At work"))
    visitor.write(digit(4))
    visitor.reads("4")
    visitor.push(visitor.button("Undo"))
    visitor.push(visitor.button("Redo"))
    visitor.page.screenshot(path=artefacts / "lost.png")
    before = visitor.ink()
    assert before > 0
    with serving(port=int(first.address.rpartition(":")[2])):
        expect(visitor.answer).to_have_attribute("data-by", "server", timeout=30_000)
        visitor.reads("4")
        assert visitor.page.evaluate(SHOWN) == "none"
        assert visitor.ink() == before


def test_pictures_are_asked_for_again_where_the_server_began_anew(visit, tmp_path):
    (tmp_path / "six.png").write_bytes(png_of(6))
    with serving() as first:
        visitor = visit(address=first.address, lost=True, **TALL)
        visitor.go_to("Pictures")
        give(visitor.page, tmp_path / "six.png")
        expect(visitor.page.locator(LINES)).to_have_text("6")
    with serving(port=int(first.address.rpartition(":")[2])):
        expect(visitor.page.get_by_text("Choose the pictures again")).to_be_visible(timeout=30_000)
        expect(visitor.page.get_by_test_id("stFileChip")).to_have_count(0)
        give(visitor.page, tmp_path / "six.png")
        expect(visitor.page.locator(LINES)).to_have_text("6")


def test_going_back_and_forward_quickly_does_not_end_the_visit(visit):
    visitor = visit()
    visitor.draw(7)
    visitor.page.reload()
    visitor.reads("7")
    visitor.go_to("Pictures")
    for pause in (1000, 800, 600, 400, 200, 100):
        visitor.page.go_back()
        visitor.page.wait_for_timeout(pause)
        visitor.page.go_forward()
    visitor.go_to("Pictures")  # wherever that led
    visitor.go_to("Draw", heading="Digits")
    visitor.reads("7")
