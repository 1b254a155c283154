// A small network for the panel that shows it, run as the bundled one is.

import { readFile } from "node:fs/promises";

import { loadNetwork } from "../../../digits/live/network.js";
import { file, numbers } from "../../live/file.js";

const KERNEL = await readFile(new URL("../../../digits/live/kernel.wasm", import.meta.url));

// Return a network of layers, each `{ size, stride, outputs }`, and a dense one; `predicted` holds what it ran on.
export async function smallNetwork(shapes, classes = 12) {
  const side = shapes.reduce((before, { stride }) => Math.ceil(before / stride), 28);
  const dense = { size: side, stride: 1, outputs: classes, relu: false, valid: true };
  const layers = [...shapes, dense].map((layer, i) => ({ relu: true, inputs: shapes[i - 1]?.outputs ?? 1, ...layer }));
  const weights = layers.map(({ size, inputs, outputs }, i) => numbers((size * size * inputs + 1) * outputs, i + 1));
  const header = { format: 1, tflite: "", soften: null, classes, layers };
  const network = await loadNetwork(file(header, weights.flatMap((each) => [...each])), KERNEL);
  const predicted = [];
  const predict = (input) => network.predict(predicted[predicted.push(input) - 1]);
  return { ...network, predicted, predict };
}
