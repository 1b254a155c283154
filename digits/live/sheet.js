// A sheet for thick lines, four times as fine as the canvas, a bit a dot. They come out the same to the bit as OpenCV's
// `polylines`: a disc at each point, and from point to point a rectangle, which is filled and outlined. Lengths in dots
// are in fixed point: ONE is a dot. What is left of the sheet or above it has negative coordinates.

export const SIDE = 320; // pixels: the page's canvas
const OVERSAMPLING = 4; // a pixel is this many dots wide and high
const DOTS = SIDE * OVERSAMPLING;
const LAST = DOTS - 1;
const WORDS = DOTS / 32; // of a row; one holds a row of eight pixels
const ONE = 65536;
const HALF = ONE / 2;
const EDGE = DOTS * ONE - 1; // the last coordinate on the sheet
const SIXTEENTHS = 16; // of a dot: points are rounded to them
const NEAREST = 1.5 * 2 ** 52; // a number as large has no room for a fraction
const GREYS = Uint8Array.from({ length: 17 }, (_, dots) => roundEven((dots * 255) / 16)); // of a pixel's dots

// Return the nearest whole number, of two the even one, as Python does.
export function roundEven(number) {
  return number + NEAREST - NEAREST;
}

const clamp = (number, low, high) => Math.min(Math.max(number, low), high);
const dotAt = (coordinate) => Math.floor((coordinate + HALF) * (1 / ONE));

export class Sheet {
  dots = new Int32Array(DOTS * WORDS);
  left = 0; // of the pixels that are drawn on, and so on
  top = 0;
  right = 0;
  bottom = 0;
  #discs = new Map(); // by their radius
  #cornersX = new Float64Array(4); // of a rectangle
  #cornersY = new Float64Array(4);
  #line = new Float64Array(4); // from x, y to x, y
  #sides = [new Side(1), new Side(3)];

  // Draw a path with a round pen on the blank sheet. Return whether it may have left any ink.
  draw({ xy, length }, pen) {
    this.#frame(xy, length, pen);
    if (this.left >= this.right || this.top >= this.bottom) return false;
    const thickness = pen * OVERSAMPLING;
    let lastX = NaN;
    let lastY = NaN;
    for (let i = 0; i < 2 * length; i += 2) {
      const x = onSheet(xy[i], this.left);
      const y = onSheet(xy[i + 1], this.top);
      if (x === lastX && y === lastY) continue;
      if (i > 0) this.#fillRectangle(lastX, lastY, x, y, thickness);
      this.#fillDisc(dotAt(x), dotAt(y), thickness / 2);
      lastX = x;
      lastY = y;
    }
    return true;
  }

  // Return how grey a pixel is, 0 to 255.
  grey(x, y) {
    let dots = 0;
    for (let row = y * OVERSAMPLING; row < (y + 1) * OVERSAMPLING; row += 1) {
      dots += counted(this.dots[row * WORDS + (x >> 3)] >>> (4 * (x & 7))) & 15;
    }
    return GREYS[dots];
  }

  // Write the greys of the pixels that are drawn on into a canvas that is blank there.
  print(greys) {
    const { dots } = this;
    for (let y = this.top; y < this.bottom; y += 1) {
      for (let word = this.left >> 3; word < (this.right + 7) >> 3; word += 1) {
        const i = y * OVERSAMPLING * WORDS + word;
        const a = dots[i];
        const b = dots[i + WORDS];
        const c = dots[i + 2 * WORDS];
        const d = dots[i + 3 * WORDS];
        if ((a | b | c | d) === 0) continue;
        const upper = counted(a) + counted(b); // of each pixel in four bits of its own
        const lower = counted(c) + counted(d);
        let even = (upper & 0x0f0f0f0f) + (lower & 0x0f0f0f0f);
        let odd = ((upper >>> 4) & 0x0f0f0f0f) + ((lower >>> 4) & 0x0f0f0f0f);
        for (let at = y * SIDE + word * 8; even | odd; at += 2, even >>>= 8, odd >>>= 8) {
          greys[at] = GREYS[even & 31];
          greys[at + 1] = GREYS[odd & 31];
        }
      }
    }
  }

