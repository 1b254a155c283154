"""For everyone: the keyboard reaches all, nothing moves where people ask for that, and the answer is spoken."""

from playwright.sync_api import expect

from tests.browser.screens import TALL
from tests.browser.visitor import pixels

FOCUSED = """() => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    return node?.ariaLabel || node?.innerText?.trim() || node?.tagName;
}"""
MOVING = "document.getAnimations().filter((each) => each.playState === 'running').length"


def test_the_keyboard_reaches_every_control_in_order(visit):
    visitor = visit(**TALL)
    visitor.draw(7)
    visitor.page.locator("h1").click()
    reached = []
    for _ in range(40):
        visitor.page.keyboard.press("Tab")
        reached.append(visitor.page.evaluate(FOCUSED))
    wanted = ["Thin pen", "Medium pen", "Thick pen", "Eraser", "Undo", "Redo", "Clear", "How it sees"]
    assert [reached.index(name) for name in wanted] == sorted(reached.index(name) for name in wanted), reached
    visitor.button("Undo").focus()
    visitor.key("Enter", leaves=0)
    visitor.reads("?")


def test_back_from_another_page_the_keyboard_stops_only_where_there_is_something_to_do(visit):
    visitor = visit(**TALL)
    visitor.go_to("Pictures")
    visitor.go_to("Draw", heading="Digits")
    visitor.reads("?")
    visitor.wait_until_at_rest()
    visitor.page.locator("h1").click()
    reached = []
    while "Thin pen" not in reached and len(reached) < 20:
        visitor.page.keyboard.press("Tab")
        reached.append(visitor.page.evaluate(FOCUSED))
    assert reached[-1] == "Thin pen"
    assert "DIV" not in reached


def test_the_tab_that_has_the_focus_is_framed(visit):
    visitor = visit(**TALL)
    tab = visitor.page.get_by_role("link", name="Pictures", exact=True)
    outline = "node => [getComputedStyle(node).outlineStyle, parseFloat(getComputedStyle(node).outlineWidth)]"
    assert tab.evaluate(outline)[0] == "none"
    visitor.page.get_by_role("link", name="Draw", exact=True).focus()
    visitor.page.keyboard.press("Tab")
    expect(tab).to_be_focused()
    assert tab.evaluate(outline) == ["solid", 3]


def difference(a, b):
    """Return the share of pixels that differ between two pictures of one size."""
    return (a != b).any(axis=2).mean()


def test_in_the_systems_colours_it_is_seen_what_is_sure_and_what_is_chosen(visit):
    visitor = visit(**TALL, forced_colors="active")
    visitor.draw(7)
    tracks = visitor.page.locator(".bars .track")
    assert difference(*(pixels(tracks.nth(i).screenshot())[4:6] for i in (6, 7))) > 0.5

    eraser, redo = tools = [visitor.button(name) for name in ("Eraser", "Redo")]
    before = [pixels(tool.screenshot()) for tool in tools]
    visitor.press("Undo", leaves=0)
    eraser.click()
    visitor.page.locator("h1").hover()
    assert difference(pixels(eraser.screenshot()), before[0]) > 0.15
    assert difference(pixels(redo.screenshot()), before[1]) > 0.02

    *_, line, _ = pixels(visitor.page.get_by_role("link", name="Pictures", exact=True).screenshot())
    assert (line == line[0]).all()
    assert line[0].tolist() == pixels(visitor.page.screenshot())[-1, 0].tolist()


def test_nothing_moves_where_people_ask_for_that(visit):
    visitor = visit(**TALL, reduced_motion="reduce")
    visitor.draw(7)
    assert visitor.page.evaluate(MOVING) == 0


def test_the_answer_is_told_to_screen_readers(visit):
    visitor = visit(**TALL)
    spoken = visitor.page.locator(".answer .spoken")
    expect(spoken).to_have_attribute("aria-live", "polite")
    visitor.draw(7)
    expect(spoken).to_contain_text("Read as 7")
    visitor.press("Clear", leaves=0)
    expect(spoken).to_have_text("")
