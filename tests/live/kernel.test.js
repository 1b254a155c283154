// The committed kernel is what its source compiles to.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import asc from "assemblyscript/asc";

const ROOT = new URL("../../", import.meta.url);
const KERNEL = "digits/live/kernel.wasm";
const MAX_BYTES = 1000;

test("compiling the kernel again changes no byte: `npm run kernel` was called", async () => {
  const { scripts } = JSON.parse(await readFile(new URL("package.json", ROOT), "utf8"));
  const [, ...flags] = scripts.kernel.split(" ");
  const written = {};
  const writeFile = (name, contents) => (written[name] = contents);
  const { error, stderr } = await asc.main([...flags, "--baseDir", fileURLToPath(ROOT)], { writeFile });
  assert.equal(error, null, stderr.toString());
  assert.deepEqual(Object.keys(written), [KERNEL]);
  assert.deepEqual(Buffer.from(written[KERNEL]), await readFile(new URL(KERNEL, ROOT)));
});

test("the kernel is small, takes a memory and gives one function", async () => {
  const bytes = await readFile(new URL(KERNEL, ROOT));
  assert.ok(bytes.length <= MAX_BYTES, `${bytes.length} bytes`);
  const module = new WebAssembly.Module(bytes);
  assert.deepEqual(WebAssembly.Module.imports(module), [{ module: "env", name: "memory", kind: "memory" }]);
  assert.deepEqual(WebAssembly.Module.exports(module), [{ name: "convolve", kind: "function" }]);
});
