"""A place in a room, on the page that somebody draws on: what they draw goes onto the wall, and the page says so."""

import time
from collections.abc import Callable
from contextlib import suppress
from html import escape
from pathlib import Path

import streamlit as st

from digits.audience import challenge, play, rooms
from digits.audience.rooms import Room, Seat
from digits.collection.drawings import identity
from digits.drawing.labelled import Labelled
from digits.drawing.strokes import NOTHING, Drawing
from digits.errors import CollectionError, DigitsError, NoRoomError, RoomError
from digits.page import state
from digits.page.board.preload import load_drawing
from digits.page.parts import hand
from digits.page.parts.asked import SHOW_RIGHT_FOR, ask, asked, result
from digits.page.parts.database import database, labelled
from digits.page.parts.rerun import again
from digits.page.rooms.shared import ROOM, keep_secrets, on_canvas, read, said, say, visitor, write, write_in_turn
from digits.reading.reader import Answer

LOOK_EVERY = 3.0  # seconds without a stroke, whose answer would tell what the room is to do

_looker = st.components.v2.component("digits_look", js=Path(__file__).with_name("look.js").read_text(encoding="utf-8"))


def enter() -> None:
    """Take the place in the room that the address names, and say which room that is: once, and not with each answer."""
    seat: Seat | None = st.session_state.get(state.SEAT)
    if seat and ROOM not in st.query_params:
        st.query_params[ROOM] = seat.room.code  # another tab of the page leaves it out
    st.session_state.pop(state.LEFT, None)
    code = st.query_params.get(ROOM)
    if code is None:
        return
    try:
        join(code)
    except RoomError as error:
        _out(str(error))
    except CollectionError as error:
        st.error(f"{error} You can draw by yourself meanwhile.")
    keep_secrets()
    if is_taken():
        _head(st.session_state[state.SEAT].room)


def join(code: str, *, from_here: bool = False) -> None:
    """Take a place in the room with a code, or keep it; raise where that cannot be.

    Where somebody was drawing `from_here` on, and the room asks for something, that is not what it is asked for.
    """
    seat = rooms.join(database(), code, visitor(), str(st.context.ip_address or ""))
    if not is_taken():
        say("")  # what was wrong before is not any more
    _take(seat)
    if from_here and (seat.challenge or seat.room.asked is not None):
        load_drawing(NOTHING)


def _take(seat: Seat) -> bool:
    """Take what is known of a seat; return whether a race has begun: who runs in it begins with an empty canvas."""
    before: Seat = st.session_state.get(state.SEAT, seat)
    st.session_state[state.SEAT] = seat
    is_another = (seat.room.id, seat.room.task) != (before.room.id, before.room.task)
    has_begun = is_another and bool(seat.challenge) and not seat.room.is_over
    if has_begun:
        load_drawing(NOTHING)
    return has_begun


def is_taken() -> bool:
    """Return whether the visitor has a place in a room: then what they draw is the room's."""
    return state.SEAT in st.session_state


def finish_leaving() -> None:
    """Draw the whole page anew where a room was left, and only the part with the canvas is being drawn.

    That is so where the press came in one message with one of the canvas's.
    """
    if st.session_state.pop(state.LEFT, False):
        st.rerun()


def watch() -> None:
    """Draw the page again when the room has something else to do, or can be entered at last."""
    if is_taken() or ROOM in st.query_params:
        _watch()


def send(answer: Answer, give_way: Callable[[], None]) -> None:
    """Send a drawing to the room before its answer is shown: so what was answered is there, whatever happens next."""
    seat: Seat | None = st.session_state.get(state.SEAT)
    if seat is None:
        return
    drawing = labelled(answer, seat.visitor)
    sent = (seat.room.id, drawing.drawing, drawing.label)
    if st.session_state.get(state.SENT) == sent:
        return
    try:
        st.session_state[state.AFTER] = write_in_turn(play.draw, seat.room.id, drawing, give_way=give_way)
        st.session_state[state.SENT] = sent
    except DigitsError as error:
        st.session_state[state.AFTER] = error


def correct(drawing: Drawing, label: str | None) -> None:
    """Tell the room what a visitor says that an earlier drawing of theirs is."""
    seat: Seat | None = st.session_state.get(state.SEAT)
    if seat is not None:
        key = identity(Labelled(drawing, writer=seat.visitor), seat.room.id)
        with suppress(DigitsError):  # the next drawing says what is wrong
            write_in_turn(play.correct, seat.room.id, seat.visitor, key, label)


def show(answer: Answer | None) -> None:
    """Show what the room is asked for, and what became of a drawing that was sent to it."""
    sentence = said()
    seat: Seat | None = st.session_state.get(state.SEAT)
    if seat is None:
        _above_the_canvas(sentence)
        return
    was_sent = state.AFTER in st.session_state
    after: Seat | DigitsError = st.session_state.pop(state.AFTER, seat)
    if isinstance(after, NoRoomError):
        _out(str(after))
        st.rerun()
    if isinstance(after, DigitsError):
        sentence = str(after)
        after = seat
    has_begun = _take(after)
    is_right = _score(after) > _score(seat)
    is_new = _is_new(after.room, was_sent)
    if after.room.asked is not None or after.challenge:
        _above_the_canvas(sentence, lambda: _task(seat if is_right else after, answer, is_right, is_new))
    else:
        _above_the_canvas(sentence)
    if is_right and after.room.is_racing:
        time.sleep(SHOW_RIGHT_FOR)
        load_drawing(NOTHING)
        again()
    elif has_begun:
        again()


