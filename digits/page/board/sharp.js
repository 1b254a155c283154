// The strokes once more, above the canvas: its own picture has 320 pixels a side, and is blurred where it is shown larger.
// This one has as many as the screen, and the same curves.

import { INK_COLOUR } from "./strokes.js";
import { CANVAS_WIDTH } from "./surroundings.js";

const DARK_INK = "#7d9dff"; // on dark paper

// Return `paint()`, which brings what is on the canvas onto `layer()`, at most once a frame, and `replace(strokes)`, which
// shows others until it is called with null. Strokes that are finished are drawn once; `layer()` may be another element
// each time.
export function createSharp(strokes, layer, nextFrame) {
  let isDue = false;
  let finished = null; // the strokes so far, drawn: a canvas that is not shown
  let known = ""; // what it holds, of which size and colour
  let others = null; // what is shown in place of the strokes that there are

  function paintNow() {
    isDue = false;
    const canvas = layer();
    if (!canvas?.clientWidth) return;
    const side = Math.round(canvas.clientWidth * (globalThis.devicePixelRatio ?? 1));
    if (canvas.width !== side) Object.assign(canvas, { width: side, height: side });
    const context = canvas.getContext("2d");
    const colour = canvas.dataset.paper === "dark" ? DARK_INK : INK_COLOUR;
    context.clearRect(0, 0, side, side);
    if (others) return drawStrokes(context, side, colour, others);
    drawFinished(side, colour);
    context.drawImage(finished, 0, 0);
    const { current } = strokes;
    if (current) drawStrokes(context, side, colour, [current]);
  }

  function drawFinished(side, colour) {
    const wanted = `${strokes.version} ${side} ${colour}`;
    if (known === wanted) return;
    known = wanted;
    finished ??= document.createElement("canvas");
    Object.assign(finished, { width: side, height: side }); // which clears it
    drawStrokes(finished.getContext("2d"), side, colour, strokes.finished);
  }

  function paint() {
    if (isDue) return;
    isDue = true;
    nextFrame(paintNow);
  }

  function replace(strokesInstead) {
    others = strokesInstead;
    paint();
  }

  return { paint, replace };
}

function drawStrokes(context, side, colour, strokes) {
  context.save();
  context.scale(side / CANVAS_WIDTH, side / CANVAS_WIDTH);
  Object.assign(context, { lineCap: "round", lineJoin: "round", strokeStyle: colour });
  for (const [points, pen] of strokes) {
    context.globalCompositeOperation = pen < 0 ? "destination-out" : "source-over";
    context.lineWidth = Math.abs(pen);
    drawCurve(context, points);
  }
  context.restore();
}

function drawCurve(context, points) {
  context.beginPath();
  context.moveTo(...points[0]);
  points.slice(0, -1).forEach(([x, y], i) => {
    const [nextX, nextY] = points[i + 1];
    context.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  });
  const [x, y] = points.at(-1);
  context.lineTo(points.length === 1 ? x + 0.01 : x, y); // a point of its own shows too
  context.stroke();
}
