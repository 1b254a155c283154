// The golden file, as digits/live/golden.py writes it.

import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";

const FILE = new URL("../golden.json.gz", import.meta.url);
const INPUT_SCALE = 10_000;

export const golden = JSON.parse(gunzipSync(await readFile(FILE)));

// Return the input of a golden drawing: 784 numbers from 0 to 1.
export function inputOf({ input }) {
  const bytes = Buffer.from(input, "base64");
  return Float64Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16LE(2 * i) / INPUT_SCALE);
}
