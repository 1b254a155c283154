"""The page for a projector: a large canvas, a code to join by, and a challenge."""

import pytest
from playwright.sync_api import expect

from tests.browser.screens import PROJECTOR, WALL
from tests.browser.visitor import AT_REST, digit, scanned

CANVAS_IS_LARGE = "() => document.querySelector('.st-key-canvas').getBoundingClientRect().width > 480"
FONT = "node => parseFloat(getComputedStyle(node).fontSize)"


def test_the_projector_shows_a_large_canvas_and_runs_a_challenge(visit, server, artefacts):
    visitor = visit(address=f"{server}?present=1", **PROJECTOR)
    visitor.page.wait_for_function(CANVAS_IS_LARGE)
    visitor.draw(7)
    visitor.reads("7")
    assert visitor.digit.evaluate(FONT) > 180
    visitor.page.screenshot(path=artefacts / "present.png")
    begin_the_challenge(visitor)
    win_the_challenge(visitor, artefacts)
    assert visitor.download("Card").startswith(b"\x89PNG")
    visitor.press("Challenge")
    expect(visitor.page.locator(".request")).to_have_count(0)
    expect(visitor.page.get_by_text("Others cannot open this address")).to_be_visible()
    visitor.button("Leave").click()
    expect(visitor.page.get_by_role("link", name="Pictures")).to_be_visible()
    assert visitor.page.url == f"{server}/"


def begin_the_challenge(visitor):
    """Start it, and wait until the countdown is over."""
    visitor.open("Challenge")
    visitor.push(start(visitor))
    expect(visitor.page.locator(".countdown")).to_be_visible()
    expect(visitor.page.locator(".ask")).to_be_hidden()
    expect(visitor.page.locator(".ask")).to_be_visible()
    visitor.answers(0)


def start(visitor):
    return visitor.page.get_by_role("button", name="Start")


def win_the_challenge(visitor, artefacts):
    """Draw what is asked for until it is over; the page wipes the canvas after each digit."""
    ask = visitor.page.locator(".ask b")
    for number in range(1, 11):
        visitor.write(in_one_go(int(ask.inner_text())))
        expect(visitor.page.locator(".mark.right")).to_be_visible()
        if number == 2:
            visitor.page.screenshot(path=artefacts / "challenge.png")
        expect(visitor.page.get_by_text(f"{number} of 10" if number < 10 else "Ten digits in")).to_be_visible()
        visitor.answers(0)
    visitor.page.screenshot(path=artefacts / "challenge-won.png")


def in_one_go(label):
    """Return a digit's strokes. A 5 may be read, and be wiped, before its bar comes from a slow hand: one stroke."""
    runs = digit(label)
    return [[*reversed(runs[1]), *runs[0]]] if label == 5 else runs


def test_what_is_asked_for_is_as_large_as_the_answer_and_a_wrong_one_is_marked(visit, server, artefacts):
    visitor = visit(address=f"{server}?present=1", **WALL)
    begin_the_challenge(visitor)
    ask = visitor.page.locator(".ask b")
    asked = int(ask.inner_text())
    visitor.draw((asked + 3) % 10)
    expect(visitor.page.locator(".mark.wrong")).to_be_visible()
    expect(visitor.page.locator(".mark.wrong")).to_contain_text("\N{MULTIPLICATION X} Not a")
    visitor.page.screenshot(path=artefacts / "challenge-wrong.png")
    assert ask.evaluate(FONT) == visitor.digit.evaluate(FONT) > 200
    visitor.press("Clear", leaves=0)
    expect(visitor.page.locator(".mark.wrong")).to_have_count(0)
    visitor.page.keyboard.press("n")
    expect(visitor.page.get_by_text("1 of 10")).to_be_visible()
    visitor.page.keyboard.press("PageDown")  # of a presenter's remote
    expect(visitor.page.get_by_text("2 of 10")).to_be_visible()


def test_the_projectors_code_leads_to_the_page(visit, named_server, artefacts):
    visitor = visit(address=f"{named_server}?present=1", **WALL)
    code, address = visitor.page.get_by_alt_text("QR code of"), visitor.page.locator(".join .address")
    visitor.wait_until_at_rest()
    assert scanned(code.screenshot()) == named_server
    assert code.bounding_box()["width"] >= 300
    assert address.inner_text() == named_server.removeprefix("http://")
    assert address.evaluate(FONT) >= 32
    visitor.page.keyboard.press("q")
    expect(visitor.button("Large code")).to_have_attribute("aria-pressed", "true")
    assert code.bounding_box()["width"] >= 800
    visitor.page.screenshot(path=artefacts / "present-code.png")
    visitor.page.keyboard.press("Escape")
    assert code.bounding_box()["width"] < 400


