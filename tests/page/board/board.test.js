// The board as the page draws it, on the least of a page: board.html beside a canvas. Its parts have tests of their own.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { browser, changed, parse, send, settled } from "../dom.js";
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
  given: null,
  forgotten: 0,
  panels: { names: ["How it sees", "At work", "Your hand"], open: null },
  examples: ["a fish", "2026"],
  hand: { version: "", offered: { turn: 0, drawings: [] } },
  entries: { turn: 0, drawings: [] },
};
const EXAMPLES = { "a fish": { strokes: [[[9, 9], [9, 90]], [[5, 5]]], pens: [20, 12] } };
const [INK, PAPER] = ["#4a6df0", "#ffffff"]; // what the pen and the eraser draw with
const SEVEN = { objects: [{ path: [["M", 9, 9], ["L", 9, 90]], stroke: "#4a6df0", strokeWidth: 20 }], turn: 1 };

class TouchEvent extends Event {
  constructor(type, init) {
    super(type, init);
    this.changedTouches = init.changedTouches;
  }
}

class MouseEvent extends Event {
  constructor(type, { clientX, clientY, ...init }) {
    super(type, init);
    Object.assign(this, { clientX, clientY });
  }
}

Object.assign(globalThis, { MouseEvent, TouchEvent, window: null, requestAnimationFrame: setTimeout, innerHeight: 1000 });
globalThis.getComputedStyle = () => ({ colorScheme: "dark" });
const { default: bring } = await import(MODULE);

// Return a storage that holds so much.
function keep(kept = null) {
  const items = new Map(kept && [["digits.drawing", kept]]);
  const setItem = (key, value) => items.set(key, value);
  return { getItem: (key) => items.get(key) ?? null, setItem, removeItem: (key) => items.delete(key), items };
}

// Return a page with its board; `render(data)` is the server's next answer.
async function open(data = {}, canvas = new Canvas(), options = {}) {
  const { codeFirst = true, storage = keep(), tab = keep(), address = "http://x/" } = options;
  Object.assign(globalThis, browser(PAGE), { digitsBoard: undefined, digitsWaiting: null });
  Object.assign(globalThis, { digitsPaper: null, localStorage: storage, sessionStorage: tab });
  globalThis.location = { href: address };
  globalThis.history = { state: null, replaceState: (_, __, to) => (globalThis.location.href = String(to)) };
  const { document } = globalThis;
  const component = document.querySelector("[data-testid=stBidiComponentIsolated]");
  if (canvas) component.shadowRoot = canvas.render();
  const parentElement = document.querySelector(".st-key-board");
  const sent = [];
  const tell = (name, value) => sent.push([name, value]);
  const asked = { setStateValue: tell, setTriggerValue: tell };
  const render = (changes) => {
    Object.assign(data, changes);
    globalThis.digitsBoard.draw({ parentElement, data: [{ ...DATA, ...data }], ...asked });
  };
  if (!codeFirst) globalThis.digitsWaiting = { parentElement, data: [{ ...DATA, ...data }], ...asked };
  bring({ data: { examples: EXAMPLES } });
  if (codeFirst) render();
  const tools = parentElement.querySelector(".tools").querySelectorAll("button");
  const [thin, pen, thick, eraser, undo, redo, replay, clear] = tools;
  const text = (selector) => parentElement.querySelector(selector).textContent;
  return { document, parentElement, component, canvas, thin, pen, thick, eraser, undo, redo, replay, clear, sent, render, text };
}

// Return what a storage holds beside the time at which all was forgotten.
const keptIn = ({ items }) => [...items.keys()].filter((key) => key !== "digits.forgotten");
const disabled = ({ undo, redo, clear }) => [undo, redo, clear].map((button) => button.getAttribute("aria-disabled"));
const press = (page, key, properties = {}) => send(page.document, "keydown", { key, ...properties });

