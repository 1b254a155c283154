// What the browser takes for a drawing, and what it remembers of it. Whether that is what Python does: golden.test.js.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createInk, MAX_POINTS, MAX_STROKES } from "../../digits/live/ink.js";

const line = (x0, y0, x1, y1, count = 9) =>
  Array.from({ length: count }, (_, i) => [x0 + ((x1 - x0) * i) / (count - 1), y0 + ((y1 - y0) * i) / (count - 1)]);
const drawingOf = (strokes, pens = strokes.map(() => 20)) => ({ strokes, pens });
const inputOf = (drawing) => createInk().input(drawing);
const NOTHING = { input: null, boxes: [] };

const BAR = line(60, 80, 220, 84);
const STEM = line(150, 60, 140, 260, 30);
const SHORT = line(90, 120, 110, 140);

test("a blank drawing has no input", () => {
  assert.deepEqual(inputOf(drawingOf([])), NOTHING);
  assert.deepEqual(inputOf(drawingOf([[]])), NOTHING);
});

test("a drawing of too much has no input", () => {
  const strokes = Array.from({ length: MAX_STROKES + 1 }, () => BAR);
  assert.equal(inputOf(drawingOf(strokes)), null);
  assert.equal(inputOf(drawingOf(strokes.slice(1))).boxes.length, MAX_STROKES);
  assert.equal(inputOf(drawingOf([line(60, 60, 200, 200, MAX_POINTS + 1)])), null);
  assert.equal(inputOf(drawingOf([line(60, 60, 200, 200, MAX_POINTS)])).boxes.length, 1);
});

test("points that are nowhere have no input", () => {
  for (const far of [NaN, Infinity, -1e9]) assert.equal(inputOf(drawingOf([BAR, [[far, 100]]])), null);
});

test("a tap is a dot in the middle", () => {
  const { input, boxes } = inputOf(drawingOf([[[40, 300]]]));
  assert.equal(boxes.length, 1);
  assert.equal(input.length, 784);
  assert.equal(input[14 * 28 + 14], 1);
  assert.equal(input[0], 0);
  assert.equal(Math.max(...input), 1);
});

test("size and place do not matter, as far as pixels let them", () => {
  const { input } = inputOf(drawingOf([BAR, STEM]));
  const moved = [BAR, STEM].map((stroke) => stroke.map(([x, y]) => [x + 40, y - 30]));
  assert.deepEqual(inputOf(drawingOf(moved)).input, input);
});

test("what lies outside the canvas is no piece", () => {
  const { input } = inputOf(drawingOf([STEM]));
  const beyond = inputOf(drawingOf([STEM, line(400, 500, 9000, 700), line(-50, -50, -90, -90)]));
  assert.equal(beyond.boxes.length, 1);
  assert.equal(input.length, 784);
  assert.deepEqual(inputOf(drawingOf([line(400, 50, 500, 60)])), NOTHING);
});

test("the part of a stroke that is on the canvas counts", () => {
  assert.equal(inputOf(drawingOf([line(-500, 160, 600, 160)])).boxes.length, 1);
});

test("an eraser cuts a stroke in two", () => {
  assert.equal(inputOf(drawingOf([BAR, line(140, 40, 140, 120)], [20, -20])).boxes.length, 2);
});

test("where all is erased there is no input", () => {
  assert.deepEqual(inputOf(drawingOf([SHORT, SHORT], [12, -36])), NOTHING);
});

test("an eraser alone is a blank drawing", () => {
  assert.deepEqual(inputOf(drawingOf([BAR], [-20])), NOTHING);
});

test("an eraser spares what is drawn after it", () => {
  const { input } = inputOf(drawingOf([SHORT]));
  assert.deepEqual(inputOf(drawingOf([SHORT, SHORT, SHORT], [12, -36, 12])).input, input);
});

// What is remembered of earlier drawings must not change a later one: each step is compared with a fresh start.
function follow(...drawings) {
  const ink = createInk();
  for (const drawing of drawings) assert.deepEqual(ink.input(drawing), inputOf(drawing));
}

test("a drawing that grows point by point is drawn as at once", () => {
  const growing = STEM.map((_, i) => drawingOf([BAR, SHORT, STEM.slice(0, i + 1)]));
  follow(...growing);
});

test("a stroke whose points are added in place is drawn anew", () => {
  const ink = createInk();
  const drawing = drawingOf([BAR, STEM.slice(0, 3)]);
  ink.input(drawing);
  drawing.strokes[1].push(...STEM.slice(3));
  assert.deepEqual(ink.input(drawing), inputOf(drawingOf([BAR, STEM])));
});

test("strokes are undone, and others drawn", () => {
  follow(drawingOf([BAR, STEM]), drawingOf([BAR]), drawingOf([BAR, SHORT]), drawingOf([]), drawingOf([STEM]));
});

test("an earlier stroke may change", () => {
  follow(drawingOf([BAR, STEM]), drawingOf([SHORT, STEM]), drawingOf([STEM, BAR]), drawingOf([STEM, STEM, BAR]));
});

test("an eraser is undone", () => {
  const cut = line(140, 40, 140, 120);
  const erased = [BAR, STEM, cut];
  follow(
    drawingOf([BAR, STEM]),
    drawingOf(erased.with(2, cut.slice(0, 4)), [20, 20, -20]),
    drawingOf(erased, [20, 20, -20]),
    drawingOf([...erased, SHORT], [20, 20, -20, 12]),
    drawingOf(erased, [20, 20, 20]),
    drawingOf([BAR, STEM]),
  );
});

test("a wider eraser or pen is noticed", () => {
  const cut = line(140, 40, 140, 120);
  follow(...[[12, -12], [12, -36], [28, -36], [28, 20]].map((pens) => drawingOf([BAR, cut], pens)));
});

test("what was returned is not written to again", () => {
  const ink = createInk();
  const { input } = ink.input(drawingOf([STEM]));
  const before = [...input];
  ink.input(drawingOf([BAR]));
  assert.deepEqual([...input], before);
});
