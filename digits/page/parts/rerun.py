"""Running the page once more."""

import streamlit as st
from streamlit.errors import StreamlitAPIException


def again() -> None:
    """Run the fragment around the board once more, or the whole page where that is run."""
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:
        st.rerun()
