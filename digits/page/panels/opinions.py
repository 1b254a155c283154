"""What the classic recipes say of the same drawing."""

import streamlit as st

from digits.page.parts.answer import Answered, percent
from digits.reading import engine


def show(answered: Answered | None) -> None:
    """Draw a table of what each classic network says, beside ours."""
    if not answered:
        st.caption("Draw something, and the networks that people usually start from say here what they think it is.")
        return
    try:
        parameters, accuracy = engine.figures()
        rows = [_row(peer, answered) for peer in _peers()]
    except engine.EngineError as error:
        st.error(f"The other networks are not available. {error}")
        return
    head = "<tr><th>Network</th><th>Parameters</th><th>MNIST</th><th>Says</th><th>How sure</th></tr>"
    sure = percent(answered.confidence) if answered.said else ""
    ours = _cells("Digits, ours", parameters, accuracy, answered.said or "no digit", sure)
    st.html(f'<table class="opinions"><thead>{head}</thead><tbody>{ours}{"".join(rows)}</tbody></table>')
    st.caption(
        "All of them see the drawing centred and scaled as ours does, which the pages that use them seldom do. "
        "They learnt MNIST only, so they name a digit whatever is drawn."
    )


def _row(peer: engine.Peer, answered: Answered) -> str:
    said, sure = "", 1.0
    for found in answered.found:
        probabilities = peer.engine.predict(found.seen)[0]
        said += str(int(probabilities.argmax()))
        sure *= float(probabilities.max())
    return _cells(peer.name, peer.parameters, peer.accuracy, said, percent(sure))


def _cells(name: str, parameters: int, accuracy: float, said: str, sure: str) -> str:
    return (
        f"<tr><th scope=row>{name}</th><td>{parameters:,}</td><td>{100 * accuracy:.2f} %</td>"
        f"<td><b>{said}</b></td><td>{sure}</td></tr>"
    )


@st.cache_resource(show_spinner="Asking the others …")
def _peers() -> list[engine.Peer]:
    return engine.peers()
