// A phone in a room asks what the room does when nobody has drawn for a while, and not while nobody looks.

import assert from "node:assert/strict";
import { test } from "node:test";

let now = 0;
let tick = () => {};
const listeners = {};
const page = { hidden: false, addEventListener: (type, listener) => (listeners[type] = listener) };
const performance = { now: () => now };
Object.defineProperties(globalThis, {
  document: { value: page },
  performance: { value: performance },
  setInterval: { value: (callback) => (tick = callback) },
});
const { default: look } = await import("../../../digits/page/rooms/look.js");

const asked = [];
const parentElement = { isConnected: true };
look({ parentElement, data: { every: 3 }, setTriggerValue: (name) => asked.push([name, now]) });

function until(time) {
  for (; now < time; now += 250) tick();
}

test("it asks every three seconds, but not of what an answer has told", () => {
  until(3500);
  assert.deepEqual(asked, [["look", 3000]]);
  listeners.pointerup({ composedPath: () => [{ tagName: "CANVAS" }, page] });
  until(6250);
  assert.equal(asked.length, 1);
  until(7000);
  assert.deepEqual(asked.at(-1), ["look", 6500]);
});

test("a tap on anything but the canvas is answered with no news", () => {
  listeners.pointerup({ composedPath: () => [{ tagName: "BUTTON" }, page] });
  until(9750);
  assert.deepEqual(asked.at(-1), ["look", 9500]);
});

test("it asks at once when somebody looks again, and not before", () => {
  page.hidden = true;
  until(20000);
  assert.equal(asked.length, 3);
  page.hidden = false;
  until(20250);
  assert.deepEqual(asked.at(-1), ["look", 20000]);
});

test("who has left asks no more", () => {
  parentElement.isConnected = false;
  until(30000);
  assert.equal(asked.length, 4);
});
