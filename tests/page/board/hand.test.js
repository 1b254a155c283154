// The hand as the browser keeps it, what an answer may be corrected to, and the round that teaches.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { browser, send } from "../dom.js";
import { answered, reading } from "./answers.js";

const BOARD = new URL("../../../digits/page/board/", import.meta.url);
const HTML = await readFile(new URL("board.html", BOARD), "utf8");
Object.assign(globalThis, browser(HTML));
const { createHand } = await import(new URL("hand.js", BOARD));
const { correctable, createCorrection } = await import(new URL("correction.js", BOARD));
const { createMemories } = await import(new URL("memories.js", BOARD));
const { createTeaching } = await import(new URL("teaching.js", BOARD));
const { thumbnailHtml } = await import(new URL("thumbnail.js", BOARD));
const { createStrokes } = await import(new URL("strokes.js", BOARD));

function storage(kept) {
  const items = new Map(kept && [["digits.hand", kept]]);
  const setItem = (key, value) => items.set(key, value);
  return { getItem: (key) => items.get(key) ?? null, setItem, removeItem: (key) => items.delete(key), items };
}

const drawing = (x, label = "9", text = "4") => ({ strokes: [[[x, 9], [x, 90.04]]], pens: [20], label, text });

// Return a hand in a browser that kept this, and how often it changed.
function handOf(kept = null, items = storage(kept)) {
  globalThis.localStorage = items;
  const changes = [];
  const hand = createHand(() => changes.push(hand.version));
  return { hand, changes, items };
}

test("what is corrected is kept, in tenths of a pixel, and is there the next time", () => {
  const { hand, changes, items } = handOf();
  assert.deepEqual([hand.drawings, hand.version, hand.isOn], [[], "", true]);
  hand.correct([drawing(5)]);
  assert.deepEqual(hand.drawings, [{ ...drawing(5), strokes: [[[5, 9], [5, 90]]] }]);
  assert.deepEqual([changes, hand.isKept], [[hand.version], true]);
  const again = handOf(null, items).hand;
  assert.deepEqual([again.drawings, again.version], [hand.drawings, hand.version]);
});

test("said again, a drawing is kept once; and it is found by its strokes", () => {
  const { hand } = handOf();
  hand.correct([drawing(5), drawing(6)]);
  hand.correct([drawing(5, "7")]);
  assert.deepEqual(hand.drawings.map(({ label }) => label), ["9", "7"]);
  assert.equal(hand.said(drawing(5)).label, "7");
  assert.equal(hand.said(drawing(8)), null);
  assert.equal(hand.said({ strokes: [] }), null);
  const [first] = drawing(5).strokes;
  const two = { ...drawing(5), strokes: [first, [[0, 0], [9, 9]]] };
  hand.correct([{ ...two, label: "4", text: "9" }]);
  assert.equal(hand.said(two).label, "4");
  assert.equal(hand.said({ ...two, strokes: [first, [[0, 0], [200, 9]]] }), null); // another stroke in its place
});

test("without a label, what was said of a drawing is taken back", () => {
  const { hand } = handOf();
  hand.correct([drawing(5), drawing(6)]);
  hand.turn(false);
  hand.correct([drawing(5, null)]);
  assert.deepEqual([hand.drawings.map(({ strokes }) => strokes[0][0][0]), hand.isOn], [[6], false]);
});

test("of each label the newest ten are kept", () => {
  const { hand } = handOf();
  hand.correct([drawing(1, "none"), ...Array.from({ length: 12 }, (_, i) => drawing(10 + i))]);
  const places = hand.drawings.map(({ strokes }) => strokes[0][0][0]);
  assert.deepEqual(places, [1, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21]);
});

test("one is forgotten, or all, and it may be out of use", () => {
  const { hand, items } = handOf();
  hand.correct([drawing(5), drawing(6)]);
  const { version } = hand;
  hand.turn(false);
  assert.deepEqual([hand.inUse, hand.version, hand.message()], [[], "", { version: "", drawings: [] }]);
  assert.equal(handOf(null, items).hand.isOn, false);
  hand.turn(true);
  assert.equal(hand.version, version);
  hand.remove(hand.drawings[0]);
  assert.deepEqual(hand.drawings.map(({ strokes }) => strokes[0][0][0]), [6]);
  hand.removeAll();
  assert.deepEqual([hand.drawings, items.items.size], [[], 0]);
});

test("the server is sent what the canvas would be given, with labels", () => {
  const { hand } = handOf();
  hand.correct([drawing(5)]);
  const { version, drawings } = hand.message();
  assert.equal(version, hand.version);
  assert.deepEqual(drawings.map(({ label, text, objects }) => [label, text, objects.length]), [["9", "4", 1]]);
});

for (const junk of ["{", "7", "null", '{"drawings":7}', '{"drawings":[7,{"label":"9"}]}', JSON.stringify({ drawings: [drawing(5, "44")] })]) {
  test(`junk is no hand: ${junk}`, () => assert.deepEqual(handOf(junk).hand.drawings, []));
}

