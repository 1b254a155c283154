"""For a projector: a large canvas, an answer for the last row, a code to join by, and a challenge."""

import time
from html import unescape

import numpy as np
import streamlit as st

from digits import card, challenge, links
from digits.challenge import Challenge
from digits.strokes import Drawn
from digits.views import share
from digits.views.answer import Answered, percent
from digits.views.canvas import SIDE, bring_back
from digits.views.draw import draw_and_answer, open_link, style
from digits.views.images import image

KEY = "challenge"


def show() -> None:
    """Draw the page for a projector."""
    style()
    open_link()
    with st.container(key="present"):
        _stage()


@st.fragment
def _stage() -> None:
    side_by_side = st.container(horizontal=True, gap="large")
    board = side_by_side.container(width=SIDE, gap="small", key="board")
    beside = side_by_side.container(key="beside")
    with beside:
        now = st.session_state.get(KEY)
        if now:
            _challenge(now)
        answer = st.container(key="answer")
    with board:
        answered = draw_and_answer(answer)
    if now:
        _judge(now, answered)
    with beside.container(horizontal=True, vertical_alignment="center", gap="medium", key="join"):
        _join()


def _join() -> None:
    if address := share.address():
        code = links.qr_code(address)
        st.html(image(code, f"QR code of {address}", 4 * len(code)), width="content")
    with st.container(gap="small"):
        st.markdown("**Draw along:** point your phone's camera at the code.")
        with st.container(horizontal=True, gap="small"):
            running = KEY in st.session_state
            st.button(
                "Stop the challenge" if running else "Challenge: ten digits", on_click=_stop if running else _start
            )
            st.link_button("Leave", share.address() or "/")


def _challenge(now: Challenge) -> None:
    if now.digit is None:
        _won(now)
        return
    done = len(now.seconds)
    last = f"The last one took {now.seconds[-1]:.1f} s. " if done else ""
    st.html(
        f'<p class="ask">Draw a <b>{now.digit}</b></p><p class="clock">{done} of {challenge.ROUNDS} · '
        f'<span class="seconds" style="--from: {time.time() - now.began:.0f}" aria-hidden="true"></span> · '
        f"{now.streak} in a row. {last}</p>"
    )


def _won(now: Challenge) -> None:
    total = sum(now.seconds)
    sure = f"{unescape(percent(now.confidence))} sure on average"
    st.html(f'<p class="ask">Ten digits in <b>{total:.1f} s</b></p><p class="clock">{now.longest} in a row, {sure}</p>')
    lines = [f"for ten digits, {now.longest} in a row", sure, "Can you do better?"]
    st.download_button(
        "Download the card",
        lambda: card.card(None, f"{total:.1f} s", lines, links.qr_code(share.address()) if share.address() else None),
        "challenge.png",
        "image/png",
        on_click="ignore",
    )


def _judge(now: Challenge, answered: Answered | None) -> None:
    """Take the answer into account; where it was right, wipe the canvas for the next digit."""
    said, confidence = (answered.said, answered.confidence) if answered else ("", 0.0)
    after = challenge.drawn(now, said, confidence, time.time())
    st.session_state[KEY] = after
    if len(after.seconds) > len(now.seconds):
        bring_back(Drawn([], []))
        st.rerun(scope="fragment")


def _start() -> None:
    bring_back(Drawn([], []))
    st.session_state[KEY] = challenge.start(time.time(), np.random.default_rng())


def _stop() -> None:
    del st.session_state[KEY]
