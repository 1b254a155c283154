// The buttons beneath the canvas: pen and eraser, and Undo, Redo and Clear. The canvas keeps its own history behind a
// toolbar that shows only on hover, so never on a phone. The buttons here press that toolbar's: undoing is instant, and
// no stroke drawn meanwhile is lost to the server.

import { createHistory, shortcut } from "./history.js";
import { afterEraser, afterPen, firstTool, penTitle, widthOf } from "./pens.js";
import { canvasToolbar, toolbarButton } from "./surroundings.js";

const PRESSES = 20; // milliseconds: a Clear presses several buttons, and what is on the canvas meanwhile is not read

// Return `show(component)`, `pen()`, the width of what is drawn with next, negative for the eraser, and
// `putEraserDown()`. `strokes` is told what the buttons do, and `changed()` called after it; `paper` holds the tool.
export function createTools(strokes, paper, changed) {
  const server = { preloaded: false, cleared: false, send: () => {} };
  const toolbar = { isEnabled: (name) => toolbarButton(name)?.disabled === false, click };
  const history = createHistory(toolbar, server);
  let root = null;
  let followed = null; // the toolbar that the buttons follow
  let pressed = 0; // a timer
  let tool = null; // until the board is first shown
  let eraser = 0; // its width

  function click(name) {
    toolbarButton(name).click();
    strokes.press(name);
    clearTimeout(pressed);
    pressed = setTimeout(changed, PRESSES);
  }

  function act(action) {
    if (strokes.isPenDown) return;
    if (action === "Clear") putEraserDown();
    history.perform(action);
  }

  // An eraser on a blank canvas would draw, and nothing would appear.
  const putEraserDown = () => tool?.erasing && take({ erasing: false });

  function take(chosen) {
    tool = { ...tool, ...chosen };
    paper.hold(widthOf(tool, eraser));
    showTool();
  }

  function showTool() {
    const [penButton, eraserButton] = root.querySelectorAll("[data-tool]");
    penButton.querySelector("circle").setAttribute("r", String(tool.pen / 2));
    penButton.title = penButton.ariaLabel = penTitle(tool);
    penButton.ariaPressed = String(!tool.erasing);
    eraserButton.ariaPressed = String(tool.erasing);
    penButton.onclick = () => strokes.isPenDown || take(afterPen(tool));
    eraserButton.onclick = () => strokes.isPenDown || take(afterEraser(tool));
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
    putEraserDown,
    pen: () => widthOf(tool, eraser),
    show({ parentElement, data, setTriggerValue }) {
      root = parentElement;
      const { given, cleared } = data.canvas;
      const preloaded = Boolean(given?.objects.length);
      Object.assign(server, { preloaded, cleared, send: (trigger) => setTriggerValue(trigger, true) });
      eraser = data.eraser;
      if (!tool) take(firstTool(data.pens));
      showTool();
      showPossible();
      follow();
    },
  };
}
