"""The screen of whoever holds a room: its wall, what the room is asked for, and how that stands."""

from collections.abc import Callable
from functools import partial
from html import escape

import numpy as np
import streamlit as st

from digits.audience import rooms, tasks, wall
from digits.audience.rooms import Room
from digits.audience.wall import Wall
from digits.errors import CollectionError, DigitsError, EngineError, RoomError
from digits.page import state
from digits.page.parts.address import LOCAL_ONLY, address, scannable, short_address
from digits.page.parts.database import database
from digits.page.parts.images import image
from digits.page.parts.view import view
from digits.page.parts.words import count
from digits.page.rooms import board, contest
from digits.page.rooms.shared import hold, keep_secrets, read, said, say, take_hold, write
from digits.sharing import album

DRAW_EVERY = 1.0  # seconds


def is_open() -> bool:
    """Return whether this browser holds a room, and its wall is what the screen shows."""
    return bool(hold()) and not st.session_state.get(state.CANVAS_SHOWN)


def offer() -> None:
    """Draw the button that opens a room, or goes back to the one that is open; and say what became of the last."""
    if sentence := said():
        st.info(sentence)
    if not hold():
        keep_secrets()  # that of a room which has ended is dropped
    with st.container(key="open", horizontal=True, gap="small"):
        st.button("The room" if hold() else "Open a room", on_click=_open, shortcut="W")


def show() -> None:
    """Draw the wall and what is beside it."""
    secret = hold() or ""
    try:
        room = read(rooms.held, secret)
    except DigitsError as error:
        _fail(error)
        st.rerun()
    keep_secrets()
    st.session_state[state.ROOM] = room
    with st.container(key="room"):
        _live(secret)
        st.html(_join(room))
        view()
        try:
            _controls(room)
        except CollectionError as error:
            st.warning(str(error))


def _fail(error: DigitsError) -> None:
    """Show the canvas, and there what went wrong; a room that is gone is not held any more."""
    say(str(error))
    if isinstance(error, RoomError):
        take_hold(None)
    else:
        st.session_state[state.CANVAS_SHOWN] = True


def _open() -> None:
    st.session_state.pop(state.CANVAS_SHOWN, None)
    if hold():
        return
    try:
        _, secret = write(rooms.open_room)
    except DigitsError as error:
        say(str(error))
    else:
        take_hold(secret)


# ---- What is drawn again every second -------------------------------------------------------------------------------


@st.fragment(run_every=DRAW_EVERY)
def _live(secret: str) -> None:
    if st.session_state.pop(state.REDRAW, False):  # the buttons have changed
        st.rerun()
    before: Room = st.session_state[state.ROOM]
    try:
        found = read(wall.wall, before.id)
        more = _beside(found)
    except RoomError as error:
        _fail(error)
        st.rerun()
    except CollectionError as error:
        st.html(f'<p class="trouble" role="status">{escape(str(error))} The wall stands until then.</p>')
        return
    st.html(_head(found))
    board.wall(found, partial(_hide, wall.hide_drawing, secret), partial(_hide, wall.hide_person, secret))
    st.html(more)
    if (found.room.task, found.room.is_over, found.room.race) != (before.task, before.is_over, before.race):
        st.session_state[state.ROOM] = found.room
        st.rerun()
    st.session_state[state.ROOM] = found.room


def _head(found: Wall) -> str:
    people = "1 person" if found.people == 1 else f"{found.people} people"
    drawings = "1 drawing" if found.drawings == 1 else f"{count(found.drawings)} drawings"
    share = f" · <b>{100 * found.right / found.labelled:.0f} %</b> read right" if found.labelled else ""
    frozen = ' · <b class="frozen">the wall stands still</b>' if found.room.is_frozen else ""
    return f'<p class="counts" role="status"><b>{people}</b> · <b>{drawings}</b>{share}{frozen}</p>'


def _beside(found: Wall) -> str:
    """Return what the room is asked for, and how that stands, as HTML."""
    room = found.room
    if st.session_state.get(state.NETWORKS_SHOWN):
        try:
            return contest.networks(room)
        except EngineError as error:
            return f'<div class="task"><p class="trouble" role="status">{escape(str(error))}</p></div>'
    if room.race:
        return contest.race(room, read(tasks.leaderboard, room))
    asked = read(tasks.asked, room)
    return contest.asked(asked) if asked else '<div class="task"><p>Draw what you like: digits, or numbers.</p></div>'


