// The board as the page draws it, on the least of a page: board.html beside a canvas. Its parts have tests of their own.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { browser, changed, send, settled } from "../dom.js";
import { answered, reading } from "./answers.js";
import { Canvas } from "./canvas.js";

const MODULE = new URL("../../../digits/page/board/board.js", import.meta.url);
const HTML = await readFile(new URL("board.html", MODULE), "utf8");
const PAGE = `<div class="stApp" data-test-connection-state="CONNECTED"><div class="st-key-canvas">
  <div data-testid="stBidiComponentIsolated"></div></div><div class="st-key-board">${HTML}</div></div>`;
const BLANK = { verdict: "blank", text: "", confidence: 0, readings: [], strokes: 0 };
const DATA = {
  answer: BLANK,
  turn: 1,
  pens: [12, 20, 28],
  eraser: 36,
  canvas: { given: null, cleared: false },
  panels: { names: ["How it sees", "At work"], open: null },
  examples: ["a fish", "2026"],
};
const [INK, PAPER] = ["#4a6df0", "#ffffff"]; // what the pen and the eraser draw with
const SEVEN = { objects: [{ path: [["M", 9, 9], ["L", 9, 90]], stroke: "#4a6df0", strokeWidth: 20 }], turn: 1 };

class TouchEvent extends Event {
  constructor(type, init) {
    super(type, init);
    this.changedTouches = init.changedTouches;
  }
}

Object.assign(globalThis, { TouchEvent, requestAnimationFrame: setTimeout });
globalThis.getComputedStyle = () => ({ colorScheme: "dark" });
const { default: bring } = await import(MODULE);

// Return a page with its board; `render(data)` is the server's next answer.
async function open(data = {}, canvas = new Canvas(), { codeFirst = true } = {}) {
  Object.assign(globalThis, browser(PAGE), { digitsBoard: undefined, digitsWaiting: null });
  const held = []; // what the canvas was drawn from, in order
  const drawn = { parentElement: { isConnected: true }, data: { canvasWidth: 320, strokeWidth: 20 } };
  const draw = ({ data: { strokeWidth, strokeColor } }) => held.push([strokeWidth, strokeColor]);
  globalThis.digitsPaper = { draw, component: drawn };
  const { document } = globalThis;
  const component = document.querySelector("[data-testid=stBidiComponentIsolated]");
  if (canvas) component.shadowRoot = canvas.render();
  const parentElement = document.querySelector(".st-key-board");
  const sent = [];
  const keep = (name, value) => sent.push([name, value]);
  const asked = { setStateValue: keep, setTriggerValue: keep };
  const render = (changes) => {
    Object.assign(data, changes);
    globalThis.digitsBoard.draw({ parentElement, data: [{ ...DATA, ...data }], ...asked });
  };
  if (!codeFirst) globalThis.digitsWaiting = { parentElement, data: [{ ...DATA, ...data }], ...asked };
  bring({ data: {} });
  if (codeFirst) render();
  const [pen, eraser, undo, redo, clear] = parentElement.querySelector(".tools").querySelectorAll("button");
  const text = (selector) => parentElement.querySelector(selector).textContent;
  return { document, parentElement, component, canvas, pen, eraser, undo, redo, clear, sent, held, render, text };
}

const disabled = ({ undo, redo, clear }) => [undo, redo, clear].map((button) => button.getAttribute("aria-disabled"));
const press = (page, key, properties = {}) => send(page.document, "keydown", { key, ...properties });

// Have the pen do something on the canvas.
function pen({ document, canvas }, type, x = 10, y = 10) {
  const where = { clientX: x, clientY: y, isPrimary: true, button: 0, pointerType: "mouse" };
  send(document, type, { ...where, composedPath: () => [canvas.surface, document] });
}

test("whichever comes first, code or answer, the answer is shown", async () => {
  for (const codeFirst of [true, false]) {
    const { text } = await open({ answer: answered([reading(7, 0.9)]) }, new Canvas(), { codeFirst });
    assert.deepEqual([text(".digit"), text(".spoken")], ["7", "Read as 7, 90 % sure."]);
  }
});

