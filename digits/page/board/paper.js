// The canvas's tool, from here: the server draws the canvas with the same pen each time, so a tool acts on the very next
// stroke, whatever the server does.

import { ERASER_COLOUR } from "./strokes.js";

const INK_COLOUR = "#4a6df0"; // as messages.py has it

// Return `hold(pen)`, which has the canvas draw with a pen of this width, negative for an eraser, and
// `withTool(component)`, which returns what the server draws the canvas from, with that pen.
export function createPaper() {
  let tool = {};

  const withTool = (component) => ({ ...component, data: { ...component.data, ...tool } });

  function hold(pen) {
    tool = { strokeWidth: Math.abs(pen), strokeColor: pen < 0 ? ERASER_COLOUR : INK_COLOUR };
    const { draw, component } = globalThis.digitsPaper ?? {}; // whichever comes first, canvas or code
    if (component?.parentElement.isConnected) draw(withTool(component));
  }

  return { hold, withTool };
}
