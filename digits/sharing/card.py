"""A picture card to share: a drawing, and in large letters what it was read as."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from digits.drawing.ink import Ink
from digits.drawing.labelled import in_one_line
from digits.drawing.strokes import INK_COLOUR

SIZE = WIDTH, HEIGHT = 1200, 630  # pixels: what most places show of a shared picture
PAPER, TEXT, QUIET_TEXT = "#faf8f3", "#1d2433", "#5a6170"
_MARGIN, _DRAWING = 55, 520
_LARGE = 280  # pixels: the size of the large letters, and how high several lines of them may be together


def card(drawing: Ink | None, large: str, lines: list[str], code: NDArray[np.uint8] | None = None) -> bytes:
    """Return a PNG of a drawing beside large words, a few small lines, and a QR code where one is given."""
    rows = [in_one_line(row) for row in large.splitlines()]
    sheet = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(sheet)
    left = _MARGIN
    if drawing is not None:
        _paste(sheet, drawing)
        left += _DRAWING + _MARGIN
    for number, row in enumerate(rows):
        top = _MARGIN - 25 + _LARGE * number // len(rows)
        pen.text((left, top), row, TEXT, _largest(pen, rows, WIDTH - left - _MARGIN))
    for number, line in enumerate(lines):
        pen.text((left, 330 + 52 * number), line, TEXT if number == 0 else QUIET_TEXT, _font(38 if number == 0 else 30))
    if code is not None:
        across = Image.fromarray(code).resize((code.shape[1] * (k := max(1, 170 // len(code))), len(code) * k), 0)
        sheet.paste(across, (WIDTH - across.width - 30, HEIGHT - across.height - 30))
    packed = io.BytesIO()
    sheet.save(packed, "PNG", optimize=True)
    return packed.getvalue()


def _paste(sheet: Image.Image, drawing: Ink) -> None:
    mask = Image.fromarray(drawing).resize((_DRAWING, _DRAWING), Image.Resampling.LANCZOS)
    at = (_MARGIN, (HEIGHT - _DRAWING) // 2)
    sheet.paste(Image.new("RGB", mask.size, "white"), at)
    sheet.paste(Image.new("RGB", mask.size, INK_COLOUR), at, mask)


def _largest(pen: ImageDraw.ImageDraw, rows: list[str], width: int) -> ImageFont.FreeTypeFont:
    """Return the largest font in which rows fit, one beneath the other."""
    longest = max(rows, key=lambda row: pen.textlength(row, _font(40)))
    sizes = range(_LARGE // len(rows), 20, -10)
    return _font(next((size for size in sizes if pen.textlength(longest, _font(size)) <= width), 20))


def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("font: expected Pillow with FreeType")
    return font
