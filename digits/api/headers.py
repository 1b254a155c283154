"""What browsers are told of the page: what it may load, who may frame it, and by which names it may be called."""

import base64
import hashlib
import re
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers as RequestHeaders
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # an address holds a drawing where somebody shares it
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


class Headers:
    """Adds headers to every response. Whoever wants the page in a frame asks for `?embed=true`, as Streamlit has it."""

    def __init__(self, app: ASGIApp, index: Path) -> None:
        self._app, self._policy = app, policy(index.read_bytes())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        framing = (
            "" if _wants_frame(scope) else "; frame-ancestors 'self'"
        )  # `*` would leave out some that may frame it
        told = {**ALWAYS, "Content-Security-Policy": f"{self._policy}{framing}"}

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(told)
            await send(message)

        await self._app(scope, receive, sent)


class Hosts:
    """Refuses requests that call the page by another name than those that it has; `*` before a dot stands for any.

    Another site may give itself this machine's address, and so speak to the page from a visitor's browser. But it does
    that by a name of its own: addresses are answered to.
    """

    def __init__(self, app: ASGIApp, names: Sequence[str]) -> None:
        self._app, self._names = app, [name.lower() for name in names]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        name = _host(scope) if scope["type"] in ("http", "websocket") else None
        if name is None or self._has(name):
            await self._app(scope, receive, send)
            return
        told = f"The page does not answer to {name!r}: whoever serves it sets the names that it has with DIGITS_HOSTS."
        await PlainTextResponse(told, 400)(scope, receive, send)

    def _has(self, name: str) -> bool:
        return _is_address(name) or any(
            each in ("*", name) or (each.startswith("*.") and name.endswith(each.removeprefix("*")))
            for each in self._names
        )


def policy(index: bytes) -> str:
    """Return the page's content security policy: its own scripts, and those in its first page by their digests.

    Streamlit runs a component's code as a module from a blob, and styles what it draws in place.
    """
    digests = [
        f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'" for text in _INLINE.findall(index)
    ]
    allowed = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "blob:", "'wasm-unsafe-eval'", *digests],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'", "data:", "blob:"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in allowed.items())


def hosts(setting: str | None) -> list[str]:
    """Return the names by which the page may be called: all where none are set, else this machine's own too.

    Whoever asks whether it is well calls it by those.
    """
    names = [name.strip() for name in (setting or "").split(",") if name.strip()]
    return [*names, "localhost"] if names else ["*"]


def _host(scope: Scope) -> str:
    """Return the name that a request calls the page by, without its port; "" for none that can be read."""
    try:
        return urlsplit(f"//{RequestHeaders(scope=scope).get('host', '')}").hostname or ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _wants_frame(scope: Scope) -> bool:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("embed", [])
    return "true" in map(str.lower, asked)
