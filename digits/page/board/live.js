// Reads while the pen is down: at most once a frame, and never before the stroke itself is painted where that is slow.
// The server stays the authority: its answer replaces the live one as soon as it is to the same strokes.

const MAX_BEFORE_PAINT = 6; // milliseconds: a reading that takes longer waits until its frame is painted
const CANVAS_DELAY = 190; // milliseconds: an answer that comes sooner after a change cannot be to it
const PATIENCE = 400; // milliseconds: an answer that takes longer is said to be under way
const MAX_DISAGREEMENT = 3000; // milliseconds: how long the server's count of strokes may differ from ours

const UNDER_WAY = { verdict: "under way", text: "", confidence: 0, readings: [] };

// `strokes` follows the canvas; `show(answer)` draws one. `clock` has what of the browser depends on time.
export function createLive(strokes, show, clock) {
  let reader = null;
  let isDue = false;
  let cost = 0; // milliseconds: what a reading takes, lately
  let changedAt = 0;
  let doubt = 0; // the timer that waits for the server to agree on the strokes
  let slow = 0; // the timer that waits for an answer
  let isRead = false; // whether an answer to the strokes is shown

  const isReading = () => reader !== null && strokes.isKnown;

  function readNow() {
    if (!isDue) return;
    isDue = false;
    if (!isReading()) return;
    const started = clock.now();
    const answer = reader.read(strokes.drawing());
    cost += (clock.now() - started - cost) / 4;
    isRead = Boolean(answer) && !answer.several;
    if (answer) show(answer);
  }

  function tellSlow() {
    const isUnderWay = !isRead && strokes.count > 0 && !strokes.isPenDown && clock.isConnected();
    if (isUnderWay) show(UNDER_WAY);
  }

  // The strokes changed.
  function request() {
    changedAt = clock.now();
    isRead = false;
    clock.stop(doubt);
    clock.stop(slow);
    slow = clock.later(tellSlow, PATIENCE);
    if (!isReading() || isDue) return;
    isDue = true;
    clock.nextFrame(cost > MAX_BEFORE_PAINT ? () => clock.afterPaint(readNow) : readNow);
  }

  // Nothing has happened since the server answered so. One of its answers may have been lost with the connection.
  function settle(answer) {
    if (!clock.isConnected()) return;
    strokes.check(answer.strokes);
    show(answer);
  }

  function take(answer) {
    isDue = false;
    isRead = true;
    clock.stop(slow);
    strokes.check(answer.strokes);
    show(answer);
  }

  return {
    request,
    get reader() {
      return reader;
    },
    start(found) {
      reader = found;
      if (strokes.isPenDown) request();
    },
    // The server answered. Where the strokes are others by now, its next answer is waited for. It counts no strokes (null)
    // where it could not read what is on the canvas.
    answered(answer) {
      clock.stop(doubt);
      const isLatest = !strokes.isPenDown && strokes.count === answer.strokes;
      if (isLatest || answer.strokes === null) take(answer);
      else if (!isReading()) show(answer);
      else if (!strokes.isPenDown && clock.now() - changedAt >= CANVAS_DELAY) {
        doubt = clock.later(() => settle(answer), MAX_DISAGREEMENT);
      }
    },
  };
}
