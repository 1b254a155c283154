"""The network that all visitors share."""

import gc
import os
from functools import wraps
from typing import Any

import streamlit as st
from streamlit.runtime import app_session, runtime
from streamlit.runtime.app_session import AppSession

from digits.reading import peers, reader
from digits.reading.peers import Peer
from digits.reading.reader import Reader

FLUSH_INTERVAL = 0.002  # seconds
THREADS = min(2, os.cpu_count() or 1)  # that read what holds several digits: a visitor's six, a photo's forty
GC_THRESHOLDS = 1000, 15, 60  # Python's own are 700, 10 and 10


@st.cache_resource(show_spinner=False)
def shared_reader() -> Reader:
    """Return the reader that all visitors share; the process is tuned for its answers, once."""
    _freeze_imports()
    _send_sooner()
    _keep_theme()
    _keep_caches()
    return reader.load(threads=THREADS)


@st.cache_resource(show_spinner="Asking the others …")
def shared_peers() -> list[Peer]:
    """Return the other networks."""
    return peers.load()


def _send_sooner() -> None:
    """Have Streamlit wait less before it sends again.

    It sends that a rerun began at once, and then nothing for 5 ms. Our answers are ready after 3, so they waited.
    """
    vars(runtime)["MESSAGE_FLUSH_INTERVAL_SECS"] = FLUSH_INTERVAL


def _keep_theme() -> None:
    """Have Streamlit make each part of its theme's message once, and not with every rerun.

    It looks through all of its options six times, a tenth of the processor that an answer takes. The options are those
    that the server was started with.
    """
    if hasattr(app_session._populate_theme_msg, "__wrapped__"):
        return  # the reader was let go, and is loaded again
    made: dict[str, Any] = {}
    populate = app_session._populate_theme_msg

    @wraps(populate)
    def populate_once(message: Any, section: str = "theme") -> None:  # noqa: ANN401 (a message of Streamlit's own)
        if section not in made:
            populate(part := type(message)(), section)
            made[section] = part
        message.MergeFrom(made[section])

    vars(app_session)["_populate_theme_msg"] = populate_once


def _keep_caches() -> None:
    """Have Streamlit overlook the message that clears what all visitors share: any of them may send it.

    It stands behind an item of a menu that this page does not show.
    """
    AppSession._handle_clear_cache_request = lambda _: None  # type: ignore[assignment, method-assign]


def _freeze_imports() -> None:
    """Take what was imported out of garbage collection: looking through it stopped everybody for a tenth of a second.

    The rest is collected less often than usual. Two hundred visitors brought eleven full collections in half a minute,
    each of 50 to 300 ms. Closed sessions stay in memory for a little longer.
    """
    gc.freeze()
    gc.collect()
    gc.set_threshold(*GC_THRESHOLDS)
