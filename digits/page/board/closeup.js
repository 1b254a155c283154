// One map, close up: what it shows now, what it looks for, and what of the drawing its strongest point sees.

import { inkPattern, receptiveField, windowHeight, windowWidth } from "./pattern.js";
import { createPicture, layFrame, paintTinted, placeOfPoint } from "./tiles.js";

const INPUT_WIDTH = 28;
// The ReLUs that a pattern leaves out part it from its map more and more: from the sixth layer on, what it makes of
// drawings has nothing to do with what the map does, and showing it would tell people something wrong.
const PATTERN_LAYERS = 5;

const CAPTIONS = {
  map: "The map. Its strongest point is framed.",
  dark: "The map. Nothing excites it now.",
  pattern: "What it looks for: ink where it is blue, paper where it is orange.",
  seen: "The drawing, and the part of it that this point sees.",
  whole: "The drawing. This point sees all of it.",
  input: "The drawing as the network sees it.",
};
const SHALLOW = "What it looks for follows from the weights alone: ReLUs and biases are left out.";
const DEEP = "What it looks for cannot be told from the weights alone: too many ReLUs lie between it and the ink.";

const pictureHtml = (name, label) =>
  `<figure data-picture="${name}"><div class="framed"><canvas role="img" aria-label="${label}"></canvas>` +
  `<i hidden></i></div><figcaption></figcaption></figure>`;

// Return the close-up as HTML.
export const closeUpHtml = (layers) => `
  <section class="close-up" aria-label="One map, close up">
    <div class="choice">
      <label>Layer <input type="number" min="1" max="${layers}" /></label>
      <label>Map <input type="number" min="1" /></label>
      <button type="button" data-step="-1" aria-label="Previous map" title="Previous map">◀</button>
      <button type="button" data-step="1" aria-label="Next map" title="Next map">▶</button>
    </div>
    <div class="pictures">
      ${pictureHtml("map", "The map")}
      ${pictureHtml("pattern", "What the map looks for")}
      ${pictureHtml("input", "The drawing as the network sees it")}
    </div>
    <p class="caveat"></p>
  </section>`;

function partsOf(section, name) {
  const find = (tag) => section.querySelector(`[data-picture=${name}] ${tag}`);
  return { canvas: find("canvas"), frame: find("i"), caption: find("figcaption") };
}

// Return `show(choice)` and `paint(input)`. A choice is the indices of a layer and of a map of it. What people choose
// here is handed to `choose`.
export function createCloseUp(section, network, layers, choose) {
  const map = partsOf(section, "map");
  const input = partsOf(section, "input");
  const showChoice = followChoice(section, layers, choose);
  const paintInput = createPicture(input.canvas, INPUT_WIDTH, INPUT_WIDTH);
  let chosen = null;
  let paintMap = null;
  let framed = null; // the index of the point that is framed, -1 for none

  function show(choice) {
    const { height, width } = layers[choice.layer];
    chosen = choice;
    framed = null;
    paintMap = createPicture(map.canvas, width, height);
    showChoice(choice);
    showPattern(section, network, choice);
  }

  // The input is 784 numbers, null for a blank canvas.
  function paint(numbers) {
    const maps = numbers && network.maps(chosen.layer);
    const strongest = paintMap(maps, chosen.map, network.channels(chosen.layer));
    paintInput(numbers);
    if (strongest !== framed) frame(strongest);
  }

  function frame(point) {
    const { height, width } = layers[chosen.layer];
    const [row, column] = [Math.floor(point / width), point % width];
    const seen = point < 0 ? null : placeOfWindow(receptiveField(layers, chosen.layer, row, column));
    framed = point;
    layFrame(map.frame, seen && placeOfPoint([row, column], height, width));
    layFrame(input.frame, seen);
    map.caption.textContent = seen ? CAPTIONS.map : CAPTIONS.dark;
    input.caption.textContent = inputCaption(seen);
  }

  return { show, paint };
}

const placeOfWindow = (seen) => ({
  left: seen.left / INPUT_WIDTH,
  top: seen.top / INPUT_WIDTH,
  width: windowWidth(seen) / INPUT_WIDTH,
  height: windowHeight(seen) / INPUT_WIDTH,
});

function inputCaption(seen) {
  if (!seen) return CAPTIONS.input;
  return seen.width * seen.height === 1 ? CAPTIONS.whole : CAPTIONS.seen;
}

// ---- The pattern of ink ---------------------------------------------------------------------------------------------

function showPattern(section, network, { layer, map }) {
  const { canvas, caption } = partsOf(section, "pattern");
  const isTold = layer < PATTERN_LAYERS;
  section.querySelector("[data-picture=pattern]").hidden = !isTold;
  section.querySelector(".caveat").textContent = isTold ? SHALLOW : DEEP;
  caption.textContent = CAPTIONS.pattern;
  if (!isTold) return;
  const pattern = inkPattern(network, layer, map);
  paintTinted(canvas, windowWidth(pattern), windowHeight(pattern), pattern.values);
}

// ---- The fields and buttons that choose a map -----------------------------------------------------------------------

// Return a function that shows a choice in the fields. What is typed there is chosen as soon as there is such a map.
function followChoice(section, layers, choose) {
  const [layerField, mapField] = section.querySelectorAll("input");
  let choice = null;

  function showChoice(chosen) {
    choice = chosen;
    layerField.value = String(choice.layer + 1);
    mapField.value = String(choice.map + 1);
    mapField.setAttribute("max", String(layers[choice.layer].outputs));
  }

  layerField.oninput = () => {
    const layer = layers[layerField.value - 1];
    if (layer) choose({ layer: layerField.value - 1, map: Math.min(choice.map, layer.outputs - 1) });
  };
  mapField.oninput = () => {
    const map = mapField.value - 1;
    if (Number.isInteger(map) && map >= 0 && map < layers[choice.layer].outputs) choose({ ...choice, map });
  };
  for (const field of [layerField, mapField]) field.onchange = () => showChoice(choice);
  for (const button of section.querySelectorAll("[data-step]")) {
    button.onclick = () => choose(neighbourOf(choice, Number(button.dataset.step), layers));
  }
  return showChoice;
}

// Return the next or the previous map; after the last one of a layer comes the first one of the next.
function neighbourOf({ layer, map }, step, layers) {
  if (map + step >= 0 && map + step < layers[layer].outputs) return { layer, map: map + step };
  const other = (layer + step + layers.length) % layers.length;
  return { layer: other, map: step > 0 ? 0 : layers[other].outputs - 1 };
}
