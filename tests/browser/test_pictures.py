"""Photos, scans, the clipboard and the camera."""

import csv
import io

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

from bench.server import FLAGS, chromium
from digits.drawing import strokes
from digits.pen import writing as pen
from tests.browser.screens import DESKTOP, PHONE, TALL, TINY_PHONE
from tests.browser.visitor import TouchVisitor, Visitor
from tests.conftest import drawn

LINES = ".photo .lines li"
LOW_PHONE = {**PHONE, "viewport": {"width": 390, "height": 664}}  # with the browser's own bars
FOLDS = {"desktop": (Visitor, DESKTOP), "phone": (TouchVisitor, LOW_PHONE)}
SHOWN = {"desktop": 1, "phone": 0.5}  # of the photo


@pytest.fixture
def pictures(visit):
    """The page of pictures, as a visitor has opened it."""
    return opened(visit(**TALL)).page


def test_a_file_that_streamlit_refuses_says_why_to_everybody(pictures):
    give(pictures, {"name": "photo.pdf", "mimeType": "application/pdf", "buffer": b"no picture"})
    why = pictures.get_by_test_id("stFileChip").get_by_role("alert")
    expect(why).to_contain_text("not allowed")
    assert why.bounding_box()["height"] > 10


def test_a_photo_that_cannot_be_opened_says_what_to_do(pictures):
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
    give(pictures, {"name": "IMG_0001.HEIC", "mimeType": "image/heic", "buffer": heic})
    expect(pictures.locator(".why")).to_contain_text("This is a HEIC photo: choose JPEG")


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
    page.wait_for_function("() => document.querySelector('video')?.readyState === 4")
    page.get_by_role("button", name="Take Photo").click()
    expect(page.locator(LINES)).to_have_text("4", timeout=20_000)
    page.screenshot(path=artefacts / "camera.png", full_page=True)
    watched.close()


def test_a_picture_that_was_turned_by_itself_can_be_turned_back(pictures):
    upright = cv2.imdecode(np.frombuffer(forty_two(), np.uint8), cv2.IMREAD_GRAYSCALE)
    upside_down = cv2.imencode(".png", np.rot90(upright, 2))[1].tobytes()
    give(pictures, {"name": "forty-two.png", "mimeType": "image/png", "buffer": upside_down})
    expect(pictures.locator(LINES)).to_have_text("42")
    expect(pictures.get_by_text("It did not lie upright, and was turned.")).to_be_visible()
    turn = pictures.get_by_role("button", name="Turn the picture")
    turn.click()
    expect(pictures.locator(".photo img")).to_have_attribute("height", "480")
    turn.click()
    expect(pictures.locator(".photo img")).to_have_attribute("height", "320")
    expect(pictures.locator(LINES)).to_have_count(0)


def test_pictures_are_still_there_after_a_look_at_another_page(visit, tmp_path):
    (tmp_path / "forty-two.png").write_bytes(forty_two())
    visitor = opened(visit(**TALL))
    give(visitor.page, tmp_path / "forty-two.png")
    expect(visitor.page.locator(LINES)).to_have_text("42")
    expect(visitor.button("Put the pictures away")).to_have_count(0)
    visitor.go_to("The network")
    visitor.go_to("Pictures")
    expect(visitor.page.locator(LINES)).to_have_text("42")
    (tmp_path / "six.png").write_bytes(png_of(6))
    give(visitor.page, tmp_path / "six.png")
    expect(visitor.page.locator(LINES)).to_have_text(["42", "6"])
    turns = visitor.button("Turn the picture")
    expect(turns).to_have_count(2)
    visitor.push(turns.first)
    expect(visitor.page.locator(".photo img").first).to_have_attribute("height", "480")
    visitor.push(visitor.button("Put the pictures away"))
    expect(visitor.page.locator(LINES)).to_have_count(0)
    expect(visitor.page.get_by_test_id("stFileChip")).to_have_count(0)


def test_a_pasted_picture_stays_whatever_the_uploader_holds(visit, tmp_path):
    (tmp_path / "forty-two.png").write_bytes(forty_two())
    visitor = opened(visit(**TALL))
    paste(visitor.page, png_of(6), "image/png")
    expect(visitor.page.locator(LINES)).to_have_text(["6"])
    give(visitor.page, tmp_path / "forty-two.png")
    expect(visitor.page.locator(LINES)).to_have_text(["6", "42"])
    visitor.page.get_by_test_id("stFileChip").get_by_role("button").click()
    expect(visitor.page.locator(LINES)).to_have_text(["6"])
    visitor.push(visitor.button("Put the pictures away"))
    expect(visitor.page.locator(LINES)).to_have_count(0)


def test_a_picture_is_read_above_the_fold(visit, tmp_path, artefacts):
    """On a desktop the whole photo too, on a phone half of it; on none does the page scroll sideways."""
    (tmp_path / "forty-two.png").write_bytes(forty_two())
    for name, (kind, screen) in FOLDS.items():
        visitor = opened(visit(kind, **screen))
        give(visitor.page, tmp_path / "forty-two.png")
        expect(visitor.page.locator(LINES)).to_have_text("42")
        visitor.wait_until_at_rest()
        fold = screen["viewport"]["height"]
        assert foot(visitor.page.locator(LINES)) < foot(visitor.page.locator(".photo .sure").first) < fold
        photo = visitor.page.locator(".photo figure").bounding_box()
        assert photo["y"] + photo["height"] * SHOWN[name] < fold
        assert visitor.scrolls_sideways() == 0
        visitor.page.screenshot(path=artefacts / f"picture-{name}.png")