test("which answer it is, and to how many strokes, stands in the page", async () => {
  const page = await open();
  page.render({ turn: 4, answer: answered([reading(7, 0.9)], { strokes: 2 }) });
  const { turn, strokes } = page.parentElement.querySelector(".says").dataset;
  assert.deepEqual([turn, strokes], ["4", "2"]);
});

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
  const page = await open({ canvas: { given: SEVEN, cleared: false } });
  assert.deepEqual(disabled(page), ["true", "true", "false"]);
  page.clear.click();
  page.render({ canvas: { given: { objects: [], turn: 2 }, cleared: true } });
  assert.deepEqual(disabled(page), ["false", "true", "true"]);
  page.undo.click();
  assert.deepEqual(page.sent, [["clear", true], ["restore", true]]);
});

for (const up of ["pointerup", "pointercancel"]) {
  test(`nothing is done while the pen is down, until ${up}`, async () => {
    const page = await open();
    page.canvas.draw("bar");
    pen(page, "pointerdown");
    page.undo.click();
    press(page, "z", { ctrlKey: true });
    press(page, "Delete");
    assert.deepEqual(page.canvas.pressed, []);
    pen(page, up);
    page.undo.click();
    assert.deepEqual(page.canvas.pressed, ["Undo"]);
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
  assert.deepEqual(page.held, [20, 28, 12, 20].map((width) => [width, INK]));
  assert.deepEqual(page.sent, []);
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
  const taken = [[20, INK], [36, PAPER], [20, INK], [36, PAPER], [20, INK]];
  assert.deepEqual([page.held, page.sent], [taken, []]);
});

test("a canvas that comes after its code is drawn with the tool that was taken", async () => {
  globalThis.digitsPaper = null;
  const page = await open();
  page.eraser.click();
  const component = { data: { canvasWidth: 320, strokeWidth: 20 }, key: "canvas" };
  const { data, key } = globalThis.digitsBoard.withTool(component);
  assert.deepEqual([data, key], [{ canvasWidth: 320, strokeWidth: 36, strokeColor: PAPER }, "canvas"]);
});

test("Clear puts the eraser down, and so does a drawing that the server gives", async () => {
  const page = await open();
  page.canvas.draw("bar");
  page.eraser.click();
  page.clear.click();
  assert.equal(page.eraser.ariaPressed, "false");
  page.eraser.click();
  page.render({ canvas: { given: SEVEN, cleared: false } });
  assert.deepEqual([page.eraser.ariaPressed, page.held.at(-1)], ["false", [20, INK]]);
});

test("the tool stays while the pen is down", async () => {
  const page = await open();
  pen(page, "pointerdown");
  page.eraser.click();
  assert.equal(page.eraser.ariaPressed, "false");
});

test("a panel is opened, exchanged and closed", async () => {
  const page = await open();
  const buttons = page.parentElement.querySelector(".panels").children;
  const pressed = () => buttons.map((button) => [button.textContent, button.ariaPressed]);
  assert.deepEqual(pressed(), [["How it sees", "false"], ["At work", "false"]]);
  buttons[0].click();
  buttons[1].click();
  assert.deepEqual(pressed(), [["How it sees", "false"], ["At work", "true"]]);
  assert.ok(!page.parentElement.querySelector(".work").hidden);
  buttons[1].click();
  assert.ok(page.parentElement.querySelector(".work").hidden);
  assert.deepEqual(page.sent, [["panel", "How it sees"], ["panel", "At work"], ["panel", null]]);
});

test("examples are offered on a blank canvas and beside an example, not beside people's own", async () => {
  const page = await open();
  const box = page.parentElement.querySelector(".examples");
  box.children[1].click();
  assert.deepEqual(page.sent, [["example", "2026"]]);
  const seven = answered([reading(7, 0.9)]);
  page.render({ answer: seven, canvas: { given: SEVEN, cleared: false } });
  assert.ok(!box.hidden);
  page.render({ answer: seven, canvas: { given: null, cleared: false } });
  assert.ok(box.hidden);
  page.render({ answer: BLANK, panels: { ...DATA.panels, open: "At work" } });
  assert.ok(box.hidden);
});

test("whoever asks is answered with what the canvas was last given", async () => {
  const given = { objects: [], turn: 2 };
  const page = await open({ canvas: { given, cleared: false } });
  const detail = { given: null };
  page.document.dispatchEvent(new CustomEvent("digits:last-given", { detail }));
  assert.equal(detail.given, given);
});

test("the canvas is shown as wide as there is room, and knows its paper", async () => {
  const { document } = await open();
  const [column, canvas] = [".column", ".st-key-canvas"].map((name) => document.querySelector(name));
  for (const width of [640, 240]) {
    column.clientWidth = width;
    changed(column);
    assert.deepEqual([canvas.style.zoom, canvas.dataset.paper], [String(width / 320), "dark"]);
  }
});
