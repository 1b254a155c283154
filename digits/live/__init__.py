"""The network in the browser: its file, its kernel, and JavaScript that reads a drawing as Python does."""
