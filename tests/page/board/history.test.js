// What Undo, Redo and Clear do with the canvas's history, and what they leave to the server.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createHistory, shortcut } from "../../../digits/page/board/history.js";
import { parse, settled } from "../dom.js";
import { Canvas } from "./canvas.js";

function start(server = {}, canvas = new Canvas()) {
  const sent = [];
  const state = { preloaded: false, cleared: false, send: (trigger) => sent.push(trigger), ...server };
  return { canvas, sent, state, ...createHistory(canvas, state) };
}

const possible = ({ isPossible }) => ["Undo", "Redo", "Clear"].filter(isPossible);
const many = (count) => Array.from({ length: count }, (_, i) => `stroke ${i}`);

test("a blank canvas lets nothing be done", () => {
  const board = start();
  assert.deepEqual(possible(board), []);
  for (const action of ["Undo", "Redo", "Clear"]) board.perform(action);
  assert.deepEqual([board.canvas.pressed, board.sent], [[], []]);
});

test("undo takes back one stroke, redo draws it again", async () => {
  const board = start();
  board.canvas.draw("bar", "hook");
  assert.deepEqual(possible(board), ["Undo", "Clear"]);
  board.perform("Undo");
  await settled();
  assert.deepEqual(board.canvas.shown, ["bar"]);
  assert.deepEqual(possible(board), ["Undo", "Redo", "Clear"]);
  board.perform("Redo");
  await settled();
  assert.deepEqual(board.canvas.shown, ["bar", "hook"]);
});

for (const count of [1, 2, 3, 99, 100, 105]) {
  test(`clear leaves nothing of ${count} strokes to the next one drawn`, async () => {
    const board = start();
    board.canvas.draw(...many(count));
    board.perform("Clear");
    await settled();
    assert.deepEqual(board.canvas.shown, []);
    board.canvas.draw("next");
    assert.deepEqual(board.canvas.current, ["next"]);
    board.perform("Undo");
    assert.deepEqual(board.canvas.current, []);
  });
}

test("the canvas double has the trap that Clear avoids: undoing alone leaves strokes that are still being loaded", async () => {
  const canvas = new Canvas().draw("bar", "hook");
  canvas.click("Undo");
  canvas.click("Undo");
  await settled();
  assert.deepEqual([canvas.current, canvas.shown], [[], ["bar"]]);
});

test("one stroke is cleared by one press", async () => {
  const board = start();
  board.canvas.draw("bar");
  board.perform("Clear");
  await settled();
  assert.deepEqual(board.canvas.pressed, ["Undo"]);
});

test("more strokes than the canvas remembers are cleared by its Reset, which forgets them", async () => {
  const board = start();
  board.canvas.draw(...many(105));
  board.perform("Clear");
  await settled();
  assert.equal(board.canvas.pressed.at(-1), "Reset");
  assert.deepEqual(possible(board), []);
});

test("undo right after clear brings all strokes back at once", async () => {
  const board = start();
  board.canvas.draw("bar", "hook", "dot");
  board.perform("Clear");
  await settled();
  assert.deepEqual(possible(board), ["Undo", "Redo"]);
  board.perform("Undo");
  await settled();
  assert.deepEqual(board.canvas.shown, ["bar", "hook", "dot"]);
  board.perform("Undo");
  await settled();
  assert.deepEqual(board.canvas.shown, ["bar", "hook"]);
});

test("as many strokes as the canvas remembers come back at once", async () => {
  const board = start();
  board.canvas.draw(...many(99));
  board.perform("Clear");
  await settled();
  board.perform("Undo");
  assert.deepEqual(board.canvas.current, many(99));
});

test("redo after clear brings the strokes back one by one", async () => {
  const board = start();
  board.canvas.draw("bar", "hook");
  board.perform("Clear");
  await settled();
  board.perform("Redo");
  assert.deepEqual(board.canvas.current, ["bar"]);
  board.perform("Undo");
  assert.deepEqual(board.canvas.current, []);
});

test("clear on a blank canvas leaves what can be redone", () => {
  const board = start();
  board.canvas.draw("bar");
  board.perform("Undo");
  board.perform("Clear");
  assert.deepEqual(possible(board), ["Redo"]);
  board.perform("Redo");
  assert.deepEqual(board.canvas.current, ["bar"]);
});

test("clear on a blank canvas keeps what undo brings back", async () => {
  const board = start();
  board.canvas.draw("bar", "hook");
  board.perform("Clear");
  await settled();
  board.perform("Clear");
  board.perform("Undo");
  assert.deepEqual(board.canvas.current, ["bar", "hook"]);
});

test("a preloaded drawing is cleared by the server, with what was drawn onto it", () => {
  const board = start({ preloaded: true });
  assert.deepEqual(possible(board), ["Clear"]);
  board.canvas.draw("bar");
  board.perform("Clear");
  assert.deepEqual([board.sent, board.canvas.pressed], [["clear"], []]);
});

test("undo restores a preloaded drawing that was cleared", () => {
  const board = start({ cleared: true });
  assert.deepEqual(possible(board), ["Undo"]);
  board.perform("Undo");
  assert.deepEqual([board.sent, board.canvas.pressed], [["restore"], []]);
});

test("what was drawn since comes back before the preloaded drawing", async () => {
  const board = start({ cleared: true });
  board.canvas.draw("bar", "hook");
  board.perform("Clear");
  await settled();
  board.perform("Undo");
  await settled();
  assert.deepEqual([board.sent, board.canvas.shown], [[], ["bar", "hook"]]);
  board.perform("Undo");
  board.perform("Undo");
  assert.deepEqual([board.sent, board.canvas.current], [[], []]);
  board.perform("Undo");
  assert.deepEqual(board.sent, ["restore"]);
});

test("redo never asks the server", () => {
  const board = start({ cleared: true });
  board.perform("Redo");
  assert.deepEqual(board.sent, []);
});

const SHORTCUTS = [
  ["Undo", "z", { ctrlKey: true }],
  ["Undo", "z", { metaKey: true, repeat: true }],
  ["Redo", "Z", { ctrlKey: true, shiftKey: true }],
  ["Redo", "y", { ctrlKey: true }],
  ["Clear", "Delete", {}],
  ["Clear", "Backspace", {}],
  [null, "Delete", { repeat: true }],
  [null, "Delete", { ctrlKey: true }],
  [null, "Backspace", { altKey: true }],
  [null, "z", { ctrlKey: true, altKey: true }],
  [null, "z", {}],
  [null, "y", {}],
  [null, "a", { ctrlKey: true }],
];
for (const [action, key, held] of SHORTCUTS) {
  test(`${[...Object.keys(held), key].join(" + ")}: ${action ?? "nothing"}`, () => {
    assert.equal(shortcut({ key, composedPath: () => [parse("<p></p>")], ...held }), action);
  });
}

for (const html of ["<input>", "<textarea>", "<p contenteditable>"]) {
  test(`keys are left to ${html}`, () => {
    const composedPath = () => [...parse(html).children, parse("<p></p>"), {}];
    assert.equal(shortcut({ key: "Delete", composedPath }), null);
    assert.equal(shortcut({ key: "z", ctrlKey: true, composedPath }), null);
  });
}