def _hide(job: Callable[..., None], secret: str, what: str | int) -> None:
    if _act(job, secret, what):
        st.session_state[state.HIDDEN] = (job, what)
        st.session_state[state.REDRAW] = True


# ---- The way in, and the buttons -------------------------------------------------------------------------------------


def _join(room: Room) -> str:
    link = f"{address()}?room={room.code}"
    code = scannable(link)
    if code is None:
        return f'<div class="join"><p class="words">{LOCAL_ONLY}</p><p class="address">{escape(room.code)}</p></div>'
    return (
        f'<div class="join">{image(code, f"QR code of {link}", 4 * len(code))}<p class="words">Scan, or type</p>'
        f'<p class="address">{escape(room.code)}</p><p class="where">at <b>{escape(short_address())}</b></p></div>'
    )


def _controls(room: Room) -> None:
    secret = hold() or ""
    with st.container(key="controls"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _request(room, secret)
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            if room.race and not room.is_over:
                st.button("Stop the race", on_click=_stop, args=(secret,))
            else:
                st.button("Race", on_click=_race, args=(secret,))
                _card(room)
            st.toggle("Networks", key=state.NETWORKS_SHOWN)
            st.button(
                "Let it go on" if room.is_frozen else "Freeze", on_click=_freeze, args=(secret, not room.is_frozen)
            )
            if state.HIDDEN in st.session_state:
                st.button("Show it again", on_click=_unhide, args=(secret,))
            st.button("Canvas", on_click=_canvas, shortcut="W")
            _end(secret, room)


def _request(room: Room, secret: str) -> None:
    """Draw the digits to ask for: other pills for each task, so that it is known which of them a choice comes from."""
    key = state.request_field(room.task, room.asked)
    digits = list(range(10))
    with st.container(key="ask"):
        st.pills("Everyone: draw a", digits, default=room.asked, key=key, on_change=_ask, args=(secret, key))


def _card(room: Room) -> None:
    if room.is_over and (first := read(tasks.leaderboard, room, 1)):
        data = contest.winner(first[0], scannable(address()))
        st.download_button("Winner's card", data, "winner.png", "image/png", on_click="ignore")


def _end(secret: str, room: Room) -> None:
    """Draw what ends the room. A download is made beforehand: one made on demand may be gone with the next second."""
    popover = st.popover("End", on_change="rerun", key=state.ENDING)
    with popover:
        st.write("All that was drawn here is deleted. Take it home first?")
        if popover.open:
            name = f"room-{room.code}.zip"
            st.download_button("Take it home", _packed(secret), name, "application/zip", on_click="ignore")
        st.button("End the room", type="primary", on_click=_ended, args=(secret,))


def _packed(secret: str) -> bytes:
    with database().reading() as connection:
        drawn = list(rooms.take_home(connection, secret))
    return album.pack(drawn)


def _act(job: Callable[..., object], *arguments: object) -> bool:
    """Return whether a job of the room's holder is done; where it fails, the screen says so."""
    try:
        write(job, *arguments)
    except DigitsError as error:
        _fail(error)
        return False
    return True


def _ask(secret: str, key: str) -> None:
    """Ask for a digit. A browser that does not know of the present task says again what was chosen for the last."""
    room: Room = st.session_state[state.ROOM]
    if key == state.request_field(room.task, room.asked):
        _act(tasks.ask, secret, st.session_state[key])


def _race(secret: str) -> None:
    _act(tasks.start_race, secret, np.random.default_rng())


def _stop(secret: str) -> None:
    _act(tasks.stop_race, secret)


def _freeze(secret: str, is_frozen: bool) -> None:
    """Freeze the wall or let it go on, as the button said: a press that comes twice does what one does."""
    _act(wall.freeze, secret, is_frozen)


def _unhide(secret: str) -> None:
    if hidden := st.session_state.pop(state.HIDDEN, None):
        job, what = hidden
        _act(job, secret, what, False)


def _canvas() -> None:
    st.session_state[state.CANVAS_SHOWN] = True


def _ended(secret: str) -> None:
    if not _act(rooms.end, secret):
        return
    take_hold(None)
    try:
        database().tidy()
    except CollectionError as error:
        say(str(error))
    else:
        say("The room has ended, and all that was drawn in it is deleted.")
