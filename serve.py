"""The page and the HTTP API in one process. Run it with `make run`; `streamlit run app.py` serves the page alone."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.file_util import get_static_dir
from streamlit.runtime import Runtime
from streamlit.runtime.stats import ACTIVE_SESSIONS_FAMILY, GaugeStat

from digits.api.figures import Figures
from digits.api.first_page import first_pages
from digits.api.headers import Headers, Hosts, hosts
from digits.api.reading import Reading
from digits.api.routes import routes
from digits.page.parts.style import CANVAS_TO_COME, style


def visitors() -> int:
    """Return how many pages are open."""
    told = Runtime.instance().stats_mgr.get_stats(family_names=[ACTIVE_SESSIONS_FAMILY])[ACTIVE_SESSIONS_FAMILY]
    return sum(int(each.value) for each in told if isinstance(each, GaugeStat))


figures, reading = Figures(visitors), Reading()


def count_error(_: Exception) -> None:
    """Count an error of the page; it is told and logged as ever."""
    figures.page_errors += 1


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """End the process that reads with the server."""
    yield
    await reading.close()


index = Path(get_static_dir()) / "index.html"
app = st.App(
    "app.py",
    routes=[*routes(figures, reading), *first_pages(index, style(), CANVAS_TO_COME)],
    middleware=[
        Middleware(Headers, index=index),
        Middleware(Hosts, names=hosts(os.environ.get("DIGITS_HOSTS"))),
    ],
    lifespan=lifespan,
    on_script_error=count_error,
)
