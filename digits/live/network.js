// The network in the browser: a `.live` file (`export.py` writes and describes it), run by `kernel.wasm`.

const FILE_FORMAT = 1;
const INPUT_SIDE = 28;
const LANES = 16; // outputs that the kernel sums at once: a pixel's channels are rounded up to whole blocks of them
const FLOAT_BYTES = 4;
const PAGE_BYTES = 65536; // of WebAssembly's memory

// Return the network in a gzipped `.live` file, run by the kernel in a `.wasm` file; throw a sentence where it cannot.
export async function loadNetwork(bytes, kernelBytes) {
  const { header, plan, weights } = opened(await decompressed(bytes));
  const memory = new WebAssembly.Memory({ initial: Math.ceil((plan.count * FLOAT_BYTES) / PAGE_BYTES) });
  const floats = new Float32Array(memory.buffer);
  plan.layers.forEach((layer, i) => layOut(weights[i], layer, floats));
  return networkOf(header, plan, weights, floats, await compiled(kernelBytes, memory));
}

// ---- The file -------------------------------------------------------------------------------------------------------

async function decompressed(bytes) {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return await new Response(stream).arrayBuffer();
  } catch (cause) {
    throw new Error("The network's file cannot be unpacked here. Load the page again.", { cause });
  }
}

// Return what a file says of its network, where everything will lie, and each layer's weights.
function opened(buffer) {
  try {
    const length = new DataView(buffer).getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, FLOAT_BYTES, length)));
    if (header.format !== FILE_FORMAT) throw new Error(`format: expected ${FILE_FORMAT}, got ${header.format}`);
    const plan = planned(header);
    const numbers = decodedHalves(new Uint16Array(buffer, FLOAT_BYTES + length));
    return { header, plan, weights: parted(numbers, plan.layers) };
  } catch (cause) {
    throw new Error("The network's file is damaged or of another version. Load the page again.", { cause });
  }
}

// Return float16 numbers as float32. Exponent and fraction are moved to where float32 has them; what the two formats
// add to the exponent differs by 112.
function decodedHalves(halves) {
  const bits = new Uint32Array(halves.length);
  const numbers = new Float32Array(bits.buffer);
  for (let i = 0; i < halves.length; i += 1) {
    bits[i] = ((halves[i] & 0x8000) << 16) | ((halves[i] & 0x7fff) << 13);
    numbers[i] *= 2 ** 112;
  }
  return numbers;
}

// Return each layer's `{ kernel, bias }`, in the order of the file: (row, column, input, output), and (output).
function parted(numbers, layers) {
  let start = 0;
  const next = (count) => numbers.subarray(start, (start += count));
  const weights = layers.map(({ size, inputs, outputs }) => ({
    kernel: next(size * size * inputs * outputs),
    bias: next(outputs),
  }));
  if (start !== numbers.length) throw new Error(`weights: expected ${start}, got ${numbers.length}`);
  return weights;
}

// ---- The plan: where everything lies in memory ----------------------------------------------------------------------

// Return where the input goes, the layers with where each finds and leaves what, and how many numbers all that takes.
// Places are counted in numbers, not in bytes.
function planned({ layers, classes }) {
  let count = 0;
  const reserve = (needed) => {
    const start = count;
    count += Math.ceil(needed / LANES) * LANES;
    return start;
  };
  const image = { height: INPUT_SIDE, width: INPUT_SIDE, outputs: 1, channels: 1, start: reserve(INPUT_SIDE ** 2) };
  const places = [];
  for (const layer of layers) places.push(layerPlan(layer, places.at(-1) ?? image, reserve));
  const { height, width, outputs } = places.at(-1);
  if (height * width !== 1 || outputs !== classes) throw new Error(`last layer: expected 1 × 1 × ${classes}`);
  return { image, layers: places, count };
}

// Return a layer with what it makes of the one before: a map of `height` × `width` × `channels` at `start`.
function layerPlan(layer, from, reserve) {
  const { size, stride, inputs, outputs, valid } = layer;
  if (inputs !== from.outputs) throw new Error(`inputs: expected ${from.outputs}, got ${inputs}`);
  const [down, across] = [from.height, from.width].map((side) => alongSide(side, size, stride, valid));
  const channels = Math.ceil(outputs / LANES) * LANES;
  const blockLength = (1 + size * size * from.channels) * LANES; // biases and weights of one block of outputs
  const bordered = (from.height + down.border) * (from.width + across.border) * from.channels;
  return {
    ...layer,
    from,
    down,
    across,
    height: down.count,
    width: across.count,
    channels,
    blockLength,
    input: down.border + across.border > 0 ? reserve(bordered) : from.start,
    weights: reserve((channels / LANES) * blockLength),
    start: reserve(down.count * across.count * channels),
  };
}

