"""Serve the page and the API at a port, or say in one sentence what stands in the way."""

import os
import socket
import sys


def main() -> None:
    """Become the Streamlit server of the page and the API."""
    if len(sys.argv) != 2 or not sys.argv[1].isdecimal() or not 0 < int(sys.argv[1]) < 65536:
        sys.exit(f"PORT: expected a number from 1 to 65535, got {' '.join(sys.argv[1:]) or 'nothing'!r}.")
    port = int(sys.argv[1])
    _need(port)
    print(f"Digits is at http://localhost:{port}, for programs too: docs/api.md (Ctrl+C stops it).", flush=True)
    # Naming the address keeps Streamlit from asking an outside service for this machine's.
    options = [f"--server.port={port}", "--browser.serverAddress=localhost"]
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", "serve.py", *options])


def _need(port: int) -> None:
    with socket.socket() as probe:
        busy = probe.connect_ex(("127.0.0.1", port)) == 0
    if busy:
        sys.exit(f"Port {port} is taken. Choose another, for example: make run PORT={port % 65535 + 1}")
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("", port))
    except OSError as error:
        sys.exit(f"Port {port} cannot be used: {error.strerror}. Choose another, for example: make run PORT=8501")


if __name__ == "__main__":
    main()
