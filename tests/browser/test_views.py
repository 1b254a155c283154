"""What is around the answer: pens, explanations, other networks, history, links, pictures, a projector, figures."""

import asyncio
import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

from bench import visitors
from bench.server import FLAGS, chromium
from digits.drawing import strokes
from digits.pen import writing as pen
from digits.reading import metrics
from digits.sharing import album, links
from tests.browser.conftest import NAMED, SETTLED, TouchVisitor
from tests.browser.test_draw import DESKTOP, PHONE
from tests.conftest import drawn

TALL = {"viewport": {"width": 960, "height": 1000}}


@pytest.fixture
def named(server):
    """The page's address as others in a network open it."""
    return server.replace("127.0.0.1", NAMED)


def test_three_pens_and_an_eraser(visit, artefacts):
    visitor = visit(**DESKTOP)
    widths = []
    for name in ("Pen: medium. Press for thick", "Pen: thick. Press for thin", "Pen: thin. Press for medium"):
        expect(visitor.button(name)).to_have_attribute("aria-pressed", "true")
        visitor.stroke([[60, 160], [260, 160]])
        visitor.page.wait_for_timeout(SETTLED)
        widths.append(visitor.ink() / 200)
        visitor.press("Clear")
        visitor.press(name)
    assert widths == pytest.approx([21.5, 31, 12.5], abs=1.5)
    visitor.draw(8)
    whole, before = visitor.ink(), visitor.page.locator(".st-key-answer img").screenshot()
    visitor.press("Eraser")
    visitor.stroke([[40, 100], [280, 100]])
    visitor.page.wait_for_timeout(SETTLED)
    assert visitor.ink() > whole * 1.1  # white strokes are strokes too
    seen = visitor.page.locator(".st-key-answer img").screenshot()
    visitor.page.screenshot(path=artefacts / "erased.png")
    assert seen != before
    visitor.press("Undo")
    assert (visitor.says(), visitor.ink()) == ("8", whole)


def test_what_a_sloppy_eraser_left_is_still_there_after_a_look_elsewhere(visit):
    visitor = visit(**DESKTOP)
    visitor.press("Pen: medium. Press for thick")
    visitor.stroke([[160, 60], [160, 260]])
    visitor.press("Eraser")
    visitor.stroke([[176, 30], [176, 290]])
    visitor.page.wait_for_timeout(SETTLED)
    left, said = visitor.ink(), visitor.says()
    visitor.page.get_by_role("link", name="The network").click()
    expect(visitor.page.get_by_role("heading", name="The network")).to_be_visible()
    visitor.page.get_by_role("link", name="Draw").click()
    expect(visitor.digit).to_have_text(said)
    visitor.page.wait_for_timeout(SETTLED)
    assert visitor.ink() == pytest.approx(left, rel=0.01)


