// The wall of a room: a tile a place.

import assert from "node:assert/strict";
import { test } from "node:test";

import { browser } from "../dom.js";

const found = (id, more = {}) => {
  return { id, person: 3, who: "number 3", text: "7", isWrong: false, picture: "data:x", ...more };
};

Object.assign(globalThis, browser(`<ol class="wall"></ol>`));
const { default: draw } = await import("../../../digits/page/rooms/wall.js");

function open() {
  const parentElement = browser(`<ol class="wall"></ol>`).document;
  const told = [];
  const show = (...tiles) => draw({ parentElement, data: [tiles], setTriggerValue: (...said) => told.push(said) });
  const tiles = () => parentElement.querySelector(".wall").children;
  return { show, tiles, told };
}

test("a tile shows the drawing and what it was read as", () => {
  const { show, tiles } = open();
  show(found("a"), null);
  assert.equal(tiles().length, 2);
  assert.equal(tiles()[0].querySelector(".read").textContent, "7");
  assert.equal(tiles()[0].querySelector("img").src, "data:x");
  assert.equal(tiles()[1].children.length, 0);
});

test("what did not change is not touched, and what is drawn on is not new", () => {
  const { show, tiles } = open();
  show(found("a"), null);
  const picture = tiles()[0].querySelector("img");
  show(found("a"), found("b"));
  assert.equal(tiles()[0].querySelector("img"), picture);
  assert.equal(tiles()[1].className, "tile new");
  show(found("a"), found("b", { text: "71" }));
  assert.equal(tiles()[1].className, "tile");
  show(null, found("b", { text: "71" }));
  assert.equal(tiles()[0].children.length, 0);
});

test("a press hides a drawing, or all of its person's", () => {
  const { show, tiles, told } = open();
  show(found("a"));
  const [drawing, person] = tiles()[0].querySelectorAll("button");
  drawing.click();
  person.click();
  assert.deepEqual(told, [
    ["hide", "a"],
    ["person", 3],
  ]);
  assert.equal(person.ariaLabel, "Hide all that number 3 draws");
});

test("what somebody calls themselves is text and no HTML", () => {
  const { show, tiles } = open();
  show(found("a", { who: "<b>x</b>", text: "<i>7</i>" }));
  assert.equal(tiles()[0].querySelectorAll("i").length + tiles()[0].querySelectorAll("b").length, 0);
});
