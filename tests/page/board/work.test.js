// The panel that shows the network at work, on the least of a page, with a small network.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createDrawn } from "../../../digits/page/board/drawn.js";
import { Element } from "../dom.js";
import { getContext, greys } from "./canvas2d.js";
import { smallNetwork } from "./network.js";

const SHAPES = [
  { size: 3, stride: 1, outputs: 4 },
  { size: 3, stride: 2, outputs: 17 },
  ...[2, 2, 1, 1].map((stride) => ({ size: 3, stride, outputs: 3 })),
];
const NAME = "At work";
const BLANK = "Draw, and every layer lights up as the pen moves.";

Object.assign(Element.prototype, { getContext, scrollIntoView() {} });

const bar = (column) => Uint8Array.from({ length: 784 }, (_, i) => (i % 28 === column ? 255 : 0));
const asText = (input) => Buffer.from(input).toString("base64");

// Return a panel in its box; `live(input)` draws what the network has just run on.
async function start({ isOpen = true, network: given = smallNetwork(SHAPES) } = {}) {
  const network = await given;
  const box = new Element("div");
  const work = createDrawn();
  work.place(box, isOpen ? NAME : null, network);
  const live = (input) => {
    network.predict(Float32Array.from(input, (value) => value / 255));
    work.draw({ live: true, input, readings: [{}] });
  };
  return { box, work, network, live, ...viewOf(box) };
}

const viewOf = (box) => ({
  find: (selector) => box.querySelector(selector),
  all: (selector) => box.querySelectorAll(selector),
  state: () => box.querySelector(".state").textContent,
  isDark: () => box.querySelectorAll(".layer canvas").every((canvas) => greys(canvas).every((grey) => grey === 0)),
  painted: () => box.querySelectorAll("canvas").map((canvas) => greys(canvas)),
  chosen: () => box.querySelectorAll(".choice input").map((field) => Number(field.value)),
  caption: (name) => box.querySelector(`[data-picture=${name}] figcaption`).textContent,
  frame: (name) => box.querySelector(`[data-picture=${name}] i`),
});

function type(field, value) {
  field.value = String(value);
  field.oninput();
}

function press(canvas, x, y) {
  Object.assign(canvas, { clientWidth: 100, clientHeight: 50 });
  canvas.onclick({ offsetX: 100 * x, offsetY: 50 * y });
}

test("a closed panel is hidden and empty, and reads nothing", async () => {
  const { box, work, network } = await start({ isOpen: false });
  for (const name of ["maps", "predict", "weights"]) network[name] = () => assert.fail(name);
  work.draw({ live: true, input: bar(9), readings: [{}] });
  work.draw({ input: asText(bar(9)), readings: [{}] });
  work.draw(null);
  assert.deepEqual([box.hidden, box.children], [true, []]);
});

test("closing empties it", async () => {
  const { box, work, network, live } = await start();
  live(bar(9));
  work.place(box, null, network);
  assert.deepEqual([box.hidden, box.children], [true, []]);
});

test("without a network it says what will be there", async () => {
  const { box, work, find, all } = await start({ network: null });
  work.draw({ input: asText(bar(9)), readings: [{}] });
  assert.equal(box.hidden, false);
  assert.deepEqual(all("canvas"), []);
  assert.ok(find("p"));
});

test("a blank canvas leaves all layers dark", async () => {
  const { work, state, isDark, live } = await start();
  assert.deepEqual([state(), isDark()], [BLANK, true]);
  live(bar(9));
  assert.deepEqual([state() !== BLANK, isDark()], [true, false]);
  work.draw(null);
  assert.deepEqual([state(), isDark()], [BLANK, true]);
});

test("each layer has a canvas, but not the dense one", async () => {
  const { all } = await start();
  assert.equal(all(".layer canvas").length, SHAPES.length);
  assert.deepEqual(all(".layer").map((layer) => layer.getAttribute("data-side")), ["28", "14", "7", "4", "4", "4"]);
});

