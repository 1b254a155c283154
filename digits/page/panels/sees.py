"""The way from ink to answer, in pictures."""

import cv2
import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digits.drawing import strokes
from digits.drawing.ink import Ink, Input
from digits.errors import EngineError
from digits.page.parts.images import image
from digits.page.parts.network import shared_reader
from digits.page.parts.words import article
from digits.reading.explain import ink_that_mattered
from digits.reading.layers import layers
from digits.reading.reader import Answer
from digits.reading.segment import Segment
from digits.reading.verdict import Reading, Verdict

MAX_MAPS = 16  # of a layer's maps
_PEN = "Strokes are redrawn with a fine pen: a thick one fills small loops."


def show(answer: Answer | None) -> None:
    """Draw how the drawing became an answer, digit by digit."""
    if not answer:
        st.caption("Draw something, and its way through the network is shown here.")
        return
    chosen = 0
    if len(answer.readings) > 1:
        names = [f"{number}. digit: {each.digit}" for number, each in enumerate(answer.readings, start=1)]
        chosen = names.index(st.segmented_control("Which digit", names, default=names[0], required=True) or names[0])
    segment, reading = answer.segments[chosen], answer.readings[chosen]
    st.html(f'<div class="steps">{_to_the_network(answer, segment)}{_what_mattered(segment, reading)}</div>')
    try:
        each_layer = layers(segment.input)
    except EngineError as error:
        st.error(f"The layers cannot be shown. {error}")
        return
    shapes = [
        f'<div class="layer"><p>{_described(number, maps)}</p>{_maps(maps)}</div>'
        for number, maps in enumerate(each_layer, 1)
    ]
    st.html(f"<h2>What each layer made of it</h2>{''.join(shapes)}")


def _to_the_network(answer: Answer, segment: Segment) -> str:
    height, width = segment.piece.ink.shape
    return (
        _step(image(strokes.picture(answer.drawing), "The drawing"), "Your drawing", "What you drew, as grey ink.")
        + _step(image(_square(segment.piece.ink), "The digit, cut out"), "Found and cropped",
                f"The ink of this digit alone, {width} by {height} pixels. {_PEN}")
        + _step(_grid(segment.input), "Centred", "Its longer side becomes 20 pixels, its centre of mass the middle. "
                "This is all that the network sees; point at a pixel for its value.")
    )  # fmt: skip


def _what_mattered(segment: Segment, reading: Reading) -> str:
    if reading.digit is None or reading.runner_up is None:
        return ""
    why = "If it is one: why " if reading.verdict is Verdict.NOT_A_DIGIT else "Why "
    maps = ink_that_mattered(segment.input, shared_reader().engine.predict, [reading.digit, reading.runner_up])
    return "".join(
        _step(image(_tinted(segment.input, mattered), f"Which ink speaks for {digit}"), f"{why}{name}{article(digit)}",
              "Blue ink speaks for it, orange ink against: without it the network would be less, or more, sure.")
        for digit, name, mattered in zip((reading.digit, reading.runner_up), ("", "not "), maps, strict=True)
    )  # fmt: skip


def _step(picture: str, title: str, words: str) -> str:
    return f'<section class="step">{picture}<h2>{title}</h2><p>{words}</p></section>'


def _square(piece: Ink) -> Ink:
    height, width = piece.shape
    side = max(height, width) + 8
    paper = np.zeros((side, side), np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    paper[top : top + height, left : left + width] = piece
    return paper


def _grid(digit_input: Input) -> str:
    """Return the network's input as a grid that shows each pixel's value."""
    values = np.rint(digit_input[0, :, :, 0] * 255).astype(int)
    cells = "".join(f'<i title="{value}" style="opacity:{value / 255:.2f}"></i>' for value in values.ravel().tolist())
    return f'<div class="grid" role="img" aria-label="The 28 by 28 pixels">{cells}</div>'


def _tinted(digit_input: Input, mattered: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the input with blue where ink speaks for a digit and orange where against, `uint8 (28, 28, 3)` BGR."""
    grey = np.repeat(digit_input[0] * 90, 3, axis=2)
    blue, orange = np.array([255, 150, 90]), np.array([40, 140, 255])
    strength = np.abs(mattered)[..., np.newaxis]
    return np.asarray(
        grey * (1 - strength) + np.where(mattered[..., np.newaxis] > 0, blue, orange) * strength, np.uint8
    )


def _described(number: int, maps: NDArray[np.float32]) -> str:
    height, width, count = maps.shape
    return f"Layer {number}: {count} maps of {width} by {height}; its {min(MAX_MAPS, count)} most active"


def _maps(maps: NDArray[np.float32]) -> str:
    """Return the most active maps of a layer in a row, each as bright as its strongest point."""
    most = np.argsort(-maps.max(axis=(0, 1)), kind="stable")[:MAX_MAPS]
    tiles = [cv2.copyMakeBorder(_bright(maps[:, :, i]), 0, 2, 0, 2, cv2.BORDER_CONSTANT) for i in sorted(most)]
    half = len(tiles) // 2
    rows = np.vstack([np.hstack(tiles[:half]), np.hstack(tiles[half:])])
    return image(np.asarray(rows, np.uint8), "What the maps of this layer show", rows.shape[1] * 2)


def _bright(one: NDArray[np.float32]) -> Ink:
    small = one / max(float(one.max()), 1e-6) * 255
    return np.asarray(cv2.resize(small, (28, 28), interpolation=cv2.INTER_NEAREST), np.uint8)
