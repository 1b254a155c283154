// A drawing to what the network takes, as digits/reading/pieces.py and digits/drawing/ink.py have it: each stroke is
// redrawn with a fine pen, and all together are laid out as MNIST's digits are.

import { Erasable, erased } from "./eraser.js";
import { resized } from "./resize.js";
import { roundEven, Sheet, SIDE } from "./sheet.js";
import { finePen, isMuch, Path, smoothed, SPACING, Stroke } from "./strokes.js";

export const FAINTEST = 64; // of 255: what is fainter than this does not count towards the ink's box
export const MAX_STROKES = 60; // a drawing of more is a scribble, whose picture the server reads
export const MAX_POINTS = 5000;
const MAX_COORDINATE = 10_000; // pixels: how far a pen that leaves the canvas may go
const FIELD = 28; // pixels: the input's side
const FINER = 10; // ink is laid out on a grid this many times finer than the input's
const BODY = 20 * FINER; // the longest side of the ink
const MIDDLE = 14.5 * FINER; // where its centre of mass goes

const NOTHING = { input: null, boxes: [] };

// Return `input(drawing)`, which returns the network's input, null where nothing is drawn, and the box of each piece:
// left, top, right, bottom. It returns null for what only the server reads, because it is too much or too far away. It
// remembers what it drew, so that a drawing that grows costs its last stroke only.
export function createInk() {
  const sheet = new Sheet();
  const history = [];
  const paper = new Uint8Array(SIDE * SIDE); // blank between two strokes
  const curve = new Path();
  const joint = { greys: new Uint8Array(SIDE * SIDE), stride: SIDE, left: 0, top: 0, width: 0, height: 0 };

  function redraw(stroke, pen) {
    stroke.inkPen = pen;
    stroke.ink.width = 0;
    if (!sheet.draw(smoothed(stroke.path, SPACING, curve), pen)) return;
    sheet.print(paper);
    keepTrimmed(stroke.ink, paper, sheet);
    paper.fill(0, sheet.top * SIDE, sheet.bottom * SIDE);
    sheet.clear();
  }

  function input(drawing) {
    if (isMuch(drawing) || !drawing.strokes.every(isDrawable)) return null;
    const strokes = afterErasing(drawing, history, sheet);
    const points = strokes.reduce((sum, { path }) => sum + path.length, 0);
    if (strokes.length > MAX_STROKES || points > MAX_POINTS) return null;
    if (strokes.length === 0) return NOTHING;
    const pen = finePen(strokes);
    for (const stroke of strokes) if (stroke.inkPen !== pen) redraw(stroke, pen);
    const pieces = strokes.map(({ ink }) => ink).filter(({ width }) => width > 0);
    if (pieces.length === 0) return NOTHING;
    join(pieces, joint);
    const boxes = pieces.map(({ left, top, width, height }) => [left, top, left + width, top + height]);
    return { input: toInput(joint), boxes };
  }
  return { input };
}

// ---- Strokes --------------------------------------------------------------------------------------------------------

const isDrawable = (points) => points.every(([x, y]) => Math.abs(x) <= MAX_COORDINATE && Math.abs(y) <= MAX_COORDINATE);

// Return the strokes that are left of a drawing. `history` has each stroke with all those up to it, erased, the last time.
function afterErasing({ strokes, pens }, history, sheet) {
  history.length = Math.min(history.length, strokes.length);
  let left = [];
  let isKnown = true;
  strokes.forEach((points, i) => {
    history[i] ??= { stroke: new Stroke(0, new Path()), left: [] };
    const { stroke } = history[i];
    if (!isSame(stroke, points, pens[i])) {
      isKnown = false;
      take(stroke, points, pens[i]);
    }
    if (!isKnown) history[i].left = leftAfter(left, stroke, sheet);
    left = history[i].left;
  });
  return left.flatMap((each) => each.left());
}

function leftAfter(before, stroke, sheet) {
  if (stroke.path.length === 0) return before;
  return stroke.pen < 0 ? erased(before, stroke, sheet) : [...before, new Erasable(stroke)];
}

function isSame({ pen, path }, points, newPen) {
  return pen === newPen && path.length === points.length && points.every(([x, y], i) => path.has(i, x, y));
}

function take(stroke, points, pen) {
  stroke.pen = pen;
  stroke.inkPen = 0;
  stroke.path.clear();
  for (const [x, y] of points) stroke.path.add(x, y);
}

