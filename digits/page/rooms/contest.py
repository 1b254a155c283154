"""What a room is asked for, and how that stands, as the screen shows it: HTML, and the winner's card."""

from html import escape

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digits.audience import against
from digits.audience.against import Tally
from digits.audience.challenge import ROUNDS
from digits.audience.rooms import Room
from digits.audience.tasks import Asked, Place
from digits.audience.wall import Tile
from digits.collection.drawings import Labelled
from digits.page import state
from digits.page.parts.network import shared_peers, shared_reader
from digits.page.parts.words import article, count, percent
from digits.page.rooms.shared import read
from digits.page.rooms.tiles import picture
from digits.reading.classes import digits
from digits.sharing import card

MAX_READ_AS, MAX_MISREAD = 4, 6  # that have room
OURS = "Digits, ours"


def asked(found: Asked) -> str:
    """Return a digit that everybody was asked for, what share was read right, and what the others were read as."""
    head = f'<p class="ask">Everyone: {article(found.digit).removesuffix(str(found.digit))}<b>{found.digit}</b></p>'
    if not found.drawings:
        return f'<div class="task">{head}<p class="clock">Nobody has drawn one yet.</p></div>'
    share = f'<p class="share"><b>{100 * found.right / found.drawings:.0f} %</b> read right: '
    share += f"{found.right} of {found.drawings}, by {found.people}</p>"
    wrong = [(text, count) for text, count in found.read_as.items() if text != str(found.digit)][:MAX_READ_AS]
    taken = ", ".join(f"{count} × {escape(text) or 'no digit'}" for text, count in wrong)
    tiles = "".join(map(_misread, found.misread[:MAX_MISREAD]))
    others = f'<p class="clock">Taken for: {taken}</p><div class="misread-tiles">{tiles}</div>' if wrong else ""
    return f'<div class="task">{head}{share}{others}</div>'


def _misread(tile: Tile) -> str:
    text = escape(tile.drawing.text)
    return f'<div class="tile"><img src="{picture(tile.drawing.drawing)}" alt=""><span class="read">{text}</span></div>'


def race(room: Room, places: list[Place]) -> str:
    """Return a race's countdown, its leaderboard, and in the end the winner."""
    if room.countdown:
        return f'<div class="task"><p class="ask">The race begins in <b>{room.countdown:.0f}</b></p></div>'
    head = "The race is over" if room.is_over else f"The race: {room.stops - room.now:.0f} s left"
    winner = f'<p class="winner">{escape(_name(places[0]))} wins.</p>' if room.is_over and places else ""
    rows = "".join(
        f"<tr><th scope=row>{escape(_name(each))}</th>"
        f"<td>{each.done} of {ROUNDS}</td><td>{each.seconds:.1f} s</td></tr>"
        for each in places
    )
    nobody = f"<p>No digit was read right{'' if room.is_over else ' yet'}.</p>"
    board = f'<table class="leaders"><tbody>{rows}</tbody></table>' if places else nobody
    return f'<div class="task"><p class="title">{head}</p>{winner}{board}</div>'


def _name(place: Place) -> str:
    return place.nickname or f"Number {place.number}"


def winner(place: Place, code: NDArray[np.uint8] | None) -> bytes:
    """Return the winner's card, a PNG, with a code that leads to the page."""
    lines = [
        f"{place.done} of {ROUNDS} digits in {place.seconds:.1f} s",
        f"{place.longest} in a row, {percent(place.confidence)} sure on average",
        "Can you do better?",
    ]
    return card.card(None, _name(place), lines, code)


def networks(room: Room) -> str:
    """Return how the networks fare on what the room has drawn, of which a digit was asked for."""
    known, tally = st.session_state.get(state.TALLY, ("", Tally()))
    tally = tally if known == room.id else Tally()
    found = read(against.unread, room, tally)
    tally = against.counted(tally, found, _read_by_all)
    st.session_state[state.TALLY] = (room.id, tally)
    if not tally.drawings:
        return '<div class="task"><p>Ask for a digit first, or let them race: so it is known what is right.</p></div>'
    bars = "".join(
        f'<p><span class="label">{escape(name)}</span>'
        f'<span class="track"><span style="width:{100 * share:.1f}%"></span></span>'
        f'<span class="share">{100 * share:.0f} %</span></p>'
        for name, share in sorted(_shares(tally).items(), key=lambda each: -each[1])
    )
    drawings = "1 drawing" if tally.drawings == 1 else f"{count(tally.drawings)} drawings"
    title = f"Of {drawings} of this room, read right"
    return f'<div class="task"><p class="title">{title}</p><div class="networks">{bars}</div></div>'


def _shares(tally: Tally) -> dict[str, float]:
    return {name: tally.share(name) for name, _ in tally.right}


def _read_by_all(drawing: Labelled) -> dict[str, str]:
    answer = shared_reader().read(drawing.drawing)
    probabilities = {peer.name: peer.engine.predict(answer.whole.input)[0] for peer in shared_peers()}
    return {OURS: answer.text, **{name: str(int(digits(each).argmax())) for name, each in probabilities.items()}}