def _above_the_canvas(sentence: str | None, task: Callable[[], None] | None = None) -> None:
    """Say something above the canvas, where there is something to say, and draw what the room is asked for."""
    if sentence or task:
        with st.container(key="seat-task" if task else "seat-said"):
            if sentence:
                st.info(sentence)
            if task:
                task()


def _score(seat: Seat) -> int:
    return len(seat.challenge.seconds) if seat.challenge else 0


def _head(room: Room) -> None:
    with st.container(key="seat-head", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<p class="where"><b>Room {escape(room.code)}.</b> What you draw appears on the wall, and may be kept.</p>'
        )
        st.button("Leave", on_click=_leave, key=state.LEAVE)


def _task(seat: Seat, answer: Answer | None, is_right: bool, is_new: bool) -> None:
    room, run = seat.room, seat.challenge
    if room.asked is not None:
        text = hand.text_read(answer) if answer and is_new else ""
        mark = "" if not text else "right" if text == str(room.asked) else "wrong"
        st.html(f'<div class="request">{ask(room.asked, "Everyone: draw", mark)}</div>')
    elif run and not room.is_over and run.digit is not None:
        missed = bool(answer and run.missed)
        st.html(asked(run, time.time() - _lag(room), "right" if is_right else "wrong" if missed else ""))
        if not room.countdown:
            st.button("Skip", on_click=_skip, args=(seat,), key=state.SKIP)
        else:
            _name(seat)
    elif run:
        _finished(seat)


def _is_new(room: Room, was_sent: bool) -> bool:
    """Return whether something was drawn since the room was asked for what it is asked for now.

    What was sent is the room's, even where this is the first that is known here of what it is asked for.
    """
    task = room.id, room.task
    before, canvas = st.session_state.get(state.ASKED_OVER, (None, None))
    if before != task:
        canvas = None if was_sent else on_canvas()
        st.session_state[state.ASKED_OVER] = task, canvas
    return bool(canvas != on_canvas())


def _lag(room: Room) -> float:
    """Return by how much this machine's clock is ahead of the database's, and how old what is known of the room is."""
    lag: float = st.session_state.setdefault(state.clock_lag(room.id), time.time() - room.now)
    return lag


def _finished(seat: Seat) -> None:
    run = seat.challenge or challenge.Challenge((), 0.0)
    drawn, _, streak = result(run)
    total = f"{run.began - seat.room.starts:.1f} s"  # as on the leaderboard
    more = "The race is over." if seat.room.is_over else "Wait for the others: the wall shows who is where."
    title, rest = f"{drawn} in <b>{total}</b>", f"{streak}. {more}"
    if not run.seconds:
        title, rest = more.removesuffix("."), "No digit was read right this time."
    st.html(f'<div class="request"><p class="title" role="status">{title}</p><p class="clock">{rest}</p></div>')
    _name(seat)


def _name(seat: Seat) -> None:
    """Ask for a nickname, where there is none yet."""
    if seat.nickname:
        return
    label, number = "Your name on the leaderboard", f"Your name? Now: number {seat.number}"
    name = st.text_input(label, max_chars=12, key=state.NICKNAME, placeholder=number, label_visibility="collapsed")
    if not name:
        return
    try:
        _take(write(rooms.rename, seat.room.id, seat.visitor, name))
    except DigitsError as error:
        st.caption(str(error))
    else:
        st.rerun()


def _skip(seat: Seat) -> None:
    load_drawing(NOTHING)
    try:
        st.session_state[state.SEAT] = write(play.skip, seat.room.id, seat.visitor)
    except RoomError as error:
        _out(str(error))
    except CollectionError as error:
        say(str(error))


def _leave() -> None:
    seat: Seat | None = st.session_state.get(state.SEAT)
    if seat is None:  # pressed twice
        return
    with suppress(DigitsError):  # it has ended, or cannot be told: either way nothing more is sent
        write(rooms.leave, seat.room.id, seat.visitor)
    _out(f"You have left room {seat.room.code}. What you draw now is yours alone.")


def _out(sentence: str) -> None:
    st.session_state[state.LEFT] = st.session_state.pop(state.SEAT, None) is not None
    say(sentence)
    st.query_params.pop(ROOM, None)


@st.fragment
def _watch() -> None:
    _looker(key=state.LOOK, data={"every": LOOK_EVERY}, on_look_change=lambda: None)
    seat: Seat | None = st.session_state.get(state.SEAT)
    if seat is None:
        _try_again()
        return
    try:
        found = read(rooms.place, seat.room.id, seat.visitor)
    except RoomError as error:
        _out(str(error))
        st.rerun()
    except CollectionError:
        return  # the next look, or the next drawing, tells
    if _doing(found.room) != _doing(seat.room):
        _take(found)
        st.rerun()


def _try_again() -> None:
    """Enter the room that the address names, once its database is there."""
    with suppress(CollectionError):
        with database().reading():
            pass
        if ROOM in st.query_params:
            st.rerun()


def _doing(room: Room) -> tuple[object, ...]:
    return room.task, room.asked, room.race, bool(room.countdown), room.is_over
