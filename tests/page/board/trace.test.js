// The way from a pixel to a score, beside what the network itself makes of its input.

import assert from "node:assert/strict";
import { test } from "node:test";

import { addedToScores, pointAbove, traceOf } from "../../../digits/page/board/trace.js";
import { smallNetwork } from "./network.js";

const SHAPES = [
  { size: 3, stride: 1, outputs: 4 },
  { size: 5, stride: 2, outputs: 17 },
  { size: 3, stride: 2, outputs: 3 },
];
const network = await smallNetwork(SHAPES);
network.predict(Float32Array.from({ length: 784 }, (_, i) => ((i * 7) % 11) / 10));

const isNear = (one, other) => Math.abs(one - other) < 1e-4 * Math.max(1, Math.abs(other));

for (const pixel of [[0, 0], [13, 9], [27, 27], [6, 21]]) {
  test(`each step to a score from pixel ${pixel} comes to what the network has there`, () => {
    for (const output of [0, 7, 11]) {
      const steps = traceOf(network, pixel, output);
      assert.deepEqual(steps.map(({ layer }) => layer), [0, 1, 2, 3]);
      for (const { layer, row, column, map, value, part, others } of steps) {
        const { width, relu } = network.layers[layer];
        const found = network.maps(layer)[(row * width + column) * network.channels(layer) + map];
        assert.ok(isNear(value, found), `layer ${layer}: ${value}, not ${found}`);
        assert.ok(isNear(relu ? Math.max(part + others, 0) : part + others, value));
      }
      assert.ok(isNear(steps.at(-1).value, network.logits[output]));
    }
  });

  test(`what is seen from pixel ${pixel} holds the point of the map before`, () => {
    const steps = traceOf(network, pixel, 3);
    assert.ok(isNear(steps[0].patch[steps[0].at], network.image[pixel[0] * 28 + pixel[1]]));
    for (const [i, step] of steps.slice(1).entries()) {
      assert.equal(step.from, steps[i].map);
      assert.ok(isNear(step.patch[step.at], steps[i].value));
    }
  });
}

test("of all maps it goes by the one that adds most at the pixel's place", () => {
  const [, second] = traceOf(network, [13, 9], 3);
  const { kernel } = network.weights(1);
  const point = (pointAbove(13, 28) * 28 + pointAbove(9, 28)) * network.channels(0);
  const added = [0, 1, 2, 3].map((map) => network.maps(0)[point + map] * kernel[(second.at * 4 + map) * 17 + second.map]);
  assert.equal(second.from, added.indexOf(Math.max(...added)));
});

test("what all places add to a score, and the biases, is the score", () => {
  const side = network.layers[2].height;
  const sums = new Float32Array(12);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const pixel = [row, column].map((place) => Math.ceil((place * 28) / side));
      addedToScores(network, pixel).forEach((added, i) => (sums[i] += added));
    }
  }
  const { bias } = network.weights(3);
  const lessMean = (numbers) => numbers.map((each) => each - numbers.reduce((sum, one) => sum + one, 0) / 12);
  const expected = lessMean(network.logits.map((logit, i) => logit - bias[i]));
  sums.forEach((sum, i) => assert.ok(isNear(sum, expected[i]), `${sum}, not ${expected[i]}`));
});
