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
    for address in _network_addresses():
        print(f"Phones in the same network find it at http://{address}:{port}.", flush=True)
    # Naming the address keeps Streamlit from asking an outside service for this machine's.
    options = [f"--server.port={port}", "--browser.serverAddress=localhost"]
    environment = {"DIGITS_HOSTS": ",".join(_own_names()), **os.environ}
    os.execve(sys.executable, [sys.executable, "-m", "streamlit", "run", "serve.py", *options], environment)


def _network_addresses() -> list[str]:
    """Return where other machines find this one; none where it is in no network, or the page listens elsewhere."""
    if os.environ.get("STREAMLIT_SERVER_ADDRESS", "0.0.0.0") != "0.0.0.0":  # noqa: S104 (as Streamlit does by itself)
        return []
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # a documentation's address: nothing is sent, but the way there is chosen
            return [str(probe.getsockname()[0])]
    except OSError:
        return []


def _own_names() -> list[str]:
    """Return the names of this machine, which the page answers to where no others are set."""
    name = socket.gethostname().lower()
    return ["localhost", name, f"{name.partition('.')[0]}.local"]


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
