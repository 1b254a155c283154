// The pattern of ink beside what a network without ReLUs and biases makes of each single pixel of ink.

import assert from "node:assert/strict";
import { test } from "node:test";

import { inkPattern, receptiveField, windowWidth } from "../../../digits/page/board/pattern.js";
import { convolved } from "../../live/file.js";
import { smallNetwork } from "./network.js";

const SIDE = 28;
const SHAPES = [
  { size: 3, stride: 1, outputs: 2 },
  { size: 5, stride: 2, outputs: 3 },
  { size: 3, stride: 2, outputs: 2 },
];
const network = await smallNetwork(SHAPES);

// What each single pixel of ink adds to each layer's output.
const responses = SHAPES.map(() => []);
for (let pixel = 0; pixel < SIDE * SIDE; pixel += 1) {
  const numbers = new Float32Array(SIDE * SIDE).fill(1, pixel, pixel + 1);
  let map = { height: SIDE, width: SIDE, channels: 1, numbers };
  SHAPES.forEach(({ outputs }, i) => {
    const linear = { ...network.layers[i], relu: false };
    map = convolved(map, linear, network.weights(i).kernel, new Float32Array(outputs));
    responses[i].push(map);
  });
}

function response(index, pixel, row, column, map) {
  const { width, channels, numbers } = responses[index][pixel];
  return numbers[(row * width + column) * channels + map];
}

const isWithin = ({ top, bottom, left, right }, pixel) => {
  const [row, column] = [Math.floor(pixel / SIDE), pixel % SIDE];
  return row >= top && row <= bottom && column >= left && column <= right;
};

for (const [index, { outputs }] of SHAPES.entries()) {
  test(`the pattern of layer ${index + 1} is what each pixel adds to the middle of the map`, () => {
    const middle = network.layers[index].height >> 1;
    for (let map = 0; map < outputs; map += 1) {
      const pattern = inkPattern(network, index, map);
      for (let pixel = 0; pixel < SIDE * SIDE; pixel += 1) {
        const [row, column] = [Math.floor(pixel / SIDE) - pattern.top, (pixel % SIDE) - pattern.left];
        const value = isWithin(pattern, pixel) ? pattern.values[row * windowWidth(pattern) + column] : 0;
        assert.ok(Math.abs(value - response(index, pixel, middle, middle, map)) < 1e-4, `pixel ${pixel}`);
      }
    }
  });

  test(`a point of layer ${index + 1} sees just what changes it`, () => {
    const last = network.layers[index].height - 1;
    for (const [row, column] of [[0, 0], [last >> 1, last], [last, 1]]) {
      const seen = receptiveField(network.layers, index, row, column);
      for (let pixel = 0; pixel < SIDE * SIDE; pixel += 1) {
        assert.equal(response(index, pixel, row, column, 0) !== 0, isWithin(seen, pixel), `${row} ${column}: ${pixel}`);
      }
    }
  });
}
