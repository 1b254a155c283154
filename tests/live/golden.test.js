// JavaScript makes of the golden drawings what Python does; test_golden.py holds Python to the same file.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createInk, FAINTEST, MAX_POINTS, MAX_STROKES } from "../../digits/live/ink.js";
import { SIDE } from "../../digits/live/sheet.js";
import { FINE_PEN } from "../../digits/live/strokes.js";
import { golden, inputOf } from "./golden.js";

const EQUAL = 1e-4; // what the file rounds to, and more

test("the constants are Python's", () => {
  assert.deepEqual({ SIDE, FINE_PEN, FAINTEST, MAX_STROKES, MAX_POINTS }, golden.constants);
});

test("inputs and pieces are Python's", () => {
  const ink = createInk();
  golden.drawings.forEach((drawing, number) => {
    const { input, boxes } = ink.input(drawing);
    const expected = inputOf(drawing);
    const worst = input.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
    assert.ok(worst < EQUAL, `drawing ${number}: ${worst} apart`);
    assert.equal(boxes.length, drawing.pieces, `drawing ${number}`);
  });
});
