// How far do the browser's readings differ from the server's? `node bench/agreement.js FOLDER` compares the probabilities
// of the drawings in FOLDER/drawings.json, which bench/live.py wrote, and prints a line of JSON.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { createInk } from "../digits/live/ink.js";
import { loadNetwork } from "../digits/live/network.js";

const DIGITS = 10;
const bytes = async (...path) => new Uint8Array(await readFile(join(...path)));
const likeliest = (row) => row.slice(0, DIGITS).reduce((best, share, i, all) => (share > all[best] ? i : best), 0);

const { network, kernel, drawings } = JSON.parse(await readFile(join(process.argv[2], "drawings.json"), "utf8"));
const reader = await loadNetwork(await bytes(network), await bytes(kernel));
const ink = createInk();
const found = drawings.map(({ strokes, pens, probabilities }) => {
  const seen = ink.input({ strokes, pens });
  if (!seen?.input) return { same: false, difference: 1 };
  const own = [...reader.predict(seen.input)];
  const difference = Math.max(...own.map((share, i) => Math.abs(share - probabilities[i])));
  return { same: likeliest(own) === likeliest(probabilities), difference };
});
const share = (is) => found.filter(is).length / found.length;
const figures = {
  drawings: found.length,
  same_digit: share(({ same }) => same),
  within: share(({ difference }) => difference <= 0.01),
  largest: Math.max(...found.map(({ difference }) => difference)),
};
console.log(JSON.stringify(figures));
