"""The page's own address, and the QR code of a link to it."""

from urllib.parse import quote, urlsplit, urlunsplit

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digits.sharing import links

LINK = "d"  # the parameter that holds a shared drawing
LOCAL_ONLY = "Others cannot open this address. Open the page by this computer's name or number in the network first."


def address(text: str | None = None) -> str:
    """Return the page's address, with a packed drawing if one is given; it means nothing in Markdown.

    A visitor may have come by a stranger's link, whose path holds whatever a server lets pass.
    """
    parts = urlsplit(st.context.url or "")
    page = urlunsplit((parts.scheme, parts.netloc, quote(parts.path, safe="/%"), "", ""))
    return f"{page}?{LINK}={text}" if text else page


def short_address() -> str:
    """Return the page's address as people type it."""
    return address().partition("://")[2].rstrip("/")


def is_local() -> bool:
    """Return whether the page was opened at an address that leads everybody else to their own computer, or nowhere."""
    host = urlsplit(address()).hostname or "localhost"
    return host in {"localhost", "::1"} or host.startswith("127.")


def scannable(link: str) -> NDArray[np.uint8] | None:
    """Return the QR code of a link to this page; None where it would lead a phone nowhere."""
    return None if is_local() else links.qr_code(link)
