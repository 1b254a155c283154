// The buttons beneath the canvas: three pens and an eraser, and Undo, Redo and Clear. The canvas keeps a history of its own,
// behind a toolbar that shows only on hover, so never on a phone, and that begins anew with each page. So ours is
// `strokes`: the canvas is given what is left. That is instant, and asks no server.

import { shortcut } from "./shortcuts.js";
import { canvasScroller, canvasToolbar } from "./surroundings.js";

// Return `show(component)`, `act(action)`, `showPossible()`, `pen()`, the width of what is drawn with next, negative for the eraser,
// and `putEraserDown()`. `paper` holds the tool; `undone()` is called after each Undo, Redo and Clear.
export function createTools(strokes, paper, undone) {
  let root = null;
  let followed = null; // the canvas's toolbar that was hidden
  let pens = null; // their widths; until the board is first shown there are none
  let eraser = 0; // its width
  let pen = 0; // the width of the one that was taken last
  let erasing = false;

  function act(action) {
    if (strokes.isPenDown || !strokes.isPossible(action)) return;
    if (action === "Clear") putEraserDown();
    strokes.perform(action);
    showPossible();
    undone();
  }

  // An eraser on a blank canvas would draw, and nothing would appear.
  const putEraserDown = () => erasing && take(pen, false);

  const widthTaken = () => (erasing ? -eraser : pen);

  function take(width, isEraser) {
    [pen, erasing] = [width, isEraser];
    paper.hold(widthTaken());
    showTool();
  }

  const press = (width, isEraser) => strokes.isPenDown || take(width, isEraser);

  function showTool() {
    root.querySelectorAll('[data-tool="pen"]').forEach((button, i) => {
      button.ariaPressed = String(!erasing && pen === pens[i]);
      button.onclick = () => press(pens[i], false);
    });
    const eraserButton = root.querySelector('[data-tool="eraser"]');
    eraserButton.ariaPressed = String(erasing);
    eraserButton.onclick = () => press(pen, !erasing);
  }

  function showPossible() {
    for (const button of root.querySelectorAll("[data-action]")) {
      button.setAttribute("aria-disabled", String(!strokes.isPossible(button.dataset.action)));
      button.onclick = () => act(button.dataset.action);
    }
  }

  function onKeyDown(event) {
    if (!root?.isConnected) return; // another page is shown
    const action = shortcut(event);
    if (action === "Undo" || action === "Redo") event.preventDefault();
    if (action) act(action);
  }

  // No second set of buttons for the keyboard, none in the pen's way; nor a stop at what would scroll, for the canvas
  // always fits. It may be drawn after its buttons.
  function hideToolbar() {
    const bar = canvasToolbar();
    if (!bar && root.isConnected) requestAnimationFrame(hideToolbar);
    if (!bar || bar === followed) return;
    followed = bar;
    bar.style.visibility = "hidden";
    canvasScroller().style.overflow = "hidden";
  }

  document.addEventListener("keydown", onKeyDown);

  return {
    act,
    putEraserDown,
    showPossible,
    pen: widthTaken,
    show({ parentElement, data }) {
      root = parentElement;
      eraser = data.eraser;
      if (!pens) {
        pens = data.pens;
        take(pens[1], false);
      }
      showTool();
      showPossible();
      hideToolbar();
    },
  };
}
