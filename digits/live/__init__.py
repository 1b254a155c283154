"""The same network in the browser: its file, its kernel, and what JavaScript must give as Python does."""
