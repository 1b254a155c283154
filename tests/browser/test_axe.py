"""axe-core finds nothing to complain of: in every view, with a mouse and with a finger, by day and by night."""

import hashlib
import subprocess
import tarfile
from itertools import product

import cv2
import pytest
from playwright.sync_api import expect

from digits.drawing import strokes
from digits.page.panels.all import PANELS
from digits.pen import writing as pen
from tests.browser.screens import BACKGROUND, PHONE, TABLET, TALL, WIDE
from tests.browser.test_present import begin_the_challenge
from tests.browser.visitor import TouchVisitor, Visitor

AXE, DIGEST = "axe-core@4.10.3", "0f2b4d7dcdf7d1219df8d1959ad68e565f51d14c3f0d88bb71cd59abeb956292"
HANDS = {
    "mouse": (Visitor, {"desktop": TALL, "wide": WIDE}),
    "finger": (TouchVisitor, {"phone": PHONE, "tablet": TABLET}),
}
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
    visitor.go_to("Pictures")
    expect(visitor.page.get_by_text("Paste a picture")).to_be_visible()


def challenge(visitor):
    visitor.draw(3)
    begin_the_challenge(visitor)
    visitor.draw(3)


def sample(visitor):
    pictures(visitor)
    visitor.push(visitor.page.get_by_role("button", name="Try a sample photo"))
    expect(visitor.page.locator(".photo img")).to_be_visible()


def several_pictures(visitor):
    """One with a digit between 1 and 7, and one that is no picture."""
    doubtful = [*pen.digit(4, 200, (60, 60)), [[260, 60], [305, 60], [280, 260]]]
    picture = cv2.imencode(".png", 255 - strokes.draw(doubtful, 480, 320, 16))[1].tobytes()
    files = {"doubtful.png": picture, "broken.png": b"no picture at all"}
    pictures(visitor)
    visitor.page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "image/png", "buffer": data} for name, data in files.items()]
    )
    expect(visitor.page.get_by_role("table")).to_be_visible()
    expect(visitor.page.locator(".photo .boxes .unsure")).to_be_visible()


def network(visitor):
    visitor.go_to("The network")
    expect(visitor.page.locator(CHART).nth(1)).to_be_visible()


def misread(visitor):
    network(visitor)
    visitor.push(visitor.page.locator(".confusion .wrong > button").first)
    expect(visitor.page.locator(".confusion :popover-open")).to_be_visible()


VIEWS = {
    "blank": ("", lambda visitor: visitor.reads("?")),
    "number": ("", example("2026", "2026")),
    "no digit": ("", example("a fish", "–")),
    "answer": ("", lambda visitor: visitor.draw(3)),
    **{name.lower(): ("", panel(name)) for name in PANELS},
    "present": ("?present=1", challenge),
    "pictures": ("", pictures),
    "sample": ("", sample),
    "several pictures": ("", several_pictures),
    "network": ("", network),
    "misread": ("", misread),
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
