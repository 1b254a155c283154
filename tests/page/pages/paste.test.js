// Pictures from the clipboard: scaled, sent to the server, or refused in a sentence.

import assert from "node:assert/strict";
import { test } from "node:test";

import { browser, parse, send, settled } from "../dom.js";

const PAINTED = "data:image/png;base64,";
const picture = { type: "image/png", width: 2400, height: 1800 };
const text = { type: "text/plain" };
const broken = { type: "image/heic" }; // no browser reads it

Object.assign(globalThis, browser(""));
document.createElement = () => ({
  getContext: () => ({ drawImage: () => {} }),
  toDataURL() {
    return `${PAINTED}${this.width}x${this.height}`;
  },
});
globalThis.createImageBitmap = async (file) => {
  if (!file.width) throw new Error("The source image could not be decoded.");
  return file;
};
const { default: draw, sentSize } = await import("../../../digits/page/pages/paste.js");

function open(...clipboard) {
  const parentElement = parse(`<button type="button">Paste a picture</button><p role="status"></p>`);
  const sent = [];
  const remove = draw({ parentElement, setTriggerValue: (...trigger) => sent.push(trigger) });
  const items = clipboard.map((file) => ({ types: ["text/html", file.type], getType: async () => file }));
  permit(async () => items);
  const [button, status] = parentElement.children;
  return { sent, remove, button, status };
}

function permit(read) {
  Object.defineProperty(globalThis, "navigator", { value: { clipboard: { read } }, configurable: true });
}

async function paste(...files) {
  send(document, "paste", { clipboardData: { files } });
  await settled();
}

for (const [width, height, expected] of [
  [800, 600, [800, 600]],
  [1200, 1200, [1200, 1200]],
  [2400, 1800, [1200, 900]],
  [1801, 3602, [600, 1200]],
  [90000, 10, [1200, 1]],
]) {
  test(`a picture of ${width} by ${height} is sent as ${expected.join(" by ")}`, () => {
    const size = sentSize({ width, height });
    assert.deepEqual([size.width, size.height], expected);
  });
}

test("a pasted picture is scaled and sent as a PNG", async () => {
  const { sent, status } = open();
  status.textContent = "Press Ctrl+V to paste.";
  await paste(text, picture);
  assert.deepEqual(sent, [["picture", `${PAINTED}1200x900`]]);
  assert.equal(status.textContent, "");
});

test("what is no picture is left alone", async () => {
  const { sent, status } = open();
  await paste(text);
  send(document, "paste", { clipboardData: null });
  await settled();
  assert.deepEqual([sent, status.textContent], [[], ""]);
});

test("a picture that the browser cannot read is refused", async () => {
  const { sent, status } = open();
  await paste(broken);
  assert.deepEqual([sent, status.textContent], [[], "That picture cannot be read. Save it as a PNG or JPEG first."]);
});

test("a pasted picture goes to the mounted instance only", async () => {
  const first = open();
  const second = open();
  first.remove();
  await paste(picture);
  assert.deepEqual([first.sent.length, second.sent.length], [0, 1]);
  second.remove();
  await paste(picture);
  assert.deepEqual([first.sent.length, second.sent.length], [0, 1]);
});

test("a dropped picture is sent, unless an uploader takes it", async () => {
  const { sent } = open();
  const dataTransfer = { types: ["Files"], files: [text, picture] };
  for (const type of ["dragover", "drop"]) assert.ok(send(document, type, { dataTransfer }).defaultPrevented);
  const taken = Object.assign(new Event("drop", { cancelable: true }), { dataTransfer });
  taken.preventDefault();
  document.dispatchEvent(taken);
  assert.ok(!send(document, "drop", { dataTransfer: { types: ["text/plain"], files: [] } }).defaultPrevented);
  await settled();
  assert.equal(sent.length, 1);
});

test("what is pasted into a field is the field's", async () => {
  const { sent } = open();
  const field = parse('<input type="text"/>').children[0];
  send(document, "paste", { clipboardData: { files: [picture] }, composedPath: () => [field, document] });
  await settled();
  assert.deepEqual(sent, []);
});

test("a picture that was given to another page is sent once this one opens", async () => {
  globalThis.digitsPicture = picture;
  const first = open();
  const second = open();
  await settled();
  assert.deepEqual([...first.sent, ...second.sent], [["picture", `${PAINTED}1200x900`]]);
});

test("the button sends the clipboard's picture", async () => {
  const { sent, button } = open(picture);
  button.click();
  await settled();
  assert.deepEqual(sent, [["picture", `${PAINTED}1200x900`]]);
});

for (const [what, clipboard, sentence] of [
  ["no picture", [text], "There is no picture on the clipboard."],
  ["nothing", [], "There is no picture on the clipboard."],
  ["an unreadable picture", [broken], "That picture cannot be read. Save it as a PNG or JPEG first."],
]) {
  test(`the button announces ${what} on the clipboard`, async () => {
    const { sent, button, status } = open(...clipboard);
    button.click();
    await settled();
    assert.deepEqual([sent, status.textContent], [[], sentence]);
  });
}

test("where the browser does not permit it, the button names the keys", async () => {
  const { button, status } = open();
  permit(async () => {
    throw new Error("NotAllowedError");
  });
  button.click();
  await settled();
  assert.equal(status.textContent, "Press Ctrl+V to paste.");
});
