"""What was drawn in this browser: bring it back, correct what was read, take it home, open it again."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from digits.drawing import strokes
from digits.drawing.compact import Compact, compact, opened
from digits.drawing.labelled import MAX_READ, MAX_TEXT, Labelled, in_one_line
from digits.errors import DrawingError
from digits.page import state
from digits.page.board.messages import drawing_from
from digits.page.board.preload import load_drawing
from digits.page.parts import consent, hand
from digits.page.parts.images import source
from digits.page.parts.words import plain
from digits.page.rooms import seat
from digits.reading.reader import Answer
from digits.sharing import album

MAX_ENTRIES, PAGE_SIZE = 60, 6  # drawings that are kept, and shown at once
MAX_POINTS = album.MAX_POINTS  # that are kept, of all drawings together
MAX_OFFERED = 35_000  # points that the browser is to keep at once: `keeping.js` keeps no more of them


class Entry(NamedTuple):
    """A drawing of this visit, with what it was read as and what somebody says it is."""

    kept: Compact
    label: str | None
    text: str

    @property
    def labelled(self) -> Labelled:
        """Return it as albums have it."""
        return Labelled(opened(self.kept), self.label, self.text)


Entries = dict[str, Entry]  # by the key of the drawing


def remember(answer: Answer) -> None:
    """Keep a drawing with what was read: as a new one, or in place of what it was a stroke ago.

    A correction is of what was corrected: it goes when that is drawn on. What the hand knows of it is not kept here.
    """
    drawing = answer.drawing
    if drawing.key == st.session_state.get(state.FORGOTTEN_DRAWING):
        return
    entries = _entries()
    before = entries.get(drawing.key)
    drawn_on = before is not None and before.kept.pens != tuple(drawing.pens)
    if drawn_on:
        st.session_state.pop(state.label_field(drawing.key), None)  # else the field would keep what it held
    label = None if before is None or drawn_on else before.label
    entries[drawing.key] = Entry(compact(drawing), label, hand.text_read(answer))
    _drop_oldest(entries)


def restore(kept: Any) -> None:  # noqa: ANN401 (whatever the browser sent)
    """Take what the browser kept of earlier visits, where this one knows nothing of it."""
    entries = _entries()
    for each in kept[-MAX_ENTRIES:] if isinstance(kept, list) else []:
        try:
            drawing, text = drawing_from(each), "".join(filter("0123456789\n".__contains__, each["text"][:MAX_READ]))
            label = _label(each.get("label"))
        except (DrawingError, KeyError, TypeError, AttributeError):
            continue
        if drawing.strokes:
            found = Entry(compact(drawing), label, text)
            known = entries.setdefault(drawing.key, found)
            if known.label is None and known.kept.pens == found.kept.pens:  # it was on the canvas, and is read already
                entries[drawing.key] = known._replace(label=label)
    _drop_oldest(entries)


def offered() -> dict[str, Any]:
    """Return what the browser is to keep, until it has taken it, with a turn by which it knows what is new."""
    found: dict[str, Any] = st.session_state.get(state.OFFERED_HISTORY, {"turn": 0, "drawings": []})
    return found


def taken(turn: Any) -> None:  # noqa: ANN401 (whatever the browser sent)
    """Offer no more what the browser says it has."""
    if turn == offered()["turn"]:
        st.session_state[state.OFFERED_HISTORY] = offered() | {"drawings": []}


def _offer(entries: Iterable[Entry]) -> None:
    drawings = [*offered()["drawings"], *map(_sent, entries)]
    while sum(len(stroke) for each in drawings for stroke in each["strokes"]) > MAX_OFFERED:
        del drawings[0]
    st.session_state[state.OFFERED_HISTORY] = {"turn": offered()["turn"] + 1, "drawings": drawings}


def _sent(entry: Entry) -> dict[str, Any]:
    """Return a drawing as the browser keeps it, in tenths of a pixel, rounded as JavaScript does."""
    drawing = opened(entry.kept._replace(points=np.floor(10 * entry.kept.points + 0.5) / 10))
    return {"strokes": drawing.strokes, "pens": drawing.pens, "text": entry.text, "label": entry.label}


def _label(sent: Any) -> str | None:  # noqa: ANN401 (whatever the browser sent)
    """Return what a browser says that a drawing is; None for nothing."""
    text = sent[:MAX_TEXT].encode("utf-8", "ignore").decode() if isinstance(sent, str) else ""
    return in_one_line(text) or None


def forget() -> None:
    """Forget all that was drawn; the browser is told so, and forgets it too."""
    _entries().clear()
    taken(offered()["turn"])
    st.session_state[state.FORGOTTEN] = st.session_state.get(state.FORGOTTEN, 0) + 1
    latest = st.session_state.get(state.LATEST, strokes.NOTHING)  # there is none where a canvas never held what it may
    st.session_state[state.FORGOTTEN_DRAWING] = latest.key  # the canvas tells it once more
    load_drawing(strokes.NOTHING)


def show(answer: Answer | None) -> None:  # noqa: ARG001 (every panel is handed the answer)
    """Draw the drawings, the last one first."""
    entries = _entries()
    if entries:
        _drawings(entries)
    else:
        st.caption("Nothing drawn yet. What you draw is listed here, and stays in your browser.")
    given = st.file_uploader("Open drawings that were downloaded here", ["zip", "jsonl"], key=state.ALBUM)
    if given is not None and st.session_state.get(state.OPENED_ALBUM) != given.file_id:
        st.session_state[state.OPENED_ALBUM] = given.file_id
        _open(given.getvalue())


def _drawings(entries: Entries) -> None:
    st.caption("Tap a picture to bring it back.")
    newest = list(reversed(entries.items()))
    pages = -(-len(newest) // PAGE_SIZE)
    page = min(st.pagination(pages, key=state.HISTORY_PAGE), pages) if pages > 1 else 1
    for key, entry in newest[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]:
        _drawing(key, entry)
    with st.container(horizontal=True):
        st.download_button(
            "Download all",
            partial(_packed, dict(entries), hand.drawings()),
            "digits.zip",
            "application/zip",
            on_click="ignore",
            help="The strokes as JSON lines, which digits.evaluate scores, and a picture of each",
        )
        st.button(
            "Forget all",
            on_click=forget,
            key=state.FORGET,
            help="Here and in your browser: the canvas, and what was learned of your hand, too",
        )


def _packed(entries: Entries, corrected: Sequence[Labelled]) -> bytes:
    return album.pack(hand.with_corrected([entry.labelled for entry in entries.values()], corrected))


def _drawing(key: str, entry: Entry) -> None:
    drawing = opened(entry.kept)
    name = in_one_line(entry.text) or "no digit"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        picture = f"![Bring back what was read as {plain(name)}]({source(strokes.picture(drawing))})"
        st.button(picture, on_click=load_drawing, args=(drawing,), key=state.bring_back_button(key), width="content")
        st.markdown(f"read as **{plain(name)}**", width=110)
        label = st.text_input(
            f"What it is, where {plain(name)} is wrong",
            entry.label or "",
            max_chars=MAX_TEXT,
            placeholder="wrong? it is …",
            label_visibility="collapsed",
            key=state.label_field(key),
            on_change=_remember_correction,
            args=(key,),
            width=130,
        )
        corrected = entry._replace(label=label.strip() or None)
        if corrected.label != entry.label:
            consent.correct(drawing, corrected.label)
            seat.correct(drawing, corrected.label)
        _entries()[key] = corrected


def _remember_correction(key: str) -> None:
    """Have the browser remember what was just said of a drawing, or that nothing is said of it any more."""
    label = st.session_state[state.label_field(key)].strip()
    if key in _entries():
        entry = _entries()[key]._replace(label=label or None)
        hand.offer([entry.labelled])
        _offer([entry])


def _open(data: bytes) -> None:
    try:
        found = album.unpack(data)
    except DrawingError as error:
        st.error(f"That file cannot be opened: {plain(str(error))}. Choose one that was downloaded here.")
        return
    added = {each.drawing.key: Entry(compact(each.drawing), each.label, each.text) for each in found[-MAX_ENTRIES:]}
    _entries().update(added)
    for key in added:
        st.session_state.pop(state.label_field(key), None)
    _drop_oldest(_entries())
    _offer(added.values())
    hand.offer(each for each in found if each.label in hand.LABELS)
    st.rerun(scope="fragment")


def _entries() -> Entries:
    entries: Entries = st.session_state.setdefault(state.HISTORY, {})
    return entries


def _drop_oldest(entries: Entries) -> None:
    """Drop the oldest drawings where there are too many of them, or of their points; the latest stays."""
    while len(entries) > MAX_ENTRIES or (len(entries) > 1 and _points(entries) > MAX_POINTS):
        del entries[next(iter(entries))]


def _points(entries: Entries) -> int:
    return sum(len(entry.kept.points) for entry in entries.values())
