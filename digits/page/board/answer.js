// The answer's panel: the digit, how sure, ten bars, and the picture that the network saw. Whoever read the drawing,
// the server or the live reader, it is drawn here, and only what changed is touched: where both say the same, nothing moves.

import { bytesOf } from "./bytes.js";
import { LEAST, headline, isLikely, percent, pictureLabel, sentence } from "./words.js";

const DIGITS = 10;
const ROWS = 5; // of bars where they have two columns
const MAX_BARS = DIGITS;
const PICTURE_SIDE = 28; // pixels of the network's input

const put = (node, property, value) => node[property] === value || (node[property] = value);
const flag = (node, name, isOn) => node.classList.contains(name) === isOn || node.classList.toggle(name, isOn);

// Draw an answer into the panel within `root`, which board.html describes.
export function drawAnswer(root, answer) {
  const head = headline(answer);
  const digit = root.querySelector(".digit");
  put(digit, "textContent", head.digit);
  const lines = head.digit.split("\n");
  digit.style.setProperty("--digits", String(Math.max(...lines.map(({ length }) => length))));
  digit.style.setProperty("--lines", String(lines.length));
  flag(digit, "waiting", answer.verdict === "blank");
  flag(digit, "rejected", answer.verdict === "not a digit" || Boolean(answer.several));
  put(root.querySelector(".sure"), "textContent", head.lines);
  drawBars(root.querySelector(".bars"), bars(answer));
  if (answer.verdict !== "under way") drawPicture(root.querySelector("figure"), answer);
  root.querySelector(".says").dataset.by = answer.live ? "live" : "server";
}

// Tell screen readers: an answer of the server's, or the live one while there is no server.
export function speakAnswer(root, answer) {
  put(root.querySelector(".spoken"), "textContent", sentence(answer));
}

// Return the bars of an answer: those of a number's digits, one of what is no digit, else of all ten; none of a blank
// canvas. Of a page of digits only the least sure have room, in the order in which they stand there.
export function bars(answer) {
  if (answer.verdict === "blank") return [];
  if (answer.readings.length > 1) {
    const leastSure = [...answer.readings].sort((a, b) => a.confidence - b.confidence).slice(0, MAX_BARS);
    const shown = answer.readings.filter((each) => leastSure.includes(each));
    return shown.map((each) => ({ label: String(each.digit), share: each.confidence, kind: "best" }));
  }
  const [reading] = answer.readings;
  if (answer.verdict === "not a digit" && !answer.several) return [noneOfThese(reading)];
  const kind = (digit) =>
    digit === reading?.digit ? "best" : digit === reading?.runnerUp && isLikely(reading, digit) ? "second" : "";
  return Array.from({ length: DIGITS }, (_, digit) => {
    return { label: String(digit), share: reading ? reading.shares[digit] : 0, kind: kind(digit) };
  });
}

// What is left of a rejected drawing's shares is that it is none of the ten.
function noneOfThese({ shares }) {
  const share = 1 - shares.reduce((sum, each) => sum + each, 0);
  return { label: "none of these", share, kind: "best none" };
}

function drawBars(list, wanted) {
  put(list, "hidden", !wanted.length);
  if (!wanted.length) return; // and keep a row to make others of
  while (list.children.length > wanted.length) list.lastElementChild.remove();
  while (list.children.length < wanted.length) list.append(list.firstElementChild.cloneNode(true));
  list.style.setProperty("--bars", wanted.length); // what room is left is shared
  list.style.setProperty("--rows", Math.min(ROWS, wanted.length));
  const ranked = ranks(wanted);
  wanted.forEach(({ label, share, kind }, i) => {
    const item = list.children[i];
    put(item.dataset, "rank", String(ranked[i]));
    put(item, "className", kind);
    put(item.querySelector(".label"), "textContent", label);
    put(item.querySelector(".share"), "textContent", share > LEAST ? percent(share) : "");
    put(item.querySelector(".track span").style, "width", `${(100 * share).toFixed(1)}%`);
  });
}

// Return each bar's place where only the largest have room; the digits of a number stay in their order.
function ranks(wanted) {
  if (wanted.every(({ kind }) => kind.startsWith("best"))) return wanted.map((_, i) => i);
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[b].share - wanted[a].share);
  return wanted.map((_, i) => order.indexOf(i));
}

function drawPicture(figure, answer) {
  const [canvas, image] = [figure.querySelector("canvas"), figure.querySelector("img")];
  const isNumber = Boolean(answer.picture);
  put(canvas, "hidden", isNumber);
  put(image, "hidden", !isNumber);
  put(figure.querySelector("figcaption"), "textContent", isNumber ? "What was found" : "What the network sees");
  if (isNumber) {
    put(image, "src", answer.picture);
    put(image, "alt", pictureLabel(answer));
  } else {
    put(canvas, "ariaLabel", pictureLabel(answer));
    paint(canvas, answer.input);
  }
}

function paint(canvas, input) {
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(PICTURE_SIDE, PICTURE_SIDE);
  const grey = bytesOf(input) ?? new Uint8Array(PICTURE_SIDE * PICTURE_SIDE);
  for (let i = 0; i < grey.length; i += 1) {
    pixels.data.fill(grey[i], 4 * i, 4 * i + 3);
    pixels.data[4 * i + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
}
