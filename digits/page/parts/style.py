"""What a page looks like before it is there: its style, and the shape of the canvas. No library is needed for that."""

from pathlib import Path

PAGE = Path(__file__).resolve().parents[1]
SHEETS = (  # later ones override earlier ones
    "parts/design.css",
    "board/board.css",
    "board/canvas.css",
    "parts/start.css",
    "parts/page.css",
    "parts/tabs.css",
    "parts/answer.css",
    "parts/work.css",
    "parts/sight.css",
    "parts/consent.css",
    "parts/hand.css",
    "parts/network.css",
    "parts/panels.css",
    "parts/pictures.css",
    "parts/challenge.css",
    "parts/present.css",
    "rooms/seat.css",
    "rooms/screen.css",
    "parts/phone.css",
    "parts/contrast.css",
)


CANVAS_TO_COME = '<div class="canvas-to-come"></div>'


def style() -> str:
    """Return all sheets as one HTML element, which is one message."""
    return f"<style>{''.join((PAGE / name).read_text(encoding='utf-8') for name in SHEETS)}</style>"
