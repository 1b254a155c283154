"""The views as Streamlit runs them, without a browser: states that are hard to bring about in one."""

import shutil

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from digits.audience import challenge
from digits.drawing import strokes
from digits.page.board.messages import to_message
from digits.pen import writing as pen
from digits.reading import metrics
from digits.sharing import links
from tests.conftest import ROOT, canvas_state


@pytest.fixture(autouse=True)
def _forget_the_engine():
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def page(canvas=None, panel=None, **query):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for name, value in query.items():
        at.query_params[name] = value
    if canvas is not None:
        at.session_state["canvas"] = canvas
    if panel:
        at.session_state["panel"] = panel
    at.run()
    assert not at.exception
    return at


def html(at):
    return " ".join(element.proto.body for element in at.get("html"))


def seven():
    return canvas_state(pen.digit(7, 180, (90, 70)))


def test_a_linked_drawing_is_read_before_the_canvas_says_a_word():
    at = page(d=links.pack(strokes.by_one_pen(pen.digit(5, 180, (90, 70)), 20)))
    assert '<p class="digit">5</p>' in html(at)
    assert not at.info


@pytest.mark.parametrize("text", ["AQEBAGQAAgAZjo-Ojo-Oj46Oj46Oj46Oj46Oj46Pjo6Pjg"])
def test_a_line_one_pixel_wide_is_read_too(text):
    assert "digit" in html(page(d=text))


@pytest.mark.parametrize(
    "canvas",
    [
        {"drawing": "junk"},
        {"drawing": {"raw": 7, "data": None}},
        {"drawing": {"raw": {"objects": 7}, "data": None}, "backgroundFit": {}},
    ],
)
def test_a_forged_message_of_the_canvas_is_said_and_the_page_stands(canvas):
    assert "did not arrive whole" in page(canvas).error[0].value


@pytest.mark.parametrize("panel", ["How it sees", "Opinions", "History", "Share"])
def test_each_panel_says_something_before_anything_is_drawn(panel):
    at = page(panel=panel)
    assert any(word in at.caption[0].value for word in ("Draw something", "Nothing drawn yet"))


def test_opinions_that_are_missing_are_said(tmp_path, monkeypatch):
    monkeypatch.setattr(metrics, "recipes_folder", lambda: tmp_path)
    at = page(seven(), "Opinions")
    assert "The other networks are not available" in at.error[0].value
    assert "git checkout model" in at.error[0].value


def test_a_changed_peer_is_refused(tmp_path, monkeypatch):
    shutil.copytree(metrics.BUNDLED / "recipes", tmp_path / "recipes")
    (tmp_path / "recipes" / "plain.tflite").write_bytes(b"TFL3")
    monkeypatch.setattr(metrics, "recipes_folder", lambda: tmp_path / "recipes")
    assert "plain.tflite" in page(seven(), "Opinions").error[0].value


def test_opinions_name_every_classic_recipe():
    at = page(seven(), "Opinions")
    rows = metrics.read_table()["rows"]
    assert all(row["recipe"] in html(at) for row in rows)


def test_history_keeps_a_drawing_once_however_many_strokes_it_takes():
    runs = pen.digit(4, 180, (90, 70))
    at = page(canvas_state(runs[:1]))
    at.session_state["canvas"] = canvas_state(runs)
    at.run()
    assert [entry.text for entry in at.session_state["history"].values()] == ["4"]
    at.session_state["canvas"] = seven()
    at.run()
    assert [entry.text for entry in at.session_state["history"].values()] == ["4", "7"]


def test_a_correction_goes_when_what_was_corrected_is_drawn_on():
    runs = pen.digit(4, 180, (90, 70))
    at = page(canvas_state(runs[:1]), "History")
    at.text_input[0].input("6").run()
    assert [entry.label for entry in at.session_state["history"].values()] == ["6"]
    at.run()
    assert [entry.label for entry in at.session_state["history"].values()] == ["6"]
    at.session_state["canvas"] = canvas_state(runs)
    at.run()
    assert [(entry.text, entry.label) for entry in at.session_state["history"].values()] == [("4", None)]
    assert at.text_input[0].value == ""


def test_two_drawings_that_begin_at_one_place_are_both_kept():
    at = page(canvas_state([[[90, 90], [90, 250]]]))
    at.session_state["canvas"] = canvas_state([[[90, 90], [200, 90], [110, 250]]])
    at.run()
    assert [entry.text for entry in at.session_state["history"].values()] == ["1", "7"]


def test_what_a_sloppy_eraser_left_can_be_shared():
    sliver = strokes.Drawing([[[160.0, 60.0], [160.0, 260.0]], [[172.0, 40.0], [172.0, 280.0]]], [28, -36])
    state = {"drawing": {"raw": to_message(sliver), "data": None}, "backgroundFit": None}
    assert "?d=" in page(state, "Share").code[0].value


def test_more_than_anybody_draws_is_said():
    at = page(canvas_state([[[9, 9], [12, 12]]] * 1001))
    assert "more on the canvas than this page reads" in at.error[0].value


def test_another_network_of_ours_leaves_the_recipes(tmp_path, monkeypatch):
    for file in metrics.BUNDLED.glob("*.*"):
        shutil.copy(file, tmp_path)
    monkeypatch.setenv("DIGITS_MODEL", str(tmp_path))
    at = page(seven(), "Opinions")
    assert "plain" in html(at)
    assert not at.error


def test_a_streak_that_is_lost_is_shown_so():
    at = page(present="1")
    now = challenge.Challenge(tuple(range(10)), 0.0, (1.0, 1.0), (1.0, 1.0), streak=2, longest=2, missed=True)
    at.session_state["challenge"] = now
    at.run()
    assert at.session_state["challenge"].streak == 0
    assert "0 in a row" in html(at)
    assert "2 in a row" not in html(at)


def test_a_drawing_that_is_too_much_for_a_link_is_said():
    rng = np.random.default_rng(1)
    dots = rng.uniform(10, 310, (600, 1, 2)).tolist()
    at = page(canvas_state(dots), "Share")
    assert at.caption[0].value == "This is too much for a link."


def test_figures_that_are_missing_are_said(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITS_MODEL", str(tmp_path))
    at = AppTest.from_string("from digits.page.pages import network; network.show()", default_timeout=30).run()
    assert not at.exception
    assert "git checkout model" in at.error[0].value


@pytest.mark.parametrize(
    "pens", [{"pen": 28, "erasing": False}, {"pen": 12, "erasing": True}, {"pen": 99}, "junk", None]
)
def test_whatever_the_tools_say_the_page_stands(pens):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    at.session_state["canvas"] = seven()
    at.session_state["tools"] = {"tool": pens}
    at.run()
    assert not at.exception
    assert '<p class="digit">7</p>' in html(at)
