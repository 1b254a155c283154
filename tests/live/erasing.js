// What the browser makes of drawings: `node erasing.js FILE` prints its limits and the pieces' boxes, null for what it
// leaves to the server.

import { readFile } from "node:fs/promises";

import { createInk } from "../../digits/live/ink.js";
import { MAX_FINE_STROKES, MAX_FINE_WORK } from "../../digits/live/strokes.js";

const drawings = JSON.parse(await readFile(process.argv[2], "utf8"));
const ink = createInk();
const boxes = drawings.map((drawing) => ink.input(drawing)?.boxes ?? null);
console.log(JSON.stringify({ limits: [MAX_FINE_STROKES, MAX_FINE_WORK], boxes }));
