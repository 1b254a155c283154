"""Second opinions: what the classic recipes' networks read in the same drawing."""

from html import escape

import streamlit as st

from digits.drawing.labelled import in_one_line
from digits.errors import EngineError
from digits.page.parts.network import shared_peers
from digits.page.parts.words import count, percent, share
from digits.reading import metrics
from digits.reading.classes import digits
from digits.reading.peers import Peer
from digits.reading.reader import Answer


def show(answer: Answer | None) -> None:
    """Draw a table of what each classic network reads, beside ours."""
    if not answer:
        st.caption("Draw something, and the networks that people usually start from say here what they think it is.")
        return
    try:
        parameters, accuracy = metrics.figures()
        rows = [_row(peer, answer) for peer in shared_peers()]
    except EngineError as error:
        st.error(f"The other networks are not available. {error}")
        return
    head = "".join(f"<th scope=col>{name}</th>" for name in ("Network", "Parameters", "MNIST", "Says", "How sure"))
    sure = percent(answer.confidence) if answer.text else ""
    ours = _cells("Digits, ours", parameters, accuracy, in_one_line(answer.text) or "no digit", sure)
    body = ours + "".join(rows)
    st.html(f'<table class="figures opinions"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')
    st.caption(
        "All of them see the drawing centred and scaled as ours does, which the pages that use them seldom do. "
        "They learned MNIST only, so they name a digit whatever is drawn."
    )


def _row(peer: Peer, answer: Answer) -> str:
    text, sure = "", 1.0
    for segment in answer.segments:
        probabilities = peer.engine.predict(segment.input)[0]
        text += str(int(digits(probabilities).argmax()))
        sure *= float(digits(probabilities).max())
    return _cells(peer.name, peer.parameters, peer.accuracy, text, percent(sure))


def _cells(name: str, parameters: int, accuracy: float, text: str, sure: str) -> str:
    return (
        f"<tr><th scope=row>{name}</th><td>{count(parameters)}</td><td>{share(accuracy)}</td>"
        f"<td><b>{text}</b></td><td>{escape(sure)}</td></tr>"
    )
