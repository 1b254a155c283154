"""The board and its answer, as the pages have it on which people draw."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import streamlit as st

from digits.drawing.strokes import Drawing
from digits.errors import DrawingError, EngineError, TooMuchError
from digits.page import state
from digits.page.board.board import Offer, around, canvas
from digits.page.board.preload import load_drawing
from digits.page.parts import hand
from digits.page.parts.address import LINK
from digits.page.parts.answer import Json, as_json
from digits.page.parts.bundle import bundle
from digits.page.parts.live import live_settings
from digits.reading.reader import Answer, Reader
from digits.reading.verdict import Verdict
from digits.sharing import links

LOCK_TIMEOUT = 0.5  # seconds: whoever draws what takes longer holds nobody else up
NO_EXAMPLES: Mapping[str, Drawing] = {}
_ONE_AT_A_TIME = Lock()  # OpenCV releases the interpreter lock at every call: concurrent answers slow each other down
# Streamlit runs each rerun in a new thread, and OpenCV keeps 900 bytes of each thread that ever called it: a million
# answers would take a gigabyte. So threads that stay call it. One is enough, but for what takes too long.
_READING = ThreadPoolExecutor(4, "reading")
_CODE = bundle(Path(__file__).resolve().parents[1] / "board" / "board.js")
_code = st.components.v2.component("digits_code", js=_CODE)


class Shown(NamedTuple):
    """What a rerun showed: the answer, None while there is none, and the panel that is open, if any."""

    answer: Answer | None
    panel: str | None


class _Read(NamedTuple):
    """What is on the canvas, and what it was read as, as the page's JavaScript takes it too, or why it was not."""

    answer: Answer | None
    told: Json
    trouble: str = ""


def bring_code(examples: Mapping[str, Drawing] = NO_EXAMPLES) -> None:
    """Bring the code of the board, once a visit to the page; it belongs outside of the fragment that answers."""
    pictures = {name: {"strokes": example.strokes, "pens": example.pens} for name, example in examples.items()}
    _code(key=state.CODE, data={"reader": live_settings(), "examples": pictures})


def open_link() -> None:
    """Load the drawing of a shared link onto the canvas, once a visit."""
    text = st.query_params.get(LINK)
    if text is None or st.session_state.get(state.OPENED_LINK) == text:
        return
    st.session_state[state.OPENED_LINK] = text
    try:
        load_drawing(links.unpack(text))
    except DrawingError:
        st.info("That link holds no drawing that can be read; perhaps a part of it was lost. Draw your own.")


def draw_and_answer(offer: Offer, take: Callable[[Answer, Callable[[], None]], None] | None = None) -> Shown:
    """Draw the board with the answer to what is on it. What takes an answer is done before anybody sees it.

    It gives way to other answers where it waits for a disk for longer than usual.
    """
    with _turn() as give_way:
        found = _read()
        if take is not None and found.answer is not None:
            take(found.answer, give_way)
        return _show(found, offer)


@contextmanager
def _turn() -> Iterator[Callable[[], None]]:
    """Hold a turn for the block, or until it gives way."""
    with ExitStack() as held:
        if _ONE_AT_A_TIME.acquire(timeout=LOCK_TIMEOUT):
            held.callback(_ONE_AT_A_TIME.release)
        yield held.close


def _read() -> _Read:
    """Draw the canvas, and read what is on it."""
    try:
        drawing = canvas()
        if not drawing.strokes:  # the network is not loaded for that
            return _Read(None, as_json(None, 0))
        return _Read(*_READING.submit(_answered, hand.reader(), drawing).result())
    except TooMuchError:
        trouble = "There is more on the canvas than this page reads. Undo some of it, or clear all."
    except DrawingError:
        trouble = "The drawing did not arrive whole. It is still on the canvas: add a stroke to send it again."
    except EngineError as error:
        trouble = f"The network is not available. {error} Your drawing is kept."
    return _Read(None, as_json(None, None), trouble)


def _answered(reader: Reader, drawing: Drawing) -> tuple[Answer | None, Json]:
    """Return the answer to a drawing, None where all of it was erased, and what the page's JavaScript is told."""
    answer: Answer | None = reader.read(drawing)
    if answer and answer.verdict is Verdict.BLANK:
        answer = None
    return answer, as_json(answer, len(drawing.strokes))


def _show(found: _Read, offer: Offer) -> Shown:
    """Draw what is around the canvas."""
    turn = st.session_state[state.ANSWER_COUNT] = st.session_state.get(state.ANSWER_COUNT, 0) + 1
    memories = {"version": hand.version(), "offered": hand.offered()}
    panel = around(found.told, turn, offer._replace(on_hand=hand.take), memories)
    if found.trouble:
        st.error(found.trouble)
    return Shown(found.answer, panel)
