// Which ink mattered, of a network that says 7 where there is ink at the top left, else 1.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createMattered, without } from "../../../digits/page/board/mattered.js";

const CORNER = 5 * 28 + 5;
const FAR = 20 * 28 + 20;

const input = new Float32Array(784);
for (let i = 5; i < 20; i += 1) input[5 * 28 + i] = 1;
for (let i = 5; i < 24; i += 1) input[i * 28 + 20] = 1;

function predict(image) {
  const probabilities = new Float32Array(10).fill(0.01);
  [probabilities[7], probabilities[1]] = [0.05 + 0.85 * image[CORNER], 0.05 + 0.85 * (1 - image[CORNER])];
  return probabilities;
}

function asked() {
  const mattered = createMattered(input, predict);
  let calls = 1;
  while (!mattered.next()) calls += 1;
  return { mattered, calls };
}

test("the corner speaks for the seven and against the one, what is far off for neither", () => {
  const { mattered, calls } = asked();
  const [seven, one] = [mattered.of(7), mattered.of(1)];
  assert.ok(calls > 30);
  assert.deepEqual([seven.indexOf(Math.max(...seven)), one.indexOf(Math.min(...one))], [CORNER, CORNER]);
  assert.ok(Math.abs(seven[CORNER] - 1) < 1e-6 && Math.abs(one[CORNER] + 1) < 1e-6);
  assert.deepEqual([Math.abs(seven[FAR]), Math.abs(one[FAR])], [0, 0]);
  assert.ok(seven.every((each, pixel) => input[pixel] > 0 || each === 0));
});

test("ink that speaks most is taken first, and in the end all of it", () => {
  const mattered = asked().mattered.of(7);
  const inked = input.filter(Boolean).length;
  assert.deepEqual(without(input, mattered, 0), input);
  const left = without(input, mattered, 1 / inked);
  assert.deepEqual([left[CORNER], left.filter(Boolean).length], [0, inked - 1]);
  assert.ok(without(input, mattered, 1).every((ink) => ink === 0));
  assert.equal(input[CORNER], 1);
});
