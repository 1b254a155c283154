"""Draw every style of a digit that the pen knows, on one sheet.

python -m digits.pen 7                 to styles-7.png
python -m digits.pen 7 --out my7.png
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.commands import ended
from digits.drawing.strokes import smoothed
from digits.errors import DataError
from digits.pen.hand import plain
from digits.pen.styles import HELD_OUT, STYLES

Image = NDArray[np.uint8]

TILE_SIZE, MARGIN, CAPTION_HEIGHT = 100, 8, 16  # pixels
WHITE, GREY = 255, 215  # the ground of a style to train on, and of one held out
COLUMNS = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 when the sheet was written, 1 with a sentence when it could not be."""
    parser = argparse.ArgumentParser(prog="python -m digits.pen", description="Draw every style of a digit.")
    parser.add_argument("digit", type=int, choices=range(10), help="which digit")
    parser.add_argument("--out", type=Path, help="PNG file to write (default: styles-DIGIT.png)")
    options = parser.parse_args(arguments)
    out = options.out or Path(f"styles-{options.digit}.png")
    return ended(lambda: _write(options.digit, out))


def _write(digit: int, out: Path) -> None:
    try:
        out.write_bytes(cv2.imencode(".png", sheet(digit))[1].tobytes())
    except OSError as error:
        raise DataError(f"{error}. Name another file with --out.") from error
    print(f"{out}: {len(STYLES[digit])} styles to train on, {len(HELD_OUT[digit])} held out (grey)")


def sheet(label: int) -> Image:
    """Return a picture of a digit's styles, `uint8 (h, w)`, each with its index below; held-out ones are on grey."""
    tiles = [_tile(style, f"{i}", WHITE) for i, style in enumerate(STYLES[label])]
    tiles += [_tile(style, f"held out {i}", GREY) for i, style in enumerate(HELD_OUT[label])]
    tiles += [np.full_like(tiles[0], WHITE)] * (-len(tiles) % COLUMNS)
    return np.vstack([np.hstack(tiles[i : i + COLUMNS]) for i in range(0, len(tiles), COLUMNS)])


def _tile(style: str, caption: str, ground: int) -> Image:
    tile = np.full((TILE_SIZE + CAPTION_HEIGHT, TILE_SIZE), ground, np.uint8)
    paths = plain(style)
    points = np.vstack(paths)
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    scale = (TILE_SIZE - 2 * MARGIN) / max(1.0, float(extent.max()))
    corner = (TILE_SIZE - extent * scale) / 2
    curves = [np.rint(smoothed((path - low) * scale + corner)).astype(np.int32) for path in paths]
    cv2.polylines(tile, curves, False, 0, 3, cv2.LINE_AA)
    cv2.putText(tile, caption, (MARGIN, TILE_SIZE + 11), cv2.FONT_HERSHEY_SIMPLEX, 0.4, 0, 1, cv2.LINE_AA)
    return tile


if __name__ == "__main__":
    sys.exit(main())
