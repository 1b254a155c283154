// The curve of a stroke, and the pen that strokes are read with, as digits/drawing/strokes.py has them.

import { roundEven, SIDE } from "./sheet.js";

export const FINE_PEN = 0.05; // of a drawing's size: the pen that drawings are read with
export const SPACING = 4; // pixels from one point of a curve that is drawn to the next
export const MAX_FINE_STROKES = 100; // a drawing of more is drawn roughly, by the server only
export const MAX_FINE_WORK = 150_000;
const MIN_BANDS = 3; // of a column: bands of paper and strokes; a 5 has two
const MAX_STEPS = 16; // from one middle to the next

// A growing list of points.
export class Path {
  xy = new Float64Array(64);
  length = 0;

  clear() {
    this.length = 0;
  }

  has(i, x, y) {
    return this.xy[2 * i] === x && this.xy[2 * i + 1] === y;
  }

  add(x, y) {
    if (2 * this.length === this.xy.length) {
      const smaller = this.xy;
      this.xy = new Float64Array(2 * smaller.length);
      this.xy.set(smaller);
    }
    this.xy[2 * this.length] = x;
    this.xy[2 * this.length + 1] = y;
    this.length += 1;
  }
}

// A path, the width of its pen, and the ink that a fine pen left when it drew it last; a negative pen erases.
export class Stroke {
  ink = { greys: new Uint8Array(0), stride: 0, left: 0, top: 0, width: 0, height: 0 };
  inkPen = 0; // the fine pen's width; 0 before it was drawn

  constructor(pen, path) {
    this.pen = pen;
    this.path = path;
  }
}

// Fill `curve` with points along the canvas's curve through a path: parabolas from middle to middle. Return it.
export function smoothed({ xy, length }, spacing, curve) {
  const last = 2 * (length - 1);
  curve.clear();
  curve.add(xy[0], xy[1]);
  if (length === 2) curve.add(xy[2], xy[3]);
  if (length > 2) {
    const steps = stepsBetween(xy, length, spacing);
    curve.add((xy[0] + xy[2]) / 2, (xy[1] + xy[3]) / 2);
    for (let i = 2; i < last; i += 2) {
      for (let step = 1; step <= steps; step += 1) {
        const t = step / steps;
        curve.add(onParabola(t, xy[i - 2], xy[i], xy[i + 2]), onParabola(t, xy[i - 1], xy[i + 1], xy[i + 3]));
      }
    }
  }
  curve.add(xy[last], xy[last + 1]); // twice where there are one or two points: a tap is a dot
  return curve;
}

function stepsBetween(xy, length, spacing) {
  let furthest = 0;
  for (let i = 0; i < 2 * (length - 2); i += 1) {
    furthest = Math.max(furthest, Math.abs((xy[i + 2] + xy[i + 4]) / 2 - (xy[i] + xy[i + 2]) / 2));
  }
  return Math.min(Math.max(Math.ceil(furthest / spacing), 1), MAX_STEPS);
}

// Return one coordinate from the middle of `before` and `at` to the middle of `at` and `after`, in NumPy's order.
function onParabola(t, before, at, after) {
  const rest = 1 - t;
  return rest * rest * ((before + at) / 2) + 2 * t * rest * at + t * t * ((at + after) / 2);
}

// Return points along the canvas's curve, at most `spacing` apart, first and last included.
export function resampled(path, spacing) {
  const curve = smoothed(path, 2, new Path());
  const along = distances(curve);
  const total = along[curve.length - 1];
  const count = Math.ceil(total / spacing);
  const even = new Path();
  let i = 0;
  for (let number = 0; number <= count; number += 1) {
    const at = number === count ? total : number * (total / count);
    while (i < curve.length - 1 && along[i + 1] <= at) i += 1;
    even.add(between(curve.xy, along, 2 * i, at), between(curve.xy, along, 2 * i + 1, at));
  }
  return even;
}

// Return how far along a curve each of its points is.
function distances({ xy, length }) {
  const along = new Float64Array(length);
  for (let i = 1; i < length; i += 1) {
    const dx = xy[2 * i] - xy[2 * i - 2];
    const dy = xy[2 * i + 1] - xy[2 * i - 1];
    along[i] = along[i - 1] + Math.sqrt(dx * dx + dy * dy);
  }
  return along;
}

// Return the coordinate at a distance along a curve, at or after the point that it is counted from.
function between(xy, along, i, at) {
  const point = i >> 1;
  if (at === along[point] || point === along.length - 1) return xy[i];
  return ((xy[i + 2] - xy[i]) / (along[point + 1] - along[point])) * (at - along[point]) + xy[i];
}

// Return whether a drawing is so much that the browser leaves it to the server.
export function isMuch({ strokes, pens }) {
  const work = strokes.reduce((sum, { length }, i) => sum + length * (Math.abs(pens[i]) + 10), 0);
  return strokes.filter(({ length }) => length > 0).length > MAX_FINE_STROKES || work > MAX_FINE_WORK;
}

// Return the width in pixels of a pen so fine that every loop stays open, however thick it was drawn. A number is as large
// as its digits are high, and those of a column are less high than that.
export function finePen(strokes) {
  const [across, down] = [0, 1].map((axis) => merged(strokes.map((stroke) => extent(stroke, axis))));
  const width = across.at(-1)[1] - across[0][0];
  const isColumn = down.length >= MIN_BANDS;
  const height = isColumn ? Math.max(...down.map(([top, bottom]) => bottom - top)) : down.at(-1)[1] - down[0][0];
  return Math.max(1, roundEven(FINE_PEN * Math.max(height, width / 3)));
}

// Return from where to where on the canvas a stroke goes.
function extent({ path }, axis) {
  let [low, high] = [Infinity, -Infinity];
  for (let i = axis; i < 2 * path.length; i += 2) {
    low = Math.min(low, path.xy[i]);
    high = Math.max(high, path.xy[i]);
  }
  return [low, high].map((at) => Math.min(Math.max(at, 0), SIDE));
}

// Return what spans cover together, those first that begin first.
function merged(spans) {
  const [first, ...rest] = spans.sort((a, b) => a[0] - b[0]);
  const bands = [first];
  for (const [start, end] of rest) {
    const last = bands.at(-1);
    if (start > last[1]) bands.push([start, end]);
    else last[1] = Math.max(last[1], end);
  }
  return bands;
}
