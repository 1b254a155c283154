// Pictures of numbers on canvases: all maps of a layer as tiles, or a single one. A canvas has about a pixel for each
// number, and the style sheet enlarges it.

const TILES_A_ROW = 16;
const MIN_TILE = 14; // pixels: smaller maps are enlarged to it
const TILE_GAP = 2; // pixels
const SHADES = 256;
const GAMMA = 0.5; // lifts what is faint out of the dark, for a projector

// Return a pixel of a canvas as a number: red, green, blue and alpha, the first in the lowest byte.
export const pixelOf = (red, green, blue) => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;

const INK_TINT = [90, 150, 255]; // what speaks for, or looks for ink
const PAPER_TINT = [255, 140, 40]; // what speaks against, or looks for paper

// Return the red, green and blue of a number: blue above 0, orange below.
export const tintOf = (number) => (number > 0 ? INK_TINT : PAPER_TINT);

const GREY_PIXELS = Uint32Array.from({ length: SHADES }, (_, shade) => {
  const grey = Math.round(255 * (shade / (SHADES - 1)) ** GAMMA);
  return pixelOf(grey, grey, grey);
});
const BLACK_PIXEL = GREY_PIXELS[0];

// Return what numbers are multiplied with so that the strongest becomes white.
const shadesFor = (strongest) => (strongest > 0 ? (SHADES - 0.5) / strongest : 0);

const greyOf = (shade) => (shade > 0 ? GREY_PIXELS[shade | 0] : BLACK_PIXEL);

// Return the pixels of a canvas, (row, column), which becomes this large, and `show()`, which brings them onto it.
export function createPixels(canvas, width, height) {
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  return { pixels: new Uint32Array(image.data.buffer), show: () => context.putImageData(image, 0, 0) };
}

// Lay a frame over a part of a canvas, given in shares of its width and height; null for none.
export function layFrame(frame, place) {
  frame.hidden = !place;
  for (const side of place ? Object.keys(place) : []) frame.style[side] = `${100 * place[side]}%`;
}

// Return where a point of a map lies, as a frame needs it.
export const placeOfPoint = ([row, column], height, width) => ({
  left: column / width,
  top: row / height,
  width: 1 / width,
  height: 1 / height,
});

// Return `paint(numbers, first, step, white)`: it shows each `step`th number, none below 0, and the strongest in white,
// or what is as strong as `white`. It returns where the strongest is, -1 where none is above 0. Null for numbers is a
// black picture.
export function createPicture(canvas, width, height) {
  const { pixels, show } = createPixels(canvas, width, height);
  return (numbers, first = 0, step = 1, white = null) => {
    const index = numbers ? strongestIndex(numbers, first, step, pixels.length) : -1;
    pixels.fill(BLACK_PIXEL);
    if (index >= 0) paintGrey(pixels, numbers, first, step, shadesFor(white ?? numbers[first + index * step]));
    show();
    return index;
  };
}

// Paint numbers on a canvas: blue where they are above 0, orange where below, the strongest in full.
export function paintTinted(canvas, width, height, numbers) {
  const { pixels, show } = createPixels(canvas, width, height);
  const strongest = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
  numbers.forEach((number, i) => {
    const strength = strongest && Math.abs(number) / strongest;
    pixels[i] = pixelOf(...tintOf(number).map((most) => Math.round(most * strength)));
  });
  show();
}

function strongestIndex(numbers, first, step, count) {
  let strongest = 0;
  let index = -1;
  for (let i = 0; i < count; i += 1) {
    const number = numbers[first + i * step];
    if (number > strongest) {
      strongest = number;
      index = i;
    }
  }
  return index;
}

function paintGrey(pixels, numbers, first, step, shades) {
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = greyOf(numbers[first + i * step] * shades);
}

// ---- A layer's maps as tiles ----------------------------------------------------------------------------------------

// Return the tiles of a layer on a canvas: `paint(maps, channels, isBlank)`, `mapAt(x, y)` and `placeOf(map)`. Points
// and places are shares of the canvas's width and height.
export function createTiles(canvas, layer) {
  const grid = gridOf(layer);
  const { pixels, show } = createPixels(canvas, grid.width, grid.height);
  const corners = Int32Array.from({ length: layer.outputs }, (_, map) => cornerOf(grid, map));

  function paint(maps, channels, isBlank = false) {
    const index = isBlank ? -1 : strongestIndex(maps, 0, 1, maps.length);
    paintTiles(pixels, grid, corners, maps, channels, shadesFor(maps[index] ?? 0));
    show();
  }

  const mapAt = (x, y) => {
    const column = Math.floor((x * grid.width) / grid.step);
    const row = Math.floor((y * grid.height) / grid.step);
    return Math.min(row * grid.columns + column, layer.outputs - 1);
  };

  const placeOf = (map) => ({
    left: (corners[map] % grid.width) / grid.width,
    top: Math.floor(corners[map] / grid.width) / grid.height,
    width: grid.tile / grid.width,
    height: grid.tile / grid.height,
  });

  return { paint, mapAt, placeOf };
}

// Return how a layer's tiles lie, in pixels of the canvas: each is `tile` large, and `step` from the next.
function gridOf({ outputs, height: side }) {
  const enlarged = Math.ceil(MIN_TILE / side);
  const tile = side * enlarged;
  const step = tile + TILE_GAP;
  const columns = Math.min(outputs, TILES_A_ROW);
  const height = Math.ceil(outputs / columns) * step - TILE_GAP;
  return { side, enlarged, tile, step, columns, width: columns * step - TILE_GAP, height };
}

const cornerOf = ({ columns, step, width }, map) => Math.floor(map / columns) * step * width + (map % columns) * step;

// The maps are read in the order of memory, (row, column, channel).
function paintTiles(pixels, grid, corners, maps, channels, shades) {
  const { side, enlarged, width } = grid;
  for (let point = 0; point < side * side; point += 1) {
    const offset = (Math.floor(point / side) * width + (point % side)) * enlarged;
    for (let map = 0; map < corners.length; map += 1) {
      const grey = greyOf(maps[point * channels + map] * shades);
      if (enlarged === 1) pixels[corners[map] + offset] = grey;
      else paintSquare(pixels, corners[map] + offset, enlarged, width, grey);
    }
  }
}

function paintSquare(pixels, corner, side, width, grey) {
  for (let row = corner; row < corner + side * width; row += width) {
    for (let pixel = row; pixel < row + side; pixel += 1) pixels[pixel] = grey;
  }
}
