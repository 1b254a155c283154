// What the canvas draws with and what is on it, from here: the server draws the canvas with the same pen each time, and
// gives it a drawing only where one is opened. So a tool acts on the very next stroke, and Undo needs no server.

import { ERASER_COLOUR, INK_COLOUR, objectsOf } from "./strokes.js";

const turnOf = ({ data }) => data.initialDrawing?.turn ?? 0;

// Return `hold(pen)`, which has the canvas draw with a pen of this width, negative for an eraser; `open(turn)`: the
// strokes are from now on what the server gave in that turn, and what came of it; `put()`, which gives the canvas the
// strokes in place of what is there; and `withTool(component)`, what the server draws the canvas from, with all that.
export function createPaper(strokes) {
  let tool = {};
  let drawing = null; // what was put last
  let opened = null; // the turn
  let puts = 0; // the canvas takes a drawing where it differs from the last one; this number makes it so
  let parent = null; // of the canvas

  function withTool(component) {
    if (component.parentElement !== parent) follow(component);
    const isPut = drawing !== null && turnOf(component) === opened;
    const { initialDrawing } = component.data;
    const shown = isPut ? drawing : initialDrawing;
    return { ...component, data: { ...component.data, ...tool, initialDrawing: shown } };
  }

  // Another canvas opens with what the server gave it, of which it tells nobody; then it is given the strokes.
  function follow(component) {
    parent = component.parentElement;
    drawing = null;
    if (turnOf(component) === opened && strokes.count > 0 && !strokes.isGiven) setTimeout(put);
  }

  function redraw() {
    const { draw, component } = globalThis.digitsPaper ?? {}; // whichever comes first, canvas or code
    if (component?.parentElement.isConnected) draw(withTool(component));
  }

  function hold(pen) {
    tool = { strokeWidth: Math.abs(pen), strokeColor: pen < 0 ? ERASER_COLOUR : INK_COLOUR };
    redraw();
  }

  function put() {
    const { component } = globalThis.digitsPaper ?? {};
    if (component?.parentElement !== parent) return; // `follow` will
    puts += 1;
    drawing = { objects: objectsOf(strokes.drawing()), background: "", turn: opened, puts };
    redraw();
  }

  const open = (turn) => {
    opened = turn;
    drawing = null;
  };

  return { hold, open, put, withTool };
}
