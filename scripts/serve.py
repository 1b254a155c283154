"""Serve the page at a port, or say in one sentence what stands in the way."""

import os
import socket
import sys


def main() -> None:
    """Become the Streamlit server for app.py."""
    if len(sys.argv) != 2 or not sys.argv[1].isdecimal() or not 0 < int(sys.argv[1]) < 65536:
        sys.exit(f"PORT: expected a number from 1 to 65535, got {' '.join(sys.argv[1:]) or 'nothing'!r}.")
    port = int(sys.argv[1])
    _need_opencv()
    _need_port(port)
    print(f"Digits is at http://localhost:{port} (Ctrl+C stops it).", flush=True)
    arguments = ["-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    os.execv(sys.executable, [sys.executable, *arguments])


def _need_opencv() -> None:
    try:
        import cv2  # noqa: F401
    except ImportError as error:
        sys.exit(
            f"OpenCV cannot start: {error}. It needs the system's libGL and GLib: on Debian or Ubuntu, as root, "
            "apt-get install libgl1 libglib2.0-0; on Fedora, dnf install mesa-libGL glib2."
        )


def _need_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used: {error.strerror}. Choose another, for example: make run PORT=8502")


if __name__ == "__main__":
    main()
