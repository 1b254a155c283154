// The pen on the canvas: whether mouse, stylus or finger, what it tells the canvas is told to `strokes` too.

import { isPenSurface, pointOnCanvas } from "./surroundings.js";

// `pen()` is the width of what is drawn with next, negative for the eraser; `changed()` is called after each
// change.
export function followPen(strokes, { pen, changed }) {
  let surface = null; // where the pen was put down
  let pointer = null; // which pointer is the pen; a palm beside it is none

  const position = (event) => pointOnCanvas(event, surface.getBoundingClientRect());

  function down(event) {
    const [target] = event.composedPath();
    if (strokes.isPenDown || !event.isPrimary || event.button !== 0 || !isPenSurface(target)) return;
    surface = target;
    pointer = event.pointerId;
    strokes.begin(position(event), pen());
    changed();
  }

  function moves(event) {
    if (!strokes.isPenDown || event.pointerId !== pointer) return;
    strokes.add(position(event));
    changed();
  }

  function up(event) {
    if (!strokes.isPenDown || event.pointerId !== pointer) return;
    strokes.end();
    changed();
  }

  document.addEventListener("pointerdown", down, true);
  document.addEventListener("pointermove", moves, true);
  for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, up, true);
  document.addEventListener("touchcancel", endTouch, true);
}

// A gesture of the phone's own cancels the touch, which the canvas does not notice: the stroke ends there.
function endTouch(event) {
  const changedTouches = [...event.changedTouches];
  const end = new TouchEvent("touchend", { bubbles: true, composed: true, cancelable: true, changedTouches });
  event.composedPath()[0].dispatchEvent(end);
}
