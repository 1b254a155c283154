// What a map looks for: the ink that would excite the point in its middle, as far as the weights alone can tell. ReLUs
// and biases are left out, so what remains is linear, and is gone back through layer by layer. The blur in front of the
// first layer is left out too: it softens what is seen, and adds a faint pixel all around.

export const IMAGE_SIDE = 28;

// A window is the part of a map or of the input that something sees: its first and last row and column, all included.
const pointWindow = (row, column) => ({ top: row, bottom: row, left: column, right: column });

export const windowHeight = ({ top, bottom }) => bottom - top + 1;
export const windowWidth = ({ left, right }) => right - left + 1;

// Return the window on the input that a point of a layer's maps sees.
export function receptiveField(layers, index, row, column) {
  let seen = pointWindow(row, column);
  for (let i = index; i >= 0; i -= 1) seen = windowBefore(seen, layers, i);
  return seen;
}

// Return the window on the input that the point in a map's middle sees, with `values`, (row, column): how much ink in
// each pixel excites that point, negative where paper does.
export function inkPattern(network, index, map) {
  const { height, width, outputs } = network.layers[index];
  const values = new Float32Array(outputs);
  values[map] = 1;
  let pattern = { ...pointWindow(height >> 1, width >> 1), values };
  for (let i = index; i >= 0; i -= 1) pattern = patternBefore(pattern, network, i);
  return pattern;
}

// Return the window on what a layer is given that a window on its output sees.
function windowBefore({ top, bottom, left, right }, layers, index) {
  const { size } = layers[index];
  const { down, across } = firstSeen(layers, index);
  return {
    top: Math.max(down.first(top), 0),
    bottom: Math.min(down.first(bottom) + size, down.side) - 1,
    left: Math.max(across.first(left), 0),
    right: Math.min(across.first(right) + size, across.side) - 1,
  };
}

// Return for rows (down) and columns (across) how many a layer is given, and which of them each output sees first.
// Half of the padding comes before, and the odd one of it after.
export function firstSeen(layers, index) {
  const { size, stride, height, width } = layers[index];
  const given = layers[index - 1] ?? { height: IMAGE_SIDE, width: IMAGE_SIDE };
  const along = (count, side) => {
    const padding = Math.max((count - 1) * stride + size - side, 0) >> 1;
    return { side, first: (output) => output * stride - padding };
  };
  return { down: along(height, given.height), across: along(width, given.width) };
}

// Return the pattern on what a layer is given that leads to a pattern on its output.
function patternBefore(pattern, network, index) {
  const seen = windowBefore(pattern, network.layers, index);
  const { inputs, outputs } = network.layers[index];
  const before = { ...seen, values: new Float32Array(windowHeight(seen) * windowWidth(seen) * inputs) };
  let point = 0;
  for (let row = pattern.top; row <= pattern.bottom; row += 1) {
    for (let column = pattern.left; column <= pattern.right; column += 1) {
      addKernel(before, pattern.values.subarray(point, (point += outputs)), network, index, row, column);
    }
  }
  return before;
}

// Add what one point of the output, with a number for each map, asks of what it sees. What asks for padding is lost.
function addKernel(before, point, network, index, row, column) {
  const { kernel } = network.weights(index);
  const { size, inputs, outputs } = network.layers[index];
  const { down, across } = firstSeen(network.layers, index);
  const width = windowWidth(before);
  for (let i = 0; i < size * size; i += 1) {
    const y = down.first(row) + Math.floor(i / size);
    const x = across.first(column) + (i % size);
    if (y < before.top || y > before.bottom || x < before.left || x > before.right) continue;
    const pixel = ((y - before.top) * width + x - before.left) * inputs;
    addProducts(before.values.subarray(pixel, pixel + inputs), kernel, i * inputs * outputs, point);
  }
}

// Add to each input the sum of its weights, which lie as (input, output) from `start` on, by the outputs' numbers.
function addProducts(sums, kernel, start, numbers) {
  let weight = start;
  for (let input = 0; input < sums.length; input += 1) {
    let sum = 0;
    for (let output = 0; output < numbers.length; output += 1) sum += kernel[weight + output] * numbers[output];
    sums[input] += sum;
    weight += numbers.length;
  }
}
