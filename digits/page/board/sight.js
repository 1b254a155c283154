// How the network sees, to be explored: which ink speaks for a digit, what happens at one pixel layer by layer to the ten
// scores, and what becomes of the answer while ink is taken away.

import { softmax } from "../../live/network.js";
import { createMattered, without } from "./mattered.js";
import { IMAGE_SIDE } from "./pattern.js";
import { CLASS_NAMES, createPulls, pullsHtml } from "./pulls.js";
import { createPixels, layFrame, pixelOf, placeOfPoint, tintOf } from "./tiles.js";
import { addedToScores } from "./trace.js";
import { createWay, wayHtml } from "./way.js";
import { LEAST, percent } from "./words.js";

const DIGIT_COUNT = 10;
const REST = 250; // milliseconds without a change, after which it is asked which ink mattered
const SLICE = 8; // milliseconds that this takes at once
const FAINT_GREY = 110; // of 255: ink that does not matter
const MIDDLE_PIXEL = [13, 13];

const GUIDE = {
  blank: "Draw, and look at the drawing as the network does.",
  drawn: "Point at a pixel. Press a digit to see what speaks for it.",
};
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const barHtml = (name) =>
  `<span class="label">${name}</span><span class="track"><span></span></span><span class="share"></span>`;

const shareHtml = (name) => `<button type="button" aria-pressed="false">${barHtml(name)}</button>`;

const sightHtml = (network) => `
  <div class="panel sight">
    <p class="state"></p>
    <div class="looked-at">
      <div>
        <button type="button" class="framed" data-picture="pixels"><canvas></canvas><i></i></button>
        <p class="pixel" aria-live="polite"></p>
      </div>
      <div class="shares">
        ${CLASS_NAMES.slice(0, DIGIT_COUNT).map(shareHtml).join("")}
        <p>${barHtml("none")}</p>
      </div>
    </div>
    <label class="taken"><span></span><input type="range" min="0" max="100" value="0" /><output></output></label>
    <p class="meaning"></p>
    <section class="way-there" aria-label="From this pixel to the scores">
      <h2></h2>
      ${wayHtml(network.layers)}
      <h2>What this place adds to each score</h2>
      ${pullsHtml(network.logits.length)}
    </section>
  </div>`;

// Return `paint(input)`, which shows what the network made of its last input, null for a blank canvas; and `close()`.
export function createSight(box, network, memory) {
  box.innerHTML = sightHtml(network);
  const find = (selector) => box.querySelector(selector);
  const paintPixels = createInputPicture(find(".sight canvas"));
  const paintShares = createDigitShares(find(".shares"), ask);
  const paintWay = createWay(find(".way"), network, pointAt);
  const paintPulls = createPulls(find(".pulls"));
  const slider = find("input");
  const told = { state: find(".state"), pixel: find(".pixel"), meaning: find(".meaning"), way: find("h2") };
  const mattering = createMattering(network, () => input && network.predict(shown), showMattered);
  let input = null; // 784 numbers in [0, 1], without any taken away
  let shown = null; // and with what is left
  let mattered = null; // how much each pixel speaks for the digit, null while that is not known
  let digit = 0; // the one that is asked for

  // ---- The drawing changes, or what is asked of it ----

  function paint(bytes) {
    input = shown = bytes && Float32Array.from(bytes, (value) => value / 255);
    mattered = null;
    slider.value = "0";
    slider.disabled = !input;
    find(".sight").dataset.blank = input ? "no" : "yes";
    told.state.textContent = input ? GUIDE.drawn : GUIDE.blank;
    mattering.start(input);
    if (input) digit = memory.digit ?? strongestDigit(network.logits);
    show();
  }

  function ask(chosen) {
    memory.digit = digit = chosen;
    if (!input) return show();
    if (mattering.isDone) mattered = mattering.of(digit);
    take();
  }

  function showMattered() {
    mattered = mattering.of(digit);
    show();
  }

  function take() {
    const share = Number(slider.value) / 100;
    if (share > 0 && !mattered) mattered = mattering.finish(digit);
    shown = share > 0 ? without(input, mattered, share) : input;
    network.predict(shown);
    show();
  }

  // ---- Which pixel is looked at ----

  const pixelNow = () => memory.pixel ?? (input ? strongestPixel(input) : MIDDLE_PIXEL);

  function pointAt(pixel) {
    memory.pixel = pixel.map((place) => Math.min(Math.max(Math.floor(place), 0), IMAGE_SIDE - 1));
    if (input) showPixel();
  }

  function showPixel() {
    const [row, column] = pixelNow();
    paintPixels(shown, mattered, [row, column]);
    const ink = shown[row * IMAGE_SIDE + column].toFixed(2);
    told.pixel.textContent = `Row ${row + 1}, column ${column + 1}: ink ${ink}`;
    paintWay([row, column], digit);
    paintPulls(addedToScores(network, [row, column]), network.logits);
  }

  function show() {
    const taken = Number(slider.value);
    find("output").textContent = `${taken} %`;
    find(".taken span").textContent = `Take away the ink that speaks most for ${digit}`;
    told.meaning.textContent = mattered ? `Blue ink speaks for ${digit}, orange ink against it.` : "";
    told.way.textContent = `From this pixel to the score of ${digit}`;
    paintShares(input && softmax(network.logits), digit);
    if (input) return showPixel();
    paintPixels(null, null, null);
    told.pixel.textContent = "";
    paintPulls(null);
    paintWay(null, digit);
  }

  slider.oninput = take;
  followPointer(find(".sight button"), pointAt, pixelNow);
  return { paint, close: mattering.stop };
}

