// A connection that is lost and back: announced, and the server is asked for a full rerun.

import assert from "node:assert/strict";
import { test } from "node:test";

import { browser, changed, parse } from "../dom.js";

const MODULE = new URL("../../../digits/page/parts/connection.js", import.meta.url);
const PAGE = `<div class="stApp" data-test-connection-state="CONNECTED"><p role="status"></p></div>`;
let pages = 0;

async function open() {
  Object.assign(globalThis, browser(PAGE));
  const app = document.querySelector(".stApp");
  const sent = [];
  const { default: draw } = await import(`${MODULE}?${(pages += 1)}`);
  const render = () => draw({ parentElement: app, setTriggerValue: (...trigger) => sent.push(trigger) });
  const become = (state) => {
    app.dataset.testConnectionState = state;
    changed(app);
    return app.querySelector("p").textContent;
  };
  return { render, become, sent };
}

test("a lost connection is announced, and a rerun asked for when it is back", async () => {
  const { render, become, sent } = await open();
  render();
  assert.equal(become("PINGING_SERVER"), "The connection is lost.");
  assert.deepEqual(sent, []);
  assert.equal(become("CONNECTED"), "");
  assert.deepEqual(sent, [["back", { given: null, showsPictures: false }]]);
  become("CONNECTED");
  assert.equal(sent.length, 1);
});

test("the rerun is asked for once, whatever states lie between", async () => {
  const { render, become, sent } = await open();
  render();
  for (const state of ["PINGING_SERVER", "CONNECTING", "DISCONNECTED_FOREVER", "CONNECTED"]) become(state);
  assert.equal(sent.length, 1);
});

test("the message that the canvas was last given goes along, as it is when the connection is back", async () => {
  const { render, become, sent } = await open();
  render();
  become("CONNECTING");
  const given = { objects: [], turn: 3 };
  document.addEventListener("digits:last-given", ({ detail }) => (detail.given = given)); // as board.js does
  become("CONNECTED");
  assert.deepEqual(sent, [["back", { given, showsPictures: false }]]);
});

test("a page that shows pictures says so", async () => {
  const { render, become, sent } = await open();
  render();
  document.body.append(parse('<div class="photo"></div>'));
  become("CONNECTING");
  become("CONNECTED");
  assert.deepEqual(sent, [["back", { given: null, showsPictures: true }]]);
});

test("Streamlit's dialog is closed while the connection is lost, and not before", async () => {
  const { render, become } = await open();
  render();
  let closed = 0;
  const dialog = parse('<div data-testid="stDialog"><button aria-label="Close"></button></div>');
  dialog.querySelector("button").onclick = () => (closed += 1);
  document.body.append(dialog);
  changed(document.body);
  assert.equal(closed, 0);
  become("PINGING_SERVER");
  changed(document.body);
  assert.equal(closed, 1);
});

test("before the component is drawn nothing is announced or asked for", async () => {
  const { become, sent } = await open();
  assert.equal(become("CONNECTING"), "");
  become("CONNECTED");
  assert.deepEqual(sent, []);
});
