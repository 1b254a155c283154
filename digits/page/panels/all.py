"""The panels beneath the canvas, in order.

A panel is a function `show(answer)`. It runs in the page's fragment at every pen-up while it is open, so it must be
quick. The answer is None while there is none; the panel then says in a caption what it would show.
"""

from collections.abc import Callable

from digits.page.panels import challenge, hand, history, join, opinions, sees, share, work
from digits.reading.reader import Answer

PANELS: dict[str, Callable[[Answer | None], None]] = {
    sees.NAME: sees.show,
    work.NAME: work.show,
    "Opinions": opinions.show,
    hand.NAME: hand.show,
    "History": history.show,
    "Share": share.show,
    challenge.NAME: challenge.show,
    join.NAME: join.show,
}
