"""A contact sheet of what was misread."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.drawing.labelled import in_one_line
from digits.scoring.score import Scored

MAX_TILES = 400


def contact_sheet(scores: Sequence[Scored], columns: int = 20) -> NDArray[np.uint8]:
    """Return a picture of what was misread, `uint8 (h, w)`: what it is, what it was read as, how surely."""
    wrong = [each for each in scores if (not each.is_right if each.is_digit else each.text)][:MAX_TILES]
    tiles = [_tile(each) for each in wrong]
    tiles += [np.full((72, 60), 255, np.uint8)] * (-len(tiles) % columns or columns * (not tiles))
    return np.vstack([np.hstack(tiles[i : i + columns]) for i in range(0, len(tiles), columns)])


def _tile(scored: Scored) -> NDArray[np.uint8]:
    image = cv2.resize(255 - np.rint(scored.input[0, :, :, 0] * 255).astype(np.uint8), (56, 56))
    tile = np.asarray(cv2.copyMakeBorder(image, 14, 2, 2, 2, cv2.BORDER_CONSTANT, value=225.0), np.uint8)
    label, read = in_one_line(scored.label), in_one_line(scored.text)
    text = f"{label[-6:]} {read[:12] or '-'} {scored.confidence:.2f}"
    cv2.putText(tile, text, (1, 10), cv2.FONT_HERSHEY_SIMPLEX, 0.3, 0, 1, cv2.LINE_AA)
    return tile