// Return along one side how many outputs there are, how wide the border of zeros is, and how much of it comes before.
function alongSide(inputs, size, stride, valid) {
  const count = valid ? Math.floor((inputs - size) / stride) + 1 : Math.ceil(inputs / stride);
  const border = valid ? 0 : Math.max((count - 1) * stride + size - inputs, 0);
  return { count, border, before: Math.floor(border / 2) };
}

// Write a layer's weights in blocks of outputs, as the kernel reads them. Outputs that fill up a block keep zeros.
function layOut({ kernel, bias }, layer, floats) {
  const { inputs, outputs, from, weights, blockLength } = layer;
  for (let output = 0; output < outputs; output += 1) {
    const block = weights + Math.floor(output / LANES) * blockLength + (output % LANES);
    floats[block] = bias[output];
    for (let row = 0; row < kernel.length / outputs; row += 1) {
      const channel = Math.floor(row / inputs) * from.channels + (row % inputs);
      floats[block + (1 + channel) * LANES] = kernel[row * outputs + output];
    }
  }
}

// ---- The network ----------------------------------------------------------------------------------------------------

async function compiled(kernelBytes, memory) {
  try {
    const { instance } = await WebAssembly.instantiate(kernelBytes, { env: { memory } });
    return instance.exports.convolve;
  } catch (cause) {
    throw new Error("This browser cannot run the network. A newer one can.", { cause });
  }
}

// `predict(input)` returns probabilities, `(classes)`, of an input of 784 numbers in [0, 1]. The maps and the logits
// are those of the last input, which `image` holds as the first layer is given it; a map is laid out as (row, column,
// channel), with `channels(i)` to a pixel.
function networkOf(header, { image, layers }, weights, floats, convolve) {
  const viewOf = ({ start, height, width, channels }) => floats.subarray(start, start + height * width * channels);
  const pixels = viewOf(image);
  const maps = layers.map(viewOf);
  const logits = maps.at(-1).subarray(0, header.classes);

  function predict(input) {
    const { length } = input;
    if (length !== pixels.length) throw new Error(`input: expected ${pixels.length} numbers, got ${length}`);
    if (header.soften) blur(input, header.soften, pixels);
    else pixels.set(input);
    for (const layer of layers) runLayer(layer, floats, convolve);
    return softmax(logits);
  }

  return {
    header,
    layers: header.layers.map((layer, i) => ({ ...layer, height: layers[i].height, width: layers[i].width })),
    image: pixels,
    logits,
    predict,
    maps: (i) => maps[i],
    channels: (i) => layers[i].channels,
    weights: (i) => weights[i],
  };
}

function runLayer(layer, floats, convolve) {
  const { size, stride, from, across } = layer;
  if (layer.input !== from.start) copyIntoBorder(layer, floats);
  const pixelBytes = from.channels * FLOAT_BYTES;
  const rowBytes = (from.width + across.border) * pixelBytes;
  convolve(
    layer.input * FLOAT_BYTES,
    layer.weights * FLOAT_BYTES,
    layer.start * FLOAT_BYTES,
    layer.channels / LANES,
    layer.height * layer.width,
    layer.width,
    stride * pixelBytes,
    stride * rowBytes,
    size,
    size * pixelBytes,
    rowBytes,
    layer.relu ? 0 : -Infinity,
  );
}

// The border stays zero: nothing else is ever written there.
function copyIntoBorder({ input, from, down, across }, floats) {
  const row = from.width * from.channels;
  const borderedRow = row + across.border * from.channels;
  const first = input + down.before * borderedRow + across.before * from.channels;
  for (let y = 0; y < from.height; y += 1) {
    floats.copyWithin(first + y * borderedRow, from.start + y * row, from.start + (y + 1) * row);
  }
}

// Write an image to another: each pixel is the sum of its neighbourhood by nine weights; beyond the edge there is none.
function blur(image, weights, blurred) {
  const last = INPUT_SIDE - 1;
  for (let row = 0; row <= last; row += 1) {
    for (let column = 0; column <= last; column += 1) {
      let sum = 0;
      for (let y = Math.max(row - 1, 0); y <= Math.min(row + 1, last); y += 1) {
        for (let x = Math.max(column - 1, 0); x <= Math.min(column + 1, last); x += 1) {
          sum += image[y * INPUT_SIDE + x] * weights[(y - row + 1) * 3 + x - column + 1];
        }
      }
      blurred[row * INPUT_SIDE + column] = sum;
    }
  }
}

export function softmax(logits) {
  const probabilities = new Float32Array(logits.length);
  let highest = -Infinity;
  let sum = 0;
  for (const logit of logits) highest = Math.max(highest, logit);
  for (const logit of logits) sum += Math.exp(logit - highest);
  for (let i = 0; i < logits.length; i += 1) probabilities[i] = Math.exp(logits[i] - highest) / sum;
  return probabilities;
}
