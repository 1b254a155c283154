// The visitor's hand: the drawings that were corrected. They stay in this browser; the live reader and the server read
// with them.

import { HAND, keepHand, keptHand, withCorrected } from "./keeping.js";
import { objectsOf } from "./strokes.js";

// Return a short text that differs where a longer one does.
function checksum(text) {
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return `${text.length}-${hash >>> 0}`;
}

// Return the hand as the browser keeps it; `changed()` is called when it is another, here or in another tab.
export function createHand(changed) {
  let { drawings, isOn } = keptHand();
  let isKept = true; // beyond this visit, as far as is known
  let version = "";
  const inUse = () => (isOn ? drawings : []);

  function take(next) {
    ({ drawings, isOn } = next);
    version = inUse().length ? checksum(JSON.stringify(inUse())) : "";
    changed();
  }

  function set(next) {
    const hand = { drawings, isOn, ...next };
    isKept = keepHand(hand);
    take(hand);
  }

  version = drawings.length && isOn ? checksum(JSON.stringify(drawings)) : "";
  globalThis.addEventListener?.("storage", ({ key }) => (key === HAND || key === null) && take(keptHand()));

  return {
    get drawings() {
      return drawings;
    },
    get inUse() {
      return inUse();
    },
    get isOn() {
      return isOn;
    },
    get isKept() {
      return isKept;
    },
    get version() {
      return version;
    },
    // Return what was said of a drawing, null for nothing; nor of what it was a stroke ago, or with another one since.
    said({ strokes }) {
      const isIt = (each) => each.strokes.every((stroke, i) => isKeptAs(stroke, strokes[i]));
      return drawings.find((each) => each.strokes.length === strokes.length && isIt(each)) ?? null;
    },
    correct: (corrected) =>
      set({ drawings: corrected.reduce(withCorrected, drawings), isOn: isOn || corrected.some(({ label }) => label !== null) }),
    remove: (drawing) => set({ drawings: drawings.filter((each) => each !== drawing) }),
    removeAll: () => set({ drawings: [] }),
    turn: (on) => set({ isOn: on }),
    // Return what the server is sent.
    message: () => {
      return { version, drawings: inUse().map((each) => ({ ...each, objects: objectsOf(each) })).map(onlyObjects) };
    },
  };
}

const tenths = (value) => Math.round(10 * value) / 10; // as what is kept is rounded
// Return whether a stroke is kept as this; asked at every frame, so it ends at the first point that differs.
const isKeptAs = (kept, stroke) =>
  kept.length === stroke.length && kept.every(([x, y], i) => x === tenths(stroke[i][0]) && y === tenths(stroke[i][1]));
const onlyObjects = ({ objects, label, text }) => ({ objects, label, text });
