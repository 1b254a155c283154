"""The drawings beside the canvas."""

import json
import logging
from functools import cache
from pathlib import Path

from digits.drawing.strokes import Drawing
from digits.errors import DrawingError
from digits.sharing import links

FILE = Path(__file__).resolve().parents[3] / "assets" / "examples.json"

_log = logging.getLogger(__name__)


@cache
def examples() -> dict[str, Drawing]:
    """Return the examples by name; none where their file is missing or broken."""
    try:
        given = json.loads(FILE.read_text(encoding="utf-8"))
        return {name: links.unpack(text) for name, text in given.items()}
    except (OSError, ValueError, TypeError, AttributeError, DrawingError) as error:
        _log.warning("There are no examples beside the canvas: %s cannot be read. %s", FILE, error)
        return {}
