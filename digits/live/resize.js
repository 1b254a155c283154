// A picture of floats, made larger or smaller as OpenCV's INTER_AREA does it: in single precision, to the last bit.

const MARGIN = 1e-3; // what covers less of a pixel than this does not count

// Fill `into` with ink at another size. `ink` is a box of greys: { greys, stride, left, top, width, height }.
export function resized(ink, width, height, into) {
  if (width === ink.width && height === ink.height) copied(ink, into);
  else if (width >= ink.width && height >= ink.height) grown(ink, width, height, into);
  else shrunk(ink, width, height, into);
}

function copied({ greys, stride, left, top, width, height }, into) {
  for (let y = 0; y < height; y += 1) {
    const row = (top + y) * stride + left;
    for (let x = 0; x < width; x += 1) into[y * width + x] = greys[row + x];
  }
}

// ---- Larger: between the two nearest, in OpenCV's own way for areas -------------------------------------------------

const columnSteps = createSteps();
const rowSteps = createSteps();
const bands = [new Float32Array(256), new Float32Array(256)]; // two rows of ink, as wide as the result

// For each pixel of the result: the first of the two that it lies between, and how far it is from it.
function createSteps() {
  return { first: new Int32Array(256), share: new Float32Array(256) };
}

function grown(ink, width, height, into) {
  stepsTo(columnSteps, ink.width, width);
  stepsTo(rowSteps, ink.height, height);
  let [upper, lower] = bands;
  let upperRow = -1;
  let lowerRow = -1;
  for (let y = 0; y < height; y += 1) {
    const first = rowSteps.first[y];
    const second = Math.min(first + 1, ink.height - 1);
    if (first === lowerRow && first !== upperRow) {
      [upper, lower] = [lower, upper];
      [upperRow, lowerRow] = [lowerRow, upperRow];
    }
    if (first !== upperRow) widened(ink, first, width, upper);
    if (second !== lowerRow) widened(ink, second, width, lower);
    upperRow = first;
    lowerRow = second;
    const share = rowSteps.share[y];
    const rest = Math.fround(1 - share);
    for (let x = 0, at = y * width; x < width; x += 1, at += 1) {
      into[at] = Math.fround(upper[x] * rest) + Math.fround(lower[x] * share);
    }
  }
}

function stepsTo({ first, share }, from, to) {
  const scale = 1 / (to / from);
  for (let i = 0; i < to; i += 1) {
    const start = Math.floor(i * scale);
    const beyond = Math.fround(i + 1 - (start + 1) * (to / from));
    first[i] = Math.min(start, from - 1);
    share[i] = beyond <= 0 || start >= from - 1 ? 0 : beyond - Math.floor(beyond);
  }
}

function widened({ greys, stride, left, top, width: inkWidth }, y, width, band) {
  const row = (top + y) * stride + left;
  const last = row + inkWidth - 1;
  const { first, share } = columnSteps;
  for (let x = 0; x < width; x += 1) {
    const at = row + first[x];
    const next = at < last ? at + 1 : at;
    band[x] = Math.fround(greys[at] * Math.fround(1 - share[x])) + Math.fround(greys[next] * share[x]);
  }
}

// ---- Smaller: by how much of each pixel it covers -------------------------------------------------------------------

const columnShares = createShares();
const rowShares = createShares();
const narrowBand = new Float32Array(256);

// Which pixel of the result takes how much of which pixel of the ink.
function createShares() {
  return { count: 0, to: new Int32Array(1024), from: new Int32Array(1024), share: new Float32Array(1024) };
}

function shrunk(ink, width, height, into) {
  sharesOf(columnShares, ink.width, width);
  sharesOf(rowShares, ink.height, height);
  into.fill(0, 0, width * height);
  let last = -1;
  for (let i = 0; i < rowShares.count; i += 1) {
    const y = rowShares.from[i];
    if (y !== last) narrowed(ink, y, width);
    last = y;
    const share = rowShares.share[i];
    for (let x = 0, at = rowShares.to[i] * width; x < width; x += 1, at += 1) {
      into[at] += Math.fround(narrowBand[x] * share);
    }
  }
}

function narrowed({ greys, stride, left, top }, y, width) {
  const row = (top + y) * stride + left;
  const { count, to, from, share } = columnShares;
  narrowBand.fill(0, 0, width);
  for (let i = 0; i < count; i += 1) narrowBand[to[i]] += Math.fround(greys[row + from[i]] * share[i]);
}

function sharesOf(shares, from, to) {
  const scale = 1 / (to / from);
  shares.count = 0;
  for (let i = 0; i < to; i += 1) {
    const start = i * scale;
    const end = start + scale;
    const cell = Math.min(scale, from - start);
    const last = Math.min(Math.floor(end), from - 1);
    const first = Math.min(Math.ceil(start), last);
    if (first - start > MARGIN) addShare(shares, i, first - 1, (first - start) / cell);
    for (let whole = first; whole < last; whole += 1) addShare(shares, i, whole, 1 / cell);
    if (end - last > MARGIN) addShare(shares, i, last, Math.min(end - last, 1, cell) / cell);
  }
}

function addShare(shares, to, from, share) {
  shares.to[shares.count] = to;
  shares.from[shares.count] = from;
  shares.share[shares.count] = share;
  shares.count += 1;
}
