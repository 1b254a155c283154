"""What the canvas's component puts into the page, for Python; `surroundings.js` has a copy for the browser.

An upgrade of the component is checked here first.
"""

PEN_SURFACE = "canvas.upper-canvas"  # takes the pen
INK_LAYER = "canvas.dc-canvas.lower-canvas"  # shows the strokes
TOOLBAR = ".dc-toolbar"  # the component's own, hidden
SCROLLER = ".dc-scroll"  # around both canvases
CANVAS = ".st-key-canvas"  # the component
