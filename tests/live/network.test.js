// The network in the browser, against convolutions as they are defined, and the bundled one on a few inputs.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { loadNetwork } from "../../digits/live/network.js";
import { convolved, file, numbers } from "./file.js";

const read = (path) => readFile(new URL(`../../${path}`, import.meta.url));
const KERNEL = await read("digits/live/kernel.wasm");
const IMAGE = numbers(784).map(Math.abs);
const BLUR = [0, 2, 1, 3, 8, 4, 0, 5, 1].map((weight) => weight / 16);

const weightCount = ({ size, inputs, outputs }) => (size * size * inputs + 1) * outputs;

// Return layers with the inputs that they have, from `[size, stride, outputs, settings]`.
function layersOf(shapes) {
  let inputs = 1;
  return shapes.map(([size, stride, outputs, settings]) => {
    const layer = { size, stride, inputs, outputs, relu: true, ...settings };
    inputs = outputs;
    return layer;
  });
}

// Return a network of such layers, and its weights.
async function built(shapes, soften = null) {
  const layers = layersOf(shapes);
  const weights = layers.map((layer, i) => numbers(weightCount(layer), i + 7));
  const header = { format: 1, tflite: "", soften, classes: layers.at(-1).outputs, layers };
  const network = await loadNetwork(file(header, weights.flatMap((each) => [...each])), KERNEL);
  return { network, layers, weights };
}

// Return what each layer should make of an input.
function expected({ layers, weights }, input) {
  let map = { height: 28, width: 28, channels: 1, numbers: input };
  return layers.map((layer, i) => {
    const kernelCount = weightCount(layer) - layer.outputs;
    map = convolved(map, layer, weights[i].subarray(0, kernelCount), weights[i].subarray(kernelCount));
    return map;
  });
}

function assertClose(found, wanted, tolerance = 1e-4) {
  assert.equal(found.length, wanted.length);
  const largest = Math.max(1, ...[...wanted].map(Math.abs));
  wanted.forEach((number, i) => {
    assert.ok(Math.abs(found[i] - number) <= tolerance * largest, `${i}: expected ${number}, got ${found[i]}`);
  });
}

// Assert that the network's map of a layer is the one wanted, and zero in the channels that fill up a block.
function assertMap(network, i, wanted) {
  const channels = network.channels(i);
  assert.equal(channels, Math.ceil(wanted.channels / 16) * 16);
  assert.equal(network.maps(i).length, wanted.height * wanted.width * channels);
  const isReal = (_, place) => place % channels < wanted.channels;
  assertClose(network.maps(i).filter(isReal), Float32Array.from(wanted.numbers));
  assert.ok(network.maps(i).every((number, place) => isReal(number, place) || number === 0));
}

const LAST = { relu: false, valid: true };
const NETWORKS = {
  "one block, halved": [[3, 2, 16], [14, 1, 10, LAST]],
  "a block that is not full": [[3, 1, 5], [28, 1, 12, LAST]],
  "several blocks, from several blocks that are not full": [[3, 3, 20], [3, 1, 35], [10, 1, 33, LAST]],
  "odd sides: 28, 14, 7, 4": [[5, 2, 3], [3, 2, 4], [3, 2, 6], [4, 1, 12, LAST]],
  "without padding, odd sides: 26, 12, 5": [[3, 1, 3, LAST], [3, 2, 3, LAST], [4, 2, 4, LAST], [5, 1, 10, LAST]],
  "even sizes, whose padding is uneven": [[2, 1, 3], [4, 2, 4], [4, 3, 4], [5, 1, 10, LAST]],
  "single pixels": [[1, 1, 3], [1, 2, 17], [14, 1, 10, LAST]],
  "strides beyond the size": [[2, 5, 4], [1, 4, 4], [2, 1, 10, LAST]],
  "one layer, no ReLU before the last": [[28, 1, 12, LAST]],
};
for (const [name, shapes] of Object.entries(NETWORKS)) {
  test(`layers are what they are defined to be: ${name}`, async () => {
    const made = await built(shapes);
    made.network.predict(IMAGE);
    expected(made, IMAGE).forEach((wanted, i) => {
      assertMap(made.network, i, wanted);
      const { height, width } = wanted;
      assert.deepEqual(made.network.layers[i], { ...made.layers[i], height, width });
    });
  });
}

test("the input is blurred, with nothing beyond its edge", async () => {
  const made = await built(NETWORKS["one block, halved"], BLUR);
  made.network.predict(IMAGE);
  const blur = { size: 3, stride: 1, inputs: 1, outputs: 1, relu: false };
  const blurred = convolved({ height: 28, width: 28, channels: 1, numbers: IMAGE }, blur, BLUR, [0]);
  expected(made, blurred.numbers).forEach((wanted, i) => assertMap(made.network, i, wanted));
});

test("probabilities are the softmax of the logits, which may be large", async () => {
  const made = await built([[28, 1, 10, LAST]]);
  for (const scale of [1, 100, 1e4]) {
    const probabilities = made.network.predict(IMAGE.map((grey) => grey * scale));
    const logits = [...made.network.logits];
    const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
    assertClose(probabilities, Float32Array.from(powers, (power) => power / powers.reduce((a, b) => a + b)));
  }
});

test("an input leaves nothing behind for the next, and probabilities last", async () => {
  const { network } = await built(NETWORKS["odd sides: 28, 14, 7, 4"], BLUR);
  const first = network.predict(IMAGE);
  const kept = [...first];
  const other = network.predict(IMAGE.map((grey) => 1 - grey));
  assert.notDeepEqual([...other], kept);
  assert.deepEqual([...first], kept);
  assert.deepEqual([...network.predict(IMAGE)], kept);
});

