"""What it costs when somebody comes: requests, megabytes, and the processor's time of replica and balancer.

python -m bench.arrival

A newcomer's browser has nothing of ours yet. Somebody who was here before has the files that stay the same.
"""

import shutil
import sys
from typing import Any

from playwright.sync_api import BrowserContext, sync_playwright

from bench import table
from bench.fleet import balanced
from bench.server import FLAGS, Server, chromium
from digits.page.board import dom

AT_REST = 3000  # milliseconds after the canvas is there: then nothing more comes
MOST = 120_000  # milliseconds until it is

Row = dict[str, float]


def main() -> None:
    """Print what each kind of visitor costs, then the same as one line of JSON."""
    options = table.options(__doc__ or "", visitors=(3, "of each kind"))
    if not shutil.which("haproxy"):
        sys.exit("bench.arrival needs HAProxy: install it, for example as root with apt-get install haproxy.")
    count = 1 if options.quick else options.visitors
    with balanced(1) as fleet, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        replica = fleet.replicas["a"]
        _visits(browser.new_context(), replica, fleet.balancer, fleet.balancer.address)  # wakes it
        rows = {}
        for name, address in (("without", replica.address), ("with", fleet.balancer.address)):
            contexts = [browser.new_context() for _ in range(count)]
            for who in ("newcomers", "who were here before"):
                found = [_visits(context, replica, fleet.balancer, address) for context in contexts]
                rows[f"{who}, {name} the balancer"] = {key: sum(row[key] for row in found) / count for key in found[0]}
        browser.close()
    table.show("a visitor", rows)
    table.finish("arrival", {"visitors": rows}, options.json)


def _visits(context: BrowserContext, replica: Server, balancer: Server, address: str) -> Row:
    """Return what one visit costs until nothing more comes."""
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    sizes: list[float] = []

    def loaded(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    devtools.on("Network.loadingFinished", loaded)
    before = replica.cpu_seconds(), balancer.cpu_seconds()
    page.goto(address)
    page.locator(dom.PEN_SURFACE).wait_for(state="visible", timeout=MOST)
    page.wait_for_timeout(AT_REST)
    page_took, balancer_took = replica.cpu_seconds() - before[0], balancer.cpu_seconds() - before[1]
    page.close()
    return {
        "requests": len(sizes),
        "MB": sum(sizes) / 1e6,
        "page CPU ms": 1000 * page_took,
        "HAProxy CPU ms": 1000 * balancer_took,
    }


if __name__ == "__main__":
    main()
