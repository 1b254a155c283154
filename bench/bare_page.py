"""The least that a page with this canvas can be: one line of text about it. What our page costs is held beside it."""

import streamlit as st
from streamlit_drawable_canvas import st_canvas

drawing = st_canvas(stroke_width=20, width=320, height=320, key="canvas").json_data
st.write(f"There are {len((drawing or {}).get('objects', []))} strokes on the canvas.")
