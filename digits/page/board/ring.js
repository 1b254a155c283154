// The eraser's cursor: a ring of the size that it wipes, wherever the pointer is on the canvas.

import { isPenSurface } from "./surroundings.js";

// `ring()` is the element, which may be another each time; `pen()` the width of what is drawn with, negative for the
// eraser.
export function followEraser(ring, pen) {
  function place(event) {
    const [target] = event.composedPath();
    const isShown = pen() < 0 && isPenSurface(target);
    const element = ring();
    if (!element || (element.hidden && !isShown)) return;
    element.hidden = !isShown;
    if (!isShown) return;
    const { left, top } = target.getBoundingClientRect();
    element.style.setProperty("--eraser", String(-pen()));
    element.style.translate = `${event.clientX - left}px ${event.clientY - top}px`;
  }

  for (const kind of ["pointerdown", "pointermove"]) document.addEventListener(kind, place, true);
}
