"""The panels that explain an answer: how the network sees, and what others say."""

from playwright.sync_api import expect

from digits.reading import metrics
from tests.browser.screens import TALL


def test_how_it_sees_is_shown_and_follows_the_drawing(visit, artefacts):
    visitor = visit(**TALL)
    visitor.open("How it sees")
    expect(visitor.page.get_by_text("its way through the network is shown here")).to_be_visible()
    visitor.draw(2)
    steps = visitor.more.locator(".step h2")
    expect(steps).to_have_count(5)
    expect(steps.nth(3)).to_have_text("Why a 2")
    expect(visitor.more.locator(".grid i")).to_have_count(784)
    expect(visitor.more.locator(".layer")).to_have_count(8)
    visitor.page.screenshot(path=artefacts / "how-it-sees.png")


def test_other_networks_say_what_they_think(visit, artefacts):
    visitor = visit(**TALL)
    visitor.draw(3)
    visitor.open("Opinions")
    rows = visitor.page.locator(".opinions tbody tr")
    classic = len(metrics.read_table()["rows"])
    expect(rows).to_have_count(1 + classic)
    opinions = [row.split("\t") for row in rows.all_inner_texts()]
    assert opinions[0][0] == "Digits, ours"
    assert sum(row[3] == "3" for row in opinions) >= 4
    visitor.page.screenshot(path=artefacts / "opinions.png")
