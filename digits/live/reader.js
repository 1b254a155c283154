// The reader: the only place where the browser makes an answer of a drawing. It reads the whole as one digit. Where it
// may be several, it says so and leaves them to the server.

import { createInk } from "./ink.js";
import { createMemory } from "./memory.js";
import { mayBeNumber, readingOf } from "./verdict.js";

const NON_DIGIT_LABEL = "none"; // as labelled.py has it
const NOT_A_DIGIT = 10; // as classes.py has it

// Return `read(drawing)`, which returns the answer, or null for what only the server reads; and `know(corrected)`, which
// takes the corrected drawings that it remembers from now on. Beside them are the `ink` and the `network` it reads with.
export function createReader(network, { thresholds, limits, memory: settings }) {
  const ink = createInk();
  const memory = createMemory(settings);
  const features = () => network.maps(network.layers.length - 2);

  function read(drawing) {
    const found = ink.input(drawing);
    if (!found) return null;
    const strokes = drawing.strokes.length;
    if (!found.input) return { verdict: "blank", text: "", confidence: 0, readings: [], strokes, live: true };
    const own = network.predict(found.input);
    const probabilities = memory.adjusted(own, features());
    const reading = readingOf(probabilities, thresholds);
    return {
      verdict: reading.verdict,
      text: textOf(reading),
      confidence: reading.confidence,
      readings: [reading],
      input: Uint8Array.from(found.input, (grey) => Math.round(grey * 255)),
      strokes,
      several: mayBeNumber(probabilities, found.boxes, limits),
      recalled: probabilities !== own && textOf(readingOf(own, thresholds)) !== textOf(reading),
      live: true,
    };
  }

  function know(corrected) {
    const corrections = [];
    for (const { label, ...drawing } of corrected) {
      const input = ink.input(drawing)?.input;
      const probabilities = input && network.predict(input);
      if (input) corrections.push(memory.correction(classOf(label), probabilities, features()));
    }
    memory.remember(corrections);
  }

  return { read, know, ink, network };
}

const textOf = ({ verdict, digit }) => (verdict === "not a digit" ? "" : String(digit));
const classOf = (label) => (label === NON_DIGIT_LABEL ? NOT_A_DIGIT : Number(label));
