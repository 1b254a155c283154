// Which ink mattered: it is covered patch by patch. Where a class becomes less likely without it, it spoke for that
// class, and where likelier, against.

import { IMAGE_SIDE } from "./pattern.js";

const PATCH_SIDE = 5; // pixels of the input that are covered at once
const PATCH_STEP = 2; // pixels to the next patch
const PIXELS = IMAGE_SIDE ** 2;
const MIN_PROBABILITY = 1e-6; // whatever is less likely counts as this
const FAINT = 0.05; // what matters less than this, of a logarithm, is not made to look like much

// Return `next()`, which covers one more patch and returns whether that was the last, and `of(class)`: how much each
// pixel's ink speaks for a class, 784 numbers from -1 to 1, as far as is known.
export function createMattered(input, predict) {
  const patches = patchesOn(input);
  const logs = (numbers) => predict(numbers).map((each) => Math.log(Math.max(each, MIN_PROBABILITY)));
  const whole = logs(input);
  const lost = [...whole].map(() => new Float32Array(PIXELS));
  const counts = new Float32Array(PIXELS);
  let done = 0;

  function next() {
    const patch = patches[done];
    if (patch) {
      const covered = input.slice();
      for (const pixel of patch) covered[pixel] = 0;
      logs(covered).forEach((each, i) => {
        for (const pixel of patch) lost[i][pixel] += whole[i] - each;
      });
      for (const pixel of patch) counts[pixel] += 1;
      done += 1;
    }
    return done >= patches.length;
  }

  function of(output) {
    const mattered = lost[output].map((sum, pixel) => (sum / Math.max(counts[pixel], 1)) * input[pixel]);
    const most = mattered.reduce((before, each) => Math.max(before, Math.abs(each)), FAINT);
    return mattered.map((each) => each / most);
  }

  return { next, of };
}

// Return the pixels of each patch that holds ink.
function patchesOn(input) {
  const starts = Array.from({ length: Math.ceil((IMAGE_SIDE + PATCH_STEP) / PATCH_STEP) }, (_, i) => (i - 1) * PATCH_STEP);
  const patches = starts.flatMap((top) => starts.map((left) => patchAt(top, left)));
  return patches.filter((patch) => patch.some((pixel) => input[pixel] > 0));
}

function patchAt(top, left) {
  const pixels = [];
  for (let row = Math.max(top, 0); row < Math.min(top + PATCH_SIDE, IMAGE_SIDE); row += 1) {
    for (let column = Math.max(left, 0); column < Math.min(left + PATCH_SIDE, IMAGE_SIDE); column += 1) {
      pixels.push(row * IMAGE_SIDE + column);
    }
  }
  return pixels;
}

// Return an input without a share of its inked pixels: those that mattered most are gone first.
export function without(input, mattered, share) {
  const inked = [...input.keys()].filter((pixel) => input[pixel] > 0).sort((a, b) => mattered[b] - mattered[a]);
  const left = input.slice();
  for (const pixel of inked.slice(0, Math.round(share * inked.length))) left[pixel] = 0;
  return left;
}
