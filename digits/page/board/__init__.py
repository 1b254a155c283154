"""The drawing board: the canvas, its tools, and what they send."""
