// The canvas keeps its own history behind a toolbar that shows only on hover, so never on a phone.
// These buttons press that toolbar's: undoing is instant, and no stroke drawn meanwhile is lost to the server.

const LABELS = { Undo: "Undo", Redo: "Redo", Reset: "Reset canvas & history" };
const SIDE = 320; // pixels: the canvas's own width
const REMEMBERED = 100; // strokes: the canvas's history goes no further back

let cleared = 0; // how many strokes the last Clear took back
let penDown = false;

const toolbar = () =>
  document
    .querySelector(".st-key-canvas [data-testid='stBidiComponentIsolated']")
    ?.shadowRoot?.querySelector(".dc-toolbar");

const theirs = (name) => toolbar()?.querySelector(`button[aria-label="${LABELS[name]}"]`);
const can = (name) => theirs(name)?.disabled === false;

function press(name, times = 1) {
  let pressed = 0;
  while (pressed < times && can(name)) {
    theirs(name).click();
    pressed += 1;
  }
  return pressed;
}

const canRestore = () => cleared > 0 && can("Redo");

// A drawing that was brought back is beyond the canvas's own history: only the server takes it away and returns it.
let server = { brought: false, wiped: false, tell: () => {} };
const canUnwipe = () => server.wiped && !can("Undo");

const DOES = {
  Undo: () => (canRestore() ? press("Redo", cleared) : canUnwipe() ? server.tell("restore") : press("Undo")), // right after Clear, all comes back
  Redo: () => press("Redo"),
  Clear: () => {
    if (server.brought) return server.tell("clear");
    const strokes = press("Undo", REMEMBERED);
    // Each press has the canvas load what is left, and nothing is loaded soonest: strokes that are still being loaded
    // would come back with the next one drawn. So the last press comes once more, after them.
    if (strokes > 1) press("Redo");
    if (strokes > 1) setTimeout(() => press(strokes === REMEMBERED ? "Reset" : "Undo"));
    return strokes;
  },
};

const POSSIBLE = {
  Undo: () => canUnwipe() || canRestore() || can("Undo"),
  Redo: () => can("Redo"),
  Clear: () => can("Undo") || server.brought,
};

function act(name) {
  if (penDown || !POSSIBLE[name]()) return;
  const strokes = DOES[name]();
  cleared = name === "Clear" ? (strokes ?? 0) : 0;
}

function shortcut(event) {
  if (event.altKey || event.composedPath().some((node) => node.matches?.("input, textarea, [contenteditable]"))) return;
  const key = event.key.toLowerCase();
  const held = event.ctrlKey || event.metaKey;
  if (!held && !event.repeat && (key === "delete" || key === "backspace")) act("Clear");
  if (!held || (key !== "z" && key !== "y")) return;
  event.preventDefault();
  act(key === "y" || event.shiftKey ? "Redo" : "Undo");
}

// A gesture of the phone's own cancels the touch, which the canvas does not notice: the stroke ends there.
function endStroke(event) {
  const { changedTouches } = event;
  const end = new TouchEvent("touchend", { bubbles: true, composed: true, cancelable: true, changedTouches: [...changedTouches] });
  event.composedPath()[0].dispatchEvent(end);
}

// A module runs once a page, however often the buttons are drawn.
document.addEventListener("keydown", shortcut);
document.addEventListener("pointerdown", () => (penDown = true), true);
for (const up of ["pointerup", "pointercancel"]) document.addEventListener(up, () => (penDown = false), true);
document.addEventListener("touchcancel", endStroke, true);

function mirror(buttons) {
  buttons.forEach((button) => button.setAttribute("aria-disabled", String(!POSSIBLE[button.dataset.does]())));
}

function follow(bar, buttons) {
  bar.style.visibility = "hidden"; // ours are the only ones: no second set for the keyboard, none in the pen's way
  new MutationObserver(() => mirror(buttons)).observe(bar, { subtree: true, attributeFilter: ["disabled"] });
}

const resized = new ResizeObserver(fit);
const followed = new WeakMap(); // our buttons → the toolbar they follow

const NAMES = ["thin", "medium", "thick"];

// The pen and the eraser: the server is told, and hands the canvas its new width and colour.
function tools(parentElement, { pens, pen, erasing }, setStateValue) {
  const [penButton, eraser] = parentElement.querySelectorAll("[data-tool]");
  const next = (pens.indexOf(pen) + 1) % pens.length;
  penButton.querySelector("circle").setAttribute("r", String(pen / 2));
  penButton.title = erasing ? "Pen" : `Pen: ${NAMES[pens.indexOf(pen)]}. Press for ${NAMES[next]}`;
  penButton.ariaLabel = penButton.title;
  penButton.ariaPressed = String(!erasing);
  eraser.ariaPressed = String(erasing);
  const choose = (tool) => {
    tools(parentElement, { pens, ...tool }, setStateValue);
    setStateValue("tool", tool);
  };
  penButton.onclick = () => choose({ pen: erasing ? pen : pens[next], erasing: false });
  eraser.onclick = () => choose({ pen, erasing: !erasing });
}

// The canvas is drawn 320 wide; where there is more room, or less, it is shown larger or smaller.
function fit() {
  const board = document.querySelector(".st-key-board");
  const canvas = document.querySelector(".st-key-canvas");
  if (!board || !canvas) return;
  canvas.style.zoom = String(board.clientWidth / SIDE);
  canvas.dataset.paper = getComputedStyle(canvas).colorScheme;
}

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  tools(parentElement, data, setStateValue);
  globalThis.digitsGiven = data.given; // for connection.js
  server = { brought: data.preloaded, wiped: data.cleared, tell: (what) => setTriggerValue(what, true) };
  const buttons = [...parentElement.querySelectorAll("[data-does]")];
  buttons.forEach((button) => (button.onclick = () => act(button.dataset.does)));
  const wait = () => {
    const bar = toolbar();
    if (!bar && parentElement.isConnected) requestAnimationFrame(wait);
    if (!bar) return;
    mirror(buttons);
    if (followed.get(buttons[0]) === bar) return;
    followed.set(buttons[0], bar);
    follow(bar, buttons);
  };
  wait();
  fit();
  const board = document.querySelector(".st-key-board");
  if (board) resized.observe(board);
  document.querySelector(".st-key-spoken")?.setAttribute("aria-live", "polite");
}
