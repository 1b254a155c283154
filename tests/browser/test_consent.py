"""May what a visitor draws be kept? They are asked in one line, and what they answered holds."""

import time

import pytest
from playwright.sync_api import expect

from bench.server import serving
from digits.collection import drawings
from digits.collection.database import connect
from tests.browser.screens import PHONE, TALL

QUESTION, THANKS, NO = "May your strokes be kept", "What you draw is kept", "What you draw is not kept"


@pytest.fixture(scope="module")
def keeping(tmp_path_factory, artefacts):
    """A page that wants to keep drawings, and the folder that they are in."""
    folder = tmp_path_factory.mktemp("kept")
    with serving(
        artefacts / "server-keeping.log", DIGITS_KEEP="1", DIGITS_DATA=str(folder), DIGITS_DATABASE=""
    ) as page:
        yield page.address, folder


def kept(folder, count):
    """What is kept, once it is so many: it is written in the background."""
    database = connect(f"sqlite:///{folder}/collection.db")
    found = []
    for _ in range(200):
        with database.reading() as connection:
            found = list(drawings.every(connection))
        if len(found) == count:
            break
        time.sleep(0.05)
    database.close()
    return [(each.text, each.label) for each in found]


def line(visitor):
    return visitor.page.locator(".consent")


@pytest.mark.parametrize("screen", [TALL, PHONE], ids=["desktop", "phone"])
def test_nothing_is_kept_without_a_yes_and_nothing_stays_after_forget_me(visit, keeping, screen, artefacts):
    address, folder = keeping
    visitor = visit(address=address, **screen)
    expect(line(visitor)).to_contain_text(QUESTION)
    visitor.draw(3)
    assert kept(folder, 0) == []
    visitor.push(visitor.button("Keep what I draw"))
    expect(line(visitor)).to_contain_text(THANKS)
    visitor.canvas.scroll_into_view_if_needed()  # the line is beneath it
    assert kept(folder, 1) == [("3", None)]  # what is on the canvas as they say so
    visitor.press("Clear", leaves=0)
    visitor.draw(7)
    assert [text for text, _ in kept(folder, 2)] == ["3", "7"]
    visitor.page.screenshot(path=artefacts / f"consent-{screen['viewport']['width']}.png", full_page=True)
    visitor.page.reload()
    expect(line(visitor)).to_contain_text(THANKS)
    visitor.reads("7")
    visitor.press("Clear", leaves=0)
    visitor.draw(1)
    assert [text for text, _ in kept(folder, 3)] == ["3", "7", "1"]
    visitor.push(visitor.button("Forget me"))
    expect(line(visitor)).to_contain_text("All of yours is deleted")
    assert kept(folder, 0) == []
    visitor.canvas.scroll_into_view_if_needed()
    visitor.press("Clear", leaves=0)
    visitor.draw(2)
    visitor.page.reload()
    expect(line(visitor)).to_contain_text(NO)
    assert kept(folder, 0) == []


def test_a_correction_is_kept_too(visit, keeping):
    address, folder = keeping
    visitor = visit(address=address, **TALL)
    visitor.push(visitor.button("Keep what I draw"))
    expect(line(visitor)).to_contain_text(THANKS)
    visitor.canvas.scroll_into_view_if_needed()  # the line is beneath it
    visitor.draw(7)
    assert kept(folder, 1) == [("7", None)]
    visitor.open("History")
    field = visitor.more.get_by_role("textbox")
    field.fill("1")
    with visitor.answering():
        field.press("Enter")
    for _ in range(100):
        if kept(folder, 1) == [("7", "1")]:
            break
    assert kept(folder, 1) == [("7", "1")]
    visitor.push(visitor.button("Forget me"))
    expect(line(visitor)).to_contain_text("All of yours is deleted")


def test_nobody_is_asked_where_nothing_is_kept(visit):
    visitor = visit(**TALL)
    visitor.draw(3)
    expect(line(visitor)).to_have_count(0)
