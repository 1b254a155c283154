// The canvas keeps its own history behind a toolbar that shows only on hover, so never on a phone.
// These buttons press that toolbar's: undoing is instant, and no stroke drawn meanwhile is lost to the server.

const LABELS = { Undo: "Undo", Redo: "Redo", Reset: "Reset canvas & history" };
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

const DOES = {
  Undo: () => (canRestore() ? press("Redo", cleared) : press("Undo")), // right after Clear, all comes back
  Redo: () => press("Redo"),
  Clear: () => {
    const strokes = press("Undo", REMEMBERED);
    if (strokes === REMEMBERED) press("Reset");
    return strokes;
  },
};

const POSSIBLE = {
  Undo: () => canRestore() || can("Undo"),
  Redo: () => can("Redo"),
  Clear: () => can("Undo"),
};

function act(name) {
  if (penDown || !POSSIBLE[name]()) return;
  const strokes = DOES[name]();
  cleared = name === "Clear" ? strokes : 0;
}

function shortcut(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest?.("input, textarea")) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
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

function follow(bar, buttons) {
  const mirror = () =>
    buttons.forEach((button) => button.setAttribute("aria-disabled", String(!POSSIBLE[button.dataset.does]())));
  bar.style.visibility = "hidden"; // ours are the only ones: no second set for the keyboard, none in the pen's way
  new MutationObserver(mirror).observe(bar, { subtree: true, attributeFilter: ["disabled"] });
  mirror();
}

const followed = new WeakMap(); // our buttons → the toolbar they follow

export default function ({ parentElement }) {
  const buttons = [...parentElement.querySelectorAll("button")];
  buttons.forEach((button) => (button.onclick = () => act(button.dataset.does)));
  const wait = () => {
    const bar = toolbar();
    if (!bar && parentElement.isConnected) requestAnimationFrame(wait);
    if (!bar || followed.get(buttons[0]) === bar) return;
    followed.set(buttons[0], bar);
    follow(bar, buttons);
  };
  wait();
}
