// The way from a pixel to a score, a row for each layer: what a point of it sees, the filter, and what comes out.

import { IMAGE_SIDE } from "./pattern.js";
import { signed } from "./pulls.js";
import { createPicture, layFrame, paintTinted, placeOfPoint } from "./tiles.js";
import { givenTo, traceOf } from "./trace.js";

const stepPictureHtml = (name, label) =>
  `<div class="framed" data-picture="${name}"><canvas role="img" aria-label="${label}"></canvas><i></i></div>`;

const stepHtml = ({ valid }, i) => `
  <li>
    <div class="step-pictures">
      ${stepPictureHtml("patch", `What the point of layer ${i + 1} sees`)}
      <span aria-hidden="true">×</span>
      ${stepPictureHtml("filter", `The filter of layer ${i + 1}`)}
      <span aria-hidden="true">${valid ? "=" : "→"}</span>
      ${valid ? '<b class="score"></b>' : stepPictureHtml("map", `What comes out of layer ${i + 1}`)}
    </div>
    <p class="name"></p>
    <p class="sum"></p>
  </li>`;

// Return the rows as HTML.
export const wayHtml = (layers) => `<ol class="way">${layers.map(stepHtml).join("")}</ol>`;

// Return `paint(pixel, output)`, null for a blank canvas. A point of a map that is pointed at is handed to `pointAt` as
// the pixel beneath it.
export function createWay(list, network, pointAt) {
  const rows = [...list.querySelectorAll("li")].map((row, i) => createStep(row, network, i, pointAt));
  return (pixel, output) => {
    list.hidden = !pixel;
    if (pixel) traceOf(network, pixel, output).forEach((step, i) => rows[i](step));
  };
}

function createStep(row, network, index, pointAt) {
  const { size, height, width, outputs, valid } = network.layers[index];
  const [name, sum] = [row.querySelector(".name"), row.querySelector(".sum")];
  const patch = partsOfStep(row, "patch");
  const filter = partsOfStep(row, "filter");
  const map = partsOfStep(row, "map");
  const paintPatch = createPicture(patch.canvas, size, size);
  const paintMap = map && createPicture(map.canvas, width, height);
  if (map) followMap(map.canvas, pointAt);

  return (step) => {
    const before = givenTo(network, index);
    const seen = placeOfPoint([Math.floor(step.at / size), step.at % size], size, size);
    paintPatch(step.patch, 0, 1, strongestOf(before, step.from));
    paintTinted(filter.canvas, size, size, step.filter);
    for (const part of [patch, filter]) layFrame(part.frame, seen);
    name.textContent = valid ? `The score of ${step.map}` : `Layer ${index + 1}: map ${step.map + 1} of ${outputs}`;
    sum.textContent = sentenceOf(step, index);
    if (!map) return (row.querySelector(".score").textContent = inFull(step.value));
    paintMap(network.maps(index), step.map, network.channels(index));
    return layFrame(map.frame, placeOfPoint([step.row, step.column], height, width));
  };
}

function partsOfStep(row, name) {
  const picture = row.querySelector(`[data-picture=${name}]`);
  return picture && { canvas: picture.querySelector("canvas"), frame: picture.querySelector("i") };
}

function strongestOf({ numbers, channels, height, width }, map) {
  let strongest = 0;
  for (let i = map; i < height * width * channels; i += channels) strongest = Math.max(strongest, numbers[i]);
  return strongest;
}

function sentenceOf({ part, others, from, value }, index) {
  const source = index === 0 ? "the drawing" : `map ${from + 1} of layer ${index}`;
  const rest = index === 0 ? "the bias" : "all others and the bias";
  const sum = value === 0 ? "below zero, so 0" : inFull(value);
  return `${inFull(part)} from ${source}, ${inFull(others)} from ${rest}: ${sum}.`;
}

const inFull = (number) => signed(number, 2);

function followMap(canvas, pointAt) {
  canvas.onpointermove = canvas.onpointerdown = ({ offsetX, offsetY }) => {
    pointAt([(offsetY / canvas.clientHeight) * IMAGE_SIDE, (offsetX / canvas.clientWidth) * IMAGE_SIDE]);
  };
}