test("a live answer is shown without another run, each canvas at once", async () => {
  const { network, live, all } = await start();
  const before = all("canvas").map((canvas) => canvas.puts ?? 0);
  live(bar(9));
  assert.equal(network.predicted.length, 1);
  const put = all("canvas").map((canvas, i) => (canvas.puts ?? 0) - before[i]);
  assert.deepEqual(put, [1, 1, 1, 1, 1, 1, 1, 0, 1]); // the pattern stays
});

test("the server's answer is run once, and not at all where a live one was shown", async () => {
  const { network, work, live, painted } = await start();
  work.draw({ input: asText(bar(9)), readings: [{}] });
  assert.deepEqual(network.predicted.map((input) => input[9]), [1]);
  const shown = painted();
  work.draw({ input: asText(bar(9)), readings: [{}] });
  live(bar(9));
  work.draw({ input: asText(bar(9).map((value) => value && value - 3)), readings: [{}] });
  assert.deepEqual([network.predicted.length, painted()], [2, shown]); // the second by the live reader
  work.draw({ input: asText(bar(14)), readings: [{}] });
  assert.equal(network.predicted.length, 3);
});

test("an answer to several digits leaves what is shown", async () => {
  const { network, work, live, painted } = await start();
  live(bar(9));
  const shown = painted();
  work.draw({ readings: [{}, {}] });
  assert.deepEqual([network.predicted.length, painted()], [1, shown]);
});

test("opened after drawing, or with a network that comes late, it shows the drawing", async () => {
  const network = await smallNetwork(SHAPES);
  const other = await start({ network });
  other.live(bar(9));
  for (const early of [false, true]) {
    const { box, work, painted } = await start({ isOpen: early, network: early ? null : network });
    work.draw({ input: asText(bar(9)), readings: [{}] });
    work.place(box, NAME, network);
    assert.deepEqual(painted(), other.painted());
  }
});

test("a new box shows the drawing and the chosen map; the same one is left alone", async () => {
  const { box, work, network, live, all, find } = await start();
  live(bar(9));
  type(all(".choice input")[1], 12);
  const canvas = find("canvas");
  work.place(box, NAME, network);
  assert.equal(find("canvas"), canvas);
  const fresh = new Element("div");
  work.place(fresh, NAME, network);
  assert.deepEqual([viewOf(fresh).chosen(), viewOf(fresh).painted()], [[2, 12], viewOf(box).painted()]);
});

test("a press on a tile shows its map close up", async () => {
  const { live, all, chosen, network, find } = await start();
  live(bar(9));
  press(all(".layer canvas")[1], 0.01, 0.99);
  assert.deepEqual(chosen(), [2, 17]);
  const numbers = Float32Array.from({ length: 196 }, (_, i) => network.maps(1)[i * network.channels(1) + 16]);
  const brightest = greys(find("[data-picture=map] canvas")).indexOf(255);
  assert.equal(brightest, numbers.indexOf(Math.max(...numbers)));
  assert.deepEqual(all(".layer i").map((mark) => mark.hidden), [true, false, true, true, true, true]);
});

test("the close-up moves under the layer that is chosen, and into view", async () => {
  const { find, all } = await start();
  const section = find(".close-up");
  assert.equal(section.style.order, undefined);
  let scrolled = 0;
  section.scrollIntoView = () => (scrolled += 1);
  press(all(".layer canvas")[2], 0.1, 0.1);
  assert.deepEqual([section.style.order, scrolled, all(".layer")[2].style.order], ["2", 1, "2"]);
});

