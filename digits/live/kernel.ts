// One layer of the network in WebAssembly SIMD: convolution, bias and, if wanted, ReLU. `npm run kernel` compiles it.
//
// `network.js` lays out what it reads: maps as (row, column, channel), with a border of zeros where a layer is padded,
// and weights in blocks of sixteen outputs, each block with its biases first. Two pixels are summed at once, so that a
// weight is loaded once for both; with three there would be more sums than registers.

// Addresses and distances are in bytes. `pixels` and `columns` are those of the output. In the input a pixel begins
// `step` after its neighbour and `rowStep` after the one above it. A pixel is made of `rows` rows of the input, each
// `run` long and `inputRow` after the one before. Sums below `lowest` are raised to it.
export function convolve(
  input: usize,
  weights: usize,
  output: usize,
  blocks: i32,
  pixels: i32,
  columns: i32,
  step: i32,
  rowStep: i32,
  rows: i32,
  run: i32,
  inputRow: i32,
  lowest: f32,
): void {
  for (let block = 0; block < blocks; block += 1) {
    for (let pixel = 0; pixel < pixels; pixel += 2) {
      const other = min(pixel + 1, pixels - 1); // the last of an odd number is summed twice
      let from = input + (pixel / columns) * rowStep + (pixel % columns) * step;
      const distance = input + (other / columns) * rowStep + (other % columns) * step - from;
      let a0 = v128.load(weights);
      let a1 = v128.load(weights, 16);
      let a2 = v128.load(weights, 32);
      let a3 = v128.load(weights, 48);
      let b0 = a0;
      let b1 = a1;
      let b2 = a2;
      let b3 = a3;
      let weight = weights + 64;
      for (let row = 0; row < rows; row += 1) {
        for (let at = from, end = from + run; at < end; at += 4) {
          const a = v128.load32_splat(at);
          const b = v128.load32_splat(at + distance);
          const w0 = v128.load(weight);
          const w1 = v128.load(weight, 16);
          const w2 = v128.load(weight, 32);
          const w3 = v128.load(weight, 48);
          a0 = f32x4.add(a0, f32x4.mul(a, w0));
          a1 = f32x4.add(a1, f32x4.mul(a, w1));
          a2 = f32x4.add(a2, f32x4.mul(a, w2));
          a3 = f32x4.add(a3, f32x4.mul(a, w3));
          b0 = f32x4.add(b0, f32x4.mul(b, w0));
          b1 = f32x4.add(b1, f32x4.mul(b, w1));
          b2 = f32x4.add(b2, f32x4.mul(b, w2));
          b3 = f32x4.add(b3, f32x4.mul(b, w3));
          weight += 64;
        }
        from += inputRow;
      }
      store(output + (pixel * blocks + block) * 64, lowest, a0, a1, a2, a3);
      store(output + (other * blocks + block) * 64, lowest, b0, b1, b2, b3);
    }
    weights += 64 + rows * run * 16; // each number of the input has sixteen weights
  }
}

function store(to: usize, lowest: f32, s0: v128, s1: v128, s2: v128, s3: v128): void {
  const floor = f32x4.splat(lowest);
  v128.store(to, f32x4.pmax(floor, s0));
  v128.store(to, f32x4.pmax(floor, s1), 16);
  v128.store(to, f32x4.pmax(floor, s2), 32);
  v128.store(to, f32x4.pmax(floor, s3), 48);
}
