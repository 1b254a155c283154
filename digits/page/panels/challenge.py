"""The challenge: ten digits against the clock, on every page with a canvas."""

import time
from collections.abc import Callable

import numpy as np
import streamlit as st

from digits.audience import challenge
from digits.audience.challenge import Challenge
from digits.drawing.strokes import NOTHING
from digits.page import state
from digits.page.board.preload import load_drawing
from digits.page.parts import hand
from digits.page.parts.address import address, scannable
from digits.page.parts.asked import SHOW_RIGHT_FOR, asked, result
from digits.page.parts.rerun import again
from digits.page.parts.words import percent
from digits.reading.reader import Answer
from digits.sharing import card

NAME = "Challenge"
NEXT = "N"  # the key that starts, skips, and starts again


def show(answer: Answer | None) -> None:
    """Invite to the challenge, or show how it stands after an answer."""
    now = st.session_state.get(state.CHALLENGE)
    with st.container(key="challenge"):
        if now is None:
            _invite(answer)
        else:
            _judge(now, answer)


def end() -> None:
    """End the challenge, if there is one."""
    st.session_state.pop(state.CHALLENGE, None)


def _invite(answer: Answer | None) -> None:
    nothing = "" if answer else "Nothing drawn yet. "
    st.html('<div class="request"><p class="title">Ten digits</p></div>')
    st.caption(f"{nothing}Each digit is asked for once, against the clock.")
    _turns("Start", _start)


def _judge(now: Challenge, answer: Answer | None) -> None:
    """Take the answer into account and show how it stands; after a right one, clear the canvas for the next digit."""
    text, confidence = (hand.text_read(answer), answer.confidence) if answer else ("", 0.0)
    key = answer.drawing.key if answer else ""
    if now.over and key != st.session_state.get(state.JUDGED):  # the blank canvas between two drawings need not be seen
        now = challenge.answered(now, "", 0.0, time.time())
    st.session_state[state.JUDGED] = key
    after = st.session_state[state.CHALLENGE] = challenge.answered(now, text, confidence, time.time())
    if len(after.seconds) > len(now.seconds):
        st.html(asked(now, time.time(), "right"))
        time.sleep(SHOW_RIGHT_FOR)
        _clear(after)
    elif after.digit is None:
        _won(after)
    else:
        st.html(asked(after, time.time(), "wrong" if after.missed else ""))
        _turns("Skip", _skip)


def _clear(after: Challenge) -> None:
    load_drawing(NOTHING)
    st.session_state[state.CHALLENGE] = after._replace(began=time.time())
    again()


def _won(now: Challenge) -> None:
    drawn, total, streak = result(now)
    sure = f"{percent(now.confidence)} sure"
    st.html(
        f'<div class="request"><p class="title" role="status">{drawn} in <b>{total}</b></p>'
        f'<p class="clock"><span>{streak}</span> · <span>{sure}</span></p></div>'
    )
    lines = [f"for {drawn.lower()}, {streak}", f"{sure} on average", "Can you do better?"]
    code = scannable(address())  # here, for a download knows no address
    _turns("Again", _start, lambda: card.card(None, total, lines, code))


def _turns(label: str, on_click: Callable[[], None], made: Callable[[], bytes] | None = None) -> None:
    """Draw the button that leads on, and the one for the card, if there is one."""
    with st.container(key="turns", horizontal=True, gap="small"):
        st.button(label, type="primary", on_click=on_click, shortcut=NEXT)
        if made:
            st.download_button("Card", made, "challenge.png", "image/png", on_click="ignore")


def _start() -> None:
    load_drawing(NOTHING)
    st.session_state[state.CHALLENGE] = challenge.start(time.time(), np.random.default_rng())


def _skip() -> None:
    load_drawing(NOTHING)
    st.session_state[state.CHALLENGE] = challenge.skip(st.session_state[state.CHALLENGE], time.time())
