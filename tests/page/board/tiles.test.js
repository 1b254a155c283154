// Maps as tiles, down to the pixel.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createPicture, createTiles, layFrame } from "../../../digits/page/board/tiles.js";
import { createCanvas, greys } from "./canvas2d.js";

const LAYER = { outputs: 20, width: 7, height: 7 }; // 14 pixels a tile, 2 a gap, 16 tiles a row
const CHANNELS = 32;
const WIDTH = 16 * 16 - 2;
const numberAt = (point, map) => (point === map ? 2 : point === 48 - map ? 0.5 : 0);
const MAPS = Float32Array.from({ length: 49 * CHANNELS }, (_, i) =>
  i % CHANNELS < LAYER.outputs ? numberAt(Math.floor(i / CHANNELS), i % CHANNELS) : 0,
);

test("each map is a tile, and each of its points a square", () => {
  const canvas = createCanvas();
  createTiles(canvas, LAYER).paint(MAPS, CHANNELS);
  assert.deepEqual([canvas.width, canvas.height], [WIDTH, 30]);
  const shown = greys(canvas);
  for (let map = 0; map < LAYER.outputs; map += 1) {
    for (let y = 0; y < 14; y += 1) {
      for (let x = 0; x < 14; x += 1) {
        const [row, column] = [Math.floor(map / 16) * 16 + y, (map % 16) * 16 + x];
        const number = numberAt((y >> 1) * 7 + (x >> 1), map);
        assert.equal(shown[row * WIDTH + column], number === 2 ? 255 : number && 127, `map ${map} at ${x} ${y}`);
      }
    }
  }
});

test("nothing is painted between the tiles, nor where a last row has none", () => {
  const canvas = createCanvas();
  createTiles(canvas, LAYER).paint(MAPS, CHANNELS);
  const painted = [...canvas.shown.keys()].filter((pixel) => canvas.shown[pixel] >>> 24 === 255);
  assert.equal(painted.length, LAYER.outputs * 14 * 14);
});

test("maps of a blank canvas are dark", () => {
  const canvas = createCanvas();
  const tiles = createTiles(canvas, LAYER);
  for (const paint of [() => tiles.paint(MAPS, CHANNELS, true), () => tiles.paint(MAPS.map(() => 0), CHANNELS)]) {
    paint();
    assert.ok(greys(canvas).every((grey) => grey === 0));
  }
});

test("a frame brings its pixels onto the canvas at once", () => {
  const canvas = createCanvas();
  createTiles(canvas, LAYER).paint(MAPS, CHANNELS);
  assert.equal(canvas.puts, 1);
});

test("a point of the canvas is a point of the map whose tile is there", () => {
  const { mapAt, placeOf } = createTiles(createCanvas(), LAYER);
  for (let map = 0; map < LAYER.outputs; map += 1) {
    const { left, top, width, height } = placeOf(map);
    assert.equal(mapAt(left + 0.01 * width, top + 0.01 * height), map);
    assert.equal(mapAt(left + 0.99 * width, top + 0.99 * height), map);
  }
  assert.equal(mapAt(1, 1), LAYER.outputs - 1);
});

test("a picture shows every so manyth number, and tells where the strongest is", () => {
  const canvas = createCanvas();
  const paint = createPicture(canvas, 7, 7);
  assert.equal(paint(MAPS, 3, CHANNELS), 3);
  assert.deepEqual(
    greys(canvas).flatMap((grey, pixel) => (grey ? [[pixel, grey]] : [])),
    [[3, 255], [45, 127]],
  );
  assert.equal(paint(MAPS, 25, CHANNELS), -1);
  assert.ok(greys(canvas).every((grey) => grey === 0));
  assert.equal(paint(null), -1);
});

test("a frame is laid in shares of the canvas, or hidden", () => {
  const frame = { style: {} };
  layFrame(frame, { left: 0.5, width: 0.25 });
  assert.deepEqual(frame, { hidden: false, style: { left: "50%", width: "25%" } });
  layFrame(frame, null);
  assert.equal(frame.hidden, true);
});
