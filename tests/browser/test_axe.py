"""axe-core finds nothing to complain of: in every view, with a mouse and with a finger, by day and by night."""

import hashlib
import subprocess
import tarfile
from itertools import product

import pytest
from playwright.sync_api import expect

from digits.page.panels.all import PANELS
from tests.browser.screens import BACKGROUND, PHONE, TABLET, TALL
from tests.browser.visitor import TouchVisitor, Visitor

AXE, DIGEST = "axe-core@4.10.3", "0f2b4d7dcdf7d1219df8d1959ad68e565f51d14c3f0d88bb71cd59abeb956292"
HANDS = {"mouse": (Visitor, {"desktop": TALL}), "finger": (TouchVisitor, {"phone": PHONE, "tablet": TABLET})}
CHART = "[data-testid=stVegaLiteChart] :is(svg, canvas)"

# What Streamlit and its charts draw themselves, by rule and by what is theirs. Nothing of ours is excused.
STREAMLIT_VIOLATIONS = [
    ("presentation-role-conflict", 'data-testid="stFileUploaderDropzone"'),
    ("svg-img-alt", 'aria-roledescription="symbol mark container"'),  # a chart's legend
]


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    """axe-core's source, from npm."""
    folder = tmp_path_factory.mktemp("axe")
    subprocess.run(["npm", "pack", AXE, "--loglevel=error", "--pack-destination", folder], check=True)
    (packed,) = folder.glob("*.tgz")
    assert hashlib.sha256(packed.read_bytes()).hexdigest() == DIGEST
    with tarfile.open(packed) as files:
        return files.extractfile("package/axe.min.js").read().decode()


def panel(name):
    def opened(visitor):
        visitor.draw(3)
        visitor.open(name)

    return opened


def example(name, reads):
    def opened(visitor):
        visitor.press(name)
        visitor.reads(reads)

    return opened


def pictures(visitor):
    go_to(visitor, "Pictures")
    expect(visitor.page.get_by_text("Paste a picture")).to_be_visible()


def network(visitor):
    go_to(visitor, "The network")
    expect(visitor.page.locator(CHART).nth(1)).to_be_visible()


def go_to(visitor, name):
    menu = visitor.page.get_by_test_id("stExpandSidebarButton")
    if menu.is_visible():  # on a phone
        visitor.push(menu)
    visitor.go_to(name)


VIEWS = {
    "blank": ("", lambda visitor: visitor.reads("?")),
    "number": ("", example("2026", "2026")),
    "no digit": ("", example("a fish", "–")),
    "answer": ("", lambda visitor: visitor.draw(3)),
    **{name.lower(): ("", panel(name)) for name in PANELS},
    "present": ("?present=1", lambda visitor: visitor.press("Challenge: ten digits")),
    "pictures": ("", pictures),
    "network": ("", network),
}


@pytest.mark.parametrize("view", list(product(VIEWS, HANDS)), ids="-".join)
def test_a_view_fits_and_axe_finds_nothing(visit, server, axe, artefacts, view):
    """One visit a view and hand; screens and themes change in place, and every one that fails is named."""
    name, hand = view
    (query, open_view), (kind, screens) = VIEWS[name], HANDS[hand]
    visitor = visit(kind, address=server + query, reduced_motion="reduce", **next(iter(screens.values())))
    open_view(visitor)
    visitor.page.evaluate(axe)
    complaints = {}
    for screen, scheme in product(screens, BACKGROUND):
        visitor.page.set_viewport_size(screens[screen]["viewport"])
        visitor.page.emulate_media(color_scheme=scheme)
        expect(visitor.page.locator(".stApp")).to_have_css("background-color", BACKGROUND[scheme])
        visitor.wait_until_at_rest()
        visitor.page.screenshot(path=artefacts / f"{name.replace(' ', '-')}-{screen}-{scheme}.png")
        complaints[f"{screen}, {scheme}"] = found(visitor)
    assert {where: each for where, each in complaints.items() if each} == {}


def found(visitor):
    """Return what is wrong with a view as it is shown now."""
    too_wide = [f"{pixels} pixels too wide"] if (pixels := visitor.scrolls_sideways()) else []
    rules = visitor.page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    nodes = [(rule["id"], node["target"], node["html"][:150]) for rule in rules for node in rule["nodes"]]
    return too_wide + [each for each in nodes if not excused(each)]


def excused(violation):
    rule, _, html = violation
    return any(rule == name and part in html for name, part in STREAMLIT_VIOLATIONS)
