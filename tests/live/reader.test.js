// The reader beside an `ink.js` of the test's own, which is told what it finds in a drawing.

import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

const folder = await mkdtemp(join(tmpdir(), "digits-"));
after(() => rm(folder, { recursive: true }));
for (const name of ["reader.js", "verdict.js"]) {
  await copyFile(new URL(`../../digits/live/${name}`, import.meta.url), join(folder, name));
}
await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
await writeFile(join(folder, "ink.js"), "export const createInk = () => ({ input: ({ found }) => found });");
const { createReader } = await import(pathToFileURL(join(folder, "reader.js")));

const SETTINGS = {
  thresholds: { sure: 0.8, not_a_digit: 0.3 },
  costs: { NOT_A_DIGIT_COST: 3.5, NUMBER_COST: 0.7, SEVERAL_WEIGHT: 0.6, MIN_PROBABILITY: 1e-6 },
};
const INPUT = Float32Array.from({ length: 784 }, (_, i) => i / 783);

// Return the answer to a drawing of two strokes in so many pieces, where a network says this of what is found in it.
function answerTo(probabilities, pieces = 1) {
  const given = [];
  const network = { predict: (input) => (given.push(input), Float32Array.of(...probabilities)) };
  const found = { input: INPUT, pieces };
  const answer = createReader(network, SETTINGS).read({ strokes: [[[1, 2]], [[3, 4]]], pens: [20, 20], found });
  assert.deepEqual(given, [INPUT]);
  return answer;
}

const SEVEN = [0, 0, 0, 0, 0, 0, 0, 0.95, 0.02, 0.01, 0.02, 0];
const UNSURE = [0, 0.4, 0, 0, 0, 0, 0, 0.5, 0, 0, 0.1, 0];
const NOTHING_KNOWN = [0, 0, 0, 0, 0, 0, 0, 0.2, 0, 0, 0.8, 0];
const SEVERAL = [0, 0.1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.9];

test("a digit is read, with all that is shown of it", () => {
  const { input, readings, confidence, ...answer } = answerTo(SEVEN);
  assert.deepEqual(answer, { verdict: "sure", text: "7", strokes: 2, several: false, live: true });
  const [reading] = readings;
  assert.equal(readings.length, 1);
  assert.deepEqual([reading.digit, reading.runnerUp, reading.confidence], [7, 8, confidence]);
  assert.ok(input instanceof Uint8Array);
  assert.deepEqual([...input.subarray(0, 8), input[783]], [0, 0, 1, 1, 1, 2, 2, 2, 255]);
});

test("the text is the digit as long as it is taken for one", () => {
  const found = [UNSURE, NOTHING_KNOWN].map((row) => answerTo(row));
  assert.deepEqual(found.map(({ verdict, text }) => [verdict, text]), [["unsure", "7"], ["not a digit", ""]]);
});

test("what may be several digits is said so", () => {
  assert.deepEqual([answerTo(SEVERAL, 2), answerTo(SEVERAL, 1)].map(({ several }) => several), [true, false]);
});

test("where there is nothing to read there is no answer, and the network is not asked", () => {
  assert.equal(createReader({}, SETTINGS).read({ strokes: [], pens: [], found: null }), null);
});
