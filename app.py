"""The page's front door: configuration and navigation. Run it with `streamlit run app.py`."""

import streamlit as st

from digits.errors import is_missing_library
from digits.page.parts.style import CANVAS_TO_COME, style

presenting = st.query_params.get("present") == "1"
st.set_page_config(
    page_title="Digits: draw one, and it is read", page_icon="✏️", layout="wide" if presenting else "centered"
)
with st.container(key="start"):  # before what takes seconds to import on a cold start
    st.html(style() if presenting else style() + CANVAS_TO_COME)

try:
    from digits.page.pages import draw, network, pictures, present
    from digits.page.parts.tabs import tabs
except ImportError as error:
    if not is_missing_library(error):
        raise
    st.error(
        f"Something that this page needs is missing: {error}. "
        "Install what it uses with `pip install -r requirements-page.txt`; "
        "if it is libGL, on Debian or Ubuntu with `apt-get install libgl1 libglib2.0-0`."
    )
    st.stop()

pages = [
    st.Page(present.show if presenting else draw.show, title="Draw", url_path="draw", default=True),
    st.Page(pictures.show, title="Pictures", url_path="pictures"),
    st.Page(network.show, title="The network", url_path="network"),
]
chosen = st.navigation(pages, position="hidden")
if not presenting:
    tabs(pages, chosen)
chosen.run()
