import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";

import { browser, parse } from "../dom.js";

const HTML = readFileSync(new URL("../../../digits/page/parts/consent.html", import.meta.url), "utf8");
const SECRET = "0123456789abcdef".repeat(2);

Object.assign(globalThis, browser(""));
let heard = []; // what listens to other tabs
globalThis.addEventListener = (_, listener) => heard.push(listener);
const stored = new Map();
globalThis.localStorage = {
  getItem: (key) => stored.get(key) ?? null,
  setItem: (key, value) => stored.set(key, value),
};

let component;
let told;
let page;

// Draw the line as the server has it drawn.
const draw = (data = {}) =>
  component({ parentElement: page, data: { visit: "a", said: "", ...data }, setTriggerValue: (_, value) => told.push(value) });
const line = () => page.querySelector(".consent");
const words = () => page.querySelector("p").textContent;
const buttons = () => page.querySelectorAll("button").filter((each) => !each.hidden).map((each) => each.dataset.answer);
const press = (answer) => page.querySelector(`[data-answer=${answer}]`).click();

let visits = 0;
beforeEach(async () => {
  stored.clear();
  [told, heard] = [[], []];
  page = parse(HTML);
  component = (await import(`../../../digits/page/parts/consent.js?${visits++}`)).default; // a page of its own
});

test("it asks, and tells the server nothing of its own accord", () => {
  draw();
  assert.equal(line().hidden, false);
  assert.match(words(), /^May your strokes be kept/);
  assert.deepEqual(buttons(), ["yes", "no"]);
  assert.deepEqual(told, []);
});

test("a yes is told with a random number, and remembered", () => {
  draw();
  press("yes");
  assert.equal(told.length, 1);
  assert.equal(told[0].keeps, true);
  assert.match(told[0].secret, /^[0-9a-f]{32}$/);
  assert.deepEqual(JSON.parse(stored.get("digits.consent")), told[0]);
  assert.deepEqual(buttons(), ["forget"]);
});

test("a no is remembered and told to nobody", () => {
  draw();
  press("no");
  assert.deepEqual(told, []);
  assert.equal(words(), "What you draw is not kept.");
  assert.deepEqual(buttons(), ["yes"]);
  assert.equal(stored.get("digits.consent"), '{"keeps":false}');
});

test("an earlier yes is told once a visit, and again to a server that began anew", () => {
  stored.set("digits.consent", JSON.stringify({ keeps: true, secret: SECRET }));
  draw();
  draw();
  assert.deepEqual(told, [{ keeps: true, secret: SECRET }]);
  draw({ visit: "b" });
  assert.equal(told.length, 2);
});

test("what is kept is forgotten, and the number with it once the server has done so", () => {
  draw();
  press("yes");
  const { secret } = told[0];
  press("forget");
  assert.deepEqual(told[1], { keeps: false, secret });
  assert.ok(stored.get("digits.consent").includes(secret));
  draw({ said: "forgotten" });
  assert.match(words(), /^All of yours is deleted/);
  assert.ok(!stored.get("digits.consent").includes(secret));
  press("yes");
  assert.notEqual(told[2].secret, secret);
});

test("where it cannot be forgotten, it says so and may be asked again", () => {
  draw();
  press("yes");
  press("forget");
  draw({ said: "Not just now." });
  assert.equal(words(), "Not just now.");
  assert.deepEqual(buttons(), ["forget"]);
});

// Have another tab of the browser decide so.
function elsewhere(decided) {
  stored.set("digits.consent", JSON.stringify(decided));
  for (const listener of heard) listener({ key: "digits.consent" });
}

test("what another tab decided holds here, and this visit's server is told", () => {
  draw();
  elsewhere({ keeps: true, secret: SECRET });
  assert.deepEqual(told, [{ keeps: true, secret: SECRET }]);
  assert.deepEqual(buttons(), ["forget"]);
  elsewhere({ keeps: false });
  assert.deepEqual(told[1], { keeps: false, secret: SECRET });
  assert.deepEqual(buttons(), ["yes"]);
  page.querySelector(".consent").isConnected = false; // another page is shown
  elsewhere({ keeps: true, secret: SECRET });
  assert.equal(told.length, 2);
});

test("two tabs that say yes keep under one number", () => {
  draw();
  stored.set("digits.consent", JSON.stringify({ keeps: true, secret: SECRET })); // and this tab has not heard of it
  press("yes");
  assert.deepEqual(told, [{ keeps: true, secret: SECRET }]);
});

for (const junk of ["junk", "null", "[]", '{"keeps":1}', '{"keeps":true}', '{"keeps":true,"secret":"<b>"}'])
  test(`junk in the browser is no answer: ${junk}`, () => {
    stored.set("digits.consent", junk);
    draw();
    assert.deepEqual(buttons(), ["yes", "no"]);
    assert.deepEqual(told, []);
  });

test("where the browser keeps nothing, the answer holds for the visit", () => {
  const { setItem } = localStorage;
  localStorage.setItem = () => {
    throw new Error("blocked");
  };
  draw();
  press("yes");
  draw();
  assert.deepEqual(buttons(), ["forget"]);
  localStorage.setItem = setItem;
});
