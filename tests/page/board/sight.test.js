// The panel that lets people explore how the network sees, on the least of a page, with a small network.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createDrawn } from "../../../digits/page/board/drawn.js";
import { Element } from "../dom.js";
import { getContext } from "./canvas2d.js";
import { smallNetwork } from "./network.js";

const SHAPES = [
  { size: 3, stride: 1, outputs: 4 },
  { size: 3, stride: 2, outputs: 17 },
];
const NAME = "How it sees";

Object.assign(Element.prototype, { getContext, scrollIntoView() {} });

const bar = (column) => Uint8Array.from({ length: 784 }, (_, i) => (i % 28 === column ? 255 : 0));
const asText = (input) => Buffer.from(input).toString("base64");
const known = () => new Promise((resolve) => setTimeout(resolve, 400)); // which ink mattered

async function start() {
  const network = await smallNetwork(SHAPES);
  const box = new Element("div");
  const drawn = createDrawn();
  drawn.place(box, NAME, network);
  const [find, all] = [(selector) => box.querySelector(selector), (selector) => box.querySelectorAll(selector)];
  const widths = () => all(".shares .track span").map(({ style }) => parseFloat(style.width));
  const pressed = () => all(".shares button").findIndex(({ ariaPressed }) => ariaPressed === "true");
  const text = (selector) => find(selector).textContent;
  const take = (share) => {
    find("input").value = String(share);
    find("input").oninput();
  };
  return { network, box, drawn, find, all, widths, pressed, text, take };
}

test("a blank canvas shows no way, and nothing can be taken away", async () => {
  const { find, widths } = await start();
  assert.deepEqual([find(".sight").dataset.blank, find("input").disabled, find(".way").hidden], ["yes", true, true]);
  assert.ok(widths().every((width) => width === 0));
});

test("the bars are what the network says, and a row leads to each layer", async () => {
  const { network, drawn, widths, all, text, pressed } = await start();
  drawn.draw({ input: asText(bar(9)), readings: [{}] });
  const probabilities = network.predict(Float32Array.from(bar(9), (value) => value / 255));
  const shares = widths();
  probabilities.slice(0, 10).forEach((share, i) => assert.ok(Math.abs(shares[i] - 100 * share) < 0.06));
  const none = 100 * (probabilities[10] + probabilities[11]);
  assert.ok(Math.abs(shares[10] - none) < 0.1);
  const best = probabilities.indexOf(Math.max(...probabilities.slice(0, 10)));
  assert.equal(pressed(), best);
  assert.equal(all(".way li").length, SHAPES.length + 1);
  assert.equal(text("h2"), `From this pixel to the score of ${best}`);
});

test("another digit is asked for, and stays so while people draw", async () => {
  const { drawn, all, pressed, text } = await start();
  drawn.draw({ input: asText(bar(9)), readings: [{}] });
  all(".shares button")[4].click();
  assert.deepEqual([pressed(), text("h2")], [4, "From this pixel to the score of 4"]);
  drawn.draw({ input: asText(bar(20)), readings: [{}] });
  assert.equal(pressed(), 4);
});

test("arrow keys and the pointer choose the pixel; at an edge they stop", async () => {
  const { drawn, find, text } = await start();
  drawn.draw({ input: asText(bar(9)), readings: [{}] });
  const picture = find("button");
  picture.getBoundingClientRect = () => ({ left: 100, top: 50, width: 280, height: 280 });
  picture.onpointermove({ clientX: 195, clientY: 55 });
  assert.equal(text(".pixel"), "Row 1, column 10: ink 1.00");
  let prevented = 0;
  const press = (key) => picture.onkeydown({ key, preventDefault: () => (prevented += 1) });
  for (const key of ["ArrowRight", "ArrowUp", "ArrowDown", "Tab"]) press(key);
  assert.deepEqual([text(".pixel"), prevented], ["Row 2, column 11: ink 0.00", 3]);
  picture.onpointerdown({ clientX: 999, clientY: 999 });
  assert.equal(text(".pixel"), "Row 28, column 28: ink 0.00");
});

test("a point of a map is a pixel of the drawing", async () => {
  const { drawn, all, text } = await start();
  drawn.draw({ input: asText(bar(9)), readings: [{}] });
  const map = all(".way [data-picture=map] canvas")[1];
  Object.assign(map, { clientWidth: 140, clientHeight: 140 });
  map.onpointermove({ offsetX: 135, offsetY: 5 });
  assert.equal(text(".pixel"), "Row 2, column 28: ink 0.00");
});

test("taking ink away changes the bars, all of it leaves what a blank paper says", async () => {
  const { network, drawn, widths, take, text } = await start();
  drawn.draw({ input: asText(bar(9)), readings: [{}] });
  const before = widths();
  take(100); // before it is known which ink mattered
  assert.equal(text("output"), "100 %");
  const blank = network.predict(new Float32Array(784));
  widths().slice(0, 10).forEach((width, i) => assert.ok(Math.abs(width - 100 * blank[i]) < 0.06));
  take(0);
  assert.deepEqual(widths(), before);
  take(50);
  drawn.draw({ input: asText(bar(20)), readings: [{}] });
  assert.equal(text("output"), "0 %");
});

test("which ink mattered is shown once nothing changes, and the maps are still the drawing's", async () => {
  const { network, drawn, text } = await start();
  drawn.draw({ input: asText(bar(9)), readings: [{}] });
  const logits = [...network.logits];
  assert.equal(text(".meaning"), "");
  await known();
  assert.match(text(".meaning"), /Blue ink speaks for/);
  assert.deepEqual([...network.logits], logits);
});

test("a closed panel asks for nothing more", async () => {
  const { network, box, drawn } = await start();
  drawn.draw({ input: asText(bar(9)), readings: [{}] });
  drawn.place(box, null, network);
  const { length } = network.predicted;
  await known();
  assert.deepEqual([network.predicted.length, box.hidden], [length, true]);
});

test("of several digits the one that is looked at is shown", async () => {
  const { network, drawn } = await start();
  drawn.draw({ readings: [{}, {}] });
  assert.equal(network.predicted.length, 0);
  drawn.drawInput(asText(bar(9)));
  assert.equal(network.predicted[0][9], 1);
});
