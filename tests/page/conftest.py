"""The page as Streamlit runs it, without a browser."""

import json

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from digits.pen import writing as pen
from tests.conftest import ROOT, canvas_state


@pytest.fixture(autouse=True)
def _forget_the_network():
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def page(canvas=None, panel=None, state=(), **query):
    """The page after one run: with this message of the canvas, this panel open, this state, this address."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for name, value in query.items():
        at.query_params[name] = value
    found = {"canvas": canvas, "board": {"panel": panel}, **dict(state)}
    for key, value in found.items():
        if value is not None:
            at.session_state[key] = value
    at.run()
    assert not at.exception
    return at


def html(at):
    return " ".join(element.proto.body for element in at.get("html"))


def board(at):
    """What the component around the canvas was handed."""
    ((data,),) = (
        json.loads(each.proto.json) for each in at.get("bidi_component") if each.proto.component_name == "digits_board"
    )
    return data


def answer(at):
    """The answer that the page shows, as its JavaScript is handed it."""
    return board(at)["answer"]


def seven():
    """The canvas's message of a 7."""
    return canvas_state(pen.digit(7, 180, (90, 70)))
