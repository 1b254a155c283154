// A drawing once more, stroke by stroke, about as fast as people draw. Where the browser reads, it reads along.

const SPEED = 0.5; // pixels of the canvas a millisecond
const PAUSE = 200; // milliseconds between two strokes
const MAX_DURATION = 8000; // milliseconds: a longer drawing is drawn faster

const lengthOf = (points) => points.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - points[i][0], y - points[i][1]), 0);

// Return when each stroke ends, in milliseconds from the beginning.
function endsOf(strokes) {
  let end = 0;
  const ends = strokes.map(([points]) => (end += PAUSE + lengthOf(points) / SPEED));
  return ends.map((each) => each * Math.min(1, MAX_DURATION / end));
}

// Return the strokes as they stood at a time from 0 to 1 of the whole; where nothing is to move, only whole ones.
export function strokesAt(strokes, time, isStill = false) {
  const ends = endsOf(strokes);
  const now = time * ends.at(-1);
  const drawn = strokes.filter((_, i) => ends[i] <= now);
  const next = strokes[drawn.length];
  if (!next || isStill) return drawn;
  const begun = drawn.length ? ends[drawn.length - 1] : 0;
  const [points, pen] = next;
  const count = Math.floor(((now - begun) / (ends[drawn.length] - begun)) * points.length);
  return count ? [...drawn, [points.slice(0, count), pen]] : drawn;
}

// Return `start()`, which begins or ends it, and `stop()`. `show(strokes)` shows what there is of the drawing by now, and
// null once it is over. `button()` starts it, and may be another each time.
export function createReplay(strokes, { button, show }, clock) {
  let began = null; // null while nothing is replayed
  let shown = 0; // points

  const isStill = () => Boolean(globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches);

  function step() {
    if (began === null) return;
    const time = (clock.now() - began) / endsOf(strokes.finished).at(-1);
    if (time >= 1) return stop();
    const now = strokesAt(strokes.finished, time, isStill());
    const points = now.reduce((sum, [each]) => sum + each.length, 0);
    if (points !== shown) show(now);
    shown = points;
    clock.nextFrame(step);
  }

  function start() {
    if (began !== null) return stop();
    if (strokes.isPenDown || !isPossible()) return;
    began = clock.now();
    shown = 0;
    show([]);
    showButton();
    clock.nextFrame(step);
  }

  function stop() {
    if (began === null) return;
    began = null;
    show(null);
    showButton();
  }

  const isPossible = () => strokes.count > 0 && strokes.isKnown;

  function showButton() {
    button().ariaPressed = String(began !== null);
    button().setAttribute("aria-disabled", String(!isPossible()));
    button().onclick = start;
  }

  return { start, stop, showButton };
}
