// The buttons beneath the canvas: pen and eraser, and Undo, Redo and Clear. The canvas keeps its own history behind a
// toolbar that shows only on hover, so never on a phone. The buttons here press that toolbar's: undoing is instant, and
// no stroke drawn meanwhile is lost to the server.

import { createHistory, shortcut } from "./history.js";
import { afterEraser, afterPen, penTitle } from "./pens.js";
import { canvasToolbar, toolbarButton } from "./surroundings.js";

const PRESSES = 20; // milliseconds: a Clear presses several buttons, and what is on the canvas meanwhile is not read

// Return `show(component)`. `strokes` is told what the buttons do, and `changed()` called after it.
export function createTools(strokes, changed) {
  const server = { preloaded: false, cleared: false, send: () => {} };
  const toolbar = { isEnabled: (name) => toolbarButton(name)?.disabled === false, click };
  const history = createHistory(toolbar, server);
  let root = null;
  let followed = null; // the toolbar that the buttons follow
  let pressed = 0; // a timer

  function click(name) {
    toolbarButton(name).click();
    strokes.press(name);
    clearTimeout(pressed);
    pressed = setTimeout(changed, PRESSES);
  }

  function act(action) {
    if (!strokes.isPenDown) history.perform(action);
  }

  function onKeyDown(event) {
    const action = shortcut(event);
    if (action === "Undo" || action === "Redo") event.preventDefault();
    if (action) act(action);
  }

  function showPossible() {
    for (const button of root.querySelectorAll("[data-action]")) {
      button.setAttribute("aria-disabled", String(!history.isPossible(button.dataset.action)));
      button.onclick = () => act(button.dataset.action);
    }
  }

  // Hide the canvas's toolbar: no second set of buttons for the keyboard, none in the pen's way. The canvas may be drawn
  // after its buttons.
  function follow() {
    const bar = canvasToolbar();
    if (!bar && root.isConnected) requestAnimationFrame(follow);
    if (!bar || bar === followed) return;
    followed = bar;
    bar.style.visibility = "hidden";
    new MutationObserver(showPossible).observe(bar, { subtree: true, attributeFilter: ["disabled"] });
    showPossible();
  }

  document.addEventListener("keydown", onKeyDown);

  return {
    show({ parentElement, data, setStateValue, setTriggerValue }) {
      root = parentElement;
      const { given, cleared } = data.canvas;
      const preloaded = Boolean(given?.objects.length);
      Object.assign(server, { preloaded, cleared, send: (trigger) => setTriggerValue(trigger, true) });
      showTool(root, data.tool, (chosen) => setStateValue("tool", chosen));
      showPossible();
      follow();
    },
  };
}

// The server is sent the tool, and hands the canvas its new width and colour.
function showTool(root, tool, send) {
  const [pen, eraser] = root.querySelectorAll("[data-tool]");
  pen.querySelector("circle").setAttribute("r", String(tool.pen / 2));
  pen.title = pen.ariaLabel = penTitle(tool);
  pen.ariaPressed = String(!tool.erasing);
  eraser.ariaPressed = String(tool.erasing);
  const choose = (chosen) => {
    showTool(root, { ...tool, ...chosen }, send);
    send(chosen);
  };
  pen.onclick = () => choose(afterPen(tool));
  eraser.onclick = () => choose(afterEraser(tool));
}