test("where storage is blocked or full, it is remembered all the same", () => {
  const blocked = () => {
    throw new Error("blocked");
  };
  const { hand } = handOf(null, { getItem: blocked, setItem: blocked, removeItem: blocked });
  hand.correct([drawing(5)]);
  assert.deepEqual([hand.drawings.length, hand.isKept], [1, false]);
});

// ---- What may be corrected ------------------------------------------------------------------------------------------

test("of a digit the whole is corrected, of a number each digit with strokes of its own, or the whole", () => {
  assert.deepEqual(correctable(answered([reading(7, 0.9)]), 2), [{ name: "the whole", strokes: [0, 1], read: "7" }]);
  const [own, shared] = [{ ...reading(3, 0.9), strokes: [0] }, reading(4, 0.8)];
  assert.deepEqual(correctable(answered([own, shared]), 2), [
    { name: "3", strokes: [0], read: "3" },
    { name: "the whole", strokes: [0, 1], read: null },
  ]);
});

// Return the row beside an answer to some strokes, and what presses its buttons.
function rowOf(answer, count = 1) {
  Object.assign(globalThis, browser(`<div class="root">${HTML}</div>`));
  const { document } = globalThis;
  const root = document.querySelector(".root");
  const strokes = createStrokes();
  strokes.load(Array.from({ length: count }, (_, i) => [[5 + i, 9], [5 + i, 90]]), Array(count).fill(20));
  const { hand } = handOf();
  const correction = createCorrection(hand, strokes);
  const draw = (shown) => correction.draw(root, shown, true);
  draw(answer);
  const buttons = (box) => root.querySelector(box).querySelectorAll("button");
  return { document, root, hand, correction, draw, labels: () => buttons(".labels"), which: () => buttons(".which"), strokes };
}

test("one tap says what it is, and says so; a second takes it back", () => {
  const { root, hand, labels, correction } = rowOf(answered([reading(4, 0.9)]));
  assert.equal(root.querySelector(".why").textContent, "Wrong? It is");
  assert.equal(labels()[4].getAttribute("aria-disabled"), "true");
  labels()[4].click();
  assert.equal(hand.drawings.length, 0);
  labels()[9].click();
  assert.deepEqual(hand.drawings.map(({ label, text }) => [label, text]), [["9", "4"]]);
  correction.redraw();
  assert.equal(root.querySelector(".why").textContent, "Remembered: this is a 9.");
  assert.equal(labels()[9].ariaPressed, "true");
  root.querySelector(".unsay").click();
  assert.equal(hand.drawings.length, 0);
  assert.equal(globalThis.document.activeElement, labels()[0], "the keys' focus has gone with the button");
});

test("keys do the same, but not for a field, nor with others", () => {
  const { document, hand } = rowOf(answered([reading(4, 0.9)]));
  const press = (key, more = {}) => send(document, "keydown", { key, composedPath: () => [], ...more });
  press("4");
  press("9", { ctrlKey: true });
  press("9", { composedPath: () => [{ matches: () => true }] });
  assert.equal(hand.drawings.length, 0);
  press("x");
  assert.deepEqual(hand.drawings.map(({ label }) => label), ["none"]);
  press("9");
  assert.deepEqual(hand.drawings.map(({ label, text }) => [label, text]), [["9", "4"]]);
});

test("out of use, what was said counts for nothing: what is shown can be pressed, and is what happens", () => {
  const { hand, correction, labels } = rowOf(answered([reading(4, 0.9)]));
  labels()[9].click();
  hand.turn(false);
  correction.redraw();
  assert.deepEqual([4, 9].map((i) => labels()[i].getAttribute("aria-disabled")), ["true", "false"]);
  labels()[4].click();
  assert.equal(hand.isOn, false);
  labels()[9].click();
  assert.deepEqual([hand.isOn, hand.drawings.map(({ label }) => label)], [true, ["9"]]);
});

test("what is recalled says why, and nothing is offered where nothing was read", () => {
  const { root, draw, correction } = rowOf(answered([reading(4, 0.9)], { recalled: true }));
  assert.match(root.querySelector(".why").textContent, /because you corrected one like it/);
  draw({ ...answered([reading(4, 0.9)]), several: true });
  assert.equal(root.querySelector(".correction").hidden, true);
  correction.draw(root, answered([reading(4, 0.9)]), false);
  assert.equal(root.querySelector(".correction").hidden, true);
});

test("of a number the least sure digit is corrected, or the one that is chosen", () => {
  const digits = [{ ...reading(3, 0.9), strokes: [0] }, { ...reading(4, 0.6), strokes: [1] }];
  const { hand, labels, which } = rowOf(answered(digits, { strokes: 2 }), 2);
  assert.deepEqual(which().map(({ textContent, ariaPressed }) => [textContent, ariaPressed]), [
    ["3", "false"],
    ["4", "true"],
    ["the whole", "false"],
  ]);
  labels()[9].click();
  which()[0].click();
  labels()[8].click();
  which()[2].click();
  labels()[7].click();
  const said = hand.drawings.map(({ label, text, strokes }) => [label, text, strokes.length]);
  assert.deepEqual(said, [["9", "4", 1], ["7", "34", 2]]); // the whole begins with the first digit's stroke
});

