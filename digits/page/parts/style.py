"""The page's style sheets, as one. It takes no library, so a page has its looks before anything else."""

from pathlib import Path

PAGE = Path(__file__).resolve().parents[1]
SHEETS = (  # later ones override earlier ones
    "parts/design.css",
    "board/board.css",
    "board/canvas.css",
    "parts/page.css",
    "parts/tabs.css",
    "parts/answer.css",
    "parts/work.css",
    "parts/network.css",
    "parts/panels.css",
    "parts/pictures.css",
    "parts/challenge.css",
    "parts/present.css",
    "parts/phone.css",
)


def style() -> str:
    """Return all sheets as one HTML element, which is one message."""
    return f"<style>{''.join((PAGE / name).read_text(encoding='utf-8') for name in SHEETS)}</style>"
