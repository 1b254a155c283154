// The strokes on the canvas, followed from outside: the canvas tells only the server what it holds.

const MIN_STEP = 0.4; // pixels: the canvas leaves out points nearer than this to the last one
const NUDGE = 1000; // of the pen's width: by so much the canvas lengthens a stroke's end, so that a tap shows

const isNear = (a, b) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 < MIN_STEP ** 2;
const isSamePoint = (a, b) => a[0] === b[0] && a[1] === b[1];

// Return a stroke's points as the canvas sends them once the pen is up; `points` are those that the pen told.
export function finishedStroke(points, pen) {
  const kept = thinned(points);
  const told = kept.filter((point, i) => i === kept.length - 1 || !isSamePoint(point, kept[i + 1]));
  const last = told.at(-1);
  const before = kept.length > 2 ? kept.at(-2) : null;
  const nudge = (axis) => (before ? Math.sign(last[axis] - before[axis]) : axis === 0 ? 1 : 0);
  return [...told.slice(0, -1), [0, 1].map((axis) => last[axis] + (nudge(axis) * Math.abs(pen)) / NUDGE)];
}

function thinned(points) {
  if (points.length <= 2) return points;
  const kept = [points[0]];
  for (const point of points.slice(1, -2)) if (!isNear(point, kept.at(-1))) kept.push(point);
  return [...kept, points.at(-1)];
}

// Return what follows the canvas: a pen that is down, the strokes so far, and those that were undone.
export function createStrokes() {
  let finished = []; // [points, pen]
  let undone = [];
  let loaded = 0; // strokes that the canvas was given: its Undo leaves them
  let current = null;
  let isKnown = true; // whether this is what the canvas holds

  const all = () => (current ? [...finished, [finishedStroke(current.points, current.pen), current.pen]] : finished);

  return {
    get isPenDown() {
      return current !== null;
    },
    get count() {
      return finished.length;
    },
    get isKnown() {
      return isKnown;
    },
    drawing() {
      return { strokes: all().map(([points]) => points), pens: all().map(([, pen]) => pen) };
    },
    begin(point, pen) {
      current = { points: [point], pen };
    },
    add(point) {
      const { points } = current;
      if (points.length === 1 || !isSamePoint(point, points.at(-1))) points.push(point);
    },
    end() {
      if (!current) return;
      finished = all();
      undone = [];
      current = null;
    },
    // The canvas was given a drawing, in place of what it held.
    load(strokes, pens) {
      finished = strokes.map((points, i) => [points, pens[i]]);
      [undone, loaded, current, isKnown] = [[], finished.length, null, true];
    },
    // A button of the canvas's toolbar was pressed.
    press(name) {
      if (name === "Undo" && finished.length > loaded) undone.push(finished.at(-1));
      if (name === "Undo") finished = finished.slice(0, Math.max(loaded, finished.length - 1));
      if (name === "Redo" && undone.length) finished = [...finished, undone.pop()];
      if (name === "Reset") [finished, undone] = [finished.slice(0, loaded), []];
    },
    // The server read so many strokes, null for what it could not read, and nothing has happened since. Where that is
    // another number, one was missed; a blank canvas is known again.
    check(count) {
      isKnown = count === finished.length;
      if (!isKnown && count === 0) this.load([], []);
    },
  };
}

export const ERASER_COLOUR = "#ffffff"; // as messages.py has it

// Return the points and pens of the strokes in a message that the canvas was given; none for null.
export function strokesOf(message) {
  const objects = message?.objects ?? [];
  const points = ({ path }) => path.filter(([kind]) => kind === "Q" || kind === "L").map(([, x, y]) => [x, y]);
  const pen = ({ stroke, strokeWidth }) => (stroke === ERASER_COLOUR ? -strokeWidth : strokeWidth);
  return { runs: objects.map(points), pens: objects.map(pen) };
}
