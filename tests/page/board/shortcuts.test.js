// The keys for Undo, Redo and Clear.

import assert from "node:assert/strict";
import { test } from "node:test";

import { shortcut } from "../../../digits/page/board/shortcuts.js";
import { parse } from "../dom.js";

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
