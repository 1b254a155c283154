"""The model card as a page: what the network is, how it learnt, how good it is, and what it misreads."""

import json
from typing import Any

import cv2
import numpy as np
import streamlit as st

from digits import engine
from digits.views.draw import style
from digits.views.images import image

Metrics = dict[str, Any]


def show() -> None:
    """Draw the page."""
    style()
    st.title("The network")
    try:
        metrics: Metrics = json.loads((engine.MODEL / "metrics.json").read_text(encoding="utf-8"))
        recipes: Metrics = json.loads((engine.MODEL / "recipes" / "table.json").read_text(encoding="utf-8"))
        with st.container(key="network"):
            _figures(metrics)
            _curves(metrics["history"])
            _confusion(metrics["confusion"])
            _per_class(metrics["per_class"])
            _reliability(metrics["reliability"])
            _mistakes(len(metrics["mistakes"]))
            _recipes(recipes["rows"], metrics)
    except (OSError, ValueError, KeyError, TypeError) as error:
        st.error(f"The figures cannot be read: {error}. Restore them with `git checkout model`.")


def _figures(metrics: Metrics) -> None:
    st.write(
        f"A convolutional network of {metrics['parameters']:,} parameters. It learnt from MNIST and from digits and "
        f"doodles that a pen of our own wrote, in {metrics['epochs']} epochs and {metrics['seconds'] // 60} minutes."
    )
    right, error, through = "test_accuracy", "expected_calibration_error", "test_accuracy_through_ink"
    with st.container(horizontal=True):
        st.metric(
            "MNIST's test digits", f"{100 * metrics[right]:.2f} %", help="read right, of 10,000 never learnt from"
        )
        st.metric(
            "the same, drawn anew", f"{100 * metrics[through]:.2f} %", help="laid out as the page lays out drawings"
        )
        st.metric("off in its confidence", f"{100 * metrics[error]:.2f} %", help="the expected calibration error")


def _curves(history: list[dict[str, float]]) -> None:
    st.header("How it learnt")
    rows = [
        {"epoch": number, "part": part, "misread, %": 100 * (1 - epoch[key])}
        for number, epoch in enumerate(history, start=1)
        for part, key in (("training, varied", "accuracy"), ("validation", "val_accuracy"))
        if number > 1  # the first epoch dwarfs all others
    ]
    st.line_chart(rows, x="epoch", y="misread, %", color="part", height=260)


def _confusion(counts: list[list[int]]) -> None:
    st.header("What it takes for what")
    head = "".join(f"<th scope=col>{digit}</th>" for digit in range(10))
    rows = "".join(
        f"<tr><th scope=row>{digit}</th>{''.join(_cell(digit, said, count) for said, count in enumerate(row))}</tr>"
        for digit, row in enumerate(counts)
    )
    caption = "<caption>Rows: what it is; columns: what was read</caption>"
    st.html(f'<table class="confusion">{caption}<tr><td></td>{head}</tr>{rows}</table>')


def _cell(digit: int, said: int, count: int) -> str:
    kind = "right" if digit == said else "wrong" if count else "none"
    title = f"{count} {'times' if count != 1 else 'time'} a {digit} was read as {said}"
    return f'<td class="{kind}" title="{title}">{count or ""}</td>'


def _per_class(rows: list[Metrics]) -> None:
    st.header("Digit by digit")
    shares = ("precision", "recall", "f1")
    table = [
        {"digit": row["digit"], "test digits": row["n"], **{key: 100 * row[key] for key in shares}} for row in rows
    ]
    st.dataframe(
        table, hide_index=True, column_config={key: st.column_config.NumberColumn(format="%.2f %%") for key in shares}
    )


def _reliability(bins: list[Metrics]) -> None:
    st.header("Is it as sure as it should be?")
    rows = [
        {
            "how sure it said it was, %": 100 * each["confidence"],
            "how often it was right, %": 100 * each["accuracy"],
            "test digits": each["n"],
        }
        for each in bins
    ]
    st.scatter_chart(
        rows, x="how sure it said it was, %", y="how often it was right, %", size="test digits", height=260
    )


def _mistakes(count: int) -> None:
    st.header("What it misreads")
    picture = cv2.imread(str(engine.MODEL / "mistakes.png"))
    if picture is not None:
        st.html(image(np.asarray(picture, np.uint8), f"The {count} test digits that it misreads", picture.shape[1]))
    st.caption(f"All {count} of the 10,000: what each is, what it was read as, and how sure that was.")


def _recipes(rows: list[Metrics], metrics: Metrics) -> None:
    st.header("Beside what people start from")
    ours = {
        "recipe": "ours",
        "parameters": metrics["parameters"],
        "test": metrics["test_accuracy"],
        "seconds": metrics["seconds"],
    }
    table = [
        {
            "recipe": row["recipe"],
            "parameters": row["parameters"],
            "MNIST's test digits": 100 * row["test"],
            "training, s": row["seconds"],
        }
        for row in [ours, *rows]
    ]
    st.dataframe(
        table, hide_index=True, column_config={"MNIST's test digits": st.column_config.NumberColumn(format="%.2f %%")}
    )
