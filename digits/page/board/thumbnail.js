// An example as a small drawing.

import { pathOf } from "./strokes.js";
import { CANVAS_WIDTH } from "./surroundings.js";

// The eraser's pen is negative, and draws in the paper's colour.
const strokeHtml = (points, pen) =>
  `<path d="${pathOf(points).flat().join(" ")}" stroke-width="${Math.abs(pen)}"${pen < 0 ? ' class="erased"' : ""} />`;

// Return a drawing as SVG, as large as what it is put into.
export function thumbnailHtml({ strokes, pens }) {
  const box = `0 0 ${CANVAS_WIDTH} ${CANVAS_WIDTH}`;
  return `<svg viewBox="${box}" aria-hidden="true">${strokes.map((points, i) => strokeHtml(points, pens[i])).join("")}</svg>`;
}
