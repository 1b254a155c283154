"""What the page's rooms stand on: jobs that read and write, and the secrets of a visitor's browser."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import streamlit as st
from sqlalchemy import Connection

from digits.collection.drawings import fingerprint
from digits.drawing.strokes import NOTHING, Drawing
from digits.errors import CollectionError
from digits.page import state
from digits.page.parts.database import database, writer

PATIENCE = 3.0  # seconds that a visitor waits for what they drew to be written; it is written all the same
USUALLY = 0.008  # seconds that it takes at most, if no database is slow
ROOM = "room"  # the parameter that holds a room's code
MAX_SECRET = 64  # characters
_VISITOR, _HOLD = "digits_visitor", "digits_hold"  # cookies

OnCanvas = tuple[str, int]
BLANK: OnCanvas = "", 0

T = TypeVar("T")
_keeper = st.components.v2.component(
    "digits_secrets", js=Path(__file__).with_name("secrets.js").read_text(encoding="utf-8")
)


def read(job: Callable[..., T], *arguments: object) -> T:
    """Return what a job reads."""
    with database().reading() as connection:
        return job(connection, *arguments)


def write(job: Callable[..., T], *arguments: object) -> T:
    """Return what a job returns that is done seldom, and at once or not at all."""
    with database().writing() as connection:
        return job(connection, *arguments)


def write_in_turn(job: Callable[..., T], *arguments: object, give_way: Callable[[], None] = lambda: None) -> T:
    """Return what a job returns that many do: it waits for its turn, and is tried again if the database is gone.

    Where that takes longer than it usually does, it gives way.
    """

    def written(connection: Connection) -> T:
        return job(connection, *arguments)

    future = writer().submit(written)
    try:
        with suppress(TimeoutError):
            return future.result(USUALLY)
        give_way()
        return future.result(PATIENCE)
    except TimeoutError as error:
        raise CollectionError("The room is slow just now: go on drawing, and it comes onto the wall later.") from error


def on_canvas() -> OnCanvas:
    """Return what tells what is on the canvas from what was there before: its first stroke, and how many there are."""
    latest: Drawing = st.session_state.get(state.LATEST, NOTHING)
    return latest.key, len(latest.strokes)


def say(sentence: str) -> None:
    """Say something of a room, until something else is drawn; what the browser brings to a blank canvas is not."""
    st.session_state[state.ROOM_SAID] = sentence, on_canvas()


def said() -> str | None:
    """Return what is to be said of a room."""
    sentence, before = st.session_state.get(state.ROOM_SAID, ("", BLANK))
    now = on_canvas()
    if before not in (BLANK, now):
        sentence = ""
    st.session_state[state.ROOM_SAID] = sentence, now
    return sentence or None


def visitor() -> str:
    """Return whom a room knows this visitor as; their browser keeps the secret that it comes from."""
    known = st.session_state.get(state.VISITOR) or _cookie(_VISITOR) or secrets.token_urlsafe(24)
    st.session_state[state.VISITOR] = known
    return fingerprint(known)


def hold() -> str | None:
    """Return the secret by which this browser holds a room; None where it holds none."""
    if state.HOLD not in st.session_state:
        st.session_state[state.HOLD] = _cookie(_HOLD)
    known: str | None = st.session_state[state.HOLD]
    return known


def take_hold(secret: str | None) -> None:
    """Hold a room from now on, or none."""
    st.session_state[state.HOLD] = secret


def _cookie(name: str) -> str | None:
    """Return what the browser keeps under a name, where that may be a secret of ours."""
    found = st.context.cookies.get(name)
    return found if isinstance(found, str) and 0 < len(found) <= MAX_SECRET else None


def keep_secrets() -> None:
    """Have the browser keep its secrets, so that they outlive a reload; what is none is dropped."""
    kept = {_VISITOR: st.session_state.get(state.VISITOR)}
    if state.HOLD in st.session_state:
        kept[_HOLD] = st.session_state[state.HOLD] or ""
    _keeper(key=state.SECRETS, data={name: value for name, value in kept.items() if value is not None})
