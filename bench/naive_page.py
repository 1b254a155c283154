"""The common way to build such a page, for bench.visitors: TensorFlow in the page, `model.predict`, a bar chart."""

from pathlib import Path

import keras
import numpy as np
import streamlit as st
from PIL import Image
from streamlit_drawable_canvas import st_canvas


@st.cache_resource
def network() -> keras.Model:
    """Return the same network that the page uses."""
    return keras.saving.load_model(Path(__file__).resolve().parent.parent / "model" / "digits.keras", compile=False)


st.title("Digit recognition")
canvas = st_canvas(stroke_width=20, height=320, width=320, return_image_data=True, key="canvas")
if canvas.image_data is not None:
    picture = Image.fromarray(canvas.image_data[:, :, 3]).resize((28, 28))
    shares = network().predict(np.asarray(picture)[np.newaxis, :, :, np.newaxis] / 255.0, verbose=0)[0, :10]
    st.header(f"Prediction: {shares.argmax()}")
    st.bar_chart(shares)
