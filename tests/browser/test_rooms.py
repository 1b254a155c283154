"""A room: one projector and three phones, each a browser of its own, in light and dark."""

import io
import re
import sys
import uuid
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bench.server import serving
from tests.browser.screens import PHONE, WALL
from tests.browser.test_axe import axe  # noqa: F401 (a fixture)
from tests.browser.visitor import TouchVisitor, digit

READ = ".wall .tile .read"
FITS = "main => [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth]"


class Screen:
    """The projector of whoever holds a room."""

    def __init__(self, page, address):
        self.page = page
        page.goto(f"{address}?present=1")
        self.button("Open a room").click(timeout=60_000)
        expect(self.code).to_be_visible()

    @property
    def code(self):
        return self.page.locator(".st-key-room .join .address")

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=name == "End")

    def shows(self, *texts):
        """Wait until the wall shows this, in whatever order."""
        expect(self.page.locator(READ)).to_have_count(len(texts))
        for text in texts:
            expect(self.page.locator(READ).get_by_text(text, exact=True)).to_have_count(texts.count(text))

    def ask(self, digit):
        self.page.locator(".st-key-ask").get_by_role("radio", name=str(digit), exact=True).click()


class Phone(TouchVisitor):
    """Somebody in the room."""

    def send(self, label):
        """Clear the canvas, and draw another digit."""
        if self.stroke_count():
            self.press("Clear", leaves=0)
        self.draw(label)


@pytest.fixture
def open_browser(browser):
    """Opens a browser that knows nothing yet, with a kind of screen."""
    opened = []

    def new(**screen):
        opened.append(browser.new_context(**screen))
        return opened[-1].new_page()

    yield new
    for each in opened:
        each.close()


@pytest.fixture(params=["light", "dark"])
def crowd(request, open_browser, named_server):
    """A projector in one theme, and three phones in the room."""
    screen = Screen(open_browser(**WALL, color_scheme=request.param), named_server)
    code = screen.code.inner_text()
    phones = [Phone(open_browser(**PHONE), f"{named_server}?room={code}") for _ in range(3)]
    for phone in phones:
        expect(phone.page.locator(".where")).to_contain_text(f"Room {code}. What you draw appears on the wall,")
    expect(screen.page.locator(".counts")).to_contain_text("3 people")
    return screen, phones, request.param


def test_what_phones_draw_appears_on_the_wall(crowd, artefacts):
    screen, phones, theme = crowd
    for label, phone in zip((3, 7, 0), phones, strict=True):
        phone.send(label)
    screen.shows("3", "7", "0")
    phones[0].press("Clear", leaves=0)
    phones[0].draw_strokes([[[40, 40], [280, 280], [280, 40], [40, 280]], [[40, 160], [280, 160]]])
    phones[0].reads("–")
    phones[1].send(2)
    screen.shows("3", "7", "0", "2")
    tile = screen.page.locator(".wall .tile").filter(has_text="0")
    tile.hover()
    tile.get_by_role("button", name="Hide this 0").click()
    screen.shows("3", "7", "2")
    screen.button("Show it again").click()
    screen.shows("3", "7", "0", "2")
    screen.button("Freeze").click()
    expect(screen.page.locator(".counts")).to_contain_text("the wall stands still")
    phones[2].send(1)
    screen.button("Let it go on").click()
    screen.shows("3", "7", "0", "2", "1")
    screen.page.screenshot(path=artefacts / f"room-wall-{theme}.png")
    phones[0].page.screenshot(path=artefacts / f"room-phone-{theme}.png")


