// The strokes as they are followed from outside: what the canvas would send, and what its buttons leave.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createStrokes, finishedStroke, objectsOf, strokesOf } from "../../../digits/page/board/strokes.js";

function write(strokes, points, pen = 20) {
  strokes.begin(points[0], pen);
  for (const point of points.slice(1)) strokes.add(point);
  strokes.end();
}

const line = (x) => [
  [x, 0],
  [x, 100],
];
const possible = (strokes) => ["Undo", "Redo", "Clear"].filter((action) => strokes.isPossible(action));
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

test("undo takes back one stroke, redo draws it again, and a new one ends that", () => {
  const strokes = createStrokes();
  assert.deepEqual(possible(strokes), []);
  for (const x of [1, 2, 3]) write(strokes, line(x));
  strokes.perform("Undo");
  strokes.perform("Undo");
  assert.deepEqual([xs(strokes), possible(strokes)], [[1], ["Undo", "Redo", "Clear"]]);
  strokes.perform("Redo");
  assert.deepEqual(xs(strokes), [1, 2]);
  write(strokes, line(4));
  assert.deepEqual([xs(strokes), possible(strokes)], [[1, 2, 4], ["Undo", "Clear"]]);
});

test("undo brings back all that Clear took, at once, and goes on from there", () => {
  const strokes = createStrokes();
  for (const x of [1, 2]) write(strokes, line(x));
  strokes.perform("Clear");
  assert.deepEqual([xs(strokes), possible(strokes)], [[], ["Undo"]]);
  strokes.perform("Undo");
  assert.deepEqual(xs(strokes), [1, 2]);
  strokes.perform("Undo");
  assert.deepEqual(xs(strokes), [1]);
});

test("only so many steps are remembered", () => {
  const strokes = createStrokes();
  for (let x = 0; x < 210; x += 1) write(strokes, line(x));
  let steps = 0;
  for (; strokes.isPossible("Undo"); steps += 1) strokes.perform("Undo");
  assert.deepEqual([steps, strokes.count], [200, 10]);
});

test("a drawing that the canvas is given can be taken back; one that looks the same takes nothing back", () => {
  const strokes = createStrokes();
  write(strokes, line(1));
  strokes.load([[[1, 0.2], [1.02, 100.1]]], [20]);
  assert.deepEqual([possible(strokes), strokes.isGiven], [["Undo", "Clear"], false]);
  strokes.load([line(7)], [12]);
  assert.deepEqual([xs(strokes), strokes.isGiven], [[7], true]);
  write(strokes, line(8));
  assert.ok(!strokes.isGiven);
  strokes.perform("Undo");
  assert.ok(strokes.isGiven);
  strokes.perform("Undo");
  assert.deepEqual(xs(strokes), [1]);
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
  strokes.perform("Undo");
  strokes.check(0);
  strokes.perform("Redo");
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
  const { objects: again } = { objects: objectsOf({ strokes: [points, points], pens: [20, -36] }) };
  assert.deepEqual(strokesOf({ objects: again }), { runs: [points, points], pens: [20, -36] });
  assert.deepEqual(again.map(({ stroke, strokeWidth }) => [stroke, strokeWidth]), [["#4a6df0", 20], ["#ffffff", 36]]);
});
