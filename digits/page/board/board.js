// The canvas keeps its own history behind a toolbar that shows only on hover, so never on a phone. The buttons here
// press that toolbar's: undoing is instant, and no stroke drawn meanwhile is lost to the server.

// All that JavaScript knows of the page around it and of the canvas component; `dom.py` has Python's copy.
const BOARD = ".st-key-board";
const CANVAS = ".st-key-canvas";
const ANNOUNCEMENT = ".st-key-spoken";
const COMPONENT = `${CANVAS} [data-testid="stBidiComponentIsolated"]`; // the host of the component's shadow root
const TOOLBAR = ".dc-toolbar";
const TOOLBAR_LABELS = { Undo: "Undo", Redo: "Redo", Reset: "Reset canvas & history" };
const CANVAS_WIDTH = 320; // pixels: how the canvas measures itself, however large it is shown
const MAX_UNDO = 100; // strokes: the canvas's history goes no further back

// ---- Undo, Redo and Clear -------------------------------------------------------------------------------------------

// Return `isPossible(action)` and `perform(action)`. `toolbar` is the canvas's: `isEnabled(name)`, `click(name)`.
// A preloaded drawing is beyond the canvas's history: only the server clears and restores it. So `server` holds
// `preloaded`, `cleared` (whether that drawing was cleared) and `send(trigger)`.
export function createHistory(toolbar, server, runLater = setTimeout) {
  let clearedStrokes = 0; // how many the last Clear undid

  const canUndo = () => toolbar.isEnabled("Undo");
  const canRedo = () => toolbar.isEnabled("Redo");
  const canUndoClear = () => clearedStrokes > 0 && canRedo();
  const canRestore = () => server.cleared && !canUndo();

  function press(name, times = 1) {
    let pressed = 0;
    while (pressed < times && toolbar.isEnabled(name)) {
      toolbar.click(name);
      pressed += 1;
    }
    return pressed;
  }

  function undo() {
    if (canUndoClear()) press("Redo", clearedStrokes);
    else if (canRestore()) server.send("restore");
    else press("Undo");
  }

  // Return how many strokes were undone. Each press has the canvas load the strokes that are left, and no strokes load
  // soonest: those still being loaded would appear again with the next one drawn. So the last press is repeated later.
  function undoAll() {
    const undone = press("Undo", MAX_UNDO);
    if (undone > 1) {
      press("Redo");
      runLater(() => press(undone === MAX_UNDO ? "Reset" : "Undo"));
    }
    return undone;
  }

  function clear() {
    if (!server.preloaded) return undoAll();
    server.send("clear");
    return 0;
  }

  const ACTIONS = {
    Undo: { isPossible: () => canUndoClear() || canRestore() || canUndo(), perform: undo },
    Redo: { isPossible: canRedo, perform: () => press("Redo") },
    Clear: { isPossible: () => canUndo() || server.preloaded, perform: clear },
  };

  const isPossible = (action) => ACTIONS[action].isPossible();

  function perform(action) {
    if (!isPossible(action)) return;
    const undone = ACTIONS[action].perform();
    clearedStrokes = action === "Clear" ? undone : 0;
  }

  return { isPossible, perform };
}

const isTyping = (event) => event.composedPath().some((node) => node.matches?.("input, textarea, [contenteditable]"));

// Return the action of a key, null for none.
export function shortcut(event) {
  if (event.altKey || isTyping(event)) return null;
  const key = event.key.toLowerCase();
  if (!event.ctrlKey && !event.metaKey) return !event.repeat && ["delete", "backspace"].includes(key) ? "Clear" : null;
  if (key === "y") return "Redo";
  if (key !== "z") return null;
  return event.shiftKey ? "Redo" : "Undo";
}

// ---- Pens and the eraser --------------------------------------------------------------------------------------------

const PEN_NAMES = ["thin", "medium", "thick"];

const nextIndex = ({ pens, pen }) => (pens.indexOf(pen) + 1) % pens.length;

// Return the tool after a press on the pen: the eraser is put down first, then the pens take turns.
export const afterPen = (tool) => ({ pen: tool.erasing ? tool.pen : tool.pens[nextIndex(tool)], erasing: false });

export const afterEraser = ({ pen, erasing }) => ({ pen, erasing: !erasing });

export function penTitle(tool) {
  if (tool.erasing) return "Pen";
  return `Pen: ${PEN_NAMES[tool.pens.indexOf(tool.pen)]}. Press for ${PEN_NAMES[nextIndex(tool)]}`;
}