def test_each_digit_is_boxed_where_it_is(pictures, tmp_path):
    (tmp_path / "forty-two.png").write_bytes(forty_two())
    give(pictures, tmp_path / "forty-two.png")
    photo = pictures.locator(".photo img").bounding_box()
    scale = photo["width"] / 480
    for box, (left, top) in zip(pictures.locator(".photo .boxes i").all(), [(60, 60), (260, 60)], strict=True):
        found = box.bounding_box()
        assert found["y"] - photo["y"] == pytest.approx(top * scale, abs=40 * scale)
        assert found["height"] == pytest.approx(200 * scale, abs=60 * scale)
        assert found["x"] - photo["x"] == pytest.approx(left * scale, abs=60 * scale)
    expect(pictures.locator(".photo .boxes b")).to_have_text(["4", "2"])
    expect(pictures.get_by_role("img", name="forty-two.png, read as 42")).to_be_visible()


def test_several_pictures_are_read_into_a_table(visit, tmp_path, artefacts):
    (tmp_path / "=forty-two.png").write_bytes(forty_two())
    cv2.imwrite(str(tmp_path / "empty.png"), np.full((200, 200), 250, np.uint8))
    (tmp_path / "broken.jpg").write_bytes(b"no picture at all")
    visitor = opened(visit(**DESKTOP))
    page = visitor.page
    give(page, *(tmp_path / name for name in ("=forty-two.png", "empty.png", "broken.jpg")))
    expect(page.get_by_text("1 of 3 pictures was read.")).to_be_visible()
    expect(page.get_by_text("No ink is to be seen on it.")).to_be_visible()
    expect(page.get_by_text("This file is no picture that can be opened.")).to_be_visible()
    expect(page.locator(LINES)).to_have_text("42")
    visitor.wait_until_at_rest()
    assert foot(page.get_by_role("table")) < DESKTOP["viewport"]["height"]
    rows = list(csv.reader(io.StringIO(visitor.download("Download as CSV").decode("utf-8-sig"))))
    assert [row[:3] for row in rows[1:]] == [
        ["'=forty-two.png", "42", "1"],
        ["empty.png", "", "0"],
        ["broken.jpg", "", "0"],
    ]
    page.screenshot(path=artefacts / "pictures.png", full_page=True)


def test_the_table_fits_the_smallest_phone(visit, tmp_path, artefacts):
    (tmp_path / "a-name-without-any-space.png").write_bytes(png_of(6))
    number = strokes.draw([stroke for i in range(9) for stroke in pen.digit(8, 100, (10 + 75 * i, 60))], 720, 200, 8)
    cv2.imwrite(str(tmp_path / "long.png"), 255 - number)
    cv2.imwrite(str(tmp_path / "empty.png"), np.full((200, 200), 250, np.uint8))
    visitor = opened(visit(TouchVisitor, **TINY_PHONE))
    give(visitor.page, *tmp_path.iterdir())
    expect(visitor.page.get_by_text("2 of 3 pictures were read.")).to_be_visible()
    visitor.wait_until_at_rest()
    assert visitor.scrolls_sideways() == 0
    visitor.page.screenshot(path=artefacts / "pictures-tiny.png", full_page=True)


def test_the_sample_photo_is_there_to_try(pictures, tmp_path, artefacts):
    pictures.get_by_role("button", name="Try a sample photo").click()
    expect(pictures.get_by_role("heading", name="The sample photo")).to_be_visible()
    expect(pictures.locator(".photo img")).to_have_js_property("complete", True)
    pictures.screenshot(path=artefacts / "sample.png")
    (tmp_path / "forty-two.png").write_bytes(forty_two())
    give(pictures, tmp_path / "forty-two.png")
    expect(pictures.get_by_role("heading", name="The sample photo")).to_be_hidden()
    expect(pictures.locator(LINES)).to_have_text("42")


def test_a_pasted_picture_is_read(pictures):
    paste(pictures, png_of(6), "image/png")
    expect(pictures.locator(LINES)).to_have_text("6")


@pytest.mark.parametrize("event", ["paste", "drop"])
def test_a_picture_that_is_given_to_the_canvas_is_read_among_the_pictures(visit, event):
    visitor = visit(**TALL)
    visitor.draw(7)
    for label in (6, 4):
        paste(visitor.page, png_of(label), "image/png", event)
        expect(visitor.page.get_by_role("heading", name="Pictures", exact=True)).to_be_visible()
        expect(visitor.page.locator(LINES)).to_have_text(str(label))
        visitor.go_to("Draw", heading="Digits")
        visitor.reads("7")
        visitor.wait_until_at_rest()


def test_a_pasted_picture_that_the_browser_cannot_read_is_refused(pictures):
    paste(pictures, b"no picture at all", "image/heic")
    expect(pictures.get_by_text("That picture cannot be read")).to_be_visible()


def opened(visitor):
    """Go to the page of pictures."""
    visitor.go_to("Pictures")
    expect(visitor.page.get_by_text("Paste a picture")).to_be_visible()
    return visitor


def give(page, *files):
    page.locator("input[type=file]").set_input_files(files)


def forty_two():
    number = strokes.draw(pen.digit(4, 200, (60, 60)) + pen.digit(2, 200, (260, 60)), 480, 320, 16)
    return cv2.imencode(".png", 255 - number)[1].tobytes()


def png_of(label):
    return cv2.imencode(".png", 255 - drawn(label))[1].tobytes()


def foot(part):
    box = part.bounding_box()
    return box["y"] + box["height"]


def paste(page, picture, kind, event="paste"):
    page.evaluate(
        """([bytes, type, event]) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "pasted", { type }));
            const how = { clipboardData: data, dataTransfer: data, bubbles: true, cancelable: true };
            document.dispatchEvent(event === "paste" ? new ClipboardEvent(event, how) : new DragEvent(event, how));
        }""",
        [list(picture), kind, event],
    )
