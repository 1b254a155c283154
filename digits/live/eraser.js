// What erasing leaves of strokes, as digits/drawing/eraser.py has it.

import { roundEven, SIDE } from "./sheet.js";
import { Path, resampled, smoothed, SPACING, Stroke } from "./strokes.js";

const APART = 2; // pixels from one point to the next of a stroke that an eraser touches
const eraserCurve = new Path();

// A stroke, and which of the points along it erasers cover: no hits before one touches it. It never changes.
export class Erasable {
  #path;
  #hits;
  #left = null;

  constructor(stroke, path = null, hits = null) {
    this.stroke = stroke;
    this.#path = path;
    this.#hits = hits;
  }

  // Return the same after one more eraser, which is on the sheet.
  after(sheet) {
    const path = (this.#path ??= resampled(this.stroke.path, APART));
    const hits = Uint8Array.from({ length: path.length }, (_, i) => isCovered(sheet, path.xy[2 * i], path.xy[2 * i + 1]));
    if (!hits.includes(1)) return this;
    return new Erasable(this.stroke, path, this.#hits ? hits.map((hit, i) => hit | this.#hits[i]) : hits);
  }

  // Return the strokes that are left of it: it is cut where an eraser covers its centre line.
  left() {
    if (!this.#hits) return [this.stroke];
    const { pen } = this.stroke;
    const margin = roundEven(pen / 2 / APART); // a round pen's tip fills it again
    this.#left ??= runsOf(this.#hits, margin).map(([first, last]) => new Stroke(pen, part(this.#path, first, last)));
    return this.#left;
  }
}

// Return strokes after one more eraser. The sheet is blank before and after.
export function erased(erasables, eraser, sheet) {
  if (!sheet.draw(smoothed(eraser.path, SPACING, eraserCurve), -eraser.pen)) return erasables;
  const after = erasables.map((each) => each.after(sheet));
  sheet.clear();
  return after;
}

// Return whether the eraser covers a point; one outside the canvas takes the pixel at the edge.
function isCovered(sheet, x, y) {
  return sheet.grey(nearestPixel(x), nearestPixel(y)) > 127;
}

const nearestPixel = (coordinate) => Math.min(Math.max(roundEven(coordinate), 0), SIDE - 1);

// Return first and last of each run of what was not hit, without the margin at each end that was cut.
function runsOf(hits, margin) {
  const runs = [];
  for (let start = 0; start < hits.length; start += 1) {
    if (hits[start]) continue;
    let end = start;
    while (end < hits.length - 1 && !hits[end + 1]) end += 1;
    const first = start > 0 ? start + margin : 0;
    const last = end < hits.length - 1 ? end - margin : end;
    if (first < last) runs.push([first, last]);
    start = end;
  }
  return runs;
}

function part({ xy }, first, last) {
  const path = new Path();
  for (let i = first; i <= last; i += 1) path.add(xy[2 * i], xy[2 * i + 1]);
  return path;
}
