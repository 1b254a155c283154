"""The answer: what the network says of the board, and that as HTML: the digit, how sure, ten bars, what it saw."""

import gc
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import streamlit as st

from digits.drawing.ink import Ink, Input
from digits.drawing.strokes import Drawn
from digits.page.parts.images import PICTURE, figure
from digits.reading import engine
from digits.reading import segment as numbers
from digits.reading import verdict as reading
from digits.reading.segment import Found, Parts, Piece
from digits.reading.verdict import Reading, Thresholds, Verdict

_EMPTY_PICTURE = np.zeros((1, 28, 28, 1), np.float32)


class Answered(NamedTuple):
    """A drawing, what it was taken apart into, and how that was read: in one, or digit by digit."""

    drawn: Drawn
    parts: Parts
    readings: list[Reading]

    @property
    def verdict(self) -> Verdict:
        """Return how the drawing is taken, all in all."""
        return reading.together(self.readings)

    @property
    def said(self) -> str:
        """Return the digits that were read; "" where there are none."""
        return "" if self.verdict is Verdict.NOT_A_DIGIT else "".join(str(each.digit) for each in self.readings)

    @property
    def confidence(self) -> float:
        """Return how sure it is that they are right, all of them, in [0, 1]."""
        return float(np.prod([each.confidence for each in self.readings]))

    @property
    def found(self) -> list[Found]:
        """Return what each reading is of."""
        return self.parts.digits if len(self.readings) > 1 else [self.parts.whole]


def read(drawn: Drawn, pieces: list[Piece]) -> Answered:
    """Return what the network says of some ink in pieces, and of the strokes it was drawn with where they are known."""
    network, thresholds = loaded()
    parts = numbers.find(pieces, network.predict)
    return Answered(drawn, parts, reading.read_number([each.probabilities for each in parts.digits], thresholds))


@st.cache_resource(show_spinner="Waking the network …")
def loaded() -> tuple[engine.Engine, Thresholds]:
    """Return the network that is shared by all visitors, and what its verdicts go by."""
    _set_imports_aside()
    return engine.load(), Thresholds(*engine.thresholds())


def _set_imports_aside() -> None:
    """Have Python never look for garbage among what was imported: that stopped everybody for a tenth of a second.

    The rest is looked through as usual: less often, and what closed sessions leave behind takes more memory. The
    second line lets the count start at nothing: a full collection waits for a quarter more.
    """
    gc.freeze()
    gc.collect()


def nothing_yet(turn: int = 0) -> str:
    """Return the panel of a blank canvas, laid out like an answer so that nothing jumps at the first stroke."""
    invitation = '<p class="sure">Draw a digit, 0 to 9.<br>Big or small, anywhere.</p>'
    says = '<p class="digit waiting" aria-hidden="true">?</p>' + invitation
    return _marked(_panel(says, [0.0] * 10, None, None, _picture(_EMPTY_PICTURE, "Nothing yet")), turn, 0)


def panel(answered: Answered, turn: int = 0) -> str:
    """Return the panel of an answer: what was read, how sure that is, and what was seen."""
    one = len(answered.readings) == 1
    shown = _digit(answered.readings[0], answered.parts.whole.seen) if one else _number(answered)
    return _marked(shown, turn, len(answered.drawn.strokes))


def _marked(panel: str, turn: int, strokes: int) -> str:
    """Return a panel that says which answer of the visit it is, and to how many strokes: whoever waits can tell."""
    return panel.replace('<div class="says">', f'<div class="says" data-turn="{turn}" data-strokes="{strokes}">', 1)


def sentence(answered: Answered) -> str:
    """Return an answer as a screen reader says it."""
    if answered.verdict is Verdict.NOT_A_DIGIT:
        return f"This does not look like a digit. If it is one: {article(answered.readings[0].digit)}."
    doubts = "" if answered.verdict is Verdict.SURE else ", or perhaps something else"
    if answered.verdict is not Verdict.SURE and len(answered.readings) == 1:
        doubts = f", or perhaps {article(answered.readings[0].runner_up)}"
    return f"Read as {' '.join(answered.said)}{doubts}, {percent(answered.confidence)} sure."


def _digit(one: Reading, seen: Input) -> str:
    none = one.verdict is Verdict.NOT_A_DIGIT
    picture = _picture(seen, f"The drawing as 28 by 28 pixels, {'no digit' if none else f'read as {one.digit}'}")
    return _panel(_says(one), one.probabilities, one.digit, one.runner_up, picture)


def _number(answered: Answered) -> str:
    digits = answered.said
    doubts = [
        f"the {each.digit} perhaps {article(each.runner_up)}"
        for each in answered.readings
        if each.verdict is Verdict.UNSURE
    ]
    says = f'<p class="digit" style="--digits: {len(digits)}">{digits}</p>'
    says += f'<p class="sure">{", ".join(doubts) or f"{len(digits)} digits"}<br>{percent(answered.confidence)} sure</p>'
    shares = [each.confidence for each in answered.readings]
    bars = "".join(_bar(digit, share, "best") for digit, share in zip(digits, shares, strict=True))
    picture = figure(_boxed(answered.parts), f"The drawing with a box around each digit of {digits}", "What was found")
    return _laid_out(says, picture, f'<ol class="bars">{bars}</ol>')


def _says(reading: Reading) -> str:
    if reading.verdict is Verdict.NOT_A_DIGIT:
        guess = f"If it is one: {article(reading.digit)}."
        return f'<p class="digit none">–</p><p class="sure">This does not look like a digit.<br>{guess}</p>'
    perhaps = "" if reading.verdict is Verdict.SURE else f"or perhaps {article(reading.runner_up)}<br>"
    return f'<p class="digit">{reading.digit}</p><p class="sure">{perhaps}{percent(reading.confidence)} sure</p>'


def article(digit: int | None) -> str:
    """Return a digit with its article."""
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


def _panel(says: str, shares: Sequence[float], best: int | None, second: int | None, picture: str) -> str:
    marks = {best: "best", second: "second"}
    bars = "".join(_bar(str(digit), share, marks.get(digit, "")) for digit, share in enumerate(shares))
    return _laid_out(says, picture, f'<ol class="bars" start="0">{bars}</ol>')


def _laid_out(says: str, picture: str, bars: str) -> str:
    return f'<div class="says"><div>{says}</div>{picture}</div>{bars}'


def _bar(label: str, share: float, mark: str) -> str:
    mark = f' class="{mark}"' if mark else ""
    return (
        f'<li{mark}><span class="label">{label}</span>'
        f'<span class="track"><span style="width:{100 * share:.1f}%"></span></span>'
        f'<span class="share">{percent(share) if share else ""}</span></li>'
    )


def _picture(seen: Input, alt: str) -> str:
    return figure(np.rint(seen[0, :, :, 0] * 255).astype(np.uint8), alt, "What the network sees")


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
