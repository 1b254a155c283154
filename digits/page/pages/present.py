"""For a projector: a large canvas, an answer for the last row, a code to join by, and a challenge."""

import time
from html import escape

import numpy as np
import streamlit as st

from digits.audience import challenge
from digits.audience.challenge import Challenge
from digits.drawing.strokes import NOTHING
from digits.page import state
from digits.page.board.board import Offer
from digits.page.board.preload import load_drawing
from digits.page.panels import work
from digits.page.parts.address import LOCAL_ONLY, address, scannable
from digits.page.parts.drawing import bring_code, draw_and_answer, open_link
from digits.page.parts.frame import frame
from digits.page.parts.images import image
from digits.page.parts.words import article, percent
from digits.reading.reader import Answer
from digits.sharing import card

SHOW_RIGHT_FOR = 0.6  # seconds: to be seen, and for the bar of a 5 that was read without it


def show() -> None:
    """Draw the page for a projector."""
    frame()
    bring_code()
    open_link()
    with st.container(key="present"):
        _stage()


@st.fragment
def _stage() -> None:
    answer, _ = draw_and_answer(Offer([work.NAME]))
    if now := st.session_state.get(state.CHALLENGE):
        _judge(now, answer)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="join"):
        _join()


def _join() -> None:
    code = scannable(address())
    if code is not None:
        st.html(image(code, f"QR code of {address()}", 4 * len(code)), width="content")
    with st.container(gap="small"):
        how = LOCAL_ONLY if code is None else "Point your phone's camera at the code."
        st.markdown(f"**Draw along.** {how}")
        with st.container(horizontal=True, gap="small"):
            running = state.CHALLENGE in st.session_state
            st.button(
                "Stop the challenge" if running else "Challenge: ten digits", on_click=_stop if running else _start
            )
            if st.button("Leave"):
                load_drawing(st.session_state.get(state.LATEST, NOTHING))
                st.query_params.clear()
                st.rerun()


def _challenge(now: Challenge) -> None:
    if now.digit is None:
        _won(now)
        return
    done = len(now.seconds)
    last = f" · last {now.seconds[-1]:.1f}\N{NO-BREAK SPACE}s" if done else ""
    a = article(now.digit).removesuffix(str(now.digit))
    st.html(
        f'<p class="ask" role="status">Draw {a}<b>{now.digit}</b></p>'
        f'<p class="clock">{done} of {challenge.ROUNDS} · '
        f'<span class="seconds" style="--from: {time.time() - now.began:.0f}" aria-hidden="true"></span> · '
        f"{now.streak} in a row{last}</p>"
    )


def _won(now: Challenge) -> None:
    total = sum(now.seconds)
    sure = f"{percent(now.confidence)} sure on average"
    clock = f"{now.longest} in a row, {escape(sure)}"
    st.html(f'<p class="ask">Ten digits in <b>{total:.1f} s</b></p><p class="clock">{clock}</p>')
    lines = [f"for ten digits, {now.longest} in a row", sure, "Can you do better?"]
    code = scannable(address())  # here, for a download knows no address
    st.download_button(
        "Download the card",
        lambda: card.card(None, f"{total:.1f} s", lines, code),
        "challenge.png",
        "image/png",
        on_click="ignore",
    )


def _judge(now: Challenge, answer: Answer | None) -> None:
    """Take the answer into account and show how it stands; after a right one, clear the canvas for the next digit."""
    text, confidence = (answer.text, answer.confidence) if answer else ("", 0.0)
    key = answer.drawing.key if answer else ""
    if now.over and key != st.session_state.get(state.JUDGED):  # the blank canvas between two drawings need not be seen
        now = challenge.answered(now, "", 0.0, time.time())
    st.session_state[state.JUDGED] = key
    after = st.session_state[state.CHALLENGE] = challenge.answered(now, text, confidence, time.time())
    with st.container(key="asked"):
        _challenge(after)
    if len(after.seconds) > len(now.seconds):
        time.sleep(SHOW_RIGHT_FOR)
        load_drawing(NOTHING)
        st.session_state[state.CHALLENGE] = after._replace(began=time.time())
        st.rerun(scope="fragment")


def _start() -> None:
    load_drawing(NOTHING)
    st.session_state[state.CHALLENGE] = challenge.start(time.time(), np.random.default_rng())


def _stop() -> None:
    st.session_state.pop(state.CHALLENGE, None)