// ---- The panel, and the round ---------------------------------------------------------------------------------------

test("the panel shows all that is remembered, the latest first, each to be forgotten", () => {
  const { root, hand } = rowOf(answered([reading(4, 0.9)]));
  let rounds = 0;
  const memories = createMemories(hand, () => (rounds += 1));
  const box = root.querySelector(".hand");
  memories.place(box, true);
  assert.match(box.querySelector(".about").textContent, /^Nothing yet/);
  hand.correct([drawing(5), drawing(6, "none")]);
  memories.redraw();
  const items = box.querySelectorAll("li");
  assert.deepEqual(items.map((item) => item.children[1].textContent), ["no digit", "9"]);
  assert.match(box.querySelector(".about").textContent, /^It remembers 2 drawings of yours\. Only this browser keeps it\.$/);
  items[0].children[2].click();
  assert.deepEqual(hand.drawings.map(({ label }) => label), ["9"]);
  assert.equal(globalThis.document.activeElement, items[0].children[2], "the keys' focus is on what is next");
  const [teach, use, all] = box.querySelectorAll("[data-hand]");
  teach.click();
  use.click();
  memories.redraw();
  assert.deepEqual([rounds, hand.isOn], [1, false]);
  assert.match(box.querySelector(".about").textContent, /It is not in use\.$/);
  all.click();
  assert.equal(hand.drawings.length, 0);
  memories.place(box, false);
  assert.equal(box.hidden, true);
});

test("a round asks for each digit twice, and learns from what is misread", () => {
  const { root, hand, strokes } = rowOf(answered([reading(4, 0.9)]));
  const timers = [];
  const clock = { later: (run) => timers.push(run), stop: () => (timers.length = 0) };
  const clear = () => strokes.isPossible("Clear") && strokes.perform("Clear");
  const teaching = createTeaching(hand, strokes, clear, clock);
  teaching.draw(root);
  assert.deepEqual([teaching.isOn, root.querySelector(".teaching").hidden], [false, true]);
  teaching.start();
  const asked = [];
  for (let i = 0; i < 20; i += 1) {
    const text = root.querySelector(".asked").textContent;
    assert.equal(root.querySelector(".progress").textContent, `${i + 1} of 20`);
    const digit = Number(text.at(-1));
    asked.push(digit);
    strokes.begin([20 + i, 9], 20);
    strokes.end();
    teaching.changed();
    teaching.answered(answered([reading(i === 3 ? (digit + 1) % 10 : digit, 0.9)]));
    timers.pop()();
  }
  assert.deepEqual(asked.toSorted(), [...Array(20).keys()].map((i) => Math.floor(i / 2)));
  assert.deepEqual(hand.drawings.map(({ label }) => label), [String(asked[3])]);
  assert.equal(root.querySelector(".asked").textContent, "Done: one was misread, and is remembered.");
  root.querySelector(".stop").click();
  assert.deepEqual([teaching.isOn, root.querySelector(".teaching").hidden], [false, true]);
  teaching.start();
  root.querySelector(".next").click();
  root.querySelector(".stop").click();
  assert.equal(root.querySelector(".asked").textContent, "Stopped: nothing was drawn.");
});

test("a round learns nothing from a drawing that is brought back, until it is drawn on", () => {
  const { root, strokes, hand } = rowOf(answered([reading(4, 0.9)]));
  const timers = [];
  const clock = { later: (run) => timers.push(run), stop: () => (timers.length = 0) };
  const teaching = createTeaching(hand, strokes, () => strokes.load([], []), clock);
  teaching.draw(root);
  teaching.start();
  const other = reading((Number(root.querySelector(".asked").textContent.at(-1)) + 1) % 10, 0.9);
  strokes.load([[[20, 9], [20, 90]]], [20]);
  teaching.changed();
  teaching.answered(answered([other]));
  assert.deepEqual([timers.length, root.querySelector(".next").textContent], [0, "Skip"]);
  strokes.begin([60, 9], 20);
  strokes.end();
  teaching.changed();
  teaching.answered(answered([other], { strokes: 2 }));
  assert.deepEqual([timers.length, root.querySelector(".next").textContent], [1, "Next"]);
});

test("what was erased is paper in the picture of a drawing", () => {
  const html = thumbnailHtml({ strokes: [[[9, 9], [9, 90]], [[5, 5], [50, 5]]], pens: [20, -36] });
  assert.deepEqual([...html.matchAll(/stroke-width="[^"]*"[^/]*/g)].map(([found]) => found.trim()), [
    'stroke-width="20"',
    'stroke-width="36" class="erased"',
  ]);
});
