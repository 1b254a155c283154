// The keys and buttons of the projector's view.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { browser, send } from "../dom.js";

const MODULE = new URL("../../../digits/page/parts/view.js", import.meta.url);
const HTML = await readFile(new URL("view.html", MODULE), "utf8");

Object.assign(globalThis, browser(`<div class="st-key-turns"><button></button></div>${HTML}`));
const root = globalThis.document.documentElement;
Object.assign(globalThis.document, { fullscreenEnabled: true, fullscreenElement: null });
root.requestFullscreen = () => (globalThis.document.fullscreenElement = root);
globalThis.document.exitFullscreen = () => (globalThis.document.fullscreenElement = null);
const { default: show } = await import(MODULE);

function open() {
  const { document } = globalThis;
  const told = [];
  const close = show({ parentElement: document, setTriggerValue: (name) => told.push(name) });
  const press = (key, more = {}) => send(document, "keydown", { key, ...more });
  const button = (name) => document.querySelector(`[data-view=${name}]`);
  return { document, told, close, press, button };
}

test("a key and a button do the same, each time the other way", () => {
  const { press, button, close } = open();
  press("b");
  assert.equal(root.dataset.bars, "off");
  assert.equal(button("bars").ariaPressed, "false");
  button("bars").click();
  assert.equal(root.dataset.bars, "on");
  press("F");
  assert.equal(globalThis.document.fullscreenElement, root);
  press("F");
  assert.equal(globalThis.document.fullscreenElement, null);
  close();
});

test("Escape makes the code small, and nothing else", () => {
  const { press, close } = open();
  press("Escape");
  assert.notEqual(root.dataset.code, "large");
  press("q");
  assert.equal(root.dataset.code, "large");
  press("Escape");
  assert.equal(root.dataset.code, "small");
  close();
});

test("a presenter's remote goes on", () => {
  const { document, press, close } = open();
  let pressed = 0;
  document.querySelector(".st-key-turns button").onclick = () => (pressed += 1);
  press("PageDown");
  assert.equal(pressed, 1);
  close();
});

test("keys with others held, and keys that are held down, are not ours", () => {
  const { press, close } = open();
  for (const held of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { repeat: true }]) press("q", held);
  assert.notEqual(root.dataset.code, "large");
  close();
});

test("drawn twice, a key acts once; closed, it does not act, and the code is small", () => {
  open();
  const { press, close, told, button } = open();
  press("q");
  assert.equal(root.dataset.code, "large");
  button("leave").click();
  assert.deepEqual(told, ["leave"]);
  close();
  assert.equal(root.dataset.code, "small");
  press("q");
  assert.equal(root.dataset.code, "small");
});
