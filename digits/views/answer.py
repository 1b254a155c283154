"""The answer as HTML: the digit, how sure, ten bars, and the picture that the network saw."""

import base64
from collections.abc import Sequence

import cv2
import numpy as np

from digits.ink import Input
from digits.reading import Reading, Verdict

_EMPTY_PICTURE = np.zeros((1, 28, 28, 1), np.float32)


def nothing_yet() -> str:
    """Return the panel of a blank canvas, laid out like an answer so that nothing jumps at the first stroke."""
    invitation = '<p class="sure">Draw a digit, 0 to 9.<br>Big or small, anywhere.</p>'
    says = '<p class="digit waiting" aria-hidden="true">?</p>' + invitation
    return _panel(says, [0.0] * 10, None, _picture(_EMPTY_PICTURE, "Nothing yet"))


def answer(reading: Reading, seen: Input) -> str:
    """Return the panel of a reading beside what the network saw."""
    picture = _picture(seen, f"The drawing as 28 by 28 pixels, {_in_words(reading)}")
    return _panel(_says(reading), reading.probabilities, reading.digit, picture)


def _says(reading: Reading) -> str:
    if reading.verdict is Verdict.NOT_A_DIGIT:
        guess = f"If it is one: {_article(reading.digit)}."
        return f'<p class="digit waiting">–</p><p class="sure">This does not look like a digit.<br>{guess}</p>'
    perhaps = "" if reading.verdict is Verdict.SURE else f"or perhaps {_article(reading.runner_up)}<br>"
    return f'<p class="digit">{reading.digit}</p><p class="sure">{perhaps}{percent(reading.confidence)} sure</p>'


def _in_words(reading: Reading) -> str:
    if reading.verdict is Verdict.NOT_A_DIGIT:
        return "which does not look like a digit"
    return f"read as {reading.digit}"


def _article(digit: int | None) -> str:
    return f"an {digit}" if digit == 8 else f"a {digit}"


def percent(share: float) -> str:
    """Return a share as HTML, the way people write it, never rounded up to a certainty or down to an impossibility."""
    if share >= 0.9995:
        return "&gt;99.9 %"
    if share >= 0.99:
        return f"{100 * share:.1f} %"
    if 0 < share <= 0.005:
        return "&lt;1 %"
    return f"{100 * share:.0f} %"


def _panel(says: str, shares: Sequence[float], best: int | None, picture: str) -> str:
    bars = "".join(_bar(digit, share, digit == best) for digit, share in enumerate(shares))
    return f'<div class="says"><div>{says}</div>{picture}</div><ol class="bars" start="0">{bars}</ol>'


def _bar(digit: int, share: float, best: bool) -> str:
    mark = ' class="best"' if best else ""
    return (
        f'<li{mark}><span class="label">{digit}</span>'
        f'<span class="track"><span style="width:{100 * share:.1f}%"></span></span>'
        f'<span class="share">{percent(share) if share else ""}</span></li>'
    )


def _picture(seen: Input, alt: str) -> str:
    _, png = cv2.imencode(".png", np.rint(seen[0] * 255).astype(np.uint8))
    source = f"data:image/png;base64,{base64.b64encode(png.tobytes()).decode()}"
    image = f'<img src="{source}" alt="{alt}" width="112" height="112">'
    return f"<figure>{image}<figcaption>What the network sees</figcaption></figure>"
