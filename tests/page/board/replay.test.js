// A drawing once more, as it grew.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createReplay, strokesAt } from "../../../digits/page/board/replay.js";

const line = (length) => Array.from({ length: 11 }, (_, i) => [10 + (i * length) / 10, 10]);
const TWO = [[line(100), 20], [line(100), 12]];
const counts = (strokes) => strokes.map(([points]) => points.length);

test("strokes grow one after the other, with their pens", () => {
  assert.deepEqual([0, 0.25, 0.5, 0.75, 1].map((time) => counts(strokesAt(TWO, time))), [[], [5], [11], [11, 5], [11, 11]]);
  assert.deepEqual(strokesAt(TWO, 0.75).map(([, pen]) => pen), [20, 12]);
});

test("a long stroke takes longer than a short one", () => {
  const [first] = strokesAt([[line(250), 20], [line(10), 20]], 0.5);
  assert.ok(first[0].length < 10);
});

test("where nothing is to move, whole strokes appear", () => {
  assert.deepEqual([0.4, 0.6].map((time) => counts(strokesAt(TWO, time, true))), [[], [11]]);
});

// Return a replay, what it showed, and `at(milliseconds)`, which lets time pass and returns the latest.
function replayed(strokes) {
  const shown = [];
  const button = { setAttribute() {} };
  let now = 0;
  let due = null;
  const clock = { now: () => now, nextFrame: (run) => (due = run) };
  const source = { finished: strokes, count: strokes.length, isKnown: true, isPenDown: false };
  const replay = createReplay(source, { button: () => button, show: (some) => shown.push(some) }, clock);
  const at = (milliseconds) => {
    now = milliseconds;
    due?.();
    return shown.at(-1);
  };
  return { replay, button, shown, at };
}

test("it begins blank and ends with all there is", () => {
  const { replay, button, at } = replayed(TWO);
  replay.start();
  assert.deepEqual([at(0), button.ariaPressed], [[], "true"]);
  assert.deepEqual(counts(at(400)), [11]);
  assert.deepEqual([at(800), button.ariaPressed], [null, "false"]);
});

test("a drawing of many strokes takes eight seconds at most", () => {
  const { replay, at } = replayed(Array.from({ length: 90 }, () => [line(200), 20]));
  replay.start();
  assert.notEqual(at(7900), null);
  assert.equal(at(8000), null);
});

test("a second press ends it", () => {
  const { replay, button, shown } = replayed(TWO);
  replay.start();
  replay.start();
  assert.deepEqual([shown, button.ariaPressed], [[[], null], "false"]);
});

test("of a blank canvas nothing is replayed", () => {
  const { replay, shown } = replayed([]);
  replay.start();
  assert.deepEqual(shown, []);
});