// The server is sent the tool, and hands the canvas its new width and colour.
function showTool(parentElement, tool, setStateValue) {
  const [pen, eraser] = parentElement.querySelectorAll("[data-tool]");
  pen.querySelector("circle").setAttribute("r", String(tool.pen / 2));
  pen.title = pen.ariaLabel = penTitle(tool);
  pen.ariaPressed = String(!tool.erasing);
  eraser.ariaPressed = String(tool.erasing);
  const choose = (chosen) => {
    showTool(parentElement, { pens: tool.pens, ...chosen }, setStateValue);
    setStateValue("tool", chosen);
  };
  pen.onclick = () => choose(afterPen(tool));
  eraser.onclick = () => choose(afterEraser(tool));
}

// ---- The page: this runs once, however often the component is drawn -------------------------------------------------

const toolbarElement = () => document.querySelector(COMPONENT)?.shadowRoot?.querySelector(TOOLBAR);
const toolbarButton = (name) => toolbarElement()?.querySelector(`button[aria-label="${TOOLBAR_LABELS[name]}"]`);
const componentToolbar = {
  isEnabled: (name) => toolbarButton(name)?.disabled === false,
  click: (name) => toolbarButton(name).click(),
};

const pageServer = { preloaded: false, cleared: false, send: () => {} };
const strokeHistory = createHistory(componentToolbar, pageServer);
let given = null; // the message that the canvas was last given
let isPenDown = false;

function act(action) {
  if (!isPenDown) strokeHistory.perform(action);
}

function onKeyDown(event) {
  const action = shortcut(event);
  if (action === "Undo" || action === "Redo") event.preventDefault();
  if (action) act(action);
}

// A gesture of the phone's own cancels the touch, which the canvas does not notice: the stroke ends there.
function endStroke(event) {
  const changedTouches = [...event.changedTouches];
  const end = new TouchEvent("touchend", { bubbles: true, composed: true, cancelable: true, changedTouches });
  event.composedPath()[0].dispatchEvent(end);
}

document.addEventListener("keydown", onKeyDown);
document.addEventListener("pointerdown", () => (isPenDown = true), true);
for (const up of ["pointerup", "pointercancel"]) document.addEventListener(up, () => (isPenDown = false), true);
document.addEventListener("touchcancel", endStroke, true);
document.addEventListener("digits:last-given", ({ detail }) => (detail.given = given)); // connection.js asks

// The canvas is drawn 320 wide; where there is more room, or less, it is shown larger or smaller.
function fitToWidth() {
  const board = document.querySelector(BOARD);
  const canvas = document.querySelector(CANVAS);
  if (!board || !canvas) return;
  canvas.style.zoom = String(board.clientWidth / CANVAS_WIDTH);
  canvas.dataset.paper = getComputedStyle(canvas).colorScheme;
}

const resizes = new ResizeObserver(fitToWidth);

// ---- The buttons ----------------------------------------------------------------------------------------------------

const followedToolbars = new WeakMap(); // the first of our buttons → the toolbar that they follow

function showPossible(buttons) {
  for (const button of buttons) {
    button.setAttribute("aria-disabled", String(!strokeHistory.isPossible(button.dataset.action)));
  }
}

// Hide the canvas's toolbar: no second set of buttons for the keyboard, none in the pen's way.
function follow(bar, buttons) {
  if (followedToolbars.get(buttons[0]) === bar) return;
  followedToolbars.set(buttons[0], bar);
  bar.style.visibility = "hidden";
  new MutationObserver(() => showPossible(buttons)).observe(bar, { subtree: true, attributeFilter: ["disabled"] });
}

// The canvas may be drawn after its buttons.
function followWhenThere(parentElement, buttons) {
  const bar = toolbarElement();
  if (!bar && parentElement.isConnected) requestAnimationFrame(() => followWhenThere(parentElement, buttons));
  if (!bar) return;
  showPossible(buttons);
  follow(bar, buttons);
}

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const { pens, pen, erasing, preloaded, cleared } = data;
  given = data.given;
  Object.assign(pageServer, { preloaded, cleared, send: (trigger) => setTriggerValue(trigger, true) });
  showTool(parentElement, { pens, pen, erasing }, setStateValue);
  const buttons = [...parentElement.querySelectorAll("[data-action]")];
  for (const button of buttons) button.onclick = () => act(button.dataset.action);
  followWhenThere(parentElement, buttons);
  fitToWidth();
  const board = document.querySelector(BOARD);
  if (board) resizes.observe(board);
  document.querySelector(ANNOUNCEMENT)?.setAttribute("aria-live", "polite");
}