test("an input of another size is refused", async () => {
  const { network } = await built([[28, 1, 10, LAST]]);
  assert.throws(() => network.predict(new Float32Array(783)), /input: expected 784 numbers, got 783/);
});

test("the weights are those of the file", async () => {
  const { network, layers, weights } = await built(NETWORKS["several blocks, from several blocks that are not full"]);
  layers.forEach((layer, i) => {
    const { kernel, bias } = network.weights(i);
    assert.equal(kernel.length, layer.size ** 2 * layer.inputs * layer.outputs);
    assert.deepEqual([...kernel, ...bias], [...weights[i]]);
  });
});

test("the smallest and the largest float16 are read", async () => {
  const layer = { size: 28, stride: 1, inputs: 1, outputs: 1, relu: false, valid: true };
  const extremes = [0, 2 ** -14, -(2 ** -14), 65504, -65504, 1 - 2 ** -11];
  const weights = [...extremes, ...new Float32Array(784 + 1 - extremes.length)];
  const network = await loadNetwork(file({ format: 1, soften: null, classes: 1, layers: [layer] }, weights), KERNEL);
  assert.deepEqual([...network.weights(0).kernel.subarray(0, extremes.length)], extremes);
});

// ---- What cannot be loaded ------------------------------------------------------------------------------------------

const [LAYER] = layersOf([[28, 1, 10, LAST]]);
const HEADER = { format: 1, tflite: "", soften: null, classes: 10, layers: [LAYER] };
const WEIGHTS = numbers(weightCount(LAYER));
const DAMAGED = {
  "nothing inside": gzipSync(""),
  "no header": gzipSync("abcdefgh"),
  "a header that is no JSON": gzipSync(Buffer.from([4, 0, 0, 0, 1, 2, 3, 4])),
  "another format": file({ ...HEADER, format: 2 }, WEIGHTS),
  "no layers": file({ ...HEADER, layers: [] }, []),
  "too few weights": file(HEADER, WEIGHTS.subarray(1)),
  "too many weights": file(HEADER, [...WEIGHTS, 0]),
  "other inputs than outputs before": file({ ...HEADER, layers: [{ ...LAYER, inputs: 2 }] }, numbers(15690)),
  "other classes than outputs": file({ ...HEADER, classes: 12 }, WEIGHTS),
  "a map at the end": file({ ...HEADER, layers: [{ ...LAYER, size: 27 }] }, numbers(7300)),
};
for (const [name, bytes] of Object.entries(DAMAGED)) {
  test(`a file is refused in a sentence: ${name}`, async () => {
    const message = /^The network's file is damaged or of another version\. Load the page again\.$/;
    await assert.rejects(loadNetwork(bytes, KERNEL), { message });
  });
}

const PACKED = { "no gzip": Buffer.from("junk"), "cut off": file(HEADER, WEIGHTS).subarray(0, 99) };
for (const [name, bytes] of Object.entries(PACKED)) {
  test(`a file that cannot be unpacked is refused in a sentence: ${name}`, async () => {
    await assert.rejects(loadNetwork(bytes, KERNEL), { message: /^The network's file cannot be unpacked here\./ });
  });
}

test("a browser that cannot run the kernel is told so in a sentence", async () => {
  const newer = Buffer.from(KERNEL);
  newer[4] = 99; // the version of WebAssembly
  const message = /^This browser cannot run the network\./;
  await assert.rejects(loadNetwork(file(HEADER, WEIGHTS), newer), { message });
});

// ---- The bundled network --------------------------------------------------------------------------------------------

const bundled = await loadNetwork(await read("model/digits.live"), KERNEL);

// Return an input from how bright it is at a place to the right of and below its middle.
const place = (index) => [(index % 28) - 13.5, Math.floor(index / 28) - 13.5];
const drawn = (greyAt) => Float32Array.from({ length: 784 }, (_, index) => greyAt(...place(index)));
const line = (distance) => Math.min(Math.max(2.2 - Math.abs(distance), 0), 1);
const slanted = (x, y) => (Math.abs(y) <= 10 ? line(x - 5 + (y + 9) / 2) : 0);
const DRAWN = {
  0: drawn((x, y) => line(Math.hypot(x * 1.4, y) - 8.5)),
  1: drawn((x, y) => (Math.abs(y) <= 10 ? line(x) : 0)),
  7: drawn((x, y) => (Math.abs(x) <= 6 && Math.abs(y + 8.5) <= 1.5 ? 1 : slanted(x, y))),
};
for (const [digit, input] of Object.entries(DRAWN)) {
  test(`the bundled network reads a ${digit}`, () => {
    const probabilities = bundled.predict(input);
    assert.equal(probabilities.length, 12);
    assert.ok(probabilities[digit] > 0.9, `${probabilities}`);
    assert.ok(Math.abs(probabilities.reduce((a, b) => a + b) - 1) < 1e-6);
  });
}

test("the bundled network has nine layers, the last of which are its classes", () => {
  const sizes = bundled.layers.map(({ height, width, outputs }) => `${height} × ${width} × ${outputs}`);
  assert.deepEqual(sizes.slice(0, 4), ["28 × 28 × 32", "28 × 28 × 32", "14 × 14 × 32", "14 × 14 × 64"]);
  assert.deepEqual(sizes.slice(4), ["14 × 14 × 64", "7 × 7 × 64", "7 × 7 × 112", "4 × 4 × 112", "1 × 1 × 12"]);
  assert.equal(bundled.header.classes, bundled.logits.length);
});