@pytest.mark.parametrize("theme,paper", [("light", (255, 255, 255)), ("dark", (29, 34, 49))])
def test_what_was_erased_looks_like_paper(visit, theme, paper):
    visitor = visit(**DESKTOP, color_scheme=theme)
    visitor.draw(1)
    visitor.press("Eraser")
    visitor.stroke([[60, 160], [260, 160]])
    visitor.page.wait_for_timeout(SETTLED)
    shown = cv2.imdecode(np.frombuffer(visitor.canvas.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    assert shown[150:170, 70:250].reshape(-1, 3).min(axis=0) == pytest.approx(paper[::-1], abs=2)
    assert shown[150:170, 70:250].reshape(-1, 3).max(axis=0) == pytest.approx(paper[::-1], abs=2)


def test_the_delete_key_clears_but_not_while_writing(visit):
    visitor = visit(**TALL)
    visitor.draw(4)
    visitor.open("History")
    label = visitor.page.get_by_label("What it is, where 4 is wrong")
    label.fill("9")
    label.press("Delete")
    visitor.page.wait_for_timeout(SETTLED)
    assert visitor.says() == "4"
    label.press("Enter")
    visitor.canvas.click(position={"x": 5, "y": 5}, trial=True)
    visitor.page.locator("h1").click()
    visitor.page.keyboard.press("Delete")
    expect(visitor.digit).to_have_text("?")


def test_examples_can_be_tried_cleared_and_drawn_on(visit):
    visitor = visit(**TALL)
    for name, digits in (("a crossed 7", "7"), ("2026", "2026"), ("a tiny 5", "5")):
        visitor.press(name)
        assert visitor.says() == digits
    visitor.press("Clear")
    assert (visitor.says(), visitor.ink()) == ("?", 0)
    visitor.press("Undo")
    assert visitor.says() == "5"
    visitor.press("Clear")
    visitor.draw(3)
    assert visitor.says() == "3"
    visitor.press("Undo")
    assert visitor.says() == "?"


def test_how_it_sees_is_shown_and_follows_the_drawing(visit, artefacts):
    visitor = visit(**TALL)
    visitor.open("How it sees")
    expect(visitor.page.get_by_text("its way through the network is shown here")).to_be_visible()
    visitor.draw(2)
    steps = visitor.page.locator(".st-key-more .step h2")
    expect(steps).to_have_count(5)
    assert steps.nth(3).inner_text() == "Why a 2"
    assert visitor.page.locator(".st-key-more .grid i").count() == 784
    assert visitor.page.locator(".st-key-more .layer").count() == 8
    visitor.page.screenshot(path=artefacts / "how-it-sees.png")


def test_other_networks_say_what_they_think(visit, artefacts):
    visitor = visit(**TALL)
    visitor.draw(3)
    visitor.open("Opinions")
    rows = visitor.page.locator(".opinions tbody tr")
    expect(rows).to_have_count(6)
    said = [row.split("\t") for row in rows.all_inner_texts()]
    assert said[0][0] == "Digits, ours"
    assert sum(row[3] == "3" for row in said) >= 4
    visitor.page.screenshot(path=artefacts / "opinions.png")


def test_history_brings_back_corrects_and_travels(visit, artefacts, tmp_path):
    visitor = visit(**TALL)
    for label in (7, 4):
        visitor.draw(label)
        visitor.press("Clear")
    visitor.open("History")
    back = visitor.page.get_by_role("button", name="Bring back")
    expect(back).to_have_count(2)
    back.nth(1).click()
    expect(visitor.digit).to_have_text("7")
    expect(back).to_have_count(2)  # not a third time
    label = visitor.page.get_by_label("What it is, where 4 is wrong")
    label.fill("9")
    label.press("Enter")
    visitor.page.wait_for_timeout(SETTLED)
    visitor.page.screenshot(path=artefacts / "history.png")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Download all").click()
    download.value.save_as(tmp_path / "digits.zip")
    entries = album.unpack((tmp_path / "digits.zip").read_bytes())
    assert [(entry.text, entry.label) for entry in entries] == [("7", None), ("4", "9")]
    other = visit(**TALL)
    other.open("History")
    other.page.locator("input[type=file]").set_input_files(tmp_path / "digits.zip")
    expect(other.page.get_by_role("button", name="Bring back")).to_have_count(2)
    expect(other.page.get_by_label("What it is, where 4 is wrong")).to_have_value("9")
    other.page.get_by_role("button", name="Bring back").nth(1).click()
    expect(other.digit).to_have_text("7")


def test_a_file_that_is_no_history_is_refused_in_a_sentence(visit, tmp_path):
    (tmp_path / "junk.zip").write_bytes(b"PK\3\4 but no more")
    visitor = visit(**TALL)
    visitor.open("History")
    visitor.page.locator("input[type=file]").set_input_files(tmp_path / "junk.zip")
    expect(visitor.page.get_by_text("That file cannot be opened")).to_be_visible()


@pytest.mark.parametrize("kind,size", [(None, TALL), (TouchVisitor, PHONE)], ids=["desktop", "phone"])
def test_a_link_opens_the_drawing_elsewhere(visit, server, kind, size, artefacts):
    visitor = visit(*filter(None, [kind]), **size)
    visitor.draw(5)
    visitor.open("Share")
    link = visitor.page.locator(".st-key-more code").inner_text()
    assert link.startswith(f"{server}?d=")
    projector = visitor.page.get_by_role("link", name="Show it on the projector").get_attribute("href")
    assert projector == link.replace("?d=", "?present=1&d=")
    assert len(link) < 2000
    visitor.page.screenshot(path=artefacts / f"share-{'phone' if kind else 'desktop'}.png", full_page=True)
    other = visit(address=link, waits_for="5", **TALL)
    assert other.ink() == pytest.approx((strokes.draw(pen.digit(5, 180, (90, 70)), 320, 320, 20) > 127).sum(), rel=0.05)
    with other.page.expect_download() as download:
        other.open("Share")
        other.page.get_by_role("button", name="Download a picture card").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("text", ["junk", "A" * 6000, "%00%ff", "AQEUAFoAQABM"])
def test_a_broken_link_opens_a_blank_page_with_a_friendly_line(visit, server, text):
    visitor = visit(address=f"{server}?d={text}", **DESKTOP)
    expect(visitor.page.get_by_text("That link holds no drawing that can be read")).to_be_visible()
    visitor.draw(3)
    assert visitor.says() == "3"


class Reader(visitors.Visitor):
    """A visitor without a browser who counts what the page says in a box."""

    alerts = 0

    def _look_at(self, answer):
        super()._look_at(answer)
        self.alerts += answer.delta.new_element.WhichOneof("type") == "alert"


def test_two_hundred_mutated_links_open_a_page_each(server):
    """In sessions of the running server, whose log is looked at in the end; browsers would take minutes."""
    rng = np.random.default_rng(2)
    good = links.pack(strokes.by_one_pen(pen.digit(3, 200, (40, 40)), 20))

    def mutated():
        letters = list(good)
        for _ in range(int(rng.integers(1, 6))):
            letters[rng.integers(len(letters))] = chr(rng.choice([*range(32, 127), 0xE9, 0x1F600, 0]))
        return "".join(letters)[: int(rng.integers(1, len(letters) + 1))]

    async def opened(link):
        async with visitors.session(server) as socket:
            visitor = Reader(socket)
            await visitor.open(link)
            return visitor.errors, visitor.alerts

    async def all_opened(links):
        return [await opened(link) for link in links]

    queries = [urlencode({"d": mutated()}) for _ in range(200)]
    with ThreadPoolExecutor(1) as elsewhere:  # Playwright's own loop runs in this thread
        whole, *found = elsewhere.submit(asyncio.run, all_opened([urlencode({"d": good}), *queries])).result()
    assert whole == (0, 0)
    assert sum(errors for errors, _ in found) == 0
    assert 100 < sum(alerts for _, alerts in found) <= 200


def test_the_cameras_picture_is_read(browser, server, tmp_path, artefacts):
    """Chromium takes a file for its camera: a digit on paper, held still."""
    paper = cv2.resize(255 - drawn(4), (640, 640))[80:560]
    frame = cv2.imencode(".jpg", cv2.GaussianBlur(paper, (5, 5), 0))[1].tobytes()
    (tmp_path / "camera.mjpeg").write_bytes(frame * 30)
    flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    flags.append(f"--use-file-for-fake-video-capture={tmp_path / 'camera.mjpeg'}")
    watched = browser.browser_type.launch(executable_path=chromium(), args=FLAGS + flags)
    page = watched.new_page(**TALL)
    page.goto(f"{server}/pictures")
    page.get_by_text("Use the camera").click()
    page.wait_for_function("document.querySelector('video')?.readyState === 4")
    page.get_by_role("button", name="Take Photo").click()
    expect(page.locator(".photo b")).to_have_text("4", timeout=20_000)
    page.screenshot(path=artefacts / "camera.png", full_page=True)
    watched.close()


def test_pictures_are_boxed_and_read(visit, tmp_path, artefacts):
    number = strokes.draw(pen.digit(4, 200, (60, 60)) + pen.digit(2, 200, (260, 60)), 480, 320, 16)
    cv2.imwrite(str(tmp_path / "forty-two.png"), 255 - number)
    cv2.imwrite(str(tmp_path / "empty.png"), np.full((200, 200), 250, np.uint8))
    (tmp_path / "broken.jpg").write_bytes(b"no picture at all")
    visitor = visit(**TALL)
    visitor.page.get_by_role("link", name="Pictures").click()
    visitor.page.locator("input[type=file]").set_input_files(
        [tmp_path / name for name in ("forty-two.png", "empty.png", "broken.jpg")]
    )
    expect(visitor.page.locator(".photo b")).to_have_text("42")
    expect(visitor.page.get_by_text("empty.png: no ink is to be seen on it")).to_be_visible()
    expect(visitor.page.get_by_text("broken.jpg cannot be read")).to_be_visible()
    visitor.page.screenshot(path=artefacts / "pictures.png", full_page=True)


def test_a_pasted_picture_is_read(visit):
    visitor = visit(**TALL)
    visitor.page.get_by_role("link", name="Pictures").click()
    expect(visitor.page.get_by_text("Paste a picture")).to_be_visible()
    paste(visitor, cv2.imencode(".png", 255 - drawn(6))[1].tobytes(), "image/png")
    expect(visitor.page.locator(".photo b")).to_have_text("6")


def test_a_pasted_picture_that_the_browser_cannot_read_is_said(visit):
    visitor = visit(**TALL)
    visitor.page.get_by_role("link", name="Pictures").click()
    expect(visitor.page.get_by_text("Paste a picture")).to_be_visible()
    paste(visitor, b"no picture at all", "image/heic")
    expect(visitor.page.get_by_text("That picture cannot be read")).to_be_visible()


def paste(visitor, picture, kind):
    visitor.page.evaluate(
        """([bytes, type]) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "pasted", { type }));
            document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }""",
        [list(picture), kind],
    )


def test_the_projector_shows_a_large_canvas_and_runs_a_challenge(visit, server, artefacts):
    visitor = visit(address=f"{server}?present=1", viewport={"width": 1280, "height": 720})
    visitor.page.wait_for_function("document.querySelector('.st-key-canvas').getBoundingClientRect().width > 480")
    visitor.draw(7)
    assert visitor.says() == "7"
    assert visitor.digit.evaluate("node => parseFloat(getComputedStyle(node).fontSize)") > 150
    visitor.page.screenshot(path=artefacts / "present.png")
    visitor.press("Challenge: ten digits")
    ask = visitor.page.locator(".ask b")
    while (asked := ask.inner_text()).isdigit():
        visitor.draw(int(asked))
        visitor.page.screenshot(path=artefacts / "challenge.png")
        expect(ask).not_to_have_text(asked)
        visitor.wait_until_blank()
    expect(visitor.page.get_by_text("Ten digits in")).to_be_visible()
    visitor.page.screenshot(path=artefacts / "challenge-won.png")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Download the card").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    visitor.press("Stop the challenge")
    expect(ask).to_have_count(0)
    expect(visitor.page.get_by_text("Others cannot open this address")).to_be_visible()
    visitor.button("Leave").click()
    expect(visitor.page.get_by_role("link", name="Pictures")).to_be_visible()
    assert visitor.page.url == f"{server}/"


def test_the_projectors_code_leads_to_the_page(visit, named):
    visitor = visit(address=f"{named}?present=1", viewport={"width": 1280, "height": 720})
    code = visitor.page.get_by_alt_text("QR code of").screenshot()
    assert cv2.QRCodeDetector().detectAndDecode(cv2.imdecode(np.frombuffer(code, np.uint8), 0))[0] == named


def test_the_network_has_a_page_with_its_figures(visit, artefacts):
    visitor = visit(viewport={"width": 960, "height": 2900})
    visitor.page.get_by_role("link", name="The network").click()
    found = metrics.read()
    expect(visitor.page.get_by_text(f"{100 * found['test_accuracy']:.2f} %").first).to_be_visible()
    expect(visitor.page.locator(".confusion .right")).to_have_count(10)
    expect(visitor.page.get_by_test_id("stVegaLiteChart")).to_have_count(2)
    visitor.page.screenshot(path=artefacts / "network.png")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_frame_of_another(browser, server, scheme, artefacts):
    page = browser.new_page(viewport={"width": 800, "height": 640}, color_scheme=scheme)
    page.set_content(f'<iframe src="{server}?embed=true" width="760" height="600"></iframe>')
    frame = page.frame_locator("iframe")
    canvas = frame.locator("canvas.upper-canvas")
    box = canvas.bounding_box(timeout=30_000)
    page.wait_for_timeout(SETTLED)
    (stroke,) = pen.digit(2, 180, (90, 70))
    page.mouse.move(box["x"] + stroke[0][0], box["y"] + stroke[0][1])
    page.mouse.down()
    for x, y in stroke[1:]:
        page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.up()
    expect(frame.locator(".st-key-answer .digit")).to_have_text("2")
    assert frame.get_by_test_id("stMain").evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    page.screenshot(path=artefacts / f"embedded-{scheme}.png")
    page.close()


def test_a_drawing_survives_a_look_at_another_page(visit):
    visitor = visit(**TALL)
    visitor.draw(5)
    before = visitor.ink()
    visitor.page.get_by_role("link", name="The network").click()
    expect(visitor.page.get_by_role("heading", name="The network", level=1)).to_be_visible()
    visitor.page.get_by_role("link", name="Draw").click()
    expect(visitor.digit).to_have_text("5")
    visitor.page.wait_for_timeout(SETTLED)
    assert visitor.ink() == pytest.approx(before, rel=0.05)


def test_what_was_drawn_since_comes_back_before_what_was_wiped(visit):
    visitor = visit(**TALL)
    visitor.press("a crossed 7")
    visitor.press("Clear")
    visitor.draw(3)
    visitor.press("Clear")
    visitor.press("Undo")
    assert visitor.says() == "3"


def test_the_code_on_a_card_leads_to_the_drawing(visit, named):
    visitor = visit(address=named, **TALL)
    visitor.draw(5)
    visitor.open("Share")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Download a picture card").click()
    picture = cv2.imdecode(np.frombuffer(download.value.path().read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    code = cv2.resize(picture[420:, 980:], None, fx=4, fy=4, interpolation=cv2.INTER_NEAREST)
    assert cv2.QRCodeDetector().detectAndDecode(code)[0].startswith(f"{named}?d=")


def test_the_download_holds_what_the_evaluator_reads(visit):
    visitor = visit(**TALL)
    visitor.draw(6)
    visitor.open("History")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Download all").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as file:
        row = json.loads(file.read("drawings.jsonl"))
        assert row["label"] == row["said"] == "6"
        assert file.namelist() == ["drawings.jsonl", "001-6.png"]
