"""The model card as a page: what the network is, how it learned, how good it is, and what it misreads."""

from collections.abc import Sequence
from html import escape
from typing import Any

import cv2
import numpy as np
import streamlit as st

from digits.errors import EngineError
from digits.page.board.messages import COLOUR as BLUE
from digits.page.parts.confusion import Misread, confusion_table, pictures
from digits.page.parts.diagram import diagram, network_layers
from digits.page.parts.frame import frame
from digits.page.parts.words import count, share
from digits.reading.metrics import WAY_OUT, Metrics, model_folder, read, read_table

NEEDS = ("confusion", "digits", "history", "mistakes", "per_class", "reliability")
ORANGE = "#d9661f"  # told from the blue in both themes
LEAST_SHOWN = 0.05  # %: what is less lies on a chart's edge


def show() -> None:
    """Draw the page."""
    frame()
    st.title("The network")
    try:
        metrics, recipes = read(needs=NEEDS), read_table()
        misread = _misread(metrics["mistakes"])
    except EngineError as error:
        st.error(f"The figures are not available. {error}")
        return
    with st.container(key="network"):
        _figures(metrics)
        _layers()
        _curves(metrics["history"])
        _confusion(metrics["confusion"], misread)
        _per_class(metrics["per_class"])
        _reliability(metrics["reliability"])
        _mistakes(misread, metrics["digits"]["test"])
        _recipes(recipes["rows"], metrics)


def _lesson(metrics: Metrics, hands: Metrics | None) -> str:
    """Return what the network learned from, and how long that took."""
    people = f", and from the strokes of {count(hands['learned']['writers'])} people" if hands else ""
    last = "the last " if metrics["settings"].get("from") else ""
    return (
        f"It learned from MNIST, from digits and doodles that a pen of our own wrote{people}: "
        f"{last}{metrics['epochs']} epochs in {metrics['seconds'] // 60} minutes ({'; '.join(metrics['trained_on'])})."
    )


def _figures(metrics: Metrics) -> None:
    hands = metrics.get("hands")
    st.write(f"A convolutional network of {count(metrics['parameters'])} parameters. {_lesson(metrics, hands)}")
    tested = f"read right, of {count(metrics['digits']['test'])} never learned from"
    with st.container(horizontal=True):
        st.metric("MNIST's test digits", share(metrics["test_accuracy"]), help=tested)
        through = share(metrics["test_accuracy_through_ink"])
        st.metric("the same, preprocessed", through, help="preprocessed as a drawing is")
        if hands and (held_out := hands["held_out"]).get("digits"):
            writers = f"{count(held_out['digits'])} digits of {held_out['writers']} writers never learned from"
            st.metric("strangers' digits", share(held_out["digits_read"]), help=f"read right, of {writers}")
        error = share(metrics["expected_calibration_error"])
        st.metric("off in its confidence", error, help="the expected calibration error")


def _layers() -> None:
    st.header("How it is built")
    try:
        drawn = diagram(network_layers())
    except EngineError as error:
        st.caption(f"Its layers cannot be drawn. {error}")
        return
    st.markdown(drawn, unsafe_allow_html=True)  # `st.html` would leave out what is drawn
    st.caption(
        "Each block is what a layer hands on: as high as its maps, as deep as there are many. The small square is what "
        "the next filter covers; it moves over the whole block. What is negative becomes zero, but for the scores."
    )


def _curves(history: list[dict[str, float]]) -> None:
    st.header("How it learned")
    misread = "misread, %"
    rows = [
        {"epoch": number, "digits": part, misread: 100 * (1 - epoch[key])}
        for number, epoch in enumerate(history, start=1)
        for part, key in (("training, varied", "accuracy"), ("validation", "val_accuracy"))
    ]
    look = {"field": "digits", "legend": {"orient": "top", "title": None}}
    encoding = {
        "x": {"field": "epoch", "type": "quantitative", "axis": {"tickMinStep": 1}, "scale": {"nice": False}},
        "y": _log_axis(misread, padding=12),
        "color": {**look, "scale": {"range": [BLUE, ORANGE]}},
        "strokeDash": look,
        "tooltip": [_tip("epoch", "d"), _tip(misread)],
    }
    st.vega_lite_chart(rows, {"mark": {"type": "line", "point": True}, "encoding": encoding, "height": 260})


