// The pen on the canvas: whether mouse, stylus or finger, what it tells the canvas is told to `strokes` too.

import { isPenSurface, penSurface, pointOnCanvas } from "./surroundings.js";

const STARTS = ["touchstart", "mousedown"];
const TAKES_PRESSES = "a, button, input, textarea, select, label, summary";
const BESIDE = 100; // pixels from the canvas: a stroke that begins no farther away may be meant for it
const POINTED = [...STARTS, "touchmove", "touchend", "touchcancel", "mousemove", "mouseup"];

// `pen()` is the width of what is drawn with next, negative for the eraser; `changed()` is called after each
// change.
export function followPen(strokes, { pen, changed }) {
  let surface = null; // where the pen was put down
  let pointer = null; // which pointer is the pen; a palm beside it is none
  let touch = null; // its touch; null where it is a mouse to the canvas
  let isMouse = false; // whether it is known to be one
  let isBeside = false; // whether a mouse is down that was pressed beside the canvas, on nothing of its own

  const position = (event) => pointOnCanvas(event, surface.getBoundingClientRect());

  function down(event) {
    const [target] = event.composedPath();
    if (strokes.isPenDown || !event.isPrimary || event.button !== 0 || !isPenSurface(target)) return;
    surface = target;
    pointer = event.pointerId;
    [touch, isMouse] = [null, false];
    strokes.begin(position(event), pen());
    changed();
  }

  // A stroke that a mouse begins a little outside the canvas begins where it comes in.
  function comesIn(event) {
    const [target] = event.composedPath();
    if (event.type === "pointerdown") isBeside = isPressBeside(event, target);
    if (!isBeside || !isPenSurface(target) || event.buttons !== 1) return;
    isBeside = false;
    getSelection().removeAllRanges(); // of what was pressed
    const { clientX, clientY, pointerId } = event;
    const init = { bubbles: true, composed: true, cancelable: true, view: window, clientX, clientY, buttons: 1 };
    target.dispatchEvent(new PointerEvent("pointerdown", { ...init, pointerId, pointerType: "mouse", isPrimary: true }));
    target.dispatchEvent(new MouseEvent("mousedown", init));
  }

  function moves(event) {
    if (!strokes.isPenDown || event.pointerId !== pointer) return;
    const joined = event.getCoalescedEvents?.() ?? [];
    for (const each of joined.slice(0, -1)) {
      strokes.add(position(each));
      tellCanvas(surface, touch, each);
    }
    strokes.add(position(event));
    changed();
  }

  function up(event) {
    if (!strokes.isPenDown || event.pointerId !== pointer) return;
    strokes.end();
    changed();
  }

  function touches(event) {
    if (strokes.isPenDown && touch === null && !isMouse) touch = event.changedTouches[0].identifier;
  }

  function presses() {
    if (strokes.isPenDown && touch === null) isMouse = true;
  }

  // A stylus beside a palm is to the canvas a mouse beside a touch: it would join the two to one stroke. And a palm
  // that goes is a click. It hears of the pen alone, as `strokes` does.
  function keepOut(event) {
    const isAnother = event.type.startsWith("touch") ? isMouse : touch !== null;
    const begins = STARTS.includes(event.type) && isPenSurface(event.composedPath()[0]);
    if (strokes.isPenDown ? isAnother : begins) event.stopImmediatePropagation();
  }

  document.addEventListener("pointerdown", down, true);
  document.addEventListener("touchstart", touches, true);
  document.addEventListener("mousedown", presses, true);
  for (const kind of POINTED) document.addEventListener(kind, keepOut, true);
  for (const kind of ["pointerdown", "pointermove"]) document.addEventListener(kind, comesIn, true);
  document.addEventListener("pointermove", moves, true);
  for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, up, true);
  document.addEventListener("touchcancel", endTouch, true);
}

function isPressBeside(event, target) {
  const { left, top, right, bottom } = penSurface()?.getBoundingClientRect() ?? { left: NaN };
  const across = Math.max(left - event.clientX, event.clientX - right);
  const down = Math.max(top - event.clientY, event.clientY - bottom);
  const isNear = Math.max(across, down) > 0 && Math.max(across, down) <= BESIDE;
  return isNear && event.pointerType === "mouse" && event.button === 0 && !target.closest?.(TAKES_PRESSES);
}

// A browser joins the movements of a frame to one, and the canvas hears of the last only: a fast corner would be cut.
// Here it hears of one of the others.
function tellCanvas(surface, touch, { clientX, clientY }) {
  const init = { bubbles: true, composed: true, cancelable: true, view: window };
  const move =
    touch === null
      ? new MouseEvent("mousemove", { ...init, clientX, clientY, buttons: 1 })
      : new TouchEvent("touchmove", { ...init, ...touching(surface, touch, clientX, clientY) });
  surface.dispatchEvent(move);
}

function touching(target, identifier, clientX, clientY) {
  const touches = [new Touch({ identifier, target, clientX, clientY })];
  return { touches, targetTouches: touches, changedTouches: touches };
}

// A gesture of the phone's own cancels the touch, which the canvas does not notice: the stroke ends there.
function endTouch(event) {
  const changedTouches = [...event.changedTouches];
  const end = new TouchEvent("touchend", { bubbles: true, composed: true, cancelable: true, changedTouches });
  event.composedPath()[0].dispatchEvent(end);
}