def test_a_digit_is_asked_for_and_the_room_races(crowd, artefacts):
    screen, phones, theme = crowd
    screen.ask(4)
    for phone in phones:
        expect(phone.page.locator(".ask")).to_have_text("Everyone: draw a 4")
    for label, phone in zip((4, 4, 9), phones, strict=True):
        phone.send(label)
    expect(phones[2].page.locator(".mark")).to_contain_text("Not a 4")
    expect(screen.page.locator(".task .share")).to_contain_text("2 of 3, by 3")
    expect(screen.page.locator(".misread-tiles .read")).to_have_text(["9"])
    screen.page.screenshot(path=artefacts / f"room-asked-{theme}.png")
    for phone in phones:
        phone.press("Clear", leaves=0)
    screen.button("Race").click()
    for phone in phones:
        expect(phone.page.locator(".clock")).to_be_visible()
        expect(phone.page.locator(".ask")).to_be_visible()
        expect(phone.page.locator(".examples button")).to_have_count(0)  # one would count as drawn
    for count, phone in ((2, phones[0]), (1, phones[1])):
        for number in range(count):
            phone.write(in_one_go(int(phone.page.locator(".ask b").inner_text())))
            expect(phone.page.get_by_text(f"{number + 1} of 10")).to_be_visible()
            phone.answers(0)
    leaders = screen.page.locator(".leaders th")
    expect(leaders).to_have_text(["Number 1", "Number 2"])
    screen.page.screenshot(path=artefacts / f"room-race-{theme}.png")
    screen.button("Stop the race").click()
    expect(phones[0].page.get_by_text("The race is over.")).to_be_visible()
    name = phones[0].page.get_by_label("Your name on the leaderboard")
    name.fill("<b>Ada</b>")
    name.press("Enter")
    expect(name).to_have_count(0)
    expect(screen.page.locator(".winner")).to_have_text("<b>Ada</b> wins.")
    expect(leaders).to_have_text(["<b>Ada</b>", "Number 2"])
    with screen.page.expect_download() as card:
        screen.button("Winner's card").click()
    assert card.value.path().read_bytes().startswith(b"\x89PNG")


def test_what_a_phone_draws_without_a_connection_comes_onto_the_wall(open_browser, named_server):
    screen = Screen(open_browser(**WALL), named_server)
    page = open_browser(**PHONE)
    line = BrokenLine(page)
    phone = Phone(page, f"{named_server}?room={screen.code.inner_text()}")
    phone.send(7)
    screen.shows("7")
    line.breaks()
    phone.button("Clear").click()
    phone.write(digit(3))
    phone.reads("3")
    screen.shows("7")
    line.holds()
    screen.shows("7", "3")
    expect(page.locator(".where")).to_contain_text(screen.code.inner_text())
    expect(screen.page.locator(".counts")).to_contain_text("1 person")


class BrokenLine:
    """A browser whose connection can be cut, for as long as wanted."""

    def __init__(self, page):
        self._is_broken = False
        page.route_web_socket(re.compile("/_stcore/stream"), self._connect)

    def _connect(self, browser):
        if self._is_broken:
            browser.close()
            return
        self._browser = browser
        browser.connect_to_server()

    def breaks(self):
        self._is_broken = True
        self._browser.close()

    def holds(self):
        self._is_broken = False


def test_a_slow_line_does_not_ask_again_for_what_is_over(open_browser, named_server):
    line = SlowLine(open_browser(**WALL))
    screen = Screen(line.page, named_server)
    screen.ask(4)
    expect(screen.page.locator(".task .ask")).to_contain_text("4")
    line.hold()
    screen.button("Race").click()
    line.wait_for_sent(3)  # the press, and two looks at the wall, from a page that does not know of the race yet
    line.let_go()
    expect(screen.button("Stop the race")).to_be_visible()
    line.wait_for_sent(2)
    expect(screen.page.locator(".task .ask")).to_contain_text("The race begins")
    expect(screen.button("Stop the race")).to_be_visible()


class SlowLine:
    """A browser whose server can be made to take its time."""

    def __init__(self, page):
        self.page, self._held, self._is_held, self._sent = page, [], False, 0
        page.route_web_socket(re.compile("/_stcore/stream"), self._connect)

    def _connect(self, browser):
        self._browser, server = browser, browser.connect_to_server()

        def from_browser(message):
            self._sent += 1
            server.send(message)

        def from_server(message):
            if self._is_held:
                self._held.append(message)
            else:
                browser.send(message)

        browser.on_message(from_browser)
        server.on_message(from_server)

    def hold(self):
        """Keep what the server says from now on."""
        self._is_held = True

    def let_go(self):
        """Hand on what the server said meanwhile."""
        self._is_held = False
        for message in self._held:
            self._browser.send(message)
        self._held.clear()

    def wait_for_sent(self, count):
        """Wait until the browser has sent so many messages more."""
        until = self._sent + count
        while self._sent < until:
            self.page.wait_for_timeout(50)


def in_one_go(label):
    """Return a digit's strokes. A 5 may be read, and be wiped, before its bar comes from a slow hand: one stroke."""
    runs = digit(label)
    return [[*reversed(runs[1]), *runs[0]]] if label == 5 else runs


