"""The model card as a page."""

import pytest
from playwright.sync_api import expect

from digits.reading import metrics
from tests.browser.screens import PHONE, TALL
from tests.browser.visitor import TouchVisitor, Visitor


def test_the_network_has_a_page_with_its_figures(visit, artefacts):
    visitor = visit(viewport={"width": 960, "height": 3600})
    visitor.go_to("The network")
    accuracy = 100 * metrics.read()["test_accuracy"]
    expect(visitor.page.get_by_text(f"{accuracy:.2f} %").first).to_be_visible()
    expect(visitor.page.locator(".confusion .right")).to_have_count(10)
    expect(visitor.page.locator(".layers-drawn li svg")).to_have_count(10)
    expect(visitor.page.get_by_test_id("stVegaLiteChart")).to_have_count(2)
    visitor.page.screenshot(path=artefacts / "network.png")


def test_columns_have_one_width(visit):
    visitor = visit(**TALL)
    visitor.go_to("The network")
    for table in ("table.confusion", "table.figures"):
        widths = visitor.page.locator(f"{table} tr:first-child > *").evaluate_all(
            "cells => cells.map((cell) => [cell.closest('table').rows[0].cells.length, Math.round(cell.offsetWidth)])"
        )
        for columns in {columns for columns, _ in widths}:
            found = [width for count, width in widths if count == columns]
            assert max(found) - min(found) <= 1


@pytest.mark.parametrize("kind, screen", [(Visitor, TALL), (TouchVisitor, PHONE)], ids=["mouse", "finger"])
def test_a_cell_of_the_confusion_table_opens_its_misread_digits(visit, artefacts, kind, screen):
    visitor = visit(kind, **screen)
    visitor.go_to("The network")
    mistake = metrics.read()["mistakes"][0]
    pair = mistake["label"], mistake["said"]
    alike = [each for each in metrics.read()["mistakes"] if (each["label"], each["said"]) == pair]
    opened = visitor.page.locator(f"#misread-{pair[0]}-{pair[1]}")
    cell = visitor.page.locator(f"[popovertarget={opened.get_attribute('id')}]").first
    expect(opened).to_be_hidden()
    visitor.push(cell)
    expect(opened).to_be_in_viewport(ratio=1)
    expect(opened.locator("img")).to_have_count(len(alike))
    visitor.page.screenshot(path=artefacts / f"misread-{screen['viewport']['width']}.png")
    visitor.push(opened.get_by_role("button", name="Close"))
    expect(opened).to_be_hidden()


def test_the_keyboard_opens_and_closes_a_cell(visit):
    visitor = visit(**TALL)
    visitor.go_to("The network")
    cell = visitor.page.locator(".confusion .wrong > button").first
    cell.focus()
    visitor.page.keyboard.press("Enter")
    opened = visitor.page.locator(".confusion :popover-open")
    expect(opened).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    expect(cell).to_be_focused()
