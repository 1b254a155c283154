// The memory on features that are made up; reader.test.js has it on the golden drawings.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createMemory } from "../../digits/live/memory.js";
import { golden } from "./golden.js";

const { strengths, limits } = golden.memory;
const CHANNELS = 112;
const COUNT = limits.MAP_SIDE ** 2 * CHANNELS;

// Return features where only some channels are there.
const features = (from, to) => Float32Array.from({ length: COUNT }, (_, i) => (i % CHANNELS >= from && i % CHANNELS < to ? 1 : 0));
const sure = (label) => Float32Array.from({ length: 12 }, (_, i) => (i === label ? 1 - 11e-9 : 1e-9));

function remembering(...corrections) {
  const memory = createMemory(golden.memory);
  memory.remember(corrections.map(([label, found, read = 1]) => memory.correction(label, sure(read), found)));
  return memory;
}

test("an empty memory, and one of what is far away, returns the very same probabilities", () => {
  const row = sure(1);
  assert.equal(remembering().adjusted(row, features(0, 50)), row);
  assert.equal(remembering([4, features(60, 112)]).adjusted(row, features(0, 50)), row);
});

test("what was corrected is read right, however sure the error was", () => {
  const adjusted = remembering([4, features(0, 50)]).adjusted(sure(1), features(0, 50));
  assert.ok(adjusted[4] > 0.99);
  assert.ok(Math.abs(adjusted.reduce((a, b) => a + b) - 1) < 1e-6);
});

test("the nearer, the stronger is the pull", () => {
  const memory = remembering([4, features(0, 50)]);
  const row = Float32Array.from({ length: 12 }, (_, i) => (i === 1 ? 0.945 : 0.005));
  const pulled = [50, 60, 70, 90].map((to) => memory.adjusted(row, features(0, to))[4]);
  pulled.reduce((before, share) => (assert.ok(share < before), share));
});

test("a newer correction puts out what it contradicts", () => {
  const read = (...order) => {
    const adjusted = remembering(...order).adjusted(sure(1), features(0, 50));
    return adjusted.indexOf(Math.max(...adjusted));
  };
  assert.equal(read([4, features(0, 50)], [9, features(0, 50)]), 9);
  assert.equal(read([9, features(0, 50)], [4, features(0, 50)]), 4);
});

test("of each label the newest are kept", () => {
  const many = Array.from({ length: limits.MAX_OF_CLASS }, (_, i) => [4, features(60 + i, 112)]);
  const row = sure(1);
  assert.notEqual(remembering([4, features(0, 50)], ...many.slice(1)).adjusted(row, features(0, 50)), row);
  assert.equal(remembering([4, features(0, 50)], ...many).adjusted(row, features(0, 50)), row);
});

test("the strengths are those of the network", () => {
  assert.deepEqual(Object.keys(strengths), ["push", "margin", "focus", "near", "steepness", "reach", "contradiction"]);
});
