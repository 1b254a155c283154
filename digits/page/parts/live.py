"""What the browser needs to read for itself, and where it finds the network."""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import streamlit as st

from digits.errors import EngineError
from digits.live import export
from digits.live.settings import settings

STATIC = Path(__file__).resolve().parents[3] / "static"  # what is in it, Streamlit serves at app/static

_log = logging.getLogger(__name__)


def live_settings() -> dict[str, Any]:
    """Return what the live reader is told; nothing where the network cannot be served: then only the server reads."""
    try:
        return _settings()
    except (EngineError, OSError) as error:
        _log.warning("The browser cannot read for itself, so drawings are read at pen-up only. %s", error)
        return {}


@st.cache_resource(show_spinner=False)
def _settings() -> dict[str, Any]:
    network = export.verified()
    told = settings(network)
    return {**told, "address": _served(network, told["digest"])}


def _served(network: Path, digest: str) -> str:
    """Return the address of a network, relative to the page's; it changes with the network, and is cached for good."""
    file = STATIC / f"digits-{digest[:16]}.gz"
    if not file.exists():
        with TemporaryDirectory(dir=STATIC) as folder:  # another process may be about it too, or the disk be full
            part = Path(folder) / file.name
            part.write_bytes(network.read_bytes())
            part.replace(file)
    return f"app/static/{file.name}"
