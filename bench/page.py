"""How long from pen-up to the server's painted answer, in a real Chromium? The canvas itself waits 200 ms of it.

python -m bench.page
"""

from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from bench import table
from bench.server import FLAGS, chromium, serving
from digits.drawing.strokes import SIDE
from digits.page.board import dom

SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 960, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3, "is_mobile": True},
}

# Resolves with the milliseconds from the next pen-up to the frame after the server's next answer was drawn. The live
# one, which is there before the pen is up, is bench.live's.
WATCH = """() => {
  window.painted = new Promise((resolve) => {
    const turn = () => document.querySelector(".says")?.dataset.turn;
    const before = turn();
    let up = 0;
    document.addEventListener("mouseup", () => (up = performance.now()), { once: true, capture: true });
    const seen = new MutationObserver(() => {
      if (!up || turn() === before) return;
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - up)));
    });
    seen.observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}"""


def main() -> None:
    """Print milliseconds by kind of screen, then the same as one line of JSON."""
    options = table.options(__doc__ or "", strokes=(50, "pen-ups on each"))
    count = 3 if options.quick else options.strokes
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        found = {}
        for name, size in SIZES.items():
            page = browser.new_page(**size)
            page.goto(server.address)
            page.locator(dom.PEN_SURFACE).wait_for(state="visible")
            expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
            found[name] = [_stroke(page, number) for number in range(count + 2)][2:]
            page.close()
        browser.close()
    rows = {name: table.summary(times) for name, times in found.items()}
    table.show("milliseconds, pen-up to the server's answer", rows)
    table.finish("page", {"milliseconds": rows, "strokes": count}, options.json)


def _stroke(page: Page, number: int) -> float:
    """Draw a stroke that changes the answer's picture, and return how long the answer took."""
    box = page.locator(dom.PEN_SURFACE).bounding_box()
    if box is None:
        raise RuntimeError("the canvas is gone")
    page.evaluate(WATCH)
    across, down = 30 + 29 * (number % 9), 30 + 26 * (number // 9 % 9)
    scale = box["width"] / SIDE
    for x, y, act in ((0, 0, "down"), (9, 12, None), (15, 24, "up")):
        page.mouse.move(box["x"] + (across + x) * scale, box["y"] + (down + y) * scale)
        if act:
            getattr(page.mouse, act)()
    milliseconds = float(page.evaluate("window.painted"))
    page.wait_for_timeout(150 + 37 * (number % 5))
    return milliseconds


if __name__ == "__main__":
    main()