def test_reloads_lose_nothing_and_the_end_deletes_all(crowd, named_server):
    screen, (phone, leaver, _), _ = crowd
    code = screen.code.inner_text()
    phone.send(8)
    screen.shows("8")
    screen.page.reload()
    expect(screen.code).to_have_text(code)
    screen.shows("8")
    phone.page.reload()
    phone.reads("8")
    expect(phone.page.locator(".where")).to_contain_text(code)
    expect(screen.page.locator(".counts")).to_contain_text("3 people")
    leaver.push(leaver.button("Leave"))
    expect(leaver.page.get_by_text("What you draw now is yours alone")).to_be_visible()
    expect(screen.page.locator(".counts")).to_contain_text("2 people")
    leaver.draw(6)
    leaver.open("Room")
    field = leaver.page.get_by_label("Code of the room")
    field.fill(pasted := f"{named_server}/?room={code.lower()}")
    expect(field).to_have_value(pasted)
    leaver.push(leaver.button("Join"))
    expect(leaver.page.locator(".where")).to_contain_text(code)
    screen.button("End").click()
    with screen.page.expect_download() as packed:
        screen.button("Take it home").click()
    with zipfile.ZipFile(io.BytesIO(packed.value.path().read_bytes())) as file:
        assert "drawings.jsonl" in file.namelist()
    screen.button("End the room").click()
    expect(screen.page.get_by_text("all that was drawn in it is deleted")).to_be_visible()
    expect(phone.page.get_by_text("The room has ended")).to_be_visible()
    phone.reads("8")
    assert phone.page.url == f"{named_server}/"


BOTH = """() => ["Share", "Leave"].forEach((name) =>
  [...document.querySelectorAll("button")].find((button) => button.textContent.includes(name)).click())"""


def test_a_leave_that_shares_a_message_with_the_canvas_leaves(open_browser, named_server):
    screen = Screen(open_browser(**WALL), named_server)
    phone = Phone(open_browser(**PHONE), f"{named_server}?room={screen.code.inner_text()}")
    phone.send(8)
    screen.shows("8")
    phone.wait_until_at_rest()
    phone.page.evaluate(BOTH)
    expect(phone.page.get_by_text("What you draw now is yours alone")).to_be_visible()
    expect(phone.page.locator(".where")).to_have_count(0)
    screen.button("End").click()
    screen.button("End the room").click()


def test_the_wall_fits_and_axe_finds_nothing(crowd, axe, artefacts):  # noqa: F811 (the fixture)
    screen, phones, theme = crowd
    phones[0].send(5)
    screen.shows("5")
    screen.ask(5)
    for page in (screen.page, phones[0].page):
        page.evaluate(axe)
    for width, height in ((800, 600), (1280, 720), (1920, 1080), (3840, 2160)):
        screen.page.set_viewport_size({"width": width, "height": height})
        expect(screen.button("End")).to_be_in_viewport(ratio=0.99)
        screen.page.screenshot(path=artefacts / f"room-{theme}-{width}.png")
        assert screen.page.get_by_test_id("stMain").evaluate(FITS) == [0, 0]
    assert screen.page.locator(".join img").bounding_box()["width"] >= 300
    for page in (screen.page, phones[0].page):
        rules = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [(rule["id"], node["html"][:150]) for rule in rules for node in rule["nodes"]] == []


def test_two_servers_share_a_room(open_browser, postgresql, artefacts):
    shared = {"python": Path(sys.executable), "DIGITS_DATABASE": postgresql.make(uuid.uuid4().hex)}  # with psycopg
    logs = [artefacts / f"server-{name}.log" for name in ("one", "other")]
    with serving(logs[0], **shared) as one, serving(logs[1], **shared) as other:
        screen = Screen(open_browser(**WALL), one.address)
        phone = Phone(open_browser(**PHONE), f"{other.address}?room={screen.code.inner_text()}")
        phone.send(5)
        screen.shows("5")


def test_a_wrong_code_is_said_so(visit, server):
    visitor = visit(address=f"{server}?room=QQQQ")
    expect(visitor.page.get_by_text("There is no room QQQQ, or it has ended")).to_be_visible()
    visitor.draw(3)
    visitor.reads("3")
