"""Photos, scans, the clipboard and the camera."""

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

from bench.server import FLAGS, chromium
from digits.drawing import strokes
from digits.pen import writing as pen
from tests.browser.screens import TALL
from tests.conftest import drawn


@pytest.fixture
def pictures(visit):
    """The page of pictures, as a visitor has opened it."""
    visitor = visit(**TALL)
    visitor.go_to("Pictures")
    expect(visitor.page.get_by_text("Paste a picture")).to_be_visible()
    return visitor.page


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


def test_pictures_are_boxed_and_read(pictures, tmp_path, artefacts):
    number = strokes.draw(pen.digit(4, 200, (60, 60)) + pen.digit(2, 200, (260, 60)), 480, 320, 16)
    cv2.imwrite(str(tmp_path / "forty-two.png"), 255 - number)
    cv2.imwrite(str(tmp_path / "empty.png"), np.full((200, 200), 250, np.uint8))
    (tmp_path / "broken.jpg").write_bytes(b"no picture at all")
    names = ("forty-two.png", "empty.png", "broken.jpg")
    pictures.locator("input[type=file]").set_input_files([tmp_path / name for name in names])
    expect(pictures.locator(".photo b")).to_have_text("42")
    expect(pictures.get_by_text("empty.png: no ink is to be seen on it")).to_be_visible()
    expect(pictures.get_by_text("broken.jpg cannot be read")).to_be_visible()
    pictures.screenshot(path=artefacts / "pictures.png", full_page=True)


def test_a_pasted_picture_is_read(pictures):
    paste(pictures, cv2.imencode(".png", 255 - drawn(6))[1].tobytes(), "image/png")
    expect(pictures.locator(".photo b")).to_have_text("6")


def test_a_pasted_picture_that_the_browser_cannot_read_is_refused(pictures):
    paste(pictures, b"no picture at all", "image/heic")
    expect(pictures.get_by_text("That picture cannot be read")).to_be_visible()


def paste(page, picture, kind):
    page.evaluate(
        """([bytes, type]) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "pasted", { type }));
            document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }""",
        [list(picture), kind],
    )