// Have the pen do something on the canvas.
function pen({ document, canvas }, type, x = 10, y = 10, more = {}) {
  const where = { clientX: x, clientY: y, isPrimary: true, button: 0, pointerType: "mouse" };
  send(document, type, { ...where, composedPath: () => [canvas.surface, document], ...more });
}

function draw(page, ...strokes) {
  for (const x of strokes) {
    pen(page, "pointerdown", x, 10);
    pen(page, "pointermove", x, 90);
    pen(page, "pointerup", x, 90);
  }
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

test("the buttons show what is possible, and the canvas is given what they leave", async () => {
  const page = await open();
  assert.deepEqual(disabled(page), ["true", "true", "true"]);
  draw(page, 10, 20);
  assert.deepEqual(disabled(page), ["false", "true", "false"]);
  page.undo.click();
  assert.deepEqual([disabled(page), page.canvas.strokes], [["false", "false", "false"], 1]);
  page.redo.click();
  page.clear.click();
  assert.deepEqual([disabled(page), page.canvas.strokes], [["false", "true", "true"], 0]);
  page.undo.click();
  assert.equal(page.canvas.strokes, 2);
  assert.deepEqual(page.sent, []);
});

test("the same strokes twice are another drawing to the canvas", async () => {
  const page = await open();
  draw(page, 10);
  for (const button of [page.undo, page.redo, page.undo]) button.click();
  const [first, , second] = page.canvas.drawn.slice(-3).map(({ initialDrawing }) => JSON.stringify(initialDrawing));
  assert.notEqual(first, second);
});

test("the canvas's own toolbar is hidden, and nothing in it scrolls, whenever it is drawn", async () => {
  const page = await open({}, null);
  const canvas = new Canvas();
  page.component.shadowRoot = canvas.render();
  await settled();
  assert.equal(canvas.bar.style.visibility, "hidden");
  assert.equal(canvas.surface.parentElement.style.overflow, "hidden");
});

test("another canvas with the same drawing is given what was drawn", async () => {
  const page = await open();
  draw(page, 10, 20);
  const next = new Canvas();
  page.component.shadowRoot = next.render();
  const first = globalThis.digitsBoard.withTool(next.component);
  assert.equal(first.data.initialDrawing.objects.length, 0); // else it would tell nobody what is on it
  await settled();
  assert.equal(next.strokes, 2);
});

test("a drawing of the server's is cleared and taken back here", async () => {
  const canvas = new Canvas();
  canvas.component.data.initialDrawing = SEVEN;
  const page = await open({ given: SEVEN }, canvas);
  assert.deepEqual(disabled(page), ["true", "true", "false"]);
  page.clear.click();
  assert.equal(canvas.strokes, 0);
  page.undo.click();
  assert.deepEqual([canvas.strokes, page.sent], [1, []]);
});

for (const up of ["pointerup", "pointercancel"]) {
  test(`nothing is done while the pen is down, until ${up}`, async () => {
    const page = await open();
    draw(page, 10);
    const before = page.canvas.drawn.length;
    pen(page, "pointerdown");
    page.undo.click();
    press(page, "z", { ctrlKey: true });
    press(page, "Delete");
    assert.equal(page.canvas.drawn.length, before);
    pen(page, up);
    page.undo.click();
    assert.equal(page.canvas.strokes, 1);
  });
}

test("keys do what the buttons do; the browser's own undo stays out", async () => {
  const page = await open();
  draw(page, 10, 20);
  assert.ok(press(page, "z", { ctrlKey: true }).defaultPrevented);
  assert.ok(press(page, "y", { ctrlKey: true }).defaultPrevented);
  assert.equal(page.canvas.strokes, 2);
  assert.ok(!press(page, "Delete").defaultPrevented);
  assert.ok(!press(page, "a", { ctrlKey: true }).defaultPrevented);
  assert.equal(page.canvas.strokes, 0);
});

test("keys do nothing to a board that another page hides", async () => {
  const page = await open();
  draw(page, 10);
  page.parentElement.isConnected = false;
  assert.ok(!press(page, "z", { ctrlKey: true }).defaultPrevented);
  press(page, "Delete");
  assert.equal(JSON.parse(globalThis.localStorage.items.get("digits.drawing")).strokes.length, 1);
});

test("a refresh brings the drawing back, and each of its strokes can be taken back", async () => {
  const before = await open();
  draw(before, 10, 20);
  const page = await open({}, new Canvas(), { storage: globalThis.localStorage });
  assert.deepEqual([page.canvas.strokes, disabled(page)], [2, ["false", "true", "false"]]);
  page.undo.click();
  assert.equal(page.canvas.strokes, 1);
  page.clear.click();
  const again = await open({}, new Canvas(), { storage: globalThis.localStorage });
  assert.deepEqual(disabled(again), ["true", "true", "true"]);
});

test("a refresh brings back what this tab drew, and a new tab begins with what was drawn last", async () => {
  const [storage, tabs] = [keep(), [keep(), keep(), keep()]];
  const openTab = (tab) => open({}, new Canvas(), { storage, tab });
  draw(await openTab(tabs[0]), 10);
  draw(await openTab(tabs[1]), 20, 30);
  const third = await openTab(tabs[2]);
  assert.equal(third.canvas.strokes, 3); // with the one that the second tab opened with
  third.clear.click();
  assert.equal((await openTab(tabs[0])).canvas.strokes, 1);
  assert.deepEqual(disabled(await openTab(tabs[2])), ["true", "true", "true"]);
});

test("a linked drawing goes before one's own, until the first stroke drops its address", async () => {
  const kept = JSON.stringify({ strokes: [[[1, 1]], [[2, 2]]], pens: [20, 20] });
  const canvas = new Canvas();
  canvas.component.data.initialDrawing = SEVEN;
  const options = { storage: keep(kept), address: "http://x/?present=1&d=abc" };
  const page = await open({ given: SEVEN }, canvas, options);
  assert.equal(globalThis.location.href, options.address);
  draw(page, 10);
  assert.equal(globalThis.location.href, "http://x/?present=1");
  assert.equal(JSON.parse(options.storage.items.get("digits.drawing")).strokes.length, 2);
});

test("what was read is kept, bounded, and handed to the server of the next visit", async () => {
  const page = await open();
  for (let x = 1; x <= 62; x += 1) {
    draw(page, x);
    page.render({ turn: x + 1, answer: answered([reading(7, 0.9)]) });
    page.clear.click();
  }
  const next = await open({}, new Canvas(), { storage: globalThis.localStorage });
  const [[name, kept]] = next.sent;
  assert.deepEqual([name, kept.length, kept[0].text, kept[0].objects[0].path[0]], ["kept", 60, "7", ["M", 3, 10]]);
});

const keptHistory = () => JSON.parse(globalThis.localStorage.items.get("digits.history"));
const ENTRY = { strokes: [[[9, 9], [9, 90]]], pens: [20], text: "7", label: "47" };

test("what the server offers is kept, once, and the server is told until it has heard", async () => {
  const page = await open();
  const entries = { turn: 1, drawings: [ENTRY, { ...ENTRY, strokes: [[[5, 5]]], label: null }] };
  page.render({ turn: 2, entries });
  assert.deepEqual(keptHistory().map(({ text, label }) => [text, label]), [["7", "47"], ["7", null]]);
  page.render({ turn: 3, entries: { ...entries, drawings: [{ ...ENTRY, label: "1" }] } });
  page.render({ turn: 4, entries: { turn: 1, drawings: [] } });
  assert.deepEqual([page.sent, keptHistory()[0].label], [[["taken", 1], ["taken", 1]], "47"]);
  const next = await open({}, new Canvas(), { storage: globalThis.localStorage });
  assert.deepEqual(next.sent[0][1].map(({ label }) => label), ["47", null]);
});

test("what was said of a drawing is kept with it, until it is drawn on", async () => {
  const page = await open();
  draw(page, 10);
  page.render({ turn: 2, answer: answered([reading(7, 0.9)]) });
  const [{ strokes, pens, text }] = keptHistory();
  page.render({ turn: 3, entries: { turn: 1, drawings: [{ strokes, pens, text, label: "1" }] } });
  page.render({ turn: 4, answer: answered([reading(7, 0.8)]) });
  assert.deepEqual(keptHistory().map(({ label }) => label), ["1"]);
  draw(page, 20);
  page.render({ turn: 5, answer: answered([reading(7, 0.9)], { strokes: 2 }) });
  assert.deepEqual(keptHistory().map(({ label }) => label), [null]);
});

test("all is forgotten once the server says so", async () => {
  const page = await open();
  draw(page, 10);
  page.render({ turn: 2, answer: answered([reading(7, 0.9)]) });
  assert.equal(globalThis.localStorage.items.size, 2);
  page.render({ turn: 3, answer: BLANK, given: { objects: [], turn: 1 }, forgotten: 1 });
  assert.deepEqual([keptIn(globalThis.localStorage), disabled(page)], [[], ["true", "true", "true"]]);
  const again = await open({}, new Canvas(), { storage: globalThis.localStorage, tab: globalThis.sessionStorage });
  assert.deepEqual(disabled(again), ["true", "true", "true"]);
});

test("a tab that slept while all was forgotten has nothing to bring back", async () => {
  const page = await open();
  draw(page, 10);
  const { localStorage: storage, sessionStorage: tab } = globalThis;
  for (const key of ["digits.drawing", "digits.history"]) storage.removeItem(key);
  storage.items.set("digits.forgotten", "5");
  const again = await open({}, new Canvas(), { storage, tab });
  assert.deepEqual(disabled(again), ["true", "true", "true"]);
});

test("what another tab had forgotten is forgotten here too, once, but not what that has kept since", async () => {
  const page = await open();
  const { localStorage: storage, sessionStorage: tab } = globalThis;
  const asked = () => page.sent.filter(([name]) => name === "forget").length;
  draw(page, 10);
  storage.items.set("digits.forgotten", "5");
  const app = page.document.querySelector(".stApp");
  app.dataset.testConnectionState = "DISCONNECTED";
  page.render({ turn: 2 });
  assert.equal(asked(), 0);
  app.dataset.testConnectionState = "CONNECTED";
  page.render({ turn: 3 });
  page.render({ turn: 4 });
  assert.equal(asked(), 1);
  page.render({ turn: 5, given: { objects: [], turn: 1 }, forgotten: 1 });
  assert.deepEqual([disabled(page), keptIn(storage)], [["true", "true", "true"], ["digits.drawing"]]);
  assert.deepEqual(JSON.parse(tab.items.get("digits.drawing")).strokes, []);
  page.render({ turn: 6 });
  assert.deepEqual([asked(), storage.items.get("digits.forgotten")], [1, "5"]);
  page.render({ turn: 7, forgotten: 2 });
  assert.deepEqual(keptIn(storage), []);
  assert.notEqual(storage.items.get("digits.forgotten"), "5");
});

test("a server that began anew is told what was kept, and forgets and offers from the start again", async () => {
  const page = await open();
  page.render({ turn: 5, forgotten: 1, hand: { version: "", offered: { turn: 2, drawings: [] } } });
  draw(page, 10);
  page.render({ turn: 6, answer: answered([reading(7, 0.9)]) });
  page.sent.length = 0;
  page.render({ turn: 1, answer: BLANK, forgotten: 0, hand: DATA.hand });
  assert.deepEqual(page.sent.map(([name, kept]) => [name, kept.length]), [["kept", 1]]);
  page.render({ turn: 2, hand: { version: "", offered: { turn: 1, drawings: [{ ...SEVEN, label: "1", text: "7" }] } } });
  assert.deepEqual(handSent(page), [["1"]]);
  page.render({ turn: 3, given: { objects: [], turn: 1 }, forgotten: 1 });
  assert.deepEqual(keptIn(globalThis.localStorage), []);
});

test("examples are not offered beside what could not be read", async () => {
  const page = await open();
  draw(page, 10);
  page.render({ turn: 2, answer: { ...BLANK, strokes: null } });
  assert.deepEqual([page.text(".digit"), page.parentElement.querySelector(".examples").hidden], ["–", true]);
});

test("what a round to teach has asked for is not brought back for the next digit", async () => {
  const page = await open({ panels: { ...DATA.panels, open: "Your hand" } });
  draw(page, 10);
  page.parentElement.querySelector("[data-hand=teach]").click();
  assert.deepEqual(disabled(page), ["true", "true", "true"]);
});

test("a picture that is pasted or dropped is taken to the view that reads it, where there is one", async () => {
  const page = await open();
  const file = { type: "image/png" };
  const dataTransfer = { types: ["Files"], files: [file] };
  globalThis.digitsPicture = null;
  assert.ok(send(page.document, "drop", { dataTransfer }).defaultPrevented);
  assert.equal(globalThis.digitsPicture, null);
  page.document.append(parse('<div class="st-key-tabs"><a href="/"></a><a href="/pictures"></a></div>'));
  let opened = 0;
  page.document.querySelectorAll(".st-key-tabs a")[1].onclick = () => (opened += 1);
  send(page.document, "paste", { clipboardData: { files: [file] } });
  send(page.document, "drop", { dataTransfer });
  assert.deepEqual([opened, globalThis.digitsPicture], [2, file]);
  page.parentElement.isConnected = false;
  assert.ok(!send(page.document, "drop", { dataTransfer }).defaultPrevented);
});

test("a round to teach learns nothing from a drawing that is brought back", async () => {
  const page = await open({ panels: { ...DATA.panels, open: "Your hand" } });
  page.parentElement.querySelector("[data-hand=teach]").click();
  draw(page, 10);
  page.render({ turn: 2, answer: answered([reading(7, 0.9)]) });
  assert.equal(page.text(".next"), "Next");
  page.render({ turn: 3, answer: answered([reading(1, 0.9)]), given: SEVEN });
  assert.equal(page.text(".next"), "Skip");
});

const BROKEN = ["junk", "{}", "null", '{"strokes": [[]], "pens": [20]}', '{"strokes": [[[1, 1]]], "pens": []}'];
for (const kept of [...BROKEN, '{"strokes": [[["a", 1]]], "pens": [20]}', '{"strokes": [[[1, 1]]], "pens": ["x"]}']) {
  test(`what was kept may be ${kept}`, async () => {
    const page = await open({}, new Canvas(), { storage: keep(kept) });
    assert.deepEqual(disabled(page), ["true", "true", "true"]);
  });
}

test("storage may be blocked or full", async () => {
  const blocked = () => {
    throw new Error("denied");
  };
  const page = await open({}, new Canvas(), { storage: { getItem: blocked, setItem: blocked, removeItem: blocked } });
  draw(page, 10);
  page.clear.click();
  assert.equal(page.canvas.strokes, 0);
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

test("three pens are to be seen, as thick as they draw, and one is taken", async () => {
  const page = await open();
  const pens = [page.thin, page.pen, page.thick];
  const pressed = () => pens.map((pen) => pen.ariaPressed);
  assert.deepEqual(pressed(), ["false", "true", "false"]);
  for (const pen of [...pens].reverse()) pen.click();
  assert.deepEqual(pressed(), ["true", "false", "false"]);
  assert.deepEqual(page.canvas.drawn.map(({ strokeWidth }) => strokeWidth), [20, 28, 20, 12]);
  assert.deepEqual(page.sent, []);
  assert.deepEqual(pens.map((pen) => 2 * pen.querySelector("circle").getAttribute("r")), DATA.pens);
});

test("the eraser is taken up and put down, by itself and by the pen", async () => {
  const page = await open();
  const pressed = () => [page.pen, page.eraser].map((button) => button.getAttribute("aria-pressed"));
  assert.deepEqual(pressed(), ["true", "false"]);
  page.eraser.click();
  assert.deepEqual(pressed(), ["false", "true"]);
  page.eraser.click();
  page.eraser.click();
  page.pen.click();
  assert.deepEqual(pressed(), ["true", "false"]);
  const taken = [[20, INK], [36, PAPER], [20, INK], [36, PAPER], [20, INK]];
  const held = page.canvas.drawn.map(({ strokeWidth, strokeColor }) => [strokeWidth, strokeColor]);
  assert.deepEqual([held, page.sent], [taken, []]);
});

test("a canvas that comes after its code is drawn with the tool that was taken", async () => {
  const page = await open({}, null);
  page.eraser.click();
  const { data, key } = globalThis.digitsBoard.withTool({ ...new Canvas().component, key: "canvas" });
  assert.deepEqual([data.strokeWidth, data.strokeColor, key], [36, PAPER, "canvas"]);
});

test("movements that the browser joined are all told, to the canvas too", async () => {
  const page = await open();
  const told = [];
  page.canvas.surface.addEventListener("mousemove", ({ clientX, clientY }) => told.push([clientX, clientY]));
  pen(page, "pointerdown", 10, 10);
  const joined = [[50, 10], [50, 60], [90, 60]].map(([clientX, clientY]) => ({ clientX, clientY, pointerType: "mouse" }));
  pen(page, "pointermove", 90, 60, { getCoalescedEvents: () => joined });
  pen(page, "pointerup", 90, 60);
  assert.deepEqual(told, [[50, 10], [50, 60]]);
  const { strokes } = JSON.parse(globalThis.localStorage.items.get("digits.drawing"));
  assert.deepEqual(strokes[0].slice(0, 2), [[10, 10], [50, 10]]);
});

test("the canvas hears of the pen alone, not of what comes down beside it", async () => {
  const page = await open();
  const { document, canvas } = page;
  const heard = [];
  for (const kind of ["mousedown", "mousemove", "touchstart", "touchmove"]) {
    document.addEventListener(kind, ({ type }) => heard.push(type), true);
  }
  const finger = { changedTouches: [{ identifier: 4 }], composedPath: () => [canvas.surface, document] };
  pen(page, "pointerdown", 10, 10, { pointerType: "touch" });
  for (const kind of ["touchstart", "mousedown", "mousemove", "touchmove"]) send(document, kind, finger);
  pen(page, "pointerup", 10, 90);
  pen(page, "pointerdown", 20, 10);
  for (const kind of ["mousedown", "touchstart", "mousemove", "touchmove"]) send(document, kind, finger);
  pen(page, "pointerup", 20, 90);
  for (const kind of ["touchstart", "mousedown"]) send(document, kind, finger); // without a pointer that is the pen
  send(document, "touchstart", { ...finger, composedPath: () => [document] });
  assert.deepEqual(heard, ["touchstart", "touchmove", "mousedown", "mousemove", "touchstart"]);
});

test("Clear puts the eraser down, and so does a drawing that the server gives", async () => {
  const page = await open();
  draw(page, 10);
  page.eraser.click();
  page.clear.click();
  assert.equal(page.eraser.ariaPressed, "false");
  page.eraser.click();
  page.render({ given: SEVEN });
  assert.deepEqual([page.eraser.ariaPressed, page.canvas.tool], ["false", [20, INK]]);
});

test("a drawing is replayed in front of the canvas, which knows nothing of it, until something is drawn", async () => {
  const page = await open();
  page.replay.click();
  assert.deepEqual([page.replay.getAttribute("aria-disabled"), page.replay.ariaPressed], ["true", "false"]);
  draw(page, 10, 20);
  const given = page.canvas.drawn.length;
  page.replay.click();
  assert.equal(page.replay.ariaPressed, "true");
  assert.deepEqual([page.canvas.drawn.length, page.sent], [given, []]);
  pen(page, "pointerdown");
  assert.equal(page.replay.ariaPressed, "false");
});

test("a digit writes itself until the first touch", async () => {
  const page = await open();
  const ghost = page.parentElement.querySelector(".ghost");
  assert.ok(!ghost.hidden);
  pen(page, "pointerdown");
  assert.ok(ghost.hidden);
  pen(page, "pointerup");
  page.clear.click();
  page.render({ turn: 2 });
  assert.ok(ghost.hidden);
  const linked = await open({ given: SEVEN });
  assert.ok(linked.parentElement.querySelector(".ghost").hidden);
});

test("the eraser's ring is where the pointer is, as large as what it wipes", async () => {
  const page = await open();
  const ring = page.parentElement.querySelector(".ring");
  pen(page, "pointermove", 50, 60);
  assert.ok(ring.hidden);
  page.eraser.click();
  pen(page, "pointermove", 50, 60);
  assert.deepEqual([ring.hidden, ring.style["--eraser"], ring.style.translate], [false, "36", "50px 60px"]);
  pen(page, "pointermove", 50, 60, { composedPath: () => [page.document] });
  assert.ok(ring.hidden);
});

test("the tool stays while the pen is down", async () => {
  const page = await open();
  pen(page, "pointerdown");
  page.eraser.click();
  assert.equal(page.eraser.ariaPressed, "false");
});

test("a panel is opened, exchanged and closed", async () => {
  const page = await open({ panels: { names: ["How it sees", "At work"], open: null } });
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

test("a panel that opens low brings its buttons to the top, until the visitor does something else", async () => {
  const page = await open({ answer: answered([reading(7, 0.9)]) });
  const buttons = page.parentElement.querySelector(".panels");
  const board = page.document.querySelector(".st-key-canvas").parentElement;
  buttons.children[0].click();
  for (const [top, expected] of [[500, undefined], [700, { block: "start", behavior: "smooth" }]]) {
    page.document.querySelector(".work .panel").getBoundingClientRect = () => ({ top });
    changed(board);
    assert.deepEqual(buttons.scrolled, expected);
  }
  send(page.document, "wheel");
  assert.equal(changed(board), 0);
});

test("what is brought back comes into view", async () => {
  const page = await open();
  const canvas = page.parentElement.querySelector(".sharp");
  assert.equal(canvas.scrolled, undefined); // not where a visit begins
  page.render({ given: SEVEN, turn: 2 });
  assert.deepEqual(canvas.scrolled, { block: "nearest", behavior: "smooth" });
});

test("examples are offered on a blank canvas and beside an example, not beside people's own", async () => {
  const page = await open();
  const box = page.parentElement.querySelector(".examples");
  const [fish, year] = box.children;
  assert.deepEqual([fish.title, fish.ariaLabel, fish.querySelectorAll("path").length], ["a fish", "a fish", 2]);
  assert.deepEqual([year.title, year.querySelectorAll("path").length], ["2026", 0]); // its drawing is yet to come
  year.click();
  assert.deepEqual(page.sent, [["example", "2026"]]);
  const seven = answered([reading(7, 0.9)]);
  page.render({ answer: seven, given: SEVEN });
  assert.ok(!box.hidden);
  page.render({ answer: seven, given: null });
  assert.ok(box.hidden);
  page.render({ answer: BLANK, panels: { ...DATA.panels, open: "At work" } });
  assert.ok(box.hidden);
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
  const [column, canvas] = [".sharp", ".st-key-canvas"].map((name) => document.querySelector(name));
  for (const width of [640, 240]) {
    column.clientWidth = width;
    changed(column);
    assert.deepEqual([canvas.style.zoom, canvas.dataset.paper], [String(width / 320), "dark"]);
  }
});

test("the strokes are shown as sharp as the screen, and those that are finished are drawn once", async () => {
  const page = await open();
  const sharp = page.document.querySelector(".sharp");
  Object.assign(globalThis, { devicePixelRatio: 2 });
  sharp.clientWidth = 500;
  draw(page, 10);
  await settled();
  assert.deepEqual([sharp.width, sharp.calls.at(-1)[0]], [1000, "drawImage"]);
  const [, finished] = sharp.calls.at(-1);
  const strokes = () => finished.calls.filter(([name]) => name === "stroke").length;
  assert.equal(strokes(), 1);
  pen(page, "pointerdown", 20, 20);
  pen(page, "pointermove", 20, 90);
  await settled();
  assert.deepEqual([strokes(), sharp.calls.filter(([name]) => name === "stroke").length], [1, 1]);
  assert.deepEqual(sharp.calls.find(([name]) => name === "scale"), ["scale", 3.125, 3.125]);
});

// ---- The visitor's hand ---------------------------------------------------------------------------------------------

const HAND = JSON.stringify({ drawings: [{ strokes: [[[9, 9], [9, 90]]], pens: [20], label: "9", text: "4" }], isOn: true });
const handSent = ({ sent }) => sent.filter(([name]) => name === "hand").map(([, { drawings }]) => drawings.map(({ label }) => label));

function withHand() {
  const storage = keep();
  storage.items.set("digits.hand", HAND);
  return storage;
}

test("what was kept of the hand is sent once, and again to a server that knows nothing of it", async () => {
  const page = await open({}, new Canvas(), { storage: withHand() });
  assert.deepEqual(handSent(page), [["9"]]);
  page.render({ turn: 2 });
  assert.equal(handSent(page).length, 1);
  const [[, { version }]] = page.sent.filter(([name]) => name === "hand");
  page.render({ turn: 3, hand: { ...DATA.hand, version } });
  page.render({ turn: 4 });
  assert.equal(handSent(page).length, 1);
  page.render({ turn: 5, hand: DATA.hand });
  page.render({ turn: 1 });
  assert.equal(handSent(page).length, 3);
});

test("what was corrected without a server is sent once there is one", async () => {
  const page = await open();
  const app = page.document.querySelector(".stApp");
  draw(page, 30);
  page.render({ turn: 2, answer: answered([reading(4, 0.9)]) });
  app.dataset.testConnectionState = "DISCONNECTED_FOREVER";
  page.parentElement.querySelector(".labels").querySelectorAll("button")[9].click();
  assert.deepEqual(handSent(page), []);
  app.dataset.testConnectionState = "CONNECTED";
  page.render({ turn: 3 });
  assert.deepEqual(handSent(page), [["9"]]);
});

test("where the hand cannot be looked at, keys correct nothing", async () => {
  const page = await open({ panels: { names: ["At work"], open: null } });
  draw(page, 30);
  page.render({ turn: 2, answer: answered([reading(4, 0.9)]) });
  press(page, "9");
  assert.deepEqual(handSent(page), []);
});

test("a correction is sent, and the answer that was read without it goes on to be shown by the server alone", async () => {
  const page = await open();
  draw(page, 30);
  page.render({ turn: 2, answer: answered([reading(4, 0.9)]) });
  page.parentElement.querySelector(".labels").querySelectorAll("button")[9].click();
  assert.deepEqual(handSent(page), [["9"]]);
  page.render({ turn: 3, answer: answered([reading(9, 0.9)], { recalled: true }) });
  assert.equal(page.text(".digit"), "9");
});

test("what the server offers is remembered once", async () => {
  const page = await open();
  const offered = { turn: 1, drawings: [{ ...SEVEN, label: "1", text: "7" }] };
  page.render({ turn: 2, hand: { version: "", offered } });
  page.render({ turn: 3, hand: { version: "", offered } });
  assert.deepEqual(handSent(page), [["1"]]);
});

test("to forget all is to forget the hand", async () => {
  const storage = withHand();
  const page = await open({}, new Canvas(), { storage });
  const [[, { version }]] = page.sent.filter(([name]) => name === "hand");
  page.render({ turn: 2, forgotten: 1, hand: { ...DATA.hand, version } });
  assert.equal(storage.items.has("digits.hand"), false);
  assert.deepEqual(handSent(page).at(-1), []);
});
