"""The way to the other pages: tabs in one row, on every screen."""

from collections.abc import Sequence

import streamlit as st


def tabs(pages: Sequence[st.Page], chosen: st.Page) -> None:
    """Draw a tab for each page, and mark the chosen one; none within another page's frame, which leads nowhere else."""
    if st.context.is_embedded:
        return
    with st.container(key="tabs", horizontal=True, gap=None):
        for page in pages:
            st.page_link(page, label=f"**{page.title}**" if page is chosen else page.title)
