import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { sha256 } from "../../digits/live/sha256.js";

const bytesOf = (text) => new TextEncoder().encode(text);

// From the standard's own examples.
const EXAMPLES = {
  abc: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  "": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
};
for (const [text, digest] of Object.entries(EXAMPLES)) {
  test(`the digest of "${text}"`, () => assert.equal(sha256(bytesOf(text)), digest));
}

test("digests are Node's, however the last block is filled", () => {
  for (const length of [1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 100_003]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * i + length) % 251);
    assert.equal(sha256(bytes), createHash("sha256").update(bytes).digest("hex"), `${length} bytes`);
  }
});

test("a part of other bytes is digested alone", () => {
  assert.equal(sha256(bytesOf("xabcx").subarray(1, 4)), EXAMPLES.abc);
});
