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

const MAX_UNDO = 200; // steps

// Whether two drawings look alike: the canvas's own numbers differ from ours by rounding.
const isAlike = (a, b) =>
  a.length === b.length &&
  a.every(([points, pen], i) => {
    const [others, width] = b[i];
    const isClose = (point, j) => Math.hypot(point[0] - others[j][0], point[1] - others[j][1]) < 1;
    return pen === width && points.length === others.length && points.every(isClose);
  });

// Return what follows the canvas: a pen that is down, the strokes so far, and what Undo and Redo bring back.
export function createStrokes() {
  let finished = []; // [points, pen]
  let past = []; // what was there before each step: lists of strokes, the latest last
  let future = [];
  let given = finished; // what the canvas was given from elsewhere
  let current = null;
  let isKnown = true; // whether this is what the canvas holds
  let version = 0; // of the finished strokes

  const all = () => (current ? [...finished, [finishedStroke(current.points, current.pen), current.pen]] : finished);

  function step(next) {
    past = [...past, finished].slice(-MAX_UNDO);
    future = [];
    version += 1;
    finished = next;
  }

  const ACTIONS = {
    Undo: {
      isPossible: () => past.length > 0,
      perform() {
        future.push(finished);
        finished = past.pop();
      },
    },
    Redo: {
      isPossible: () => future.length > 0,
      perform() {
        past.push(finished);
        finished = future.pop();
      },
    },
    Clear: { isPossible: () => finished.length > 0, perform: () => step([]) },
  };

  return {
    get isPenDown() {
      return current !== null;
    },
    get count() {
      return finished.length;
    },
    get finished() {
      return finished;
    },
    get version() {
      return version;
    },
    // The stroke under the pen; null for none.
    get current() {
      return current && [current.points, current.pen];
    },
    get isKnown() {
      return isKnown;
    },
    // Whether there is an example or a linked drawing, and nothing was drawn onto it.
    get isGiven() {
      return finished === given && given.length > 0;
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
      step(all());
      current = null;
    },
    // The canvas was given a drawing, in place of what it held. One that looks the same takes nothing back.
    load(strokes, pens) {
      const loaded = strokes.map((points, i) => [points, pens[i]]);
      [current, isKnown] = [null, true];
      if (isAlike(loaded, finished)) return;
      if (finished.length) step(loaded);
      finished = given = loaded;
      version += 1;
    },
    // The page opens with a drawing of one's own: each stroke can be taken back.
    restore(strokes, pens) {
      strokes.forEach((points, i) => step([...finished, [points, pens[i]]]));
    },
    // What Undo and Redo would bring back is gone.
    forget() {
      [past, future] = [[], []];
    },
    isPossible: (action) => ACTIONS[action].isPossible(),
    perform(action) {
      ACTIONS[action].perform();
      version += 1;
      isKnown = true; // for the canvas is given what is left
    },
    // The server read so many strokes, null for what it could not read, and nothing has happened since. Where that is
    // another number, one was missed; a blank canvas is known again.
    check(count) {
      isKnown = count === finished.length;
      if (!isKnown && count === 0) this.load([], []);
    },
  };
}

export const INK_COLOUR = "#4a6df0"; // this and the next as messages.py has them
export const ERASER_COLOUR = "#ffffff";

// Return the points and pens of the strokes in a message that the canvas was given; none for null.
export function strokesOf(message) {
  const objects = message?.objects ?? [];
  const points = ({ path }) => path.filter(([kind]) => kind === "Q" || kind === "L").map(([, x, y]) => [x, y]);
  const pen = ({ stroke, strokeWidth }) => (stroke === ERASER_COLOUR ? -strokeWidth : strokeWidth);
  return { runs: objects.map(points), pens: objects.map(pen) };
}

const STYLE = { type: "Path", fill: null, strokeLineCap: "round", strokeLineJoin: "round" };

// Return the objects of the message that gives a canvas these strokes, as messages.py makes them.
export function objectsOf({ strokes, pens }) {
  return strokes.map((points, i) => ({
    ...STYLE,
    path: pathOf(points),
    stroke: pens[i] < 0 ? ERASER_COLOUR : INK_COLOUR,
    strokeWidth: Math.abs(pens[i]),
  }));
}

// Return the curves through a stroke's points, as commands of a path.
export function pathOf(points) {
  const middle = ([x, y], [nextX, nextY]) => [(x + nextX) / 2, (y + nextY) / 2];
  const curves = points.slice(0, -1).map((point, i) => ["Q", ...point, ...middle(point, points[i + 1])]);
  return [["M", ...points[0]], ...curves, ["L", ...points.at(-1)]];
}
