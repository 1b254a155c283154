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

test("a blank canvas invites, and has all the parts of an answer", () => {
  const { digit, items, canvas, image, root } = panel(NO_ANSWER);
  assert.deepEqual([digit.textContent, digit.className], ["?", "digit waiting"]);
  assert.equal(items.length, 10);
  assert.ok(items.every((item) => item.className === "" && item.querySelector(".share").textContent === ""));
  assert.deepEqual([canvas.hidden, image.hidden], [false, true]);
  assert.ok(canvas.painted[0].every((value, i) => value === (i % 4 === 3 ? 255 : 0)));
  assert.equal(root.querySelector(".says").dataset.by, "server");
});

test("the digit, how sure, and ten bars are shown", () => {
  const shown = panel(NO_ANSWER, unsure);
  assert.deepEqual([shown.digit.textContent, shown.digit.className], ["3", "digit"]);
  assert.equal(shown.text(".sure"), "or perhaps an 8\n60 % sure");
  assert.equal(shownBars(shown)[3], "3 60 %");
  assert.deepEqual([3, 8, 5].map((i) => shown.items[i].className), ["best", "second", ""]);
  assert.equal(shown.items[3].querySelector(".track span").style.width, "60.0%");
  assert.equal(shown.canvas.ariaLabel, "The drawing as 28 by 28 pixels, read as 3");
});

test("what is rejected is no digit", () => {
  const { digit } = panel(answered([reading(8, 0.1, { verdict: "not a digit" })]));
  assert.deepEqual([digit.textContent, digit.className], ["–", "digit rejected"]);
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
  assert.deepEqual(found.map(({ label }) => label).join(""), "012369258147");
  assert.equal(found.filter(({ share }) => share < 0.99).length, 10);
});

test("bars of nothing are ten empty ones", () => {
  assert.deepEqual(bars(NO_ANSWER)[9], { label: "9", share: 0, kind: "" });
});
