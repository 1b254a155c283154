// How the page words an answer; `words.py` has Python's copy of the figures, and one table holds both.

export const article = (digit) => (digit === 8 ? `an ${digit}` : `a ${digit}`);

// Return a number with so many places, as Python writes it: of a half, the even neighbour.
function rounded(value, places) {
  const text = value.toFixed(places); // of a half, the larger
  const isHalf = (value * 2 ** (places + 1)) % 2 === 1;
  return isHalf && Number(text.at(-1)) % 2 === 1 ? (value - 0.5 * 10 ** -places).toFixed(places) : text;
}

export const LEAST = 0.005; // up to there a share is less than one percent

// Return a share as people write it, never rounded up to a certainty or down to an impossibility.
export function percent(share) {
  if (share >= 0.9995) return ">99.9 %";
  if (share >= 0.99) return `${rounded(100 * share, 1)} %`;
  if (share > 0 && share <= LEAST) return "<1 %";
  return `${rounded(100 * share, 0)} %`;
}

const MIN_GUESS = 0.05; // of what is less likely, nobody wants to hear

// Return whether a digit of a reading is worth a word.
export const isLikely = (reading, digit) => reading.shares[digit] >= MIN_GUESS;

// Return what a reading may be instead; null where nothing else is likely.
export const alternative = (reading) => (isLikely(reading, reading.runnerUp) ? article(reading.runnerUp) : null);

const MAX_DOUBTS = 3; // that are named

const PLAIN = 0.99; // of a digit of a number that is as likely, with no other that is, nobody wants to hear either

const isUnsure = (reading) => reading.verdict === "unsure";
const isNamed = (reading) => isUnsure(reading) && (alternative(reading) || reading.shares[reading.digit] < PLAIN);
const guesses = ({ readings: [only] }) => (isLikely(only, only.digit) ? [`If it is one: ${article(only.digit)}.`] : []);
const rejected = (answer) => ["This does not look like a digit.", ...guesses(answer)];
const because = ({ recalled }) => (recalled ? ["You corrected one like it."] : []);
const sure = (answer) => `${percent(answer.confidence)} sure`;

// Return what stands large, and the two lines beside it.
export function headline(answer) {
  if (answer.verdict === "under way") return { digit: "…", lines: "Reading it." };
  if (answer.strokes === null) return { digit: "–", lines: "What is on the canvas\nwas not read." };
  if (!answer.readings.length) return { digit: "?", lines: "Draw a digit, 0 to 9.\nBig or small, anywhere." };
  if (answer.several) return { digit: "…", lines: "Several digits?\nRead by the server." };
  if (answer.verdict === "not a digit") return { digit: "–", lines: rejected(answer).join("\n") };
  return { digit: answer.text, lines: answer.readings.length > 1 ? numberLines(answer) : digitLines(answer) };
}

function digitLines(answer) {
  const [reading] = answer.readings;
  const other = isUnsure(reading) && alternative(reading);
  return other ? `or perhaps ${other}\n${sure(answer)}` : sure(answer);
}

function numberLines(answer) {
  const doubt = (each) => (alternative(each) ? `perhaps ${alternative(each)}` : "not quite sure");
  const doubts = answer.readings.filter(isNamed).map((each) => `the ${each.digit} ${doubt(each)}`);
  const some = doubts.length > MAX_DOUBTS ? [`${doubts.length} digits are unsure`] : doubts;
  return `${some.join(", ") || `${answer.readings.length} digits`}\n${sure(answer)}`;
}

// Return an answer as a screen reader says it; "" for a blank canvas.
export function sentence(answer) {
  if (!answer.readings.length) return "";
  if (answer.several) return "These may be several digits. The server reads numbers.";
  if (answer.verdict === "not a digit") return [...rejected(answer), ...because(answer)].join(" ");
  const [first, ...others] = answer.readings;
  let doubts = answer.readings.some(isNamed) ? ", or perhaps something else" : "";
  if (doubts && !others.length) doubts = alternative(first) ? `, or perhaps ${alternative(first)}` : "";
  const lines = answer.text.split("\n").map((line) => [...line].join(" "));
  return [`Read as ${lines.join(", ")}${doubts}, ${sure(answer)}.`, ...because(answer)].join(" ");
}

// Return what the picture beside the answer shows.
export function pictureLabel(answer) {
  if (!answer.readings.length) return "Nothing yet";
  if (answer.picture) return `The drawing with a box around each digit of ${answer.text.replaceAll("\n", ", ")}`;
  const found = answer.verdict === "not a digit" || answer.several ? "no digit" : `read as ${answer.text}`;
  return `The drawing as 28 by 28 pixels, ${found}`;
}