// ---- Pieces ---------------------------------------------------------------------------------------------------------

// Keep of what is on the paper, where the sheet was drawn on, the box of what is not too faint; width 0 for nothing.
function keepTrimmed(ink, paper, { left, top, right, bottom }) {
  const isBlank = (x0, y0, x1, y1) => {
    for (let y = y0; y < y1; y += 1) {
      for (let x = x0; x < x1; x += 1) if (paper[y * SIDE + x] > FAINTEST) return false;
    }
    return true;
  };
  while (top < bottom && isBlank(left, top, right, top + 1)) top += 1;
  while (top < bottom && isBlank(left, bottom - 1, right, bottom)) bottom -= 1;
  if (top === bottom) return;
  while (isBlank(left, top, left + 1, bottom)) left += 1;
  while (isBlank(right - 1, top, right, bottom)) right -= 1;
  keep(ink, paper, left, top, right - left, bottom - top);
}

function keep(ink, paper, left, top, width, height) {
  if (ink.greys.length < width * height) ink.greys = new Uint8Array(2 * width * height);
  Object.assign(ink, { stride: width, left, top, width, height });
  for (let y = 0, to = 0; y < height; y += 1) {
    const from = (top + y) * SIDE + left;
    for (let x = 0; x < width; x += 1, to += 1) ink.greys[to] = paper[from + x];
  }
}

// Make one of pieces: each of its pixels is the darkest of theirs.
function join(pieces, joint) {
  joint.greys.fill(0);
  joint.left = Math.min(...pieces.map(({ left }) => left));
  joint.top = Math.min(...pieces.map(({ top }) => top));
  joint.width = Math.max(...pieces.map(({ left, width }) => left + width)) - joint.left;
  joint.height = Math.max(...pieces.map(({ top, height }) => top + height)) - joint.top;
  for (const piece of pieces) darken(joint.greys, piece);
}

function darken(greys, piece) {
  for (let y = 0, from = 0; y < piece.height; y += 1) {
    const to = (piece.top + y) * SIDE + piece.left;
    for (let x = 0; x < piece.width; x += 1, from += 1) {
      if (piece.greys[from] > greys[to + x]) greys[to + x] = piece.greys[from];
    }
  }
}

// ---- The network's input --------------------------------------------------------------------------------------------

const body = new Float32Array(BODY * BODY);
const cells = new Float64Array(FIELD * FIELD);

// Return ink as the network takes it, with its brightest pixel at 1.
function toInput(ink) {
  const scale = BODY / Math.max(ink.width, ink.height);
  const width = Math.max(1, roundEven(ink.width * scale));
  const height = Math.max(1, roundEven(ink.height * scale));
  resized(ink, width, height, body);
  const [left, top] = corner(width, height);
  sumUp(left, top, width, height);
  let brightest = 0;
  for (let i = 0; i < cells.length; i += 1) brightest = Math.max(brightest, cells[i]);
  const input = new Float32Array(cells.length);
  for (let i = 0; i < cells.length; i += 1) input[i] = cells[i] / brightest;
  return input;
}

// Return where the body's top left goes so that its centre of mass is in the middle and no ink is cut off.
function corner(width, height) {
  let mass = 0;
  let right = 0;
  let down = 0;
  for (let y = 0, at = 0; y < height; y += 1) {
    let rowMass = 0;
    let rowRight = 0;
    for (let x = 0; x < width; x += 1, at += 1) {
      rowMass += body[at];
      rowRight += x * body[at];
    }
    mass += rowMass;
    right += rowRight;
    down += y * rowMass;
  }
  return [placed(right / mass, width), placed(down / mass, height)];
}

function placed(centre, size) {
  return Math.min(Math.max(roundEven(MIDDLE - (centre + 0.5)), 0), FIELD * FINER - size);
}

// Sum up the body's pixels in each pixel of the input.
function sumUp(left, top, width, height) {
  cells.fill(0);
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = Math.floor((top + y) / FINER) * FIELD;
    for (let x = 0; x < width; ) {
      const column = Math.floor((left + x) / FINER);
      const end = Math.min((column + 1) * FINER - left, width);
      let sum = 0;
      for (; x < end; x += 1, at += 1) sum += body[at];
      cells[row + column] += sum;
    }
  }
}
