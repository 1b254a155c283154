"""The wall as the browser draws it: every drawing has a place that it keeps, until a newer one takes it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from digits.audience.wall import Wall
from digits.page import state
from digits.page.rooms.tiles import as_json, placed

_wall = st.components.v2.component(
    "digits_wall",
    html='<ol class="wall" aria-label="The newest drawings"></ol>',
    js=Path(__file__).with_name("wall.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # its tiles are laid out by the page's own sheets
)


def wall(found: Wall, hide: Callable[[str], None], hide_person: Callable[[int], None]) -> None:
    """Draw the wall; a press on a tile hides it, or all that its person draws. While it is frozen no tile changes."""
    places = st.session_state[state.PLACES] = placed(found.tiles, st.session_state.get(state.PLACES, ()))
    before: dict[str, Any] = st.session_state.get(state.TILES, {}) if found.room.is_frozen else {}
    tiles = {each.drawing.id: before.get(each.drawing.id) or as_json(each) for each in found.tiles}
    st.session_state[state.TILES] = tiles
    _wall(
        key=state.WALL,
        data=[[tiles.get(id_) for id_ in places]],
        on_hide_change=lambda: _told("hide", str, hide),
        on_person_change=lambda: _told("person", int, hide_person),
    )


def _told(name: str, kind: type[Any], act: Callable[[Any], None]) -> None:
    told: Mapping[str, Any] = st.session_state.get(state.WALL) or {}
    if isinstance(said := told.get(name), kind):
        act(said)
