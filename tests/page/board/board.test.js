// The buttons, keys and tools of the board, on the least of a page: board.html beside a canvas.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { browser, changed, parse, send, settled } from "../dom.js";
import { Canvas } from "./canvas.js";

const MODULE = new URL("../../../digits/page/board/board.js", import.meta.url);
const HTML = await readFile(new URL("board.html", MODULE), "utf8");
const PAGE = `<div class="st-key-board"><div class="st-key-canvas"><div data-testid="stBidiComponentIsolated"></div></div>
  <div class="tools">${HTML}</div></div><div class="st-key-spoken"></div>`;
const DATA = { pens: [12, 20, 28], pen: 20, erasing: false, preloaded: false, given: null, cleared: false };

class TouchEvent extends Event {
  constructor(type, init) {
    super(type, init);
    this.changedTouches = init.changedTouches;
  }
}

Object.assign(globalThis, { TouchEvent, requestAnimationFrame: setTimeout });
globalThis.getComputedStyle = () => ({ colorScheme: "dark" });
let pages = 0;

// Return a page with its board, by a module of its own; `render(data)` draws the component again.
async function open(data = {}, canvas = new Canvas()) {
  Object.assign(globalThis, browser(PAGE));
  const { document } = globalThis;
  const component = document.querySelector("[data-testid=stBidiComponentIsolated]");
  if (canvas) component.shadowRoot = canvas.render();
  const parentElement = document.querySelector(".tools");
  const [pen, eraser, ...buttons] = parentElement.querySelectorAll("button");
  const [undo, redo, clear] = buttons;
  const sent = [];
  const keep = (name, value) => sent.push([name, value]);
  const { default: draw } = await import(`${MODULE}?${(pages += 1)}`);
  const render = (changes) =>
    draw({ parentElement, data: { ...DATA, ...data, ...changes }, setStateValue: keep, setTriggerValue: keep });
  render();
  return { document, component, canvas, pen, eraser, undo, redo, clear, buttons, sent, render };
}

const disabled = ({ buttons }) => buttons.map((button) => button.getAttribute("aria-disabled"));
const press = (page, key, properties = {}) => send(page.document, "keydown", { key, ...properties });

test("the buttons show what is possible", async () => {
  const page = await open();
  assert.deepEqual(disabled(page), ["true", "true", "true"]);
  page.canvas.draw("bar");
  assert.deepEqual(disabled(page), ["false", "true", "false"]);
  page.undo.click();
  assert.deepEqual(disabled(page), ["true", "false", "true"]);
  page.redo.click();
  page.clear.click();
  assert.deepEqual(page.canvas.pressed, ["Undo", "Redo", "Undo"]);
});

test("the canvas's own toolbar is hidden, whenever it is drawn", async () => {
  const page = await open({}, null);
  const canvas = new Canvas().draw("bar");
  page.component.shadowRoot = canvas.render();
  await settled();
  assert.equal(canvas.bar.style.visibility, "hidden");
  assert.deepEqual(disabled(page), ["false", "true", "false"]);
});

test("a canvas that is drawn anew is followed too", async () => {
  const page = await open();
  const canvas = new Canvas();
  page.component.shadowRoot = canvas.render();
  page.render();
  canvas.draw("bar");
  assert.deepEqual(disabled(page), ["false", "true", "false"]);
});

test("a toolbar is observed once, however often the buttons are drawn", async () => {
  const page = await open();
  page.render();
  page.render();
  assert.equal(changed(page.canvas.bar), 1);
});

test("the server clears and restores a preloaded drawing", async () => {
  const page = await open({ preloaded: true });
  assert.deepEqual(disabled(page), ["true", "true", "false"]);
  page.clear.click();
  page.render({ preloaded: false, cleared: true });
  assert.deepEqual(disabled(page), ["false", "true", "true"]);
  page.undo.click();
  assert.deepEqual(page.sent, [["clear", true], ["restore", true]]);
});

