"""Why the network decides as it does: which ink mattered."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Predict = Callable[[Floats], Floats]

PATCH, STEP = 5, 2  # pixels: the side of what is covered, and how far it moves
MIN_PROBABILITY = 1e-6  # whatever is less likely counts as this


def ink_that_mattered(digit_input: Floats, predict: Predict, digits: list[int]) -> Floats:
    """Return for each of some digits how much each pixel's ink speaks for it, `float32 (len(digits), 28, 28)`, -1 to 1.

    Ink is covered patch by patch: where the digit becomes less likely without it, it spoke for the digit, and where
    it becomes likelier, against. The strongest pixel of each map is 1 or -1, unless none matters at all.
    """
    covered, patches = _covered(digit_input[0, :, :, 0])
    logs = np.log(np.maximum(predict(np.concatenate([digit_input, covered[..., np.newaxis]])), MIN_PROBABILITY))[
        :, digits
    ]
    lost = logs[:1] - logs[1:]  # patches × digits
    weight = patches.reshape(len(patches), -1).astype(np.float32)
    maps = (lost.T @ weight) / np.maximum(weight.sum(axis=0), 1)
    maps = maps.reshape(len(digits), *digit_input.shape[1:3]) * digit_input[0, :, :, 0]
    return np.asarray(maps / np.maximum(np.abs(maps).max(axis=(1, 2), keepdims=True), 0.05), np.float32)


def _covered(image: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return an image with one patch of its ink covered, time and again, and where: both `(patches, 28, 28)`."""
    rows, columns = np.indices(image.shape)
    starts = range(-STEP, image.shape[0], STEP)
    patches = np.array([
        (top <= rows) & (rows < top + PATCH) & (left <= columns) & (columns < left + PATCH)
        for top in starts for left in starts
    ])  # fmt: skip
    patches = patches[(patches & (image > 0)).any(axis=(1, 2))]
    return np.where(patches, np.float32(0), image), patches