  // Make the sheet blank again.
  clear() {
    this.dots.fill(0, this.top * OVERSAMPLING * WORDS, this.bottom * OVERSAMPLING * WORDS);
  }

  #frame(xy, length, pen) {
    let [left, top, right, bottom] = [xy[0], xy[1], xy[0], xy[1]];
    for (let i = 2; i < 2 * length; i += 2) {
      left = Math.min(left, xy[i]);
      right = Math.max(right, xy[i]);
      top = Math.min(top, xy[i + 1]);
      bottom = Math.max(bottom, xy[i + 1]);
    }
    this.left = clamp(Math.floor(left - pen), 0, SIDE);
    this.top = clamp(Math.floor(top - pen), 0, SIDE);
    this.right = clamp(Math.ceil(right + pen), 0, SIDE);
    this.bottom = clamp(Math.ceil(bottom + pen), 0, SIDE);
  }

  #fillDisc(centreX, centreY, radius) {
    if (!this.#discs.has(radius)) this.#discs.set(radius, halfWidths(radius));
    const widths = this.#discs.get(radius);
    const last = Math.min(centreY + radius, LAST);
    for (let y = Math.max(centreY - radius, 0); y <= last; y += 1) {
      const width = widths[Math.abs(y - centreY)];
      this.#fillRow(y, centreX - width, centreX + width);
    }
  }

  #fillRectangle(x0, y0, x1, y1, thickness) {
    const x = this.#cornersX;
    const y = this.#cornersY;
    const dx = (x0 - x1) / ONE;
    const dy = (y1 - y0) / ONE;
    const scale = (thickness * HALF) / Math.sqrt(dx * dx + dy * dy);
    const acrossX = roundEven(dy * scale);
    const acrossY = roundEven(dx * scale);
    x[0] = x0 + acrossX;
    y[0] = y0 + acrossY;
    x[1] = x0 - acrossX;
    y[1] = y0 - acrossY;
    x[2] = x1 - acrossX;
    y[2] = y1 - acrossY;
    x[3] = x1 + acrossX;
    y[3] = y1 + acrossY;
    for (let i = 0; i < 4; i += 1) this.#drawLine(x[(i + 3) & 3], y[(i + 3) & 3], x[i], y[i]);
    this.#fillBetween(x, y);
  }

  // Fill what is between the two sides, each followed down from the uppermost corner. Both take their edges from the
  // same four, and where none is left the lowest row stays as the outline has it: so it does in OpenCV.
  #fillBetween(x, y) {
    const [a, b] = this.#sides;
    const top = Math.min(y[0], y[1], y[2], y[3]);
    const last = Math.min(dotAt(Math.max(y[0], y[1], y[2], y[3])), LAST);
    const first = y.indexOf(top);
    a.start(first, dotAt(top));
    b.start(first, dotAt(top));
    let edges = 4;
    for (let row = dotAt(top); row <= last; row += 1) {
      if (row >= a.end) edges -= a.turn(x, y, row, edges);
      if (row >= b.end) edges -= b.turn(x, y, row, edges);
      if (edges < 0) break;
      if (row >= 0) this.#fillRow(row, dotAt(Math.min(a.x, b.x)), dotAt(Math.max(a.x, b.x)));
      a.x += a.slope;
      b.x += b.slope;
    }
  }

  // Draw a line that is one dot thin.
  #drawLine(x0, y0, x1, y1) {
    const line = this.#line;
    line[0] = x0;
    line[1] = y0;
    line[2] = x1;
    line[3] = y1;
    if (!clipped(line)) return;
    const along = Math.abs(line[2] - line[0]) > Math.abs(line[3] - line[1]) ? 0 : 1; // the axis of one dot a step
    const start = line[along] > line[along + 2] ? 2 : 0;
    const end = 2 - start;
    const length = line[end + along] - line[start + along];
    const slope = Math.trunc(((line[end + 1 - along] - line[start + 1 - along]) * ONE) / (length | 1));
    this.#dot((line[end] + HALF) >> 16, (line[end + 1] + HALF) >> 16);
    const first = (line[start + along] + HALF) >> 16;
    let across = line[start + 1 - along] + HALF;
    for (let i = first; i <= first + (length >> 16); i += 1) {
      if (along === 0) this.#dot(i, across >> 16);
      else this.#dot(across >> 16, i);
      across += slope;
    }
  }

  #dot(x, y) {
    if (x >= 0 && x <= LAST && y >= 0 && y <= LAST) this.dots[y * WORDS + (x >> 5)] |= 1 << (x & 31);
  }

  // Fill a row from one dot to another, both included.
  #fillRow(y, from, to) {
    if (from > LAST || to < 0) return;
    const { dots } = this;
    const start = from < 0 ? 0 : from;
    const end = to > LAST ? LAST : to;
    const first = y * WORDS + (start >> 5);
    const last = y * WORDS + (end >> 5);
    const head = -1 << (start & 31);
    const tail = -1 >>> (31 - (end & 31));
    dots[first] |= first === last ? head & tail : head;
    if (first === last) return;
    for (let i = first + 1; i < last; i += 1) dots[i] = -1;
    dots[last] |= tail;
  }
}

