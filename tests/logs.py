"""What a server that was served for a test complained of."""

NO_OBJECT = "Failed to deserialize component state from frontend"  # said of what is JSON but no object
LEFT_AT_ONCE = "\nstarlette.websockets.WebSocketDisconnected: "  # a visitor who went while the socket was being opened


def tracebacks(log):
    """Return how many tracebacks a log holds, but for Streamlit's own of two things, after which it goes on."""
    text = log.read_text()
    return text.count("Traceback") - text.count(NO_OBJECT) - text.count(LEFT_AT_ONCE)
