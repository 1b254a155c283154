"""What was drawn in this visit: bring it back, correct what was read, take it home, open it again."""

import streamlit as st

from digits.drawing import strokes
from digits.page.board.board import bring_back
from digits.page.parts.answer import Answered
from digits.page.parts.images import image
from digits.sharing import album
from digits.sharing.album import Entry

MOST, A_PAGE = 60, 6  # drawings kept and shown at once
THUMBNAIL = 64
KEY = "history"

Entries = dict[str, Entry]  # by what each one's drawing began with


def remember(answered: Answered) -> None:
    """Keep a drawing with what was read: anew where it is another one, else in place of what it was a stroke ago.

    A correction is of what was corrected: it goes when that is drawn on.
    """
    begun = answered.drawn.begun
    if not begun or not strokes.left(answered.drawn).strokes:
        return
    entries = _entries()
    before = entries.get(begun)
    drawn_on = before is not None and before.drawn.pens != answered.drawn.pens
    if drawn_on:
        st.session_state.pop(f"label {begun}", None)  # else the field would keep what it held
    entries[begun] = Entry(answered.drawn, answered.said, None if before is None or drawn_on else before.label)
    _forget(entries)


def show(answered: Answered | None) -> None:  # noqa: ARG001 (every panel is handed the answer)
    """Draw the drawings of this visit, the last one first."""
    entries = _entries()
    if entries:
        _drawings(entries)
    else:
        st.caption("Nothing drawn yet. What you draw in this visit is listed here, and nowhere else.")
    given = st.file_uploader("Open drawings that were downloaded here", ["zip", "jsonl"], key="album")
    if given is not None and st.session_state.get("opened album") != given.file_id:
        st.session_state["opened album"] = given.file_id
        _open(given.getvalue())


def _drawings(entries: Entries) -> None:
    newest = list(reversed(entries.items()))
    pages = -(-len(newest) // A_PAGE)
    page = min(st.pagination(pages, key="history page"), pages) if pages > 1 else 1
    for begun, entry in newest[(page - 1) * A_PAGE : page * A_PAGE]:
        _drawing(begun, entry)
    st.download_button(
        "Download all",
        lambda: album.pack(list(entries.values())),
        "digits.zip",
        "application/zip",
        on_click="ignore",
        help="The strokes as JSON lines, which digits.evaluate scores, and a picture of each",
    )


def _drawing(begun: str, entry: Entry) -> None:
    name = entry.said or "no digit"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(image(strokes.picture(entry.drawn), f"A drawing that was read as {name}", THUMBNAIL), width="content")
        st.markdown(f"read as **{name}**", width=110)
        label = st.text_input(
            f"What it is, where {name} is wrong",
            entry.label or "",
            max_chars=12,
            placeholder="wrong? it is …",
            label_visibility="collapsed",
            key=f"label {begun}",
            width=130,
        )
        _entries()[begun] = entry._replace(label=label.strip() or None)
        st.button("Bring back", on_click=bring_back, args=(entry.drawn,), key=f"back {begun}")


def _open(data: bytes) -> None:
    try:
        opened = album.unpack(data)
    except ValueError as error:
        st.error(f"That file cannot be opened: {error}.")
        return
    for entry in opened[-MOST:]:
        _entries()[entry.drawn.begun] = entry
        st.session_state.pop(f"label {entry.drawn.begun}", None)
    _forget(_entries())
    st.rerun(scope="fragment")


def _entries() -> Entries:
    entries: Entries = st.session_state.setdefault(KEY, {})
    return entries


def _forget(entries: Entries) -> None:
    """Drop the oldest drawings where there are too many."""
    while len(entries) > MOST:
        del entries[next(iter(entries))]
