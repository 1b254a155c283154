"""The model card as a page: what the network is, how it learned, how good it is, and what it misreads."""

from collections.abc import Sequence
from html import escape

import cv2
import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digits.errors import EngineError
from digits.page.parts.frame import frame
from digits.page.parts.images import figure
from digits.page.parts.words import percent
from digits.reading.classes import DIGITS
from digits.reading.metrics import WAY_OUT, Metrics, model_folder, read, read_table

NEEDS = ("confusion", "history", "mistakes", "per_class", "reliability")


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
        _curves(metrics["history"])
        _confusion(metrics["confusion"])
        _per_class(metrics["per_class"])
        _reliability(metrics["reliability"])
        _mistakes(metrics["mistakes"], misread)
        _recipes(recipes["rows"], metrics)


def _figures(metrics: Metrics) -> None:
    st.write(
        f"A convolutional network of {metrics['parameters']:,} parameters. It learned from MNIST and from digits and "
        f"doodles that a pen of our own wrote, in {metrics['epochs']} epochs and {metrics['seconds'] // 60} minutes "
        f"({'; '.join(metrics['trained_on'])})."
    )
    right, error, through = "test_accuracy", "expected_calibration_error", "test_accuracy_through_ink"
    with st.container(horizontal=True):
        st.metric(
            "MNIST's test digits", f"{100 * metrics[right]:.2f} %", help="read right, of 10,000 never learned from"
        )
        st.metric("the same, preprocessed", f"{100 * metrics[through]:.2f} %", help="preprocessed as a drawing is")
        st.metric("off in its confidence", f"{100 * metrics[error]:.2f} %", help="the expected calibration error")


def _curves(history: list[dict[str, float]]) -> None:
    st.header("How it learned")
    rows = [
        {"epoch": number, "part": part, "misread, %": 100 * (1 - epoch[key])}
        for number, epoch in enumerate(history, start=1)
        for part, key in (("training, varied", "accuracy"), ("validation", "val_accuracy"))
        if number > 1  # the first epoch dwarfs all others
    ]
    st.line_chart(rows, x="epoch", y="misread, %", color="part", height=260)


def _confusion(counts: list[list[int]]) -> None:
    st.header("What it takes for what")
    head = "".join(f"<th scope=col>{digit}</th>" for digit in range(DIGITS))
    rows = "".join(_row(digit, row) for digit, row in enumerate(counts))
    caption = "<caption>Rows: what it is; columns: what was read</caption>"
    st.html(f'<table class="confusion">{caption}<tr><td></td>{head}</tr>{rows}</table>')


def _row(digit: int, counts: list[int]) -> str:
    cells = "".join(_cell(digit, predicted, count) for predicted, count in enumerate(counts))
    return f"<tr><th scope=row>{digit}</th>{cells}</tr>"


def _cell(digit: int, predicted: int, count: int) -> str:
    kind = "right" if digit == predicted else "wrong" if count else "none"
    title = f"{count} {'times' if count != 1 else 'time'} a {digit} was read as {predicted}"
    return f'<td class="{kind}" title="{title}">{count or ""}</td>'


def _per_class(rows: list[Metrics]) -> None:
    st.header("Digit by digit")
    shares = ("precision", "recall", "f1")
    table = [[str(row["digit"]), f"{row['n']:,}", *(_share(row[key]) for key in shares)] for row in rows]
    st.html(_table(("digit", "test digits", *shares), table))


def _reliability(bins: list[Metrics]) -> None:
    st.header("Is it as sure as it should be?")
    sure, right = "how sure it was, %", "how often it was right, %"
    rows = [{sure: 100 * each["confidence"], right: 100 * each["accuracy"], "test digits": each["n"]} for each in bins]
    axes = {name: {"field": of, "type": "quantitative"} for name, of in (("x", sure), ("y", right))}
    size = {"field": "test digits", "type": "quantitative", "scale": {"type": "log", "range": [30, 400]}}
    tooltip = [{"field": key, "type": "quantitative", "format": ".4~"} for key in (sure, right, "test digits")]
    diagonal = {
        "data": {"values": [{sure: 0, right: 0}, {sure: 100, right: 100}]},
        "mark": {"type": "line", "strokeDash": [4, 4], "color": "gray"},
    }
    points = {"mark": {"type": "circle", "opacity": 0.9}, "encoding": {"size": size, "tooltip": tooltip}}
    st.vega_lite_chart(rows, {"encoding": axes, "layer": [diagonal, points], "height": 300})
    st.caption("On the dashed line it is as sure as it should be. Most test digits are in the last point.")


def _misread(mistakes: list[Metrics]) -> list[NDArray[np.uint8]]:
    """Return the pictures of all misread test digits, each `uint8 (28, 28)`."""
    if not mistakes:
        return []
    path = model_folder() / "misread.png"
    strip = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if strip is None or strip.shape != (28, 28 * len(mistakes)):
        raise EngineError(f"{path} is missing, or does not show what metrics.json lists. {WAY_OUT}")
    return np.split(np.asarray(strip, np.uint8), len(mistakes), axis=1)


def _mistakes(mistakes: list[Metrics], pictures: list[NDArray[np.uint8]]) -> None:
    st.header("What it misreads")
    if not mistakes:
        st.caption("None of the test digits.")
        return
    shown = "".join(_mistake(picture, mistake) for picture, mistake in zip(pictures, mistakes, strict=True))
    st.html(f'<div class="misread">{shown}</div>')
    st.caption(f"All {len(mistakes)} of the 10,000: what each is, what it was read as, and how sure that was.")


def _mistake(picture: NDArray[np.uint8], mistake: Metrics) -> str:
    read_as = f"{mistake['label']} read as {mistake['said']}"
    caption = f"{read_as}<br>{escape(percent(mistake['confidence']))}"
    return figure(picture, f"Test digit {mistake['index']:,}: {read_as}", caption, 56)


def _recipes(rows: list[Metrics], metrics: Metrics) -> None:
    st.header("Beside what people start from")
    ours = {"recipe": "ours", "parameters": metrics["parameters"], "test": metrics["test_accuracy"]}
    table = [[row["recipe"], f"{row['parameters']:,}", _share(row["test"])] for row in [ours, *rows]]
    st.html(_table(("recipe", "parameters", "MNIST's test digits"), table))


def _share(share: float) -> str:
    return f"{100 * share:.2f}\N{NO-BREAK SPACE}%"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as HTML, which fits a phone; each row is named by its first cell."""
    named = "".join(f"<th scope=col>{escape(name)}</th>" for name in head)
    body = "".join(
        f"<tr><th scope=row>{escape(first)}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in others)}</tr>"
        for first, *others in rows
    )
    return f'<table class="figures"><thead><tr>{named}</tr></thead><tbody>{body}</tbody></table>'
