"""The database of kept drawings, as all visitors share it, and an answer as it is kept there."""

import streamlit as st

from digits.audience import rooms
from digits.collection.database import Database, connect
from digits.collection.writer import Writer
from digits.drawing.labelled import Labelled
from digits.page.parts import hand
from digits.reading import metrics
from digits.reading.reader import Answer

NETWORK = "digits.tflite"  # whose digest stands beside what it read


@st.cache_resource(show_spinner=False)
def database() -> Database:
    """Return the database; it is made on first use."""
    return connect()


@st.cache_resource(show_spinner=False)
def writer() -> Writer:
    """Return who writes to it in the background, and ends rooms that were open for long enough."""
    return Writer(database, rooms.sweep)


def labelled(answer: Answer, visitor: str) -> Labelled:
    """Return an answer to a visitor's drawing as it is kept: with what they say it is, if they corrected it.

    What they corrected is read as they said. What is kept is what was read before.
    """
    corrected = hand.correction_of(answer.drawing)
    label = corrected.label if corrected else None
    return Labelled(
        answer.drawing, label, hand.text_read(answer), writer=visitor, confidence=answer.confidence, network=_network()
    )


@st.cache_resource(show_spinner=False)
def _network() -> str:
    return str(metrics.read(needs=["sha256"])["sha256"].get(NETWORK, ""))
