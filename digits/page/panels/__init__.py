"""One module a panel beneath the canvas."""
