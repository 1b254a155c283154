// How one pixel gets to a score: at each layer the point above the pixel, and of all maps the one that hands on most.

import { firstSeen, IMAGE_SIDE } from "./pattern.js";

// Return the point of a map of this height that lies above a pixel of the input; rows and columns alike.
export const pointAbove = (pixel, side) => Math.floor((pixel * side) / IMAGE_SIDE);

// Return the way from a pixel to an output of the last layer, a step for each layer from the first on. A step has the
// layer's index, the point (`row`, `column`) of its `map` and `value` there, and where that came from: the map `from` of
// the layer before, with the `patch` that the point sees of it and the `filter` that weighs it, (row, column) both, and
// `at`, the pixel's own place in them. `part` is their product's sum, and `others` what the other maps and the bias add.
export function traceOf(network, pixel, output) {
  const steps = [];
  let map = output;
  for (let layer = network.layers.length - 1; layer >= 0; layer -= 1) {
    steps.unshift(stepTo(network, layer, map, pixel));
    map = steps[0].from;
  }
  return steps;
}

function stepTo(network, index, map, [pixelRow, pixelColumn]) {
  const { height, width, size } = network.layers[index];
  const [row, column] = [pointAbove(pixelRow, height), pointAbove(pixelColumn, width)];
  const before = givenTo(network, index);
  const { down, across } = firstSeen(network.layers, index);
  const [top, left] = [down.first(row), across.first(column)];
  const at = (pointAbove(pixelRow, before.height) - top) * size + pointAbove(pixelColumn, before.width) - left;
  const from = strongestInput(network, index, map, before, at, top, left);
  const patch = patchOf(before, from, size, top, left);
  const filter = filterOf(network, index, from, map);
  const part = patch.reduce((sum, value, i) => sum + value * filter[i], 0);
  const sum = sumAt(network, index, map, before, top, left);
  const value = network.layers[index].relu ? Math.max(sum, 0) : sum;
  return { layer: index, row, column, map, from, at, patch, filter, part, others: sum - part, value };
}

// Return the maps that a layer is given, the input before the first.
export function givenTo(network, index) {
  if (index === 0) return { numbers: network.image, channels: 1, height: IMAGE_SIDE, width: IMAGE_SIDE, outputs: 1 };
  const { height, width, outputs } = network.layers[index - 1];
  return { numbers: network.maps(index - 1), channels: network.channels(index - 1), height, width, outputs };
}

const weightIndex = ({ inputs, outputs }, place, input, output) => (place * inputs + input) * outputs + output;

// Return what a map holds at a point, 0 beyond its edge.
function valueAt({ numbers, channels, height, width }, map, row, column) {
  if (row < 0 || column < 0 || row >= height || column >= width) return 0;
  return numbers[(row * width + column) * channels + map];
}

// Return the map whose number at the pixel's own place adds most to a point.
function strongestInput(network, index, output, before, at, top, left) {
  const layer = network.layers[index];
  const { kernel } = network.weights(index);
  const [row, column] = [top + Math.floor(at / layer.size), left + (at % layer.size)];
  let best = 0;
  let most = -Infinity;
  for (let input = 0; input < layer.inputs; input += 1) {
    const added = valueAt(before, input, row, column) * kernel[weightIndex(layer, at, input, output)];
    if (added > most) [best, most] = [input, added];
  }
  return best;
}

const patchOf = (before, map, size, top, left) =>
  Float32Array.from({ length: size * size }, (_, i) =>
    valueAt(before, map, top + Math.floor(i / size), left + (i % size)),
  );

function filterOf(network, index, input, output) {
  const layer = network.layers[index];
  const { kernel } = network.weights(index);
  return Float32Array.from({ length: layer.size ** 2 }, (_, i) => kernel[weightIndex(layer, i, input, output)]);
}

// Return what a point is before the ReLU: of all maps, and the bias.
function sumAt(network, index, output, before, top, left) {
  const layer = network.layers[index];
  const { kernel, bias } = network.weights(index);
  let sum = bias[output];
  for (let i = 0; i < layer.size ** 2; i += 1) {
    const [row, column] = [top + Math.floor(i / layer.size), left + (i % layer.size)];
    for (let input = 0; input < layer.inputs; input += 1) {
      sum += valueAt(before, input, row, column) * kernel[weightIndex(layer, i, input, output)];
    }
  }
  return sum;
}

// Return what the point of the last maps above a pixel adds to each score, less what it adds on average.
export function addedToScores(network, [pixelRow, pixelColumn]) {
  const index = network.layers.length - 1;
  const layer = network.layers[index];
  const before = givenTo(network, index);
  const [row, column] = [pointAbove(pixelRow, before.height), pointAbove(pixelColumn, before.width)];
  const { kernel } = network.weights(index);
  const added = Float32Array.from({ length: layer.outputs }, (_, output) => {
    let sum = 0;
    for (let input = 0; input < layer.inputs; input += 1) {
      sum += valueAt(before, input, row, column) * kernel[weightIndex(layer, row * layer.size + column, input, output)];
    }
    return sum;
  });
  const mean = added.reduce((sum, each) => sum + each, 0) / added.length;
  return added.map((each) => each - mean);
}
