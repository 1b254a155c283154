// The strokes as they are followed from outside: what the canvas would send, and what its buttons leave.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createStrokes, finishedStroke, strokesOf } from "../../../digits/page/board/strokes.js";

function write(strokes, points, pen = 20) {
  strokes.begin(points[0], pen);
  for (const point of points.slice(1)) strokes.add(point);
  strokes.end();
}

const line = (x) => [
  [x, 0],
  [x, 100],
];
const xs = (strokes) => strokes.drawing().strokes.map(([[x]]) => x);

test("a stroke is thinned and lengthened as the canvas does it", () => {
  const points = [[10, 10], [10, 10], [10.2, 10], [20, 10], [20.1, 10], [30, 40], [30, 50]];
  assert.deepEqual(finishedStroke(points, 20), [[10, 10], [20, 10], [30.02, 50.02]]);
});

test("a tap is a short line to the right", () => {
  assert.deepEqual(finishedStroke([[10, 10]], 20), [[10.02, 10]]);
  assert.deepEqual(finishedStroke([[10, 10], [10, 10]], 20), [[10.02, 10]]);
});

test("the stroke under the pen belongs to the drawing", () => {
  const strokes = createStrokes();
  assert.deepEqual(strokes.drawing(), { strokes: [], pens: [] });
  strokes.begin([5, 5], -36);
  strokes.add([5, 5]);
  strokes.add([5, 5]);
  strokes.add([5, 60]);
  assert.deepEqual([strokes.isPenDown, strokes.count], [true, 0]);
  assert.deepEqual(strokes.drawing(), { strokes: [[[5, 5], [5.036, 60]]], pens: [-36] });
  strokes.end();
  assert.deepEqual([strokes.isPenDown, strokes.count], [false, 1]);
});

test("undo, redo and reset leave what they leave of the canvas", () => {
  const strokes = createStrokes();
  for (const x of [1, 2, 3]) write(strokes, line(x));
  strokes.press("Undo");
  strokes.press("Undo");
  assert.deepEqual(xs(strokes), [1]);
  strokes.press("Redo");
  assert.deepEqual(xs(strokes), [1, 2]);
  write(strokes, line(4));
  strokes.press("Redo");
  assert.deepEqual(xs(strokes), [1, 2, 4]);
  strokes.press("Reset");
  strokes.press("Undo");
  strokes.press("Redo");
  assert.deepEqual(xs(strokes), []);
});

test("undo stops at the drawing that the canvas was given", () => {
  const strokes = createStrokes();
  strokes.load([line(7)], [12]);
  write(strokes, line(8));
  strokes.press("Undo");
  strokes.press("Undo");
  assert.deepEqual(xs(strokes), [7]);
  strokes.press("Redo");
  strokes.press("Reset");
  assert.deepEqual(xs(strokes), [7]);
});

test("another number of strokes on the server casts doubt, a blank canvas ends it", () => {
  const strokes = createStrokes();
  write(strokes, line(1));
  strokes.check(1);
  assert.ok(strokes.isKnown);
  strokes.check(2);
  assert.ok(!strokes.isKnown);
  strokes.check(0);
  assert.deepEqual([strokes.isKnown, strokes.count], [true, 0]);
});

test("a blank canvas keeps what can be redone", () => {
  const strokes = createStrokes();
  write(strokes, line(1));
  strokes.press("Undo");
  strokes.check(0);
  strokes.press("Redo");
  assert.deepEqual(xs(strokes), [1]);
});

test("a message of the canvas holds its strokes and pens", () => {
  const path = [["M", 1, 1], ["Q", 1, 2, 3, 3], ["L", 4, 5]];
  const objects = [
    { path, stroke: "#4a6df0", strokeWidth: 20 },
    { path, stroke: "#ffffff", strokeWidth: 36 },
  ];
  const points = [[1, 2], [4, 5]];
  assert.deepEqual(strokesOf({ objects }), { runs: [points, points], pens: [20, -36] });
  assert.deepEqual(strokesOf(null), { runs: [], pens: [] });
});
