// Answers as the server and the live reader make them.

const ORDER = ["sure", "unsure", "not a digit"];

export const NO_ANSWER = { verdict: "blank", text: "", confidence: 0, readings: [], strokes: 0 };

// Of what the digit leaves the next one has half and the others the rest; of a rejected drawing none has any.
export function reading(digit, confidence, { verdict = "sure", runnerUp = (digit + 1) % 10 } = {}) {
  const left = verdict === "not a digit" ? 0 : 1 - confidence;
  const share = (i) => (i === digit ? confidence : i === runnerUp ? left / 2 : left / 16);
  const shares = Array.from({ length: 10 }, (_, i) => share(i));
  return { verdict, digit, runnerUp, confidence, shares };
}

export function answered(readings, more = {}) {
  const verdict = ORDER[Math.max(...readings.map((each) => ORDER.indexOf(each.verdict)))];
  const text = verdict === "not a digit" ? "" : readings.map((each) => each.digit).join("");
  const confidence = readings.reduce((product, each) => product * each.confidence, 1);
  return { verdict, text, confidence, readings, strokes: 1, input: btoa("\x00".repeat(784)), ...more };
}
