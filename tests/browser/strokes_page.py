"""A canvas that opens with a 5 of our own pen and shows the strokes of what is on it; for test_strokes.py."""

import json

import streamlit as st
from streamlit_drawable_canvas import st_canvas

from digits.drawing import strokes
from digits.page.board.messages import COLOUR, drawing_from, to_message
from digits.pen import writing as pen

five = to_message(strokes.by_one_pen(pen.digit(5, 120, (30, 150)), 20))
canvas = st_canvas(20, initial_drawing=five, width=320, height=320, stroke_color=COLOUR, key="canvas")  # type: ignore[arg-type]
st.code(json.dumps(drawing_from(canvas.json_data).strokes))
