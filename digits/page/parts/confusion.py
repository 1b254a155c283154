"""The confusion table: which digits were read as which, and each misread one at a press."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digits.page.parts.images import figure
from digits.page.parts.words import article, count, share
from digits.reading.classes import DIGITS


class Misread(NamedTuple):
    """A test digit that was misread: its picture, `uint8 (28, 28)`, and what `metrics.json` says of it."""

    picture: NDArray[np.uint8]
    mistake: dict[str, Any]


def confusion_table(counts: Sequence[Sequence[int]], misread: Sequence[Misread]) -> str:
    """Return the table as HTML. A cell that counts misread digits is a button, which shows them over the page."""
    head = "".join(f"<th scope=col>{digit}</th>" for digit in range(DIGITS))
    rows = "".join(_row(digit, row, misread) for digit, row in enumerate(counts))
    caption = "<caption>Rows: what it is; columns: what was read. Press a number to see its digits.</caption>"
    return f'<table class="confusion">{caption}<thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>'


def pictures(misread: Sequence[Misread]) -> str:
    """Return misread digits as HTML: what each is, what it was read as, and how sure that was."""
    return f'<div class="misread">{"".join(map(_picture, misread))}</div>'


def _picture(misread: Misread) -> str:
    label, predicted, index, sure = (misread.mistake[key] for key in ("label", "said", "index", "confidence"))
    read_as = f"{label} read as {predicted}"
    return figure(misread.picture, f"Test digit {count(index)}: {read_as}", f"{read_as}<br>{share(sure)}", 56)


def _row(digit: int, counts: Sequence[int], misread: Sequence[Misread]) -> str:
    cells = "".join(_cell(digit, predicted, number, misread) for predicted, number in enumerate(counts))
    return f"<tr><th scope=row>{digit}</th>{cells}</tr>"


def _cell(digit: int, predicted: int, number: int, misread: Sequence[Misread]) -> str:
    if not number:
        return "<td></td>"
    if digit == predicted:
        return f'<td class="right">{count(number)}</td>'
    shown = [each for each in misread if (each.mistake["label"], each.mistake["said"]) == (digit, predicted)]
    name = f"misread-{digit}-{predicted}"
    title = f"{count(number)} {'time' if number == 1 else 'times'} {article(digit)} was read as {article(predicted)}"
    return (
        f'<td class="wrong"><button type="button" popovertarget="{name}" aria-label="{title}">{count(number)}</button>'
        f'<div popover id="{name}" role="dialog" aria-label="{title}"><h3>{title}</h3>{pictures(shown)}'
        f'<button type="button" popovertarget="{name}" popovertargetaction="hide">Close</button></div></td>'
    )
