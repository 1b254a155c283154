"""The page as Streamlit runs it, without a browser."""

import shutil
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from digits import engine
from tests.conftest import ROOT, canvas_state, drawn


@pytest.fixture(autouse=True)
def _forget_the_engine():
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def page(canvas=None):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    if canvas is not None:
        at.session_state["canvas"] = canvas
    at.run()
    assert not at.exception
    return SimpleNamespace(
        html=" ".join(element.proto.body for element in at.get("html")),
        errors=[error.value for error in at.error],
    )


def test_a_blank_page_invites():
    shown = page()
    assert "Draw a digit, 0 to 9" in shown.html
    assert not shown.errors


@pytest.mark.parametrize("label", range(10))
def test_a_drawing_is_read_with_its_confidence(label):
    shown = page(canvas_state(drawn(label)))
    assert f'<p class="digit">{label}</p>' in shown.html
    assert "% sure</p>" in shown.html
    assert not shown.errors


@pytest.mark.parametrize(
    "data", ["junk", "data:image/png;base64,", "data:image/png;base64,AAAA", "data:image/png;base64,%%%"]
)
def test_a_broken_drawing_is_said_and_the_page_stands(data):
    shown = page({"drawing": {"raw": {"objects": []}, "data": data}})
    assert shown.errors == [
        "The drawing did not arrive whole. It is still on the canvas: add a stroke to send it again."
    ]


def test_a_missing_model_is_said_beside_the_drawing(tmp_path, monkeypatch):
    shutil.copy(engine.MODEL / "metrics.json", tmp_path)
    monkeypatch.setattr(engine.load, "__defaults__", (None, tmp_path))
    (error,) = page(canvas_state(drawn(3))).errors
    assert "digits.tflite cannot be read" in error
    assert "git checkout model" in error
    assert "Your drawing is kept" in error


def test_the_model_may_come_back_without_a_restart(tmp_path, monkeypatch):
    shutil.copy(engine.MODEL / "metrics.json", tmp_path)
    monkeypatch.setattr(engine.load, "__defaults__", (None, tmp_path))
    assert page(canvas_state(drawn(3))).errors
    shutil.copy(engine.MODEL / "digits.tflite", tmp_path)
    assert not page(canvas_state(drawn(3))).errors


def test_a_missing_library_is_said(monkeypatch):
    import sys

    for name in [name for name in sys.modules if name.startswith("digits.views.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "digits.views.canvas", None)
    monkeypatch.delattr("digits.views.draw", raising=False)
    (error,) = page().errors
    assert "pip install -r requirements.txt" in error
    assert "libgl1" in error
