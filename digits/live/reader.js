// The reader: the only place where the browser makes an answer of a drawing. It reads the whole as one digit. Where it
// may be several, it says so and leaves them to the server.

import { createInk } from "./ink.js";
import { mayBeNumber, readingOf } from "./verdict.js";

// Return `read(drawing)`, which returns the answer, or null for what only the server reads; beside it the `ink` and the
// `network` that it reads with.
export function createReader(network, { thresholds, limits }) {
  const ink = createInk();

  function read(drawing) {
    const found = ink.input(drawing);
    if (!found) return null;
    const strokes = drawing.strokes.length;
    if (!found.input) return { verdict: "blank", text: "", confidence: 0, readings: [], strokes, live: true };
    const probabilities = network.predict(found.input);
    const reading = readingOf(probabilities, thresholds);
    return {
      verdict: reading.verdict,
      text: reading.verdict === "not a digit" ? "" : String(reading.digit),
      confidence: reading.confidence,
      readings: [reading],
      input: Uint8Array.from(found.input, (grey) => Math.round(grey * 255)),
      strokes,
      several: mayBeNumber(probabilities, found.boxes, limits),
      live: true,
    };
  }

  return { read, ink, network };
}
