"""The page's front door: configuration and navigation. Run it with `streamlit run app.py`."""

import streamlit as st

st.set_page_config(page_title="Digits: draw one, and it is read", page_icon="✏️", layout="centered")

try:
    from digits.views import draw
except ImportError as error:
    st.error(
        f"Something that this page needs is missing: {error}. "
        "Install what it uses with `pip install -r requirements.txt`; "
        "if it is libGL, on Debian or Ubuntu with `apt-get install libgl1 libglib2.0-0`."
    )
    st.stop()

st.navigation([st.Page(draw.show, title="Draw", default=True)]).run()
