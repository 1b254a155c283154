// The whole way from strokes to an answer in the browser, with the bundled network on the golden drawings.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { loadNetwork } from "../../digits/live/network.js";
import { createReader } from "../../digits/live/reader.js";
import { mayBeNumber, readingOf } from "../../digits/live/verdict.js";
import { golden } from "./golden.js";

const bytes = async (name) => new Uint8Array(await readFile(new URL(`../../${name}`, import.meta.url)));
const network = await loadNetwork(await bytes("model/digits.live"), await bytes("digits/live/kernel.wasm"));
const { thresholds, limits, memory, recalled, drawings } = golden;
const reader = createReader(network, { thresholds, limits, memory });
const CLEAR = drawings.filter(({ probabilities }) => Math.max(...probabilities.slice(0, 10)) > 0.99);

test("probabilities are the server's, within a hundredth", () => {
  for (const { strokes, pens, probabilities } of drawings) {
    const own = network.predict(reader.ink.input({ strokes, pens }).input);
    own.forEach((share, i) => assert.ok(Math.abs(share - probabilities[i]) <= 0.01, `${share}, ${probabilities[i]}`));
  }
});

test("the same probabilities give the same reading", () => {
  for (const { strokes, pens, probabilities, verdict, digit, runnerUp, confidence, several } of drawings) {
    const row = Float32Array.from(probabilities);
    const found = readingOf(row, thresholds);
    assert.deepEqual([found.verdict, found.digit, found.runnerUp], [verdict, digit, runnerUp]);
    assert.ok(Math.abs(found.confidence - confidence) <= 1e-5);
    assert.equal(mayBeNumber(row, reader.ink.input({ strokes, pens }).boxes, limits), several);
  }
});

test("an answer holds all that is shown of it", () => {
  assert.ok(CLEAR.length > 100);
  for (const { strokes, pens, verdict, digit, several } of CLEAR) {
    const { input, readings, confidence, ...answer } = reader.read({ strokes, pens });
    const unchanged = { recalled: false, live: true };
    assert.deepEqual(answer, { verdict, text: String(digit), strokes: strokes.length, several, ...unchanged });
    assert.deepEqual([readings.length, readings[0].digit, readings[0].confidence], [1, digit, confidence]);
    assert.deepEqual([input.length, Math.max(...input)], [784, 255]);
  }
});

test("nothing, and what was erased, is a blank drawing", () => {
  const blank = { verdict: "blank", text: "", confidence: 0, readings: [], live: true };
  assert.deepEqual(reader.read({ strokes: [], pens: [] }), { ...blank, strokes: 0 });
  const line = [[90, 90], [90, 250]];
  assert.deepEqual(reader.read({ strokes: [line, line], pens: [12, -36] }), { ...blank, strokes: 2 });
});

test("what only the server reads has no answer", () => {
  assert.equal(reader.read({ strokes: [[[20_000, 0]]], pens: [20] }), null);
});

const corrected = recalled.corrections.map(([index, label]) => ({ ...drawings[index], label }));

test("with a memory, probabilities are the server's within a hundredth", () => {
  const other = createReader(network, { thresholds, limits, memory });
  other.know(corrected);
  let furthest = 0;
  for (const [index, expected] of recalled.changed) {
    const { readings, verdict } = other.read(drawings[index]);
    const { shares } = readings[0];
    const digits = expected.slice(0, 10);
    const sum = verdict === "not a digit" ? 1 : digits.reduce((a, b) => a + b, 0);
    shares.forEach((share, i) => (furthest = Math.max(furthest, Math.abs(share - digits[i] / sum))));
  }
  assert.ok(recalled.changed.length > 100);
  assert.ok(furthest <= 0.01, `${furthest}`);
});

test("what was corrected is read so, and said to be recalled; an empty memory changes nothing", () => {
  const other = createReader(network, { thresholds, limits, memory });
  const [, [index, label]] = recalled.corrections;
  const before = other.read(drawings[index]);
  other.know([{ ...drawings[index], label }]);
  const after = other.read(drawings[index]);
  assert.deepEqual([after.text, after.recalled], [label, true]);
  other.know([{ ...drawings[index], label: "none" }]);
  assert.deepEqual([other.read(drawings[index]).verdict, other.read(drawings[index]).text], ["not a digit", ""]);
  other.know([]);
  assert.deepEqual(other.read(drawings[index]), before);
});
