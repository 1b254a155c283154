// The buttons beneath the canvas: pen and eraser, and Undo, Redo and Clear. The canvas keeps a history of its own,
// behind a toolbar that shows only on hover, so never on a phone, and that begins anew with each page. So ours is
// `strokes`: the canvas is given what is left. That is instant, and asks no server.

import { afterEraser, afterPen, firstTool, penTitle, widthOf } from "./pens.js";
import { shortcut } from "./shortcuts.js";
import { canvasToolbar } from "./surroundings.js";

// Return `show(component)`, `showPossible()`, `pen()`, the width of what is drawn with next, negative for the eraser,
// and `putEraserDown()`. `paper` holds the tool; `undone()` is called after each Undo, Redo and Clear.
export function createTools(strokes, paper, undone) {
  let root = null;
  let followed = null; // the canvas's toolbar that was hidden
  let tool = null; // until the board is first shown
  let eraser = 0; // its width

  function act(action) {
    if (strokes.isPenDown || !strokes.isPossible(action)) return;
    if (action === "Clear") putEraserDown();
    strokes.perform(action);
    showPossible();
    undone();
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

  function showPossible() {
    for (const button of root.querySelectorAll("[data-action]")) {
      button.setAttribute("aria-disabled", String(!strokes.isPossible(button.dataset.action)));
      button.onclick = () => act(button.dataset.action);
    }
  }

  function onKeyDown(event) {
    const action = shortcut(event);
    if (action === "Undo" || action === "Redo") event.preventDefault();
    if (action) act(action);
  }

  // No second set of buttons for the keyboard, none in the pen's way. The canvas may be drawn after its buttons.
  function hideToolbar() {
    const bar = canvasToolbar();
    if (!bar && root.isConnected) requestAnimationFrame(hideToolbar);
    if (!bar || bar === followed) return;
    followed = bar;
    bar.style.visibility = "hidden";
  }

  document.addEventListener("keydown", onKeyDown);

  return {
    putEraserDown,
    showPossible,
    pen: () => widthOf(tool, eraser),
    show({ parentElement, data }) {
      root = parentElement;
      eraser = data.eraser;
      if (!tool) take(firstTool(data.pens));
      showTool();
      showPossible();
      hideToolbar();
    },
  };
}
