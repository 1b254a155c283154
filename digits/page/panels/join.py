"""The way into a room for whoever did not come by its link: its four letters."""

import streamlit as st

from digits.audience.codes import LENGTH, MAX_TYPED, cleaned
from digits.errors import CollectionError, RoomError
from digits.page import state
from digits.page.rooms import seat
from digits.page.rooms.shared import ROOM
from digits.reading.reader import Answer

NAME = "Room"


def show(_: Answer | None) -> None:
    """Ask for a room's code, or say which room this is."""
    if state.SEAT in st.session_state:
        room = st.session_state[state.SEAT].room
        st.caption(f"Draw something: this is room {room.code}, and its wall shows what the network can read.")
        return
    st.caption("Draw something together: the screen in front shows a code of four letters.")
    trouble = st.container()  # above the field: on a phone what is beneath it is out of sight
    with st.form("join", border=False), st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        code = st.text_input("Code of the room", max_chars=MAX_TYPED, width=160)
        is_sent = st.form_submit_button("Join")
    if not is_sent:
        return
    if len(cleaned(code)) < LENGTH:
        trouble.warning(f"A code has {LENGTH} letters: type all of them.")
        return
    try:
        seat.join(cleaned(code), from_here=True)
    except (RoomError, CollectionError) as error:
        trouble.warning(str(error))
    else:
        st.query_params[ROOM] = cleaned(code)
        st.rerun()
