// Reads while the pen is down: at most once a frame, and never before the stroke itself is painted where that is slow.
// The server stays the authority: its answer replaces the live one as soon as it is to the same strokes.

const QUICK = 6; // milliseconds: a reading that takes longer waits until its frame is painted
const PATIENCE = 1500; // milliseconds: how long the server's count of strokes may differ from ours

// `strokes` follows the canvas; `show(answer)` draws one, null for a blank canvas. `clock` has the browser's functions.
export function createLive(strokes, show, clock) {
  let reader = null;
  let isDue = false;
  let cost = 0; // milliseconds: what a reading takes, lately
  let serverAnswer = null;
  let doubt = 0; // the timer that waits for the server to agree on the strokes

  const isReading = () => reader !== null && strokes.isKnown;

  function readNow() {
    isDue = false;
    if (!isReading()) return;
    const started = clock.now();
    const answer = reader.read(strokes.drawing());
    cost += (clock.now() - started - cost) / 4;
    if (answer) show(answer);
    else if (!strokes.isPenDown && strokes.count === 0) show(null);
  }

  function request() {
    if (!isReading() || isDue) return;
    isDue = true;
    clock.nextFrame(cost > QUICK ? () => clock.afterPaint(readNow) : readNow);
  }

  function settle() {
    strokes.check(serverAnswer.strokes);
    if (!strokes.isKnown && !strokes.isPenDown) show(serverAnswer);
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
    // The server answered. Where the strokes are others by now, its next answer is waited for.
    answered(answer) {
      serverAnswer = answer;
      clock.stop(doubt);
      const isLatest = !strokes.isPenDown && strokes.count === answer.strokes;
      if (isLatest) strokes.check(answer.strokes);
      else doubt = clock.later(settle, PATIENCE);
      if (isLatest || !isReading()) show(answer);
    },
  };
}
