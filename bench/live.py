"""How fast does the browser read while the pen is down, and as the server reads? By stage, at two speeds.

python -m bench.live

In a real Chromium: milliseconds of a reading by stage, and from a pointer event to the painted answer, at full speed
and with the processor throttled fourfold, as a phone's. In Node: how far its probabilities differ from the server's.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from bench import table
from bench.drawings import strangers
from bench.server import FLAGS, chromium, serving
from digits.drawing import files, strokes
from digits.drawing.strokes import SIDE, Drawing, Strokes
from digits.live import export
from digits.live.settings import KERNEL
from digits.page.board import dom
from digits.pen import writing
from digits.reading import reader as readers
from digits.reading.pieces import MAX_POINTS, MAX_STROKES

Figures = dict[str, Any]

SPEEDS = {"full speed": 1, "throttled fourfold": 4}
FRAME = 1000 / 60  # milliseconds
_IN_PAGE = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_IS_LIVE = "() => document.querySelector('.stApp').dataset.live === 'on'"


def main() -> None:
    """Print what the browser and Node found, then the same as one line of JSON."""
    options = table.options(
        __doc__ or "", digits=(30, "digits drawn at each speed"), limit=(0, "drawings of each file; 0 for all")
    )
    digits, limit = (3, 50) if options.quick else (options.digits, options.limit)
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        found = {name: _timed(browser, server.address, rate, digits) for name, rate in SPEEDS.items()}
        transferred = _transferred(browser, server.address)
        browser.close()
    milliseconds = {f"{name}, {speed}": row for speed, rows in found.items() for name, row in rows.items()}
    table.show("milliseconds", milliseconds)
    print(f"{transferred['bytes']:,} bytes for the network on a first visit, {transferred['again']:,} on a second")
    agreement = {path.name: agreement_with_server(path, limit) for path in strangers()}
    for name, row in agreement.items():
        same, within = 100 * row["same_digit"], 100 * row["within"]
        print(f"{name}, {row['drawings']} drawings: the same digit in {same:.2f} %")
        print(f"  probabilities within 0.01 in {within:.2f} %, at most {row['largest']:.3f} apart")
    if not agreement:
        print("agreement skipped: `make hands` has fetched no digits to judge with")
    table.finish("live", {"milliseconds": milliseconds, **transferred, "agreement": agreement}, options.json)


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 960, "height": 900})
    page.goto(address)
    page.locator(dom.PEN_SURFACE).wait_for(state="visible")
    page.wait_for_function(_IS_LIVE)
    return page


def _timed(browser: Browser, address: str, rate: int, digits: int) -> dict[str, dict[str, float]]:
    """Return milliseconds of each stage of a reading, and from pointer to paint, with a processor slowed so much."""
    page = _opened(browser, address)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    page.evaluate(_IN_PAGE)
    drawings = [_drawing(number % 10) for number in range(digits)]
    times: dict[str, list[float]] = {}
    for drawing in drawings:
        for name, each in page.evaluate("drawing => liveBench.stages(drawing)", drawing).items():
            times.setdefault(name, []).extend(each)
    page.evaluate("liveBench.watch()")
    for drawing in drawings:
        _draw(page, drawing["strokes"])
        page.get_by_role("button", name="Clear").click()
        page.wait_for_timeout(300)  # milliseconds: the canvas sends 200 after the last change
    times["pointer to paint"] = page.evaluate("waits")
    page.close()
    return {name: table.summary(each) for name, each in times.items()}


def _drawing(label: int) -> Figures:
    """Return a digit as a browser tells of it: a point a frame."""
    runs = [[*stroke[:-1:2], stroke[-1]] for stroke in writing.digit(label, 200, (60, 60))]
    return {"strokes": runs, "pens": [20] * len(runs)}


def _draw(page: Page, runs: Strokes) -> None:
    box = page.locator(dom.PEN_SURFACE).bounding_box()
    if box is None:
        raise RuntimeError("the canvas is gone")
    for run in runs:
        for number, (x, y) in enumerate(run):
            page.mouse.move(box["x"] + x * box["width"] / SIDE, box["y"] + y * box["width"] / SIDE)
            if not number:
                page.mouse.down()
            page.wait_for_timeout(FRAME)
        page.mouse.up()


def _transferred(browser: Browser, address: str) -> dict[str, int]:
    """Return how many bytes the network takes over the wire on a first visit, and on a second with the same browser."""
    context = browser.new_context()
    sizes = []
    for _ in range(2):
        page = context.new_page()
        page.goto(address)
        page.wait_for_function(_IS_LIVE)
        entries = "performance.getEntriesByType('resource').filter(each => each.name.includes('/app/static/'))"
        sizes.append(int(page.evaluate(f"{entries}.reduce((sum, each) => sum + each.transferSize, 0)")))
        page.close()
    context.close()
    return {"bytes": sizes[0], "again": sizes[1]}


def agreement_with_server(path: Path, limit: int = 0) -> Figures:
    """Return how often the browser reads a file's drawings as the server does, and how far probabilities differ."""
    with tempfile.TemporaryDirectory() as folder:
        asked = {
            "network": str(export.verified()),
            "kernel": str(KERNEL),
            "drawings": list(_as_read(_placed(path, limit))),
        }
        (Path(folder) / "drawings.json").write_text(json.dumps(asked), encoding="utf-8")
        command = ["node", str(Path(__file__).with_name("agreement.js")), folder]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: Figures = json.loads(done.stdout)
    return figures


def _placed(path: Path, limit: int) -> Iterator[Drawing]:
    """Yield a file's drawings as they stand on the canvas, without those that are read as pictures."""
    found = [each.drawing for each in files.read(path)[0] if each.drawing.strokes]
    chosen = np.linspace(0, len(found) - 1, min(limit or len(found), len(found))).astype(int)
    for number in chosen:
        runs = found[number].strokes
        if len(runs) <= MAX_STROKES and sum(map(len, runs)) <= MAX_POINTS:
            yield strokes.by_one_pen(strokes.placed(runs, np.random.default_rng([1, int(number)]), 20), 20)


def _as_read(drawings: Iterable[Drawing]) -> Iterator[Figures]:
    """Yield drawings with the server's probabilities, as Node takes them."""
    reader = readers.load()
    for drawing in drawings:
        probabilities = reader.read(drawing).whole.probabilities.tolist()
        yield {"strokes": drawing.strokes, "pens": drawing.pens, "probabilities": probabilities}


if __name__ == "__main__":
    main()
