import asyncio

import pytest
from starlette.requests import Request

from digits.api.first_page import first_pages

INDEX = "<html><head><title>Streamlit</title></head><body><div></div></body></html>"
STYLE, SHAPE = "<style>p {}</style>", "<i></i>"


@pytest.mark.parametrize(
    "path,query,has_shape",
    [
        ("/", b"", True),
        ("/draw", b"d=x", True),
        ("/", b"present=1", False),
        ("/pictures", b"", False),
        ("/network", b"", False),
    ],
)
def test_the_first_page_has_our_style_and_the_shape_where_there_will_be_a_canvas(tmp_path, path, query, has_shape):
    index = tmp_path / "index.html"
    index.write_text(INDEX, encoding="utf-8")
    route = next(each for each in first_pages(index, STYLE, SHAPE) if each.path == path)
    scope = {"type": "http", "path": path, "query_string": query, "headers": [], "server": ("localhost", 80)}
    answer = asyncio.run(route.endpoint(Request(scope)))
    text = answer.body.decode()
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"
    assert text.endswith(f"<div></div>{STYLE}{SHAPE if has_shape else ''}</body></html>")
    assert "<title>Digits</title>" in text
    assert "Streamlit" not in text
