"""The answer as HTML: the digit, how sure, ten bars, and the picture that the network saw."""

import base64
from collections.abc import Sequence

import cv2
import numpy as np

from digits.ink import Ink, Input
from digits.numbers import Parts
from digits.reading import Reading, Verdict

PICTURE = 112  # pixels: the side of the picture beside the answer
_EMPTY_PICTURE = np.zeros((1, 28, 28, 1), np.float32)


def nothing_yet() -> str:
    """Return the panel of a blank canvas, laid out like an answer so that nothing jumps at the first stroke."""
    invitation = '<p class="sure">Draw a digit, 0 to 9.<br>Big or small, anywhere.</p>'
    says = '<p class="digit waiting" aria-hidden="true">?</p>' + invitation
    return _panel(says, [0.0] * 10, None, _picture(_EMPTY_PICTURE, "Nothing yet"))


def answer(reading: Reading, seen: Input) -> str:
    """Return the panel of one digit's reading beside what the network saw."""
    none = reading.verdict is Verdict.NOT_A_DIGIT
    picture = _picture(seen, f"The drawing as 28 by 28 pixels, {'no digit' if none else f'read as {reading.digit}'}")
    return _panel(_says(reading), reading.probabilities, reading.digit, picture)


def number(readings: Sequence[Reading], parts: Parts) -> str:
    """Return the panel of a number: its digits, how sure each is, and where they were found."""
    digits = "".join(str(each.digit) for each in readings)
    sure = f"{percent(float(np.prod([each.confidence for each in readings])))} sure"
    doubts = [
        f"the {each.digit} perhaps {_article(each.runner_up)}" for each in readings if each.verdict is Verdict.UNSURE
    ]
    says = f'<p class="digit" style="--digits: {len(digits)}">{digits}</p>'
    says += f'<p class="sure">{", ".join(doubts) or f"{len(digits)} digits"}<br>{sure}</p>'
    bars = "".join(_bar(digit, each.confidence, True) for digit, each in zip(digits, readings, strict=True))
    picture = _figure(_boxed(parts), f"The drawing with a box around each digit of {digits}", "What was found")
    return _laid_out(says, picture, f'<ol class="bars">{bars}</ol>')


def _says(reading: Reading) -> str:
    if reading.verdict is Verdict.NOT_A_DIGIT:
        guess = f"If it is one: {_article(reading.digit)}."
        return f'<p class="digit none">–</p><p class="sure">This does not look like a digit.<br>{guess}</p>'
    perhaps = "" if reading.verdict is Verdict.SURE else f"or perhaps {_article(reading.runner_up)}<br>"
    return f'<p class="digit">{reading.digit}</p><p class="sure">{perhaps}{percent(reading.confidence)} sure</p>'


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
    bars = "".join(_bar(str(digit), share, digit == best) for digit, share in enumerate(shares))
    return _laid_out(says, picture, f'<ol class="bars" start="0">{bars}</ol>')


def _laid_out(says: str, picture: str, bars: str) -> str:
    return f'<div class="says"><div>{says}</div>{picture}</div>{bars}'


def _bar(label: str, share: float, best: bool) -> str:
    mark = ' class="best"' if best else ""
    return (
        f'<li{mark}><span class="label">{label}</span>'
        f'<span class="track"><span style="width:{100 * share:.1f}%"></span></span>'
        f'<span class="share">{percent(share) if share else ""}</span></li>'
    )


def _picture(seen: Input, alt: str) -> str:
    return _figure(np.rint(seen[0, :, :, 0] * 255).astype(np.uint8), alt, "What the network sees")


def _boxed(parts: Parts) -> Ink:
    """Return the whole drawing, small and square, a frame around each digit."""
    whole = parts.whole.piece
    height, width = whole.ink.shape
    side = max(height, width)
    square = np.zeros((side, side), np.uint8)
    down, right = (side - height) // 2, (side - width) // 2
    square[down : down + height, right : right + width] = whole.ink
    room = PICTURE - 8
    picture = cv2.copyMakeBorder(
        cv2.resize(square, (room, room), interpolation=cv2.INTER_AREA), 4, 4, 4, 4, cv2.BORDER_CONSTANT
    )
    for found in parts.digits:
        low = np.array([found.piece.left - whole.left + right, found.piece.top - whole.top + down])
        high = low + found.piece.ink.shape[::-1]
        (left, top), (right_edge, bottom) = (np.array([low, high]) * room / side + [[2], [6]]).astype(int).tolist()
        cv2.rectangle(picture, (left, top), (right_edge, bottom), 150, 1)
    return np.asarray(picture, np.uint8)


def _figure(picture: Ink, alt: str, caption: str) -> str:
    _, png = cv2.imencode(".png", picture)
    source = f"data:image/png;base64,{base64.b64encode(png.tobytes()).decode()}"
    image = f'<img src="{source}" alt="{alt}" width="{PICTURE}" height="{PICTURE}">'
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"
