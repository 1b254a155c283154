// A canvas as far as the panels paint on it: `shown` is what was last put on it, a number each pixel.

class Context {
  constructor(canvas) {
    this.canvas = canvas;
  }

  createImageData(width, height) {
    return { width, height, data: new Uint8ClampedArray(width * height * 4) };
  }

  putImageData({ data }) {
    this.canvas.shown = new Uint32Array(data.slice().buffer);
    this.canvas.puts = (this.canvas.puts ?? 0) + 1;
  }
}

export function getContext() {
  return new Context(this);
}

export const createCanvas = () => ({ getContext });

// Return a canvas's pixels, (row, column), as the least of red, green and blue: 0 where nothing was painted.
export const greys = ({ shown }) =>
  [...shown].map((pixel) => Math.min(pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255));