test("the fields choose as soon as there is such a map, and else go back", async () => {
  const { all, chosen } = await start();
  const [layer, map] = all(".choice input");
  type(layer, 2);
  type(map, 17);
  assert.deepEqual([chosen(), map.getAttribute("max")], [[2, 17], "17"]);
  for (const wrong of ["", "18", "0", "1.5", "-1"]) {
    type(map, wrong);
    map.onchange();
    assert.deepEqual(chosen(), [2, 17], wrong);
  }
  for (const wrong of ["", "7", "0", "1.5"]) {
    type(layer, wrong);
    layer.onchange();
    assert.deepEqual(chosen(), [2, 17], wrong);
  }
  type(layer, 1);
  assert.deepEqual(chosen(), [1, 4]);
});

test("the buttons go through the maps of all layers", async () => {
  const { all, chosen } = await start();
  const [previous, next] = all(".choice button");
  type(all(".choice input")[0], 1);
  next.click();
  assert.deepEqual(chosen(), [2, 1]);
  previous.click();
  assert.deepEqual(chosen(), [1, 4]);
  for (let i = 0; i < 4; i += 1) previous.click();
  assert.deepEqual(chosen(), [6, 3]);
  next.click();
  assert.deepEqual(chosen(), [1, 1]);
});

test("what a map looks for is blue and orange, and is not shown where it tells nothing", async () => {
  const { all, find, caption } = await start();
  const [layer] = all(".choice input");
  type(layer, 1);
  const { width, height, shown } = find("[data-picture=pattern] canvas");
  assert.deepEqual([width, height], [3, 3]);
  const tints = [0xff000000 | (255 << 16) | (150 << 8) | 90, 0xff000000 | (40 << 16) | (140 << 8) | 255];
  assert.ok(shown.some((pixel) => tints.includes(pixel | 0)));
  assert.match(caption("pattern"), /ink where it is blue, paper where it is orange/);
  type(layer, 6);
  assert.equal(find("[data-picture=pattern]").hidden, true);
  assert.match(find(".caveat").textContent, /cannot be told/);
});

test("a frame shows the strongest point, and another what it sees of the drawing", async () => {
  const { live, all, frame, caption, network, work } = await start();
  type(all(".choice input")[0], 1);
  live(bar(9));
  const numbers = Float32Array.from({ length: 784 }, (_, i) => network.maps(0)[i * network.channels(0) + 3]);
  const strongest = numbers.indexOf(Math.max(...numbers));
  const share = (pixels) => `${100 * (pixels / 28)}%`;
  assert.deepEqual([frame("map").style.left, frame("map").style.width], [share(strongest % 28), share(1)]);
  assert.deepEqual([frame("input").style.left, frame("input").style.width], [share((strongest % 28) - 1), share(3)]);
  assert.match(caption("input"), /the part of it/);
  work.draw(null);
  assert.deepEqual([frame("map").hidden, frame("input").hidden], [true, true]);
  assert.match(caption("map"), /Nothing excites it/);
});

test("the bars are the logits less their mean, the strongest marked", async () => {
  const { live, all, network, work } = await start();
  live(bar(9));
  const logits = [...network.logits];
  const mean = logits.reduce((sum, logit) => sum + logit) / logits.length;
  const best = logits.indexOf(Math.max(...logits));
  assert.equal(all(".pulls li").findIndex((row) => row.getAttribute("class") === "best"), best);
  const shown = all(".pull").map((pull) => Number(pull.textContent.replace("−", "-")));
  shown.forEach((pull, i) => assert.ok(Math.abs(pull - (logits[i] - mean)) < 0.051));
  all(".track span").forEach(({ style }, i) => assert.equal(Math.sign(parseFloat(style.scale)), Math.sign(shown[i])));
  work.draw(null);
  assert.ok(all(".pull").every((pull) => pull.textContent === ""));
  assert.deepEqual(all(".best"), []);
});

test("a network of ten classes has ten bars, one of fewer maps another first choice", async () => {
  const { all, chosen } = await start({ network: await smallNetwork(SHAPES.slice(0, 1), 10) });
  assert.deepEqual([all(".pulls li").length, chosen()], [10, [1, 1]]);
});
