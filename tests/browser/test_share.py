"""Links, codes and cards lead others to a drawing."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

from bench import visitors
from digits.drawing import strokes
from digits.pen import writing as pen
from digits.sharing import links
from tests.browser.screens import DESKTOP, PHONE, TALL
from tests.browser.visitor import TouchVisitor, Visitor, ink_of, pixels, scanned

DEVICES = {"desktop": (Visitor, TALL), "phone": (TouchVisitor, PHONE)}
CARD = "Download a picture card"


@pytest.mark.parametrize("device", DEVICES)
def test_a_link_opens_the_drawing_elsewhere(visit, server, artefacts, device):
    kind, screen = DEVICES[device]
    visitor = visit(kind, **screen)
    visitor.draw(5)
    visitor.open("Share")
    link = visitor.more.locator("code").inner_text()
    assert link.startswith(f"{server}?d=")
    projector = visitor.page.get_by_role("link", name="Show it on the projector").get_attribute("href")
    assert projector == link.replace("?d=", "?present=1&d=")
    assert len(link) < 2000
    expect(visitor.button("Share it …")).to_be_hidden()  # this browser has no sheet
    visitor.page.screenshot(path=artefacts / f"share-{device}.png", full_page=True)
    other = visit(address=link, reads="5", **TALL)
    other.wait_for_ink(ink_of(pen.digit(5, 180, (90, 70))), rel=0.05)
    other.open("Share")
    assert other.download(CARD).startswith(b"\x89PNG")


KEEP_SHARED = "navigator.share = async (what) => (globalThis.shared = what)"


def test_a_phone_shares_by_its_own_sheet(new_page, server):
    screen = {**PHONE}
    size = screen.pop("viewport")
    with new_page(**screen) as page:
        page.set_viewport_size(size)
        page.add_init_script(KEEP_SHARED)
        visitor = TouchVisitor(page, server)
        visitor.draw(5)
        visitor.open("Share")
        link = visitor.more.locator("code").inner_text()
        visitor.push(visitor.button("Share it …"))
        assert page.evaluate("shared") == {"title": "Digits", "text": "Read as 5.", "url": link}


@pytest.mark.parametrize("text", ["junk", "A" * 6000, "%00%ff", "AQEUAFoAQABM"])
def test_a_broken_link_opens_a_blank_page_with_a_friendly_line(visit, server, text):
    visitor = visit(address=f"{server}?d={text}", **DESKTOP)
    expect(visitor.page.get_by_text("That link holds no drawing that can be read")).to_be_visible()
    visitor.draw(3)
    visitor.reads("3")


def test_the_code_on_a_card_leads_to_the_drawing(visit, named_server):
    visitor = visit(address=named_server, **TALL)
    visitor.draw(5)
    visitor.open("Share")
    code = cv2.resize(pixels(visitor.download(CARD))[420:, 980:], None, fx=4, fy=4, interpolation=cv2.INTER_NEAREST)
    assert scanned(cv2.imencode(".png", code)[1].tobytes()).startswith(f"{named_server}?d=")


class AlertCounter(visitors.Visitor):
    """A visitor without a browser who counts what the page says in a box."""

    alerts = 0

    def _inspect(self, answer):
        super()._inspect(answer)
        self.alerts += answer.delta.new_element.WhichOneof("type") == "alert"


def test_two_hundred_mutated_links_open_a_page_each(server):
    """In sessions of the running server, whose log is looked at in the end; browsers would take minutes."""
    rng = np.random.default_rng(2)
    good = links.pack(strokes.by_one_pen(pen.digit(3, 200, (40, 40)), 20))

    def mutated():
        letters = list(good)
        for _ in range(int(rng.integers(1, 6))):
            letters[rng.integers(len(letters))] = chr(rng.choice([*range(32, 127), 0xE9, 0x1F600, 0]))
        return "".join(letters)[: int(rng.integers(1, len(letters) + 1))]

    async def opened(link):
        async with visitors.session(server) as socket:
            visitor = AlertCounter(socket)
            await visitor.open(link)
            return visitor.errors, visitor.alerts

    async def all_opened(queries):
        return [await opened(each) for each in queries]

    queries = [urlencode({"d": mutated()}) for _ in range(200)]
    with ThreadPoolExecutor(1) as elsewhere:  # Playwright's own loop runs in this thread
        whole, *found = elsewhere.submit(asyncio.run, all_opened([urlencode({"d": good}), *queries])).result()
    assert whole == (0, 0)
    assert sum(errors for errors, _ in found) == 0
    assert 100 < sum(alerts for _, alerts in found) <= 200
