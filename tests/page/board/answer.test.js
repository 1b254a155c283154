// The answer's panel, on the least of a page: board.html, and answers of the server's and the live reader's.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { bars, drawAnswer, speakAnswer } from "../../../digits/page/board/answer.js";
import { parse } from "../dom.js";
import { NO_ANSWER, answered, reading } from "./answers.js";

const HTML = await readFile(new URL("../../../digits/page/board/board.html", import.meta.url), "utf8");

function panel(...answers) {
  const root = parse(HTML);
  for (const answer of answers) drawAnswer(root, answer);
  return {
    root,
    digit: root.querySelector(".digit"),
    text: (selector) => root.querySelector(selector).textContent,
    items: root.querySelector(".bars").children,
    canvas: root.querySelector("figure canvas"),
    image: root.querySelector("img"),
  };
}

const shownBars = ({ items }) =>
  items.map((item) => [".label", ".share"].map((part) => item.querySelector(part).textContent).join(" "));
const unsure = answered([reading(3, 0.6, { verdict: "unsure", runnerUp: 8 })]);
const number = answered([reading(4, 0.9), reading(2, 0.9)], { picture: "data:image/png;base64,", input: undefined });

test("a blank canvas invites, and has no bars", () => {
  const { digit, canvas, image, root } = panel(unsure, NO_ANSWER);
  assert.deepEqual([digit.textContent, digit.className], ["?", "digit waiting"]);
  assert.ok(root.querySelector(".bars").hidden);
  assert.deepEqual([canvas.hidden, image.hidden], [false, true]);
  assert.ok(canvas.painted.at(-1).every((value, i) => value === (i % 4 === 3 ? 255 : 0)));
  assert.equal(root.querySelector(".says").dataset.by, "server");
});

test("the digit, how sure, and ten bars are shown", () => {
  const shown = panel(NO_ANSWER, unsure);
  assert.deepEqual([shown.digit.textContent, shown.digit.className], ["3", "digit"]);
  assert.equal(shown.text(".sure"), "or perhaps an 8\n60 % sure");
  assert.equal(shownBars(shown)[3], "3 60 %");
  assert.deepEqual([3, 8, 5].map((i) => shown.items[i].className), ["best", "second", ""]);
  assert.equal(shown.items[3].querySelector(".track span").style.width, "60.0%");
  assert.ok(!shown.root.querySelector(".bars").hidden);
  assert.equal(shown.canvas.ariaLabel, "The drawing as 28 by 28 pixels, read as 3");
});

test("what is rejected is no digit, and has one bar that says so", () => {
  const shown = panel(unsure, answered([reading(8, 0.12, { verdict: "not a digit" })]));
  assert.deepEqual([shown.digit.textContent, shown.digit.className], ["–", "digit rejected"]);
  assert.deepEqual(shownBars({ items: shown.root.querySelector(".bars").children }), ["none of these 88 %"]);
});

test("under the pen several digits have ten bars, whatever they are as one", () => {
  const several = answered([reading(8, 0.1, { verdict: "not a digit" })], { several: true });
  assert.equal(bars(several).length, 10);
});

test("what is hardly likely has neither a mark nor a figure", () => {
  const shares = [0.97, 0.02, 0.006, 0.004, 0, 0, 0, 0, 0, 0];
  const shown = panel(answered([{ ...reading(0, 0.97, { runnerUp: 1 }), shares }]));
  assert.deepEqual(shownBars(shown).slice(0, 5), ["0 97 %", "1 2 %", "2 1 %", "3 ", "4 "]);
  assert.equal(shown.items[1].className, "");
});

test("a number has a bar a digit and its own picture, and a digit after it ten again", () => {
  const shown = panel(unsure, number);
  assert.deepEqual(shownBars(shown), ["4 90 %", "2 90 %"]);
  assert.deepEqual([shown.canvas.hidden, shown.image.hidden, shown.image.src], [true, false, number.picture]);
  assert.equal(shown.text("figcaption"), "What was found");
  assert.equal(shown.digit.style["--digits"], "2");
  drawAnswer(shown.root, unsure);
  assert.equal(shown.root.querySelector(".bars").children.length, 10);
  assert.deepEqual([shown.canvas.hidden, shown.image.hidden], [false, true]);
});

test("bars are ranked by their shares, but the digits of a number keep their order", () => {
  const ranks = ({ items }) => items.map(({ dataset }) => dataset.rank);
  const shares = [0.1, 0.2, 0.7, 0, 0, 0, 0, 0, 0, 0];
  assert.deepEqual(ranks(panel(answered([{ ...reading(2, 0.7), shares }]))).slice(0, 4), ["2", "1", "0", "3"]);
  assert.deepEqual(ranks(panel(number)), ["0", "1"]);
});

test("the picture is what the network saw, whoever read it", () => {
  const grey = Uint8Array.from({ length: 784 }, (_, i) => i % 256);
  const live = panel(answered([reading(1, 0.9)], { input: grey, live: true }));
  const served = panel(answered([reading(1, 0.9)], { input: btoa(String.fromCharCode(...grey)) }));
  assert.deepEqual(live.canvas.painted.at(-1), served.canvas.painted.at(-1));
  assert.deepEqual([...served.canvas.painted.at(-1).slice(4 * 100, 4 * 101)], [100, 100, 100, 255]);
  assert.equal(live.root.querySelector(".says").dataset.by, "live");
});

test("where both say the same, no text is written again", () => {
  const { root } = panel(unsure);
  const written = [];
  for (const selector of [".digit", ".sure", ".label", ".share", ".track span"]) {
    for (const node of root.querySelectorAll(selector)) {
      const target = selector === ".track span" ? node.style : node;
      const property = selector === ".track span" ? "width" : "textContent";
      const value = target[property];
      Object.defineProperty(target, property, {
        get: () => value,
        set() {
          written.push(selector);
        },
      });
    }
  }
  drawAnswer(root, { ...unsure, live: true });
  assert.deepEqual(written, []);
});

test("a screen reader is told when it is to be told", () => {
  const { root, text } = panel(unsure);
  assert.equal(text(".spoken"), "");
  speakAnswer(root, unsure);
  assert.equal(text(".spoken"), "Read as 3, or perhaps an 8, 60 % sure.");
  speakAnswer(root, NO_ANSWER);
  assert.equal(text(".spoken"), "");
});

test("of a page of digits the least sure have bars, as they stand there", () => {
  const readings = Array.from({ length: 30 }, (_, i) => reading(i % 10, i % 3 ? 0.99 : 0.5 + i / 100));
  const found = bars(answered(readings));
  assert.deepEqual(found.map(({ label }) => label).join(""), "0369258147");
  assert.equal(found.filter(({ share }) => share < 0.99).length, 10);
});

test("bars of nothing are none, and of what is under way ten empty ones", () => {
  assert.deepEqual(bars(NO_ANSWER), []);
  assert.deepEqual(bars({ ...NO_ANSWER, verdict: "under way" })[9], { label: "9", share: 0, kind: "" });
});