// One side of a rectangle, followed from row to row.
class Side {
  x = 0;
  slope = 0; // how far x goes on with each row
  end = 0; // the row where the edge ends
  corner = 0; // where it began, and then where it ends

  constructor(step) {
    this.step = step; // from a corner to the next, to the left or to the right
  }

  start(corner, row) {
    this.x = -ONE;
    this.slope = 0;
    this.end = row;
    this.corner = corner;
  }

  // Go on with the next edge that leads further down, of so many that are left. Return how many that took.
  turn(x, y, row, edges) {
    let from = this.corner;
    for (let taken = 1; taken <= edges; taken += 1) {
      const to = (from + this.step) & 3;
      const end = dotAt(y[to]);
      if (end > row) {
        this.x = x[from];
        this.slope = Math.trunc(((x[to] - x[from]) * 2 + (end - row)) / (2 * (end - row)));
        this.end = end;
        this.corner = to;
        return taken;
      }
      from = to;
    }
    return edges + 1;
  }
}

// Return where a coordinate in pixels is on the sheet. OpenCV counts from the middle of a dot, Python from the frame.
function onSheet(pixels, corner) {
  const sixteenths = roundEven(((pixels - corner) * OVERSAMPLING - 0.5) * SIXTEENTHS);
  return sixteenths * (ONE / SIXTEENTHS) + corner * OVERSAMPLING * ONE;
}

// Return how far a disc reaches to the left and right in each row from its middle on, by the midpoint algorithm.
function halfWidths(radius) {
  const widths = new Int32Array(radius + 1);
  let x = radius;
  let error = 0;
  for (let y = 0; x >= y; y += 1) {
    widths[y] = Math.max(widths[y], x);
    widths[x] = Math.max(widths[x], y);
    error += 2 * y + 1;
    if (error > 0) {
      error -= 2 * x - 1;
      x -= 1;
    }
  }
  return widths;
}

// Cut off what of a line lies outside the sheet. Return whether anything is left.
function clipped(line) {
  if (isOutside(line, 0) || isOutside(line, 1)) return false;
  cutOff(line, 1);
  if (isOutside(line, 0)) return false;
  cutOff(line, 0);
  return true;
}

function isOutside(line, axis) {
  return Math.max(line[axis], line[axis + 2]) < 0 || Math.min(line[axis], line[axis + 2]) > EDGE;
}

function cutOff(line, axis) {
  const other = 1 - axis;
  for (let end = 0; end < 4; end += 2) {
    const beyond = clamp(line[end + axis], 0, EDGE) - line[end + axis];
    if (beyond === 0) continue;
    const rise = line[other + 2] - line[other];
    line[end + other] += Math.trunc((beyond * rise) / (line[axis + 2] - line[axis]));
    line[end + axis] += beyond;
  }
}

// Return how many dots of each pixel are set in a word of a row: eight numbers of four bits.
function counted(word) {
  const pairs = (word - ((word >>> 1) & 0x55555555)) | 0;
  return (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
}
