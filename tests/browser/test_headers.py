"""Under its content security policy the page does all that it did. The other browser tests run under it too."""

import urllib.request

from playwright.sync_api import expect

from tests.browser.screens import TALL

WATCH = """window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`));"""


def violations(visitor):
    return visitor.page.evaluate("window.violations")


def test_no_view_violates_the_policy(visit, server):
    with urllib.request.urlopen(server) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "'unsafe-eval'" not in policy
    assert "'unsafe-inline'" not in policy.partition("style-src")[0]
    visitor = visit(**TALL)
    visitor.page.add_init_script(WATCH)
    visitor.page.reload()
    visitor.reads("?")
    visitor.draw(5)
    expect(visitor.answer).to_have_attribute("data-by", "server")
    visitor.press("At work")
    visitor.go_to("Pictures")
    visitor.button("Try a sample photo").click()
    expect(visitor.page.locator("section.photo")).to_be_visible()
    visitor.go_to("The network")
    visitor.wait_until_at_rest()
    assert violations(visitor) == []
    visitor.page.goto(f"{server}?present=1")
    visitor.reads("5")
    visitor.open("Challenge")
    assert violations(visitor) == []


def test_the_policy_is_watched(visit):
    """What another site would have the page load is refused, and heard of."""
    visitor = visit(lost=True, **TALL)
    visitor.page.add_init_script(WATCH)
    visitor.page.reload()
    visitor.reads("?")
    visitor.page.evaluate("new Image().src = 'http://127.0.0.1:9/beacon'")
    visitor.page.wait_for_function("() => window.violations.length > 0")
    assert violations(visitor) == ["img-src http://127.0.0.1:9/beacon"]


def test_a_frame_that_did_not_ask_stays_empty(new_page, server):
    with new_page() as page:
        with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            page.set_content(f'<iframe src="{server}"></iframe>')
        expect(page.frame_locator("iframe").locator(".stApp")).to_have_count(0)
