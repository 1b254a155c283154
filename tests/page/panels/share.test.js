// The phone's own share sheet.

import assert from "node:assert/strict";
import { test } from "node:test";

import { parse } from "../dom.js";

const { default: draw } = await import("../../../digits/page/panels/share.js");
const DATA = { title: "Digits", text: "Read as 7.", url: "http://x/?d=7" };

function drawn(share) {
  Object.defineProperty(globalThis, "navigator", { value: { share }, configurable: true });
  const parentElement = parse("<button hidden></button>");
  draw({ parentElement, data: DATA });
  return parentElement.querySelector("button");
}

test("it is offered the link and what was read", async () => {
  const shared = [];
  const button = drawn(async (what) => shared.push(what));
  assert.ok(!button.hidden);
  button.click();
  assert.deepEqual(shared, [DATA]);
});

test("who closes it is told nothing", async () => {
  const button = drawn(() => Promise.reject(new Error("AbortError")));
  await button.onclick();
});

test("where there is none, there is no button", () => {
  assert.ok(drawn(undefined).hidden);
});
