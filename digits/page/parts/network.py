"""The network that all visitors share."""

import gc

import streamlit as st
from streamlit.runtime import runtime

from digits.reading import reader
from digits.reading.reader import Reader


@st.cache_resource(show_spinner="Waking the network …")
def shared_reader() -> Reader:
    """Return the reader that all visitors share; the process is tuned for its answers, once."""
    _freeze_imports()
    _send_sooner()
    return reader.load()


FLUSH_INTERVAL = 0.002  # seconds


def _send_sooner() -> None:
    """Have Streamlit wait less before it sends again.

    It sends that a rerun began at once, and then nothing for 5 ms. Our answers are ready after 3, so they waited.
    """
    vars(runtime)["MESSAGE_FLUSH_INTERVAL_SECS"] = FLUSH_INTERVAL


def _freeze_imports() -> None:
    """Take what was imported out of garbage collection: looking through it stopped everybody for a tenth of a second.

    The rest is collected as usual: collecting it less often leaves closed sessions in memory for longer. The full
    collection afterwards resets the counters, so the next one waits for a quarter more.
    """
    gc.freeze()
    gc.collect()
