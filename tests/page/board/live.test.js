// When the live reader reads, and whose answer is shown. The reader, its clock and the panel are doubles.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createLive } from "../../../digits/page/board/live.js";
import { createStrokes } from "../../../digits/page/board/strokes.js";

const BLANK = { live: true, readings: [], strokes: 0 };

// Return a live reader whose frames come when `frame()` is called; a reading takes `cost` milliseconds.
function start({ cost = 2, withReader = true } = {}) {
  const frames = [];
  const late = [];
  const timers = new Map();
  let lastTimer = 0;
  const shown = [];
  const page = { isConnected: true, time: 0 };
  const clock = {
    now: () => page.time,
    nextFrame: (run) => frames.push(run),
    afterPaint: (run) => late.push(run),
    later: (run, delay) => timers.set((lastTimer += 1), { run, delay }) && lastTimer,
    stop: (timer) => timers.delete(timer),
    isConnected: () => page.isConnected,
  };
  const strokes = createStrokes();
  const live = createLive(strokes, (answer) => shown.push(answer), clock);
  const read = ({ strokes: drawn }) => {
    page.time += cost;
    return drawn.length ? { live: true, strokes: drawn.length } : BLANK;
  };
  if (withReader) live.start({ read });
  const run = (all) => all.splice(0).forEach((each) => each());
  const expire = () => timers.forEach(({ run: due }) => due());
  const doubts = () => [...timers.values()].filter(({ delay }) => delay > 1000).length;
  const wait = (milliseconds) => (page.time += milliseconds);
  const drawing = { frame: () => run(frames), paint: () => run(late), frames, late };
  return Object.assign(page, { strokes, live, shown, expire, wait, doubts, read, ...drawing });
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

const lift = ({ strokes, live }) => {
  strokes.end();
  live.request();
};

test("the server's answer replaces the live one to the same strokes, a frame that is due or not", () => {
  const page = start();
  put(page, 10);
  lift(page);
  page.live.answered({ strokes: 1 });
  page.frame();
  assert.deepEqual(page.shown, [{ strokes: 1 }]);
  put(page, 20);
  page.frame();
  assert.deepEqual(page.shown.at(-1), { live: true, strokes: 2 });
});

test("an answer to fewer strokes, or under the pen, comes too late", () => {
  const page = start();
  put(page, 10);
  page.wait(1000);
  page.live.answered({ strokes: 0 });
  lift(page);
  page.live.answered({ strokes: 0 });
  put(page, 20);
  page.live.answered({ strokes: 1 });
  page.expire();
  assert.deepEqual([page.shown, page.doubts()], [[], 0]);
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

// A stroke that the canvas has and that was not followed: the server counts two.
function missed() {
  const page = start();
  put(page, 10);
  lift(page);
  page.frame();
  page.wait(300);
  page.live.answered({ strokes: 2 });
  return page;
}

test("a stroke that was missed leaves the reading to the server, until the canvas is blank", () => {
  const page = missed();
  assert.equal(page.shown.length, 1);
  page.expire();
  assert.deepEqual(page.shown.at(-1), { strokes: 2 });
  page.live.request();
  page.frame();
  assert.equal(page.shown.length, 2);
  page.live.answered({ strokes: 0 });
  assert.deepEqual(page.shown.at(-1), { strokes: 0 });
  page.wait(300);
  page.strokes.check(0);
  put(page, 20);
  page.frame();
  assert.deepEqual(page.shown.at(-1), { live: true, strokes: 1 });
});

test("the next answer ends the doubt, and so does the next stroke", () => {
  for (const next of [(page) => page.live.answered({ strokes: 1 }), (page) => put(page, 20)]) {
    const page = missed();
    assert.equal(page.doubts(), 1);
    next(page);
    assert.equal(page.doubts(), 0);
  }
});

test("a server that is gone casts no doubt", () => {
  const page = missed();
  page.isConnected = false;
  page.expire();
  assert.equal(page.shown.length, 1);
  put(page, 20);
  page.frame();
  assert.deepEqual(page.shown.at(-1), { live: true, strokes: 2 });
});

test("a canvas that the server cannot read is not read live either", () => {
  const page = start();
  put(page, 10);
  lift(page);
  page.live.answered({ strokes: null });
  put(page, 20);
  page.frame();
  assert.deepEqual(page.shown, [{ strokes: null }]);
});

test("what was undone is shown at once, and a blank canvas too", () => {
  const page = start();
  put(page, 10);
  lift(page);
  page.strokes.perform("Undo");
  page.live.request();
  page.frame();
  assert.deepEqual(page.shown, [BLANK]);
});

test("what only the server reads leaves what is shown", () => {
  const page = start();
  page.live.start({ read: () => null });
  put(page, 10);
  page.frame();
  assert.deepEqual(page.shown, []);
});

test("an answer that takes long is said to be under way, until it comes", () => {
  const page = start({ withReader: false });
  put(page, 10);
  page.expire();
  assert.deepEqual(page.shown, []); // the pen is still down
  page.strokes.end();
  page.live.request();
  page.expire();
  assert.deepEqual(page.shown.map(({ verdict }) => verdict), ["under way"]);
  page.live.answered({ strokes: 1, verdict: "sure" });
  page.expire();
  assert.deepEqual(page.shown.map(({ verdict }) => verdict), ["under way", "sure"]);
});

test("nothing is under way once the browser has read a digit, on a blank canvas, or without a server", () => {
  const read = start();
  put(read, 10);
  read.strokes.end();
  read.live.request();
  read.frame();
  read.expire();
  const [blank, lost] = [start({ withReader: false }), start({ withReader: false })];
  blank.live.request();
  blank.expire();
  lost.isConnected = false;
  put(lost, 10);
  lost.strokes.end();
  lost.live.request();
  lost.expire();
  assert.deepEqual([read.shown.length, blank.shown, lost.shown], [1, [], []]);
});