for (const up of ["pointerup", "pointercancel"]) {
  test(`nothing is done while the pen is down, until ${up}`, async () => {
    const page = await open();
    page.canvas.draw("bar");
    send(page.document, "pointerdown");
    page.undo.click();
    press(page, "z", { ctrlKey: true });
    press(page, "Delete");
    assert.deepEqual(page.canvas.pressed, []);
    send(page.document, up);
    page.undo.click();
    assert.deepEqual(page.canvas.pressed, ["Undo"]);
  });
}

const { shortcut } = await (await open(), import(MODULE));
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

test("keys do what the buttons do; the browser's own undo stays out", async () => {
  const page = await open();
  page.canvas.draw("bar", "hook");
  assert.ok(press(page, "z", { ctrlKey: true }).defaultPrevented);
  assert.ok(press(page, "y", { ctrlKey: true }).defaultPrevented);
  assert.ok(!press(page, "Delete").defaultPrevented);
  assert.ok(!press(page, "a", { ctrlKey: true }).defaultPrevented);
  assert.deepEqual(page.canvas.pressed, ["Undo", "Redo", "Undo", "Undo", "Redo"]);
});

test("a touch that the phone cancels ends the stroke", async () => {
  const { document } = await open();
  const surface = new EventTarget();
  const ends = [];
  surface.addEventListener("touchend", (event) => ends.push(event));
  send(document, "touchcancel", { changedTouches: ["finger"], composedPath: () => [surface, document] });
  assert.deepEqual(ends.map(({ changedTouches, bubbles, composed }) => [changedTouches, bubbles, composed]), [
    [["finger"], true, true],
  ]);
});

test("presses on the pen go through the pens", async () => {
  const page = await open();
  const titles = [];
  for (let presses = 0; presses < 3; presses += 1) {
    titles.push(page.pen.title);
    page.pen.click();
  }
  assert.deepEqual(titles, ["Pen: medium. Press for thick", "Pen: thick. Press for thin", "Pen: thin. Press for medium"]);
  assert.deepEqual(page.sent, [28, 12, 20].map((pen) => ["tool", { pen, erasing: false }]));
  assert.equal(page.pen.querySelector("circle").getAttribute("r"), "10");
  assert.equal(page.pen.ariaLabel, page.pen.title);
});

test("the eraser is taken up and put down, by itself and by the pen", async () => {
  const page = await open();
  const pressed = () => [page.pen, page.eraser].map((button) => button.getAttribute("aria-pressed"));
  assert.deepEqual(pressed(), ["true", "false"]);
  page.eraser.click();
  assert.deepEqual([pressed(), page.pen.title], [["false", "true"], "Pen"]);
  page.eraser.click();
  page.eraser.click();
  page.pen.click();
  assert.deepEqual([pressed(), page.pen.title], [["true", "false"], "Pen: medium. Press for thick"]);
  assert.deepEqual(page.sent, [true, false, true, false].map((erasing) => ["tool", { pen: 20, erasing }]));
});

test("whoever asks is answered with what the canvas was last given", async () => {
  const given = { objects: [], turn: 2 };
  const page = await open({ given });
  const detail = { given: null };
  page.document.dispatchEvent(new CustomEvent("digits:last-given", { detail }));
  assert.equal(detail.given, given);
});

test("the canvas is shown as wide as there is room, and knows its paper", async () => {
  const { document } = await open();
  const [board, canvas] = [".st-key-board", ".st-key-canvas"].map((name) => document.querySelector(name));
  for (const width of [640, 240]) {
    board.clientWidth = width;
    changed(board);
    assert.deepEqual([canvas.style.zoom, canvas.dataset.paper], [String(width / 320), "dark"]);
  }
});

test("changes of the answer are announced to screen readers", async () => {
  const { document } = await open();
  assert.equal(document.querySelector(".st-key-spoken").getAttribute("aria-live"), "polite");
});
