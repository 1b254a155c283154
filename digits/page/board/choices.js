// What stands beneath the board: the panels, of which one may be open, and the examples to try.

import { showButtons } from "./buttons.js";
import { createDrawn, isDrawnHere } from "./drawn.js";
import { bringPanelIntoView } from "./surroundings.js";
import { thumbnailHtml } from "./thumbnail.js";

export const HAND_PANEL = "Your hand"; // as hand.py has it

// Return `show(component, network, isGiven)`, and `draw(answer)`, `drawInput(input)` and `refresh()` for the panels that are
// drawn here; `network` is null while there is none, and `isGiven` says that what is on the canvas was not drawn there.
// `illustrate(drawings)` takes the examples' drawings by name. `memories` draws the panel of the visitor's hand.
export function createChoices(memories) {
  const drawn = createDrawn();
  let pictures = {};
  let chosen; // the panel that was chosen here, until the server's answer knows of it

  function show({ parentElement, data, setStateValue, setTriggerValue }, network, isGiven) {
    const { panels, examples, answer } = data;
    if (chosen === panels.open) chosen = undefined;
    const open = chosen === undefined ? panels.open : chosen;
    const isOwn = (answer.readings.length > 0 || answer.strokes === null) && !isGiven;
    const box = parentElement.querySelector(".work");
    const place = (name) => {
      drawn.place(box, name, network);
      memories.place(parentElement.querySelector(".hand"), name === HAND_PANEL);
    };
    const buttons = parentElement.querySelector(".panels");
    showPanels(buttons, { names: panels.names, open }, (name) => {
      chosen = name;
      place(name);
      const waitsForInk = isDrawnHere(name) && !answer.readings.length; // the canvas is needed, and not the panel
      if (name && !waitsForInk) bringPanelIntoView(buttons);
      setStateValue("panel", name);
    });
    const offered = isOwn || open ? [] : examples; // neither beside people's own drawings nor above an open panel
    showExamples(parentElement.querySelector(".examples"), offered, pictures, (name) => setTriggerValue("example", name));
    place(open);
  }

  const illustrate = (drawings) => (pictures = drawings);

  return { show, illustrate, draw: drawn.draw, drawInput: drawn.drawInput, refresh: drawn.refresh };
}

function showPanels(box, { names, open }, choose) {
  const pressed = (name) => {
    const next = name === open ? null : name;
    showPanels(box, { names, open: next }, choose);
    choose(next);
  };
  for (const button of showButtons(box, names, pressed)) button.ariaPressed = String(button.textContent === open);
}

function showExamples(box, names, pictures, choose) {
  box.hidden = !names.length;
  showButtons(box, names, choose, (button, name) => {
    if (button.title === name && button.firstElementChild) return;
    button.title = button.ariaLabel = name;
    button.innerHTML = pictures[name] ? thumbnailHtml(pictures[name]) : "";
  });
}
