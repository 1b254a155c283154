"""An answer as HTML: the digit, how sure, ten bars, and the picture that the network saw."""

from collections.abc import Sequence
from html import escape

import cv2
import numpy as np

from digits.drawing.ink import Ink, Input
from digits.page.parts.images import SIDE, figure
from digits.page.parts.words import article, percent
from digits.reading.classes import DIGITS
from digits.reading.reader import Answer
from digits.reading.verdict import Reading, Verdict

_EMPTY_PICTURE = np.zeros((1, 28, 28, 1), np.float32)
_MARGIN = 4  # pixels around the boxes


def invitation(turn: int = 0) -> str:
    """Return the panel of a blank canvas, laid out like an answer so that nothing jumps at the first stroke."""
    words = '<p class="sure">Draw a digit, 0 to 9.<br>Big or small, anywhere.</p>'
    head = '<p class="digit waiting" aria-hidden="true">?</p>' + words
    picture = _picture(_EMPTY_PICTURE, "Nothing yet")
    return _panel(head, [0.0] * DIGITS, None, None, picture, mark=_mark(turn, 0))


def panel(answer: Answer, turn: int = 0) -> str:
    """Return the panel of an answer: what was read, how sure that is, and what the network saw."""
    mark = _mark(turn, len(answer.drawing.strokes))
    if len(answer.readings) > 1:
        return _number(answer, mark)
    return _digit(answer.readings[0], answer.whole.input, mark)


def sentence(answer: Answer) -> str:
    """Return an answer as a screen reader says it, as HTML."""
    first, *others = answer.readings
    if answer.verdict is Verdict.NOT_A_DIGIT:
        return f"This does not look like a digit. If it is one: {article(first.digit)}."
    doubts = "" if answer.verdict is Verdict.SURE else ", or perhaps something else"
    if answer.verdict is not Verdict.SURE and not others:
        doubts = f", or perhaps {article(first.runner_up)}"
    return f"Read as {' '.join(answer.text)}{doubts}, {_percent(answer.confidence)} sure."


def _mark(turn: int, strokes: int) -> str:
    """Return attributes that tell which answer of the visit it is, and to how many strokes: tests wait for it."""
    return f'data-turn="{turn}" data-strokes="{strokes}"'


def _digit(reading: Reading, digit_input: Input, mark: str) -> str:
    rejected = reading.verdict is Verdict.NOT_A_DIGIT
    alt = f"The drawing as 28 by 28 pixels, {'no digit' if rejected else f'read as {reading.digit}'}"
    picture = _picture(digit_input, alt)
    return _panel(_head(reading), reading.shares, reading.digit, reading.runner_up, picture, mark=mark)


def _number(answer: Answer, mark: str) -> str:
    digits = answer.text.replace("\n", "")
    unsure = [each for each in answer.readings if each.verdict is Verdict.UNSURE]
    doubts = [f"the {each.digit} perhaps {article(each.runner_up)}" for each in unsure]
    head = f'<p class="digit" style="--digits: {len(digits)}">{digits}</p>'
    head += f'<p class="sure">{", ".join(doubts) or f"{len(digits)} digits"}<br>{_percent(answer.confidence)} sure</p>'
    shares = [each.confidence for each in answer.readings]
    bars = "".join(_bar(digit, share, "best") for digit, share in zip(digits, shares, strict=True))
    picture = figure(_boxed(answer), f"The drawing with a box around each digit of {digits}", "What was found")
    return _laid_out(mark, head, picture, f'<ol class="bars">{bars}</ol>')


def _head(reading: Reading) -> str:
    if reading.verdict is Verdict.NOT_A_DIGIT:
        guess = f"If it is one: {article(reading.digit)}."
        return f'<p class="digit rejected">–</p><p class="sure">This does not look like a digit.<br>{guess}</p>'
    perhaps = "" if reading.verdict is Verdict.SURE else f"or perhaps {article(reading.runner_up)}<br>"
    return f'<p class="digit">{reading.digit}</p><p class="sure">{perhaps}{_percent(reading.confidence)} sure</p>'


def _panel(head: str, shares: Sequence[float], best: int | None, second: int | None, picture: str, *, mark: str) -> str:
    emphasis = {best: "best", second: "second"}
    bars = "".join(_bar(str(digit), share, emphasis.get(digit, "")) for digit, share in enumerate(shares))
    return _laid_out(mark, head, picture, f'<ol class="bars" start="0">{bars}</ol>')


def _laid_out(mark: str, head: str, picture: str, bars: str) -> str:
    return f'<div class="says" {mark}><div>{head}</div>{picture}</div>{bars}'


def _bar(label: str, share: float, emphasis: str) -> str:
    emphasis = f' class="{emphasis}"' if emphasis else ""
    return (
        f'<li{emphasis}><span class="label">{label}</span>'
        f'<span class="track"><span style="width:{100 * share:.1f}%"></span></span>'
        f'<span class="share">{_percent(share) if share else ""}</span></li>'
    )


def _percent(share: float) -> str:
    return escape(percent(share))


def _picture(digit_input: Input, alt: str) -> str:
    return figure(np.rint(digit_input[0, :, :, 0] * 255).astype(np.uint8), alt, "What the network sees")


def _boxed(answer: Answer) -> Ink:
    """Return the whole drawing, small and square, with a frame around each digit."""
    whole = answer.whole.piece
    height, width = whole.ink.shape
    side = max(height, width)
    square = np.zeros((side, side), np.uint8)
    down, right = (side - height) // 2, (side - width) // 2
    square[down : down + height, right : right + width] = whole.ink
    inner = SIDE - 2 * _MARGIN
    small = cv2.resize(square, (inner, inner), interpolation=cv2.INTER_AREA)
    picture = cv2.copyMakeBorder(small, _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_CONSTANT)
    for segment in answer.segments:
        low = np.array([segment.piece.left - whole.left + right, segment.piece.top - whole.top + down])
        high = low + segment.piece.ink.shape[::-1]
        (left, top), (right_edge, bottom) = (np.array([low, high]) * inner / side + [[2], [6]]).astype(int).tolist()
        cv2.rectangle(picture, (left, top), (right_edge, bottom), 150, 1)
    return np.asarray(picture, np.uint8)
