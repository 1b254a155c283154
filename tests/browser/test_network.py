"""The model card as a page."""

from playwright.sync_api import expect

from digits.reading import metrics


def test_the_network_has_a_page_with_its_figures(visit, artefacts):
    visitor = visit(viewport={"width": 960, "height": 2900})
    visitor.go_to("The network")
    accuracy = 100 * metrics.read()["test_accuracy"]
    expect(visitor.page.get_by_text(f"{accuracy:.2f} %").first).to_be_visible()
    expect(visitor.page.locator(".confusion .right")).to_have_count(10)
    expect(visitor.page.get_by_test_id("stVegaLiteChart")).to_have_count(2)
    visitor.page.screenshot(path=artefacts / "network.png")