def test_keys_and_buttons_change_the_view(visit, server):
    visitor = visit(address=f"{server}?present=1", **WALL)
    visitor.draw(4)
    shown = visitor.page.locator(".bars li:visible")
    expect(shown).to_have_count(3)
    tops = [(shown.nth(i).bounding_box()["y"], shown.nth(i).locator(".label").inner_text()) for i in range(3)]
    assert min(tops)[1] == "4"
    visitor.page.keyboard.press("b")
    expect(shown).to_have_count(0)
    visitor.push(visitor.button("Bars"))
    expect(shown).to_have_count(3)
    visitor.page.keyboard.press("f")
    visitor.page.wait_for_function("() => document.fullscreenElement !== null")
    visitor.push(visitor.button("Full screen"))
    visitor.page.wait_for_function("() => document.fullscreenElement === null")
    visitor.key("Delete", leaves=0)


SCREENS = [(800, 600), (1024, 768), (1280, 720), (1280, 800), (1920, 1080), (1920, 1200), (3840, 2160)]
BEYOND = "main => [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth]"


def test_all_of_it_fits_every_projector(visit, named_server, artefacts):
    """While the challenge runs and a code leads to the page, at all lengths of what is said."""
    visitor = visit(address=f"{named_server}?present=1", **PROJECTOR)
    visitor.open("Challenge")
    fits_every_projector(visitor, artefacts, "invited", visitor.page.locator(".request .title"))
    visitor.push(start(visitor))
    ask = visitor.page.locator(".ask")
    expect(ask).to_be_visible()
    fits_every_projector(visitor, artefacts, "blank", ask)
    visitor.draw_strokes([[[40, 40], [280, 280], [280, 40], [40, 280]], [[40, 160], [280, 160]]])
    visitor.reads("–")
    fits_every_projector(visitor, artefacts, "no-digit", ask, visitor.digit)
    visitor.press("Clear", leaves=0)
    number = "23" if ask.locator("b").inner_text() == "3" else "32"  # what is asked for would be won, and wiped
    visitor.draw(int(number[0]), 110, (20, 90))
    visitor.draw(int(number[1]), 110, (160, 90))
    visitor.reads(number)
    fits_every_projector(visitor, artefacts, "number", ask, visitor.digit)


@pytest.mark.parametrize("label", ["202639", "12\n34\n57"])
def test_long_numbers_and_several_lines_fit_too(visit, named_server, artefacts, label):
    visitor = visit(address=f"{named_server}?present=1", **PROJECTOR)
    for row, line in enumerate(label.split("\n")):
        for column, each in enumerate(line):
            visitor.draw(int(each), 40 if len(line) > 2 else 70, (16 + 50 * column, 20 + 100 * row))
    visitor.reads(label)
    fits_every_projector(visitor, artefacts, f"{len(label)}-long", visitor.digit)


def fits_every_projector(visitor, artefacts, name, *more):
    parts = [visitor.page.locator(each) for each in (".answer .sure", "figure", ".join img", ".join .address")]
    buttons = ("Undo", "Clear", "At work", "Challenge", "Full screen", "Leave")
    parts += [visitor.canvas, *map(visitor.button, buttons), *more]
    for width, height in SCREENS:
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.wait_until_at_rest()
        visitor.page.screenshot(path=artefacts / f"present-{name}-{width}x{height}.png")
        assert visitor.page.get_by_test_id("stMain").evaluate(BEYOND) == [0, 0], (name, width, height)
        for part in parts:
            expect(part).to_be_in_viewport(ratio=0.99)


PLACES = """() => {
  globalThis.places = [];
  const look = () => {
    const button = document.querySelector(".st-key-open button");
    if (button) places.push(Math.round(button.getBoundingClientRect().top));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
BOTH = """() => ["Challenge", "Open a room"].forEach((name) =>
  [...document.querySelectorAll("button")].find((button) => button.textContent.includes(name)).click())"""


@pytest.mark.parametrize("screen", [WALL, PROJECTOR], ids=["wall", "projector"])
def test_a_button_stands_where_it_was_first_painted(new_page, server, screen):
    with new_page() as page:
        page.set_viewport_size(screen["viewport"])
        page.add_init_script(f"({PLACES})()")
        page.goto(f"{server}?present=1")
        page.get_by_role("button", name="Challenge").wait_for(timeout=60_000)
        page.wait_for_function(AT_REST)
        places = page.evaluate("places")
        assert max(places) - min(places) <= 2, sorted(set(places))


def test_a_press_that_shares_a_message_with_the_canvas_opens_the_room(new_page, server):
    with new_page() as page:
        page.set_viewport_size(WALL["viewport"])
        page.goto(f"{server}?present=1")
        page.get_by_role("button", name="Challenge").wait_for(timeout=60_000)
        page.wait_for_function(AT_REST)
        page.evaluate(BOTH)
        expect(page.locator(".st-key-room .join")).to_be_visible()
        page.get_by_role("button", name="End", exact=True).click()
        page.get_by_role("button", name="End the room").click()
        expect(page.get_by_role("button", name="Open a room")).to_be_visible()
