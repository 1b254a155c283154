"""The visitor's hand: what was corrected. The browser keeps it; here it is held while the visit lasts."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from digits.drawing.labelled import DIGIT_LABELS, MAX_READ, NON_DIGIT_LABEL, Labelled
from digits.drawing.strokes import Drawing
from digits.errors import DrawingError, EngineError
from digits.page import state
from digits.page.board.messages import drawing_from, to_message
from digits.page.parts.network import shared_reader
from digits.reading.memory import MAX_OF_CLASS, Correction
from digits.reading.reader import Answer, Reader

LABELS = DIGIT_LABELS | {NON_DIGIT_LABEL}
MAX_DRAWINGS = MAX_OF_CLASS * len(LABELS)
MAX_VERSION = 40  # characters
ROUNDED = 0.06  # pixels: strokes are kept in tenths


class Hand(NamedTuple):
    """What the browser sent last: its version, each drawing with what is remembered of it, and who reads with that."""

    version: str = ""
    drawings: tuple[Labelled, ...] = ()
    known: dict[str, list[Correction]] = {}  # noqa: RUF012 (never written to) by what the browser sent of a drawing
    reader: Reader | None = None


def take(sent: Any) -> None:  # noqa: ANN401 (whatever the browser sent)
    """Take what the browser keeps of the visitor's hand, in place of what it sent before."""
    if not isinstance(sent, dict) or not isinstance(sent.get("drawings"), list):
        return
    before, kept = _hand(), sent["drawings"][-MAX_DRAWINGS:]
    drawings = {json.dumps(each, sort_keys=True): found for each in kept if (found := _labelled(each))}
    try:
        reader = shared_reader()
        known = {
            text: before.known[text] if text in before.known else reader.corrections(each)
            for text, each in drawings.items()
        }
    except EngineError:  # the answer says so
        return
    with_hand = reader.knowing([each for many in known.values() for each in many]) if known else None
    version = str(sent.get("version"))[:MAX_VERSION]
    st.session_state[state.HAND] = Hand(version, tuple(drawings.values()), known, with_hand)


def reader() -> Reader:
    """Return the reader of this visit: the one that all share, or the same with what this visitor corrected."""
    return _hand().reader or shared_reader()


def version() -> str:
    """Return which version of the hand the reader knows, as the browser calls it."""
    return _hand().version


def drawings() -> tuple[Labelled, ...]:
    """Return what was corrected and is in use, the oldest first."""
    return _hand().drawings


def correction_of(drawing: Drawing) -> Labelled | None:
    """Return what the visitor said of a whole drawing, and what was read before they did; None where they did not."""
    key = _key(drawing)
    alike = (each for each in _hand().drawings if _key(each.drawing) == key)
    return next((each for each in alike if _is_same(each.drawing, drawing)), None)


def text_read(answer: Answer) -> str:
    """Return what was read: before the visitor said what it is, where they did."""
    corrected = correction_of(answer.drawing)
    return corrected.text if corrected else answer.text


def offer(corrected: Iterable[Labelled]) -> None:
    """Have the browser remember more drawings, and forget what was said of those that are not labelled as it has it."""
    found = [each for each in corrected if each.drawing.strokes]
    if found:
        turn = offered()["turn"] + 1
        st.session_state[state.OFFERED_HAND] = {"turn": turn, "drawings": [_sent(each) for each in found]}


def offered() -> dict[str, Any]:
    """Return what the browser is to remember, with a turn by which it knows what is new."""
    found: dict[str, Any] = st.session_state.get(state.OFFERED_HAND, {"turn": 0, "drawings": []})
    return found


def _hand() -> Hand:
    found: Hand = st.session_state.get(state.HAND, Hand())
    return found


def _labelled(sent: Any) -> Labelled | None:  # noqa: ANN401 (whatever the browser sent)
    """Return a corrected drawing that a browser sent; None for anything else."""
    try:
        drawing, label = drawing_from(sent), sent["label"]
        text = "".join(filter("0123456789".__contains__, str(sent.get("text", ""))[:MAX_READ]))
        is_known = label in LABELS
    except (DrawingError, KeyError, TypeError, AttributeError):
        return None
    return Labelled(drawing, label, text) if is_known and drawing.strokes else None


def _sent(labelled: Labelled) -> dict[str, Any]:
    label = labelled.label if labelled.label in LABELS else None
    return {**to_message(labelled.drawing), "label": label, "text": labelled.text}


def with_corrected(entries: Sequence[Labelled], corrected: Sequence[Labelled]) -> list[Labelled]:
    """Return drawings, those that were corrected as such, and before them what else was corrected."""
    by_key = {_key(each.drawing): each for each in corrected}
    found = [by_key.pop(_key(each.drawing), each) for each in entries]
    return [*by_key.values(), *found]


def _is_same(a: Drawing, b: Drawing) -> bool:
    """Return whether two drawings have the same strokes, but for what the browser rounds off to keep them."""
    strokes = zip(a.strokes, b.strokes, strict=True)
    return all(len(one) == len(other) and np.allclose(one, other, rtol=0, atol=ROUNDED) for one, other in strokes)


def _key(drawing: Drawing) -> tuple[str, int]:
    """Return what tells a drawing from another, and from its first digit."""
    return drawing.key, len(drawing.strokes)