const strongestDigit = (logits) => logits.indexOf(Math.max(...logits.subarray(0, DIGIT_COUNT)));

function strongestPixel(input) {
  const index = input.indexOf(Math.max(...input));
  return [Math.floor(index / IMAGE_SIDE), index % IMAGE_SIDE];
}

// ---- Which ink mattered: asked for a little at a time, once nothing changes ------------------------------------------

// `restore()` has the network run on what is shown again, for its maps are those of its last input.
function createMattering(network, restore, done) {
  let asked = null;
  let input = null;
  let timer = 0;
  const mattering = { isDone: false };

  mattering.stop = () => clearTimeout(timer);

  mattering.start = (given) => {
    mattering.stop();
    Object.assign(mattering, { isDone: false });
    asked = null;
    input = given;
    if (input) timer = setTimeout(slice, REST);
  };

  function slice() {
    const end = performance.now() + SLICE;
    asked ??= createMattered(input, network.predict);
    while (!mattering.isDone && performance.now() < end) mattering.isDone = asked.next();
    restore();
    if (mattering.isDone) done();
    else timer = setTimeout(slice);
  }

  mattering.of = (digit) => asked.of(digit);

  mattering.finish = (digit) => {
    mattering.stop();
    asked ??= createMattered(input, network.predict);
    while (!mattering.isDone) mattering.isDone = asked.next();
    return asked.of(digit);
  };
  return mattering;
}

// ---- The drawing, 28 by 28 -------------------------------------------------------------------------------------------

// Return `paint(input, mattered, pixel)`: the ink in grey, and where it is known how much it mattered, in blue or orange;
// the pixel is framed.
function createInputPicture(canvas) {
  const { pixels, show } = createPixels(canvas, IMAGE_SIDE, IMAGE_SIDE);
  const frame = canvas.parentElement.querySelector("i");
  return (input, mattered, pixel) => {
    for (let i = 0; i < pixels.length; i += 1) pixels[i] = inputPixel(input?.[i] ?? 0, mattered?.[i]);
    show();
    layFrame(frame, pixel && placeOfPoint(pixel, IMAGE_SIDE, IMAGE_SIDE));
  };
}

function inputPixel(ink, mattered) {
  if (mattered === undefined) return pixelOf(...[255, 255, 255].map((most) => Math.round(ink * most)));
  const strength = Math.abs(mattered);
  const tint = tintOf(mattered).map((most) => Math.round(ink * FAINT_GREY * (1 - strength) + most * strength * (ink > 0)));
  return pixelOf(...tint);
}

function followPointer(picture, pointAt, pixelNow) {
  const point = ({ clientX, clientY }) => {
    const { left, top, width, height } = picture.getBoundingClientRect();
    pointAt([((clientY - top) / height) * IMAGE_SIDE, ((clientX - left) / width) * IMAGE_SIDE]);
  };
  picture.ariaLabel = "The drawing, 28 by 28 pixels. The arrow keys move from pixel to pixel.";
  picture.onpointermove = picture.onpointerdown = point;
  picture.onkeydown = (event) => {
    const step = ARROWS[event.key];
    if (!step) return;
    event.preventDefault();
    const [row, column] = pixelNow();
    pointAt([row + step[0], column + step[1]]);
  };
}

// ---- The ten digits --------------------------------------------------------------------------------------------------

// Return `paint(probabilities, digit)`, null for a blank canvas; `ask(digit)` is called for the digit that is pressed. The
// last bar is what is left for none of the ten.
function createDigitShares(box, ask) {
  const buttons = box.querySelectorAll("button");
  const bars = box.querySelectorAll(".track span");
  const values = box.querySelectorAll(".share");
  buttons.forEach((button, i) => (button.onclick = () => ask(i)));
  return (probabilities, digit) => {
    const shares = [...(probabilities ?? []).slice(0, DIGIT_COUNT)];
    if (probabilities) shares.push(Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0)));
    buttons.forEach((button, i) => (button.ariaPressed = String(i === digit)));
    bars.forEach((bar, i) => {
      const share = shares[i] ?? 0;
      bar.style.width = `${(100 * share).toFixed(1)}%`;
      values[i].textContent = share > LEAST ? percent(share) : "";
    });
  };
}
