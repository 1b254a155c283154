"""The page as Streamlit runs it, without a browser."""

import builtins
import re
import shutil
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from digits.pen import writing as pen
from digits.reading import metrics
from tests.conftest import ROOT, canvas_state


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
    shown = page(canvas_state(pen.digit(label, 180, (90, 70))))
    assert f'<p class="digit">{label}</p>' in shown.html
    assert "% sure</p>" in shown.html
    assert not shown.errors


def test_a_number_is_read_with_its_digits_confidences_and_boxes():
    runs = pen.digit(4, 110, (40, 100)) + pen.digit(2, 110, (190, 100))
    shown = page(canvas_state(runs))
    assert re.search(r'<p class="digit" style="--digits: 2">42</p><p class="sure">2 digits<br>[^<]+ % sure', shown.html)
    assert re.findall(r'<li class="best"><span class="label">(.)</span>', shown.html) == ["4", "2"]
    assert "What was found" in shown.html


def test_digits_that_touch_are_told_apart_by_their_strokes():
    runs = pen.digit(7, 150, (70, 90)) + pen.digit(7, 150, (150, 90))
    shown = page(canvas_state(runs))
    assert ">77</p>" in shown.html


def test_a_scribble_is_no_digit():
    runs = [[[60 + 20 * i, 90 + 120 * (i % 2)] for i in range(10)], [[60, 200], [250, 100], [60, 100], [250, 200]]]
    shown = page(canvas_state(runs))
    assert "This does not look like a digit" in shown.html


@pytest.mark.parametrize("raw", ["junk", {"objects": 7}, {"objects": [{"type": "Path", "path": [["Q"]]}]}])
def test_a_broken_drawing_is_said_and_the_page_stands(raw):
    shown = page({"drawing": {"raw": raw, "data": None}})
    assert shown.errors == [
        "The drawing did not arrive whole. It is still on the canvas: add a stroke to send it again."
    ]


def test_a_missing_model_is_said_beside_the_drawing(tmp_path, monkeypatch):
    shutil.copy(metrics.BUNDLED / "metrics.json", tmp_path)
    monkeypatch.setenv("DIGITS_MODEL", str(tmp_path))
    (error,) = page(canvas_state(pen.digit(3, 180, (90, 70)))).errors
    assert "digits.tflite cannot be read" in error
    assert "git checkout model" in error
    assert "Your drawing is kept" in error


def test_the_model_may_come_back_without_a_restart(tmp_path, monkeypatch):
    shutil.copy(metrics.BUNDLED / "metrics.json", tmp_path)
    monkeypatch.setenv("DIGITS_MODEL", str(tmp_path))
    assert page(canvas_state(pen.digit(3, 180, (90, 70)))).errors
    shutil.copy(metrics.BUNDLED / "digits.tflite", tmp_path)
    assert not page(canvas_state(pen.digit(3, 180, (90, 70)))).errors


@pytest.mark.parametrize("error", [ModuleNotFoundError("No module named 'cv2'", name="cv2"), ImportError("libGL.so.1")])
def test_a_missing_library_is_said(monkeypatch, error):
    break_an_import(monkeypatch, error)
    (message,) = page().errors
    assert "pip install -r requirements.txt" in message
    assert "libgl1" in message


@pytest.mark.parametrize("name", ["digits.page.parts.wrods", "digits.reading.reader"])
def test_a_typo_of_our_own_keeps_its_traceback(monkeypatch, capsys, name):
    kind = ModuleNotFoundError if name.endswith("wrods") else ImportError
    break_an_import(monkeypatch, kind(f"cannot import {name}", name=name))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    assert not at.error
    assert at.exception
    assert "Traceback" in (log := capsys.readouterr().out)
    assert f"cannot import {name}" in log


def break_an_import(monkeypatch, error):
    """Have the import of the page's own modules fail."""
    original = builtins.__import__

    def fail(name, *arguments, **keywords):
        if name == "digits.page.pages":
            raise error
        return original(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", fail)
