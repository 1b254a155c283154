// The drawing and the history in the visitor's own browser, so that a refresh loses nothing. What is kept is bounded.
// Storage may be blocked, full, or hold junk: then nothing is kept, and the page works all the same.

const DRAWING = "digits.drawing";
const HISTORY = "digits.history";
const MAX_LENGTH = 400_000; // characters of each
const MAX_KEPT = 60; // drawings of the history, as `history.py` has it

const isPoint = (point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite);
const isStroke = (stroke) => Array.isArray(stroke) && stroke.length > 0 && stroke.every(isPoint);
const isPen = (pen) => Number.isInteger(pen) && pen !== 0;
const isDrawing = ({ strokes, pens }) =>
  strokes.length > 0 && strokes.length === pens.length && strokes.every(isStroke) && pens.every(isPen);

const tenth = (value) => Math.round(10 * value) / 10;
const inTenths = ({ strokes, pens }) => {
  return { strokes: strokes.map((points) => points.map((point) => point.map(tenth))), pens };
};

function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // blocked or full
  }
}

// Return what `pick` makes of what is kept under a key; null where that fails.
function read(key, pick) {
  try {
    return pick(JSON.parse(localStorage.getItem(key)));
  } catch {
    return null;
  }
}

const fits = (value) => JSON.stringify(value).length <= MAX_LENGTH;

// Keep a drawing, in place of the last one.
export function keepDrawing(drawing) {
  const kept = inTenths(drawing);
  write(DRAWING, kept.strokes.length && fits(kept) ? kept : null);
}

// Return the drawing that was kept; null for none.
export const keptDrawing = () => read(DRAWING, (kept) => (isDrawing(kept) ? kept : null));

// Return the drawings that were kept with what was read, the latest last: `strokes`, `pens` and `text`.
export const keptHistory = () =>
  read(HISTORY, (kept) => kept.filter((each) => isDrawing(each) && typeof each.text === "string")) ?? [];

// Keep a drawing with what was read: as a new one, or in place of what it was a stroke ago.
export function keepAnswer(drawing, text) {
  const kept = inTenths(drawing);
  const first = ({ strokes }) => JSON.stringify(strokes[0]);
  const others = keptHistory().filter((each) => first(each) !== first(kept));
  let history = [...others, { ...kept, text }].slice(-MAX_KEPT);
  while (history.length && !fits(history)) history = history.slice(1);
  write(HISTORY, history);
}

export function forgetAll() {
  for (const key of [DRAWING, HISTORY]) write(key, null);
}
