"""Photos and scans: the digits found on them, boxed, and read."""

import base64
import binascii
from collections.abc import Iterator
from html import escape
from pathlib import Path

import cv2
import numpy as np
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from digits.drawing import photo
from digits.drawing.strokes import INK_COLOUR
from digits.errors import DrawingError, EngineError
from digits.page import state
from digits.page.parts.frame import frame
from digits.page.parts.images import image
from digits.page.parts.network import shared_reader
from digits.page.parts.words import percent
from digits.reading.reader import Answer
from digits.reading.verdict import Verdict

KINDS = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"]
MAX_PICTURES = 20  # at once
MAX_WIDTH, MAX_HEIGHT = 640, 480  # pixels: how large a picture is shown
FRAME = INK_COLOUR[::-1]  # BGR

_HERE = Path(__file__).parent
_paste = st.components.v2.component(
    "digits_paste",
    html='<div class="paste"><button type="button">Paste a picture</button><p role="status"></p></div>',
    css=(_HERE.parent / "board" / "board.css").read_text(encoding="utf-8"),
    js=(_HERE / "paste.js").read_text(encoding="utf-8"),
)


def show() -> None:
    """Draw the page."""
    frame()
    st.title("Pictures")
    st.write("A photo or a scan of a digit or a number, written on paper or on a screen. Several at once, if you like.")
    _read_pictures()


@st.fragment
def _read_pictures() -> None:
    given = st.file_uploader("Pictures", KINDS, accept_multiple_files=True, key=state.PICTURES)
    pasted = _paste(key=state.PASTE, on_picture_change=lambda: None).picture
    taken = None
    if st.toggle("Use the camera", key=state.CAMERA_IS_ON):
        taken = st.camera_input("Hold a digit in front of the camera", key=state.CAMERA)
    if pasted:
        st.session_state[state.PASTED] = pasted
    if len(given) > MAX_PICTURES:
        st.warning(f"These are {len(given)} pictures; the first {MAX_PICTURES} are read.")
    for name, data in _pictures(taken, given[:MAX_PICTURES]):
        _picture(name, data)


def _pictures(taken: UploadedFile | None, given: list[UploadedFile]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each picture, the latest kind first."""
    if taken:
        yield "The camera's picture", taken.getvalue()
    if pasted := st.session_state.get(state.PASTED):
        try:
            yield "The pasted picture", base64.b64decode(pasted.partition(",")[2], validate=True)
        except (ValueError, AttributeError, binascii.Error):
            yield "The pasted picture", b""
    yield from ((file.name, file.getvalue()) for file in given)


def _picture(name: str, data: bytes) -> None:
    try:
        shown = _read(name, data)
    except (OSError, DrawingError) as error:
        st.error(f"{name} cannot be read: {error}.")
    except EngineError as error:
        st.error(f"The network is not available. {error}")
    else:
        st.html(shown) if shown else st.info(
            f"{name}: no ink is to be seen on it. A darker pen or more light may help."
        )


@st.cache_data(max_entries=50, show_spinner="Looking at the picture …")
def _read(name: str, data: bytes) -> str:
    """Return a picture's digits in frames, and what was read, as HTML; "" where there is no ink."""
    ink = photo.read(data)
    answer = shared_reader().read(ink)
    if ink is None or answer.verdict is Verdict.BLANK:
        return ""
    text = answer.text or "no digit"
    sure = f", {escape(percent(answer.confidence))} sure" if answer.text else ""
    framed = image(_framed(255 - ink, answer), f"{name}, read as {text}", MAX_WIDTH)
    return f'<section class="photo">{framed}<p><b>{text}</b>{sure}</p></section>'


def _framed(paper: np.ndarray, answer: Answer) -> np.ndarray:
    """Return a picture with a frame around each digit and what it was read as, no larger than it is shown."""
    scale = min(MAX_WIDTH / paper.shape[1], MAX_HEIGHT / paper.shape[0], 4)
    size = max(1, round(paper.shape[1] * scale)), max(1, round(paper.shape[0] * scale))
    small = cv2.resize(paper, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    page = cv2.cvtColor(small, cv2.COLOR_GRAY2BGR)
    for segment, reading in zip(answer.segments, answer.readings, strict=True):
        left, top = int(segment.piece.left * scale) - 4, int(segment.piece.top * scale) - 4
        right, bottom = int(segment.piece.right * scale) + 4, int(segment.piece.bottom * scale) + 4
        cv2.rectangle(page, (left, top), (right, bottom), FRAME, 2, cv2.LINE_AA)
        if answer.text:
            cv2.putText(
                page, str(reading.digit), (left, max(top - 6, 18)), cv2.FONT_HERSHEY_SIMPLEX, 0.8, FRAME, 2, cv2.LINE_AA
            )
    return page
