// `.live` files and what a network makes of an input, from their definitions and as slowly as they read.

import { gzipSync } from "node:zlib";

const HALF_STEP = 64; // a 64th and its multiples are exact in float16

// Return numbers that float16 holds, in turn from a generator of whole ones that always gives the same.
export function numbers(count, seed = 1) {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647;
    return ((state % 65) - 32) / HALF_STEP;
  });
}

// Return a float16's bits for a number that it holds.
function half(number) {
  if (number === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(number)));
  const fraction = (Math.abs(number) / 2 ** exponent - 1) * 1024;
  return (number < 0 ? 0x8000 : 0) + (exponent + 15) * 1024 + fraction;
}

// Return the bytes of a file from its header and weights.
export function file(header, weights) {
  const text = JSON.stringify(header);
  const head = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 4) * 4));
  const halves = Uint16Array.from(weights, half);
  const length = Uint32Array.of(head.length);
  return new Uint8Array(gzipSync(Buffer.concat([length, head, halves].map((part) => Buffer.from(part.buffer)))));
}

// Return a number of the input, zero beyond its edge.
function at({ height, width, channels, numbers: all }, y, x, channel) {
  return y < 0 || x < 0 || y >= height || x >= width ? 0 : all[(y * width + x) * channels + channel];
}

// Return what a layer makes of a map `{ height, width, channels, numbers }`.
export function convolved(map, { size, stride, inputs, outputs, relu, valid }, kernel, bias) {
  const side = (length) => (valid ? Math.ceil((length - size + 1) / stride) : Math.ceil(length / stride));
  const before = (length) => (valid ? 0 : Math.floor(Math.max((side(length) - 1) * stride + size - length, 0) / 2));
  const found = { height: side(map.height), width: side(map.width), channels: outputs, numbers: [] };
  for (let row = 0; row < found.height; row += 1) {
    for (let column = 0; column < found.width; column += 1) {
      for (let output = 0; output < outputs; output += 1) {
        let sum = bias[output];
        for (let y = 0; y < size; y += 1) {
          for (let x = 0; x < size; x += 1) {
            for (let input = 0; input < inputs; input += 1) {
              const [down, across] = [row * stride + y - before(map.height), column * stride + x - before(map.width)];
              sum += kernel[((y * size + x) * inputs + input) * outputs + output] * at(map, down, across, input);
            }
          }
        }
        found.numbers.push(relu ? Math.max(sum, 0) : sum);
      }
    }
  }
  return found;
}
