// When the live reader reads, and whose answer is shown. The reader, its clock and the panel are doubles.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createLive } from "../../../digits/page/board/live.js";
import { createStrokes } from "../../../digits/page/board/strokes.js";

// Return a live reader whose frames come when `frame()` is called; a reading takes `cost` milliseconds.
function start({ cost = 2, withReader = true } = {}) {
  const frames = [];
  const late = [];
  const timers = new Map();
  const shown = [];
  let time = 0;
  const clock = {
    now: () => time,
    nextFrame: (run) => frames.push(run),
    afterPaint: (run) => late.push(run),
    later: (run) => timers.set(timers.size + 1, run).size,
    stop: (timer) => timers.delete(timer),
  };
  const strokes = createStrokes();
  const live = createLive(strokes, (answer) => shown.push(answer), clock);
  const read = ({ strokes: drawn }) => {
    time += cost;
    return drawn.length ? { live: true, strokes: drawn.length } : null;
  };
  if (withReader) live.start({ read });
  const run = (all) => all.splice(0).forEach((each) => each());
  const expire = () => timers.forEach((each) => each());
  return { strokes, live, shown, frame: () => run(frames), paint: () => run(late), expire, frames, late, read };
}

const put = ({ strokes, live }, x) => {
  strokes.begin([x, 0], 20);
  strokes.add([x, 90]);
  live.request();
};

test("the pen is read while it is down, once a frame", () => {
  const page = start();
  put(page, 10);
  for (let y = 0; y < 9; y += 1) page.live.request();
  assert.deepEqual([page.shown, page.frames.length], [[], 1]);
  page.frame();
  assert.deepEqual(page.shown, [{ live: true, strokes: 1 }]);
  page.live.request();
  assert.equal(page.frames.length, 1);
});

test("a slow reading waits until its frame is painted", () => {
  const page = start({ cost: 40 });
  put(page, 10);
  page.frame();
  assert.equal(page.shown.length, 1);
  page.live.request();
  page.frame();
  assert.deepEqual([page.shown.length, page.late.length], [1, 1]);
  page.paint();
  assert.equal(page.shown.length, 2);
});

test("the server's answer replaces the live one to the same strokes", () => {
  const page = start();
  put(page, 10);
  page.strokes.end();
  page.live.answered({ strokes: 1 });
  assert.deepEqual(page.shown, [{ strokes: 1 }]);
});

test("an answer to fewer strokes, or under the pen, comes too late", () => {
  const page = start();
  put(page, 10);
  page.live.answered({ strokes: 0 });
  page.strokes.end();
  page.live.answered({ strokes: 0 });
  put(page, 20);
  page.live.answered({ strokes: 1 });
  assert.deepEqual(page.shown, []);
});

test("without a network every answer of the server's is shown", () => {
  const page = start({ withReader: false });
  put(page, 10);
  page.frame();
  page.live.answered({ strokes: 0 });
  assert.deepEqual(page.shown, [{ strokes: 0 }]);
});

test("a network that comes while the pen is down reads at once", () => {
  const page = start({ withReader: false });
  put(page, 10);
  page.live.start({ read: page.read });
  page.frame();
  assert.deepEqual(page.shown, [{ live: true, strokes: 1 }]);
});

test("strokes that were missed leave the reading to the server, until the canvas is blank", () => {
  const page = start();
  put(page, 10);
  page.strokes.end();
  page.live.answered({ strokes: 2 });
  assert.deepEqual(page.shown, []);
  page.expire();
  assert.deepEqual(page.shown, [{ strokes: 2 }]);
  page.live.request();
  page.frame();
  assert.equal(page.shown.length, 1);
  page.live.answered({ strokes: 0 });
  page.expire();
  put(page, 20);
  page.frame();
  assert.deepEqual(page.shown.at(-1), { live: true, strokes: 1 });
});

test("the next answer ends the doubt", () => {
  const page = start();
  put(page, 10);
  page.strokes.end();
  page.live.answered({ strokes: 0 });
  page.live.answered({ strokes: 1 });
  page.expire();
  assert.deepEqual(page.shown, [{ strokes: 1 }]);
});

test("what was undone is shown at once, and a blank canvas too", () => {
  const page = start();
  put(page, 10);
  page.strokes.end();
  page.strokes.press("Undo");
  page.live.request();
  page.frame();
  assert.deepEqual(page.shown.at(-1), null);
});

test("what cannot be read live leaves what is shown", () => {
  const page = start();
  page.live.start({ read: () => null });
  put(page, 10);
  page.frame();
  assert.deepEqual(page.shown, []);
});
