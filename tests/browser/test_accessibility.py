"""For everyone: the keyboard reaches all, nothing moves where people ask for that, and the answer is spoken."""

from playwright.sync_api import expect

from tests.browser.screens import TALL

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


def test_the_tab_that_has_the_focus_is_framed(visit):
    visitor = visit(**TALL)
    tab = visitor.page.get_by_role("link", name="Pictures", exact=True)
    outline = "node => [getComputedStyle(node).outlineStyle, parseFloat(getComputedStyle(node).outlineWidth)]"
    assert tab.evaluate(outline)[0] == "none"
    visitor.page.get_by_role("link", name="Draw", exact=True).focus()
    visitor.page.keyboard.press("Tab")
    expect(tab).to_be_focused()
    assert tab.evaluate(outline) == ["solid", 3]


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
