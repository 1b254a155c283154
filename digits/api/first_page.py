"""The first page that a browser is sent: Streamlit's own, with our style in it.

Else the style comes with the page's first message, after some of what it is the style of, and all that moves. With it
comes the shape of the canvas, which is there while Streamlit's code is fetched. The style stands last, for
Streamlit adds its own to the head, and of two that are equal the last one counts.
"""

import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

HEAD = '<title>Digits</title><meta name="color-scheme" content="light dark" />'
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_CANVAS, _OTHERS = ("/", "/draw"), ("/pictures", "/network")


def first_pages(index: Path, style: str, shape: str) -> list[BaseRoute]:
    """Return the routes of the first pages. `shape` stands in for the canvas, on those that will have one there."""
    page = index.read_text(encoding="utf-8")
    head, _, tail = _TITLE.sub(HEAD, page, count=1).rpartition("</body>")
    styled, with_shape = (f"{head}{style}{more}</body>{tail}" for more in ("", shape))

    async def answer(request: Request) -> Response:
        has_canvas = request.url.path in _CANVAS and request.query_params.get("present") != "1"
        return HTMLResponse(with_shape if has_canvas else styled, headers={"Cache-Control": "no-cache"})

    return [Route(path, answer) for path in (*_CANVAS, *_OTHERS)]
