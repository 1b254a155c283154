// How an answer is worded: large, beside it, and to a screen reader.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { alternative, article, headline, percent, pictureLabel, sentence } from "../../../digits/page/board/words.js";
import { NO_ANSWER, answered, reading } from "./answers.js";

const TABLE = JSON.parse(await readFile(new URL("../words.json", import.meta.url), "utf8"));

test("figures and digits are worded as Python words them", () => {
  for (const [share, text] of TABLE.percent) assert.equal(percent(share), text);
  for (const [digit, text] of TABLE.article) assert.equal(article(digit), text);
  for (const [runnerUp, share, text] of TABLE.alternative) {
    const shares = Array.from({ length: 10 }, (_, digit) => (digit === runnerUp ? share : 0));
    assert.equal(alternative({ runnerUp, shares }), text);
  }
});

const number = answered([reading(4, 0.9), reading(2, 0.6, { verdict: "unsure", runnerUp: 8 })]);
const rejected = answered([reading(8, 0.1, { verdict: "not a digit" })]);
const hopeless = answered([reading(8, 0.02, { verdict: "not a digit" })]);
const CASES = [
  [{ ...NO_ANSWER, verdict: "under way" }, "…", "Reading it.", ""],
  [NO_ANSWER, "?", "Draw a digit, 0 to 9.\nBig or small, anywhere.", ""],
  [{ ...NO_ANSWER, strokes: null }, "–", "What is on the canvas\nwas not read.", ""],
  [answered([reading(7, 0.9)]), "7", "90 % sure", "Read as 7, 90 % sure."],
  [
    answered([reading(3, 0.6, { verdict: "unsure", runnerUp: 8 })]),
    "3",
    "or perhaps an 8\n60 % sure",
    "Read as 3, or perhaps an 8, 60 % sure.",
  ],
  [
    rejected,
    "–",
    "This does not look like a digit.\nIf it is one: an 8.",
    "This does not look like a digit. If it is one: an 8.",
  ],
  [hopeless, "–", "This does not look like a digit.", "This does not look like a digit."],
  [
    answered([reading(3, 0.94, { verdict: "unsure", runnerUp: 8 })]),
    "3",
    "94 % sure",
    "Read as 3, 94 % sure.",
  ],
  [number, "42", "the 2 perhaps an 8\n54 % sure", "Read as 4 2, or perhaps something else, 54 % sure."],
  [
    answered([reading(4, 0.9), reading(1, 0.95, { verdict: "unsure", runnerUp: 8 })]),
    "41",
    "the 1 not quite sure\n86 % sure",
    "Read as 4 1, or perhaps something else, 86 % sure.",
  ],
  [
    answered([reading(1, 0.992, { verdict: "unsure", runnerUp: 8 }), reading(1, 0.992, { verdict: "unsure", runnerUp: 8 })]),
    "11",
    "2 digits\n98 % sure",
    "Read as 1 1, 98 % sure.",
  ],
  [answered([reading(4, 0.9), reading(2, 0.9)]), "42", "2 digits\n81 % sure", "Read as 4 2, 81 % sure."],
  [
    answered([reading(4, 0.9), reading(2, 0.9)], { text: "4\n2" }),
    "4\n2",
    "2 digits\n81 % sure",
    "Read as 4, 2, 81 % sure.",
  ],
];
for (const [answer, digit, lines, spoken] of CASES) {
  test(`the words of ${digit}`, () => {
    assert.deepEqual(headline(answer), { digit, lines });
    assert.equal(sentence(answer), spoken);
  });
}

test("several digits under the pen are left to the server, and it is said", () => {
  const several = { ...answered([reading(7, 0.4)]), several: true };
  const { digit, lines } = headline(several);
  assert.equal(sentence(several), "These may be several digits. The server reads numbers.");
  assert.deepEqual([digit, lines], ["…", "Several digits?\nRead by the server."]);
});

test("the picture is described", () => {
  assert.equal(pictureLabel(NO_ANSWER), "Nothing yet");
  assert.equal(pictureLabel(answered([reading(7, 0.9)])), "The drawing as 28 by 28 pixels, read as 7");
  assert.equal(pictureLabel(rejected), "The drawing as 28 by 28 pixels, no digit");
  assert.equal(pictureLabel({ ...number, picture: "data:" }), "The drawing with a box around each digit of 42");
});

test("an answer that is so because of the visitor is said to be", () => {
  const recalled = answered([reading(4, 0.9)], { recalled: true });
  assert.equal(sentence(recalled), "Read as 4, 90 % sure. You corrected one like it.");
  const rejected = answered([reading(4, 0.01, { verdict: "not a digit" })], { recalled: true });
  assert.equal(sentence(rejected), "This does not look like a digit. You corrected one like it.");
});
