// The panels that the browser draws: it has the network, and so they follow the pen without the server.

import { bytesOf } from "./bytes.js";
import { createSight } from "./sight.js";
import { createWork } from "./work.js";

const ALIKE = 2; // of 255: two inputs of the same drawing differ by less, on average
const MISSING = "The network's layers are shown here as soon as your browser has loaded the network, if it can run it.";

// By the panel's name: each is given its box, the network and what it may remember, and returns `paint(input)`, which
// shows what the network made of its last input; null for a blank canvas.
const DRAWN = { "How it sees": createSight, "At work": createWork };

export const isDrawnHere = (name) => name in DRAWN;

// Return `place(box, name, network)`, which says where the open panel is, null for none; `draw(answer)`, what was read of
// the drawing that is on the canvas; `drawInput(input)`, which digit of several is looked at; `refresh()`. The drawing is remembered
// while none of these panels is open, and nothing else is done then.
export function createDrawn() {
  const memory = {};
  let input = null; // as an answer holds it, null for a blank canvas
  let placed = {};
  let panel = null; // null while none is open, and while there is no network

  function place(box, name, network) {
    if (box === placed.box && name === placed.name && network === placed.network) return;
    placed = { box, name, network };
    panel?.close?.();
    panel = null;
    const create = DRAWN[name];
    box.hidden = !create;
    box.innerHTML = create && !network ? `<p class="panel state">${MISSING}</p>` : "";
    if (!create || !network) return;
    panel = create(box, network, memory);
    showInput(null);
  }

  // An answer to several digits has no input: what is shown stays.
  function draw(answer) {
    if (!answer || answer.input) drawInput(answer?.input ?? null, answer?.live);
  }

  function drawInput(given, isLive) {
    const before = input;
    input = given;
    if (panel) showInput(before, isLive);
  }

  // The network has run on something else meanwhile.
  function refresh() {
    if (panel) showInput(null);
  }

  // The network has just run on a live answer's input. On the server's it runs here, unless that drawing is shown.
  function showInput(before, isLive = false) {
    const bytes = input && bytesOf(input);
    if (bytes && !isLive) {
      if (before && areAlike(bytesOf(before), bytes)) return;
      placed.network.predict(Float32Array.from(bytes, (value) => value / 255));
    }
    panel.paint(bytes);
  }

  return { place, draw, drawInput, refresh };
}

function areAlike(one, other) {
  let difference = 0;
  for (let i = 0; i < one.length; i += 1) difference += Math.abs(one[i] - other[i]);
  return difference <= ALIKE * one.length;
}
