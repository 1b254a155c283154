import assert from "node:assert/strict";
import { test } from "node:test";

import { mayBeNumber, readingOf } from "../../digits/live/verdict.js";

const THRESHOLDS = { sure: 0.8, not_a_digit: 0.3 };
const LIMITS = { CLEAR_DIGIT: 0.9, LIKELY_SEVERAL: 0.2, MAX_PIECES: 250, MIN_ROWS: 3, FLAT: 4, MIN_PAPER: 0.03, MIN_SPAN: 0.6 };

// Return twelve probabilities, or as many as told: those of 7, 3, not a digit and several given.
function probabilities(seven, three = 0, rejection = 0, several = 0, classes = 12) {
  const row = new Float32Array(12).fill((1 - seven - three - rejection - several) / 8);
  [row[7], row[3], row[10], row[11]] = [seven, three, rejection, several];
  return row.subarray(0, classes);
}

const assertClose = (found, wanted) => assert.ok(Math.abs(found - wanted) < 1e-6, `${found} is not ${wanted}`);

const VERDICTS = [
  ["sure", 0.91],
  ["sure", 0.8000001],
  ["unsure", 0.79, 0.2],
  ["sure", 0.69, 0.02, 0.29],
  ["sure", 0.69, 0.02, 0.2, 0.09],
  ["unsure", 0.5, 0.2, 0.29],
  ["not a digit", 0.68, 0.01, 0.31],
  ["not a digit", 0.68, 0.01, 0.2, 0.11],
  ["not a digit", 0.02, 0.01, 0.95],
  ["sure", 0.91, 0, 0, 0, 10],
  ["not a digit", 0.5, 0, 0.4, 0, 11],
];
for (const [verdict, ...row] of VERDICTS) {
  test(`${row} of 7, 3, not a digit, several: ${verdict}`, () => {
    const given = probabilities(...row);
    const found = readingOf(given, THRESHOLDS);
    const digits = given.subarray(0, 10);
    const among = verdict === "not a digit" ? 1 : digits.reduce((a, b) => a + b);
    assert.deepEqual([found.verdict, found.digit], [verdict, 7]);
    assertClose(found.confidence, given[7] / among);
    assert.equal(found.shares.length, 10);
    found.shares.forEach((share, digit) => assertClose(share, digits[digit] / among));
  });
}

test("the runner-up is the next likeliest; of two as likely the later comes first", () => {
  assert.equal(readingOf(probabilities(0.5, 0.3, 0.2), THRESHOLDS).runnerUp, 3);
  const { digit, runnerUp } = readingOf(probabilities(0.4, 0.4), THRESHOLDS);
  assert.deepEqual([digit, runnerUp], [7, 3]);
});

test("a threshold that is met is sure, and not yet a rejection", () => {
  const row = probabilities(0.5, 0, 0.25);
  const { confidence } = readingOf(row, THRESHOLDS);
  assert.equal(readingOf(row, { sure: confidence, not_a_digit: 0.25 }).verdict, "sure");
});

test("what is surely no digit leaves all ten alike where nothing is rejected", () => {
  const { shares, confidence } = readingOf(probabilities(0, 0, 1), { sure: 0.8, not_a_digit: 1 });
  assertClose(confidence, 0.1);
  assert.equal(new Set(shares).size, 1);
});

const APART = [[10, 0, 40, 90], [60, 5, 90, 90]];
const CROSSING = [[10, 0, 60, 90], [60, 5, 90, 90]];
const WITHIN = [[10, 0, 90, 90], [20, 5, 30, 90], [40, 5, 95, 90]];
const ROWS = [[10, 60, 90, 90], [10, 0, 90, 30], [10, 120, 90, 150]];
const LINE = [0, 100, 100, 104];
const NUMBERS = [
  ["it is one piece, and likely several digits", true, APART.slice(1), [0.01, 0, 0.01, 0.97]],
  ["it is one piece, and likely no digit", false, APART.slice(1), [0.01, 0, 0.85, 0.13]],
  ["it is one piece, and clearly a digit", false, APART.slice(1), [0.95]],
  ["its pieces stand apart, however clear a digit they make", true, APART, [0.99]],
  ["its pieces stand apart, the left one last", true, [...APART].reverse(), [0.99]],
  ["it is clearly one digit, and no column parts it", false, CROSSING, [0.99]],
  ["a wide piece covers the others", false, WITHIN, [0.99]],
  ["it has three rows, however clear a digit they make", true, ROWS, [0.99]],
  ["it has two rows, as a 5 does", false, ROWS.slice(1), [0.99]],
  ["it has rows that touch", false, [...ROWS, [80, 20, 90, 130]], [0.99]],
  ["a line is beneath it, however clear a digit they make", true, [LINE, ...CROSSING], [0.99]],
  ["a line is beside it", false, [[70, 100, 130, 104], ...CROSSING], [0.99]],
  ["a line is too short", false, [[30, 100, 60, 104], ...CROSSING], [0.99]],
  ["a line touches it", false, [[0, 90, 100, 94], ...CROSSING], [0.99]],
  ["it has a bar beneath that is no line", false, [[0, 100, 100, 130], ...CROSSING], [0.99]],
  ["it is no clear digit", true, CROSSING, [0.89]],
  ["it is of more pieces than any number", false, Array(251).fill(APART[0]), [0.01]],
];
for (const [name, wanted, boxes, row] of NUMBERS) {
  test(`whether it may be a number: ${name}`, () => {
    assert.equal(mayBeNumber(probabilities(...row), boxes, LIMITS), wanted);
  });
}