def _log_axis(field: str, **scale: Any) -> Metrics:  # noqa: ANN401 (Vega's own words)
    """Return an axis on which a hundredth and the whole can both be read."""
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"type": "log", "nice": False, **scale},
        "axis": {"format": "~g", "tickCount": 5},
    }


def _tip(field: str, how: str = ".2f") -> Metrics:
    return {"field": field, "type": "quantitative", "format": how}


def _confusion(counts: list[list[int]], misread: list[Misread]) -> None:
    st.header("What it takes for what")
    st.html(confusion_table(counts, misread))


def _per_class(rows: list[Metrics]) -> None:
    st.header("Digit by digit")
    shares = ("precision", "recall", "f1")
    table = [[str(row["digit"]), count(row["n"]), *(share(row[key]) for key in shares)] for row in rows]
    st.html(_table(("digit", "test digits", *shares), table))


def _reliability(bins: list[Metrics]) -> None:
    st.header("Is it as sure as it should be?")
    doubt, wrong, digits = "how unsure it was, %", "how often it was wrong, %", "test digits"
    rows = [
        {doubt: 100 * (1 - each["confidence"]), wrong: 100 * (1 - each["accuracy"]), digits: each["n"]} for each in bins
    ]
    bounds = {"domain": [LEAST_SHOWN, 100], "clamp": True}
    axes = {"x": _log_axis(doubt, **bounds), "y": _log_axis(wrong, **bounds)}
    size = {"field": digits, "type": "quantitative", "scale": {"type": "log", "range": [40, 400]}}
    size["legend"] = {"orient": "top", "format": ","}
    diagonal = {
        "data": {"values": [{doubt: at, wrong: at} for at in (LEAST_SHOWN, 100)]},
        "mark": {"type": "line", "strokeDash": [4, 4], "color": "gray"},
    }
    tooltip = [_tip(doubt), _tip(wrong), _tip(digits, ",")]
    points = {"mark": {"type": "circle", "opacity": 0.9, "color": BLUE}, "encoding": {"size": size, "tooltip": tooltip}}
    st.vega_lite_chart(rows, {"encoding": axes, "layer": [diagonal, points], "height": 340})
    st.caption(
        "On the dashed line it is as sure as it should be; above, too sure. Most test digits are in the large point."
    )


def _misread(mistakes: list[Metrics]) -> list[Misread]:
    """Return all misread test digits; the trainer puts their pictures side by side into a file, in the same order."""
    if not mistakes:
        return []
    path = model_folder() / "misread.png"
    strip = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if strip is None or strip.shape != (28, 28 * len(mistakes)):
        raise EngineError(f"{path} is missing, or does not show what metrics.json lists. {WAY_OUT}")
    return list(map(Misread, np.split(np.asarray(strip, np.uint8), len(mistakes), axis=1), mistakes))


def _mistakes(misread: list[Misread], tested: int) -> None:
    st.header("What it misreads")
    if not misread:
        st.caption("None of the test digits.")
        return
    st.html(pictures(misread))
    st.caption(
        f"All {count(len(misread))} of {count(tested)}: what each is, what it was read as, and how sure that was."
    )


def _recipes(rows: list[Metrics], metrics: Metrics) -> None:
    st.header("Beside what people start from")
    ours = {"recipe": "ours", "parameters": metrics["parameters"], "test": metrics["test_accuracy"]}
    table = [[row["recipe"], count(row["parameters"]), share(row["test"])] for row in [ours, *rows]]
    st.html(_table(("recipe", "parameters", "MNIST's test digits"), table))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as HTML, which fits a phone; each row is named by its first cell."""
    named = "".join(f"<th scope=col>{escape(name)}</th>" for name in head)
    body = "".join(
        f"<tr><th scope=row>{escape(first)}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in others)}</tr>"
        for first, *others in rows
    )
    return f'<table class="figures"><thead><tr>{named}</tr></thead><tbody>{body}</tbody></table>'
