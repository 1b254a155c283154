// The drawing and the history in the visitor's own browser, so that a refresh loses nothing. What is kept is bounded.
// Each tab keeps its own drawing too: what is drawn in another must not take its place.
// Storage may be blocked, full, or hold junk: then nothing is kept, and the page works all the same.

const DRAWING = "digits.drawing";
const HISTORY = "digits.history";
export const HAND = "digits.hand";
export const FORGOTTEN = "digits.forgotten";
const MAX_LENGTH = 400_000; // characters of each
const MAX_KEPT = 60; // drawings of the history, as `history.py` has it
const MAX_OF_LABEL = 10; // corrected drawings, as `memory.py` has it
export const LABELS = [..."0123456789", "none"]; // that a drawing may be corrected to, as labelled.py has them

const NO_DRAWING = { strokes: [], pens: [] };

const isPoint = (point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite);
const isStroke = (stroke) => Array.isArray(stroke) && stroke.length > 0 && stroke.every(isPoint);
const isPen = (pen) => Number.isInteger(pen) && pen !== 0;
const isDrawing = ({ strokes, pens }) =>
  strokes.length > 0 && strokes.length === pens.length && strokes.every(isStroke) && pens.every(isPen);

const tenth = (value) => Math.round(10 * value) / 10;
const inTenths = ({ strokes, pens }) => {
  return { strokes: strokes.map((points) => points.map((point) => point.map(tenth))), pens };
};

const ofBrowser = () => localStorage; // asked for anew each time, for that may fail too
const ofTab = () => sessionStorage;

// Return whether it is kept: storage may be blocked or full.
function write(key, value, storage = ofBrowser) {
  try {
    if (value === null) storage().removeItem(key);
    else storage().setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

// Return what `pick` makes of what is kept under a key; null where that fails.
function read(key, pick, storage = ofBrowser) {
  try {
    return pick(JSON.parse(storage().getItem(key)));
  } catch {
    return null;
  }
}

const fits = (value) => JSON.stringify(value).length <= MAX_LENGTH;

// Keep a drawing, in place of the last one; a tab that was cleared keeps that.
export function keepDrawing(drawing) {
  const all = inTenths(drawing);
  const kept = all.strokes.length && fits(all) ? all : null;
  write(DRAWING, kept);
  write(DRAWING, { ...(kept ?? NO_DRAWING), since: lastForgotten() }, ofTab);
}

// Return the drawing that this tab kept; where it is new, the one that any tab kept last; null for none.
export function keptDrawing() {
  const ofThisTab = read(DRAWING, (kept) => kept, ofTab);
  if (ofThisTab && (ofThisTab.since ?? 0) !== lastForgotten()) return null; // it slept while all was forgotten
  return read(DRAWING, (kept) => (isDrawing(kept) ? kept : null), ofThisTab ? ofTab : ofBrowser);
}

// Return the drawings that were kept with what was read, the latest last: `strokes`, `pens`, `text`, and the `label`
// that somebody gave it, if any.
export const keptHistory = () =>
  read(HISTORY, (kept) => kept.filter((each) => isDrawing(each) && typeof each.text === "string")) ?? [];

const firstStroke = ({ strokes }) => JSON.stringify(strokes[0]);
const withEntry = (history, entry) => [...history.filter((each) => firstStroke(each) !== firstStroke(entry)), entry];

// Keep drawings with what was read and said of them: as new ones, or in place of what was kept of each.
export function keepEntries(entries) {
  let history = entries.reduce(withEntry, keptHistory()).slice(-MAX_KEPT);
  while (history.length && !fits(history)) history = history.slice(1);
  write(HISTORY, history);
}

// Keep a drawing with what was read: as a new one, or in place of what it was a stroke ago. What was said of it stays,
// unless it was drawn on.
export function keepAnswer(drawing, text) {
  const kept = inTenths(drawing);
  const isIt = (each) => JSON.stringify([each.strokes, each.pens]) === JSON.stringify([kept.strokes, kept.pens]);
  keepEntries([{ ...kept, text, label: keptHistory().find(isIt)?.label ?? null }]);
}

const isCorrected = (each) => isDrawing(each) && LABELS.includes(each.label) && typeof each.text === "string";

// Return the drawings that were corrected, the latest last, with their `label` and the `text` that was read; and whether
// they are in use.
export const keptHand = () =>
  read(HAND, ({ drawings, isOn }) => ({ drawings: drawings.filter(isCorrected), isOn: isOn !== false })) ?? {
    drawings: [],
    isOn: true,
  };

// Return corrected drawings with another, in place of what was said of it before; of each label the newest. Without a
// label, what was said of it is taken back.
export function withCorrected(drawings, corrected) {
  const added = { ...inTenths(corrected), label: corrected.label, text: corrected.text };
  const others = drawings.filter((each) => firstStroke(each) !== firstStroke(added));
  if (added.label === null) return others;
  const same = others.filter(({ label }) => label === added.label);
  const tooOld = same.slice(0, Math.max(0, same.length + 1 - MAX_OF_LABEL));
  let all = [...others.filter((each) => !tooOld.includes(each)), added];
  while (all.length && !fits(all)) all = all.slice(1);
  return all;
}

// Keep what was corrected. Return whether it is kept beyond this visit.
export const keepHand = (hand) => write(HAND, hand.drawings.length || !hand.isOn ? hand : null);

// Return when all was forgotten last, in whichever tab; 0 for never.
export const lastForgotten = () => read(FORGOTTEN, (time) => (Number.isFinite(time) ? time : 0)) ?? 0;

export function forgetAll() {
  for (const key of [DRAWING, HISTORY, HAND]) write(key, null);
  forgetDrawing();
  write(FORGOTTEN, Date.now());
}

// Forget what this tab alone keeps.
export const forgetDrawing = () => write(DRAWING, NO_DRAWING, ofTab);
