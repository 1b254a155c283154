// What bench/live.py runs in the page: how long the live reader takes, and when its answers are on the screen.

const PICTURE = 28; // pixels: the side of the answer's picture, which is painted with each answer

// Resolve with the milliseconds of a drawing's readings as its last stroke grows by a point a frame: by stage, and whole.
async function stages({ strokes, pens }) {
  const { ink, network, read } = globalThis.digitsBoard.live.reader;
  const times = { ink: [], network: [], reading: [] };
  const timed = (name, work) => {
    const started = performance.now();
    const result = work();
    times[name].push(performance.now() - started);
    return result;
  };
  const last = strokes.at(-1);
  const upTo = (count) => ({ strokes: [...strokes.slice(0, -1), last.slice(0, count)], pens });
  for (let count = 2; count <= last.length; count += 1) {
    const seen = timed("ink", () => ink.input(upTo(count)));
    timed("network", () => network.predict(seen.input));
    await new Promise(requestAnimationFrame);
  }
  for (let count = 2; count <= last.length; count += 1) {
    timed("reading", () => read(upTo(count)));
    await new Promise(requestAnimationFrame);
  }
  return times;
}

// From now on, keep how many milliseconds pass from a pointer event to the frame that shows an answer to it.
function watch() {
  const waits = (globalThis.waits = []);
  let waiting = null;
  let isInFrame = false;
  const nextFrame = globalThis.requestAnimationFrame;
  globalThis.requestAnimationFrame = (run) =>
    nextFrame((now) => {
      isInFrame = true;
      run(now);
      isInFrame = false;
    });
  const painted = (since) => setTimeout(() => waits.push(performance.now() - since));
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...given) {
    put.apply(this, given);
    if (this.canvas.width !== PICTURE || waiting === null) return;
    const since = waiting;
    waiting = null;
    if (isInFrame) painted(since);
    else nextFrame(() => painted(since));
  };
  for (const type of ["pointerdown", "pointermove"]) {
    document.addEventListener(type, (event) => (waiting ??= event.buttons ? event.timeStamp : null), true);
  }
}

globalThis.liveBench = { stages, watch };
