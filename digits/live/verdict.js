// From probabilities to a reading, as `digits/reading/verdict.py` and `classes.py` have it: in float32, step by step.

const DIGIT_CLASSES = 10;
const SEVERAL = 11;
const LEAST_SHARE = Math.fround(1e-9); // a drawing that is surely no digit leaves nothing to share

const plus = (a, b) => Math.fround(a + b);
const rejectionOf = (probabilities) => probabilities.slice(DIGIT_CLASSES).reduce(plus, 0);

// Return the reading of one drawing's probabilities. The confidence says which digit it is, if it is one.
export function readingOf(probabilities, thresholds) {
  const rejected = rejectionOf(probabilities) > thresholds.not_a_digit;
  const digits = [...probabilities.slice(0, DIGIT_CLASSES)];
  const shares = rejected ? digits : amongDigits(digits);
  const [runnerUp, digit] = [...shares.keys()].sort((a, b) => shares[a] - shares[b]).slice(-2);
  const confidence = shares[digit];
  const named = confidence >= thresholds.sure ? "sure" : "unsure";
  return { verdict: rejected ? "not a digit" : named, digit, runnerUp, confidence, shares };
}

function amongDigits(digits) {
  const shares = digits.map((probability) => plus(probability, LEAST_SHARE));
  const sum = sumOf(shares);
  return shares.map((share) => Math.fround(share / sum));
}

// Return the sum of ten numbers in the order in which numpy adds them: eight in pairs, then the rest.
function sumOf([a, b, c, d, e, f, g, h, ...rest]) {
  const pairs = plus(plus(plus(a, b), plus(c, d)), plus(plus(e, f), plus(g, h)));
  return rest.reduce(plus, pairs);
}

// Return whether `digits/reading/several.py` would take a drawing apart: where its whole is not clearly one digit, or paper
// parts its pieces, whose boxes these are: from top to bottom, or into so many rows, or from a line beneath. A single one
// is where it is likely several digits.
export function mayBeNumber(probabilities, boxes, limits) {
  if (!boxes.length || boxes.length > limits.MAX_PIECES) return false;
  const isClear = Math.max(...probabilities.slice(0, DIGIT_CLASSES)) >= limits.CLEAR_DIGIT;
  if (boxes.length === 1) return !isClear && (probabilities[SEVERAL] ?? 1) >= limits.LIKELY_SEVERAL;
  const isParted = blanks(boxes, 0, 2) > 0 || blanks(boxes, 1, 3) + 1 >= limits.MIN_ROWS;
  return !isClear || isParted || hasLineBeneath(boxes, limits);
}

// Return whether all but one of several boxes stand on that one, which is a flat line, with paper between.
function hasLineBeneath(boxes, limits) {
  const line = boxes.reduce((lowest, box) => (box[1] > lowest[1] ? box : lowest));
  const others = boxes.filter((box) => box !== line);
  const [left, top] = [0, 1].map((side) => Math.min(...others.map((box) => box[side])));
  const [right, bottom] = [2, 3].map((side) => Math.max(...others.map((box) => box[side])));
  const breadth = line[2] - line[0];
  const isLine = breadth > limits.FLAT * (line[3] - line[1]) && breadth >= limits.MIN_SPAN * (right - left);
  const isBeneath = line[1] - bottom >= limits.MIN_PAPER * (bottom - top);
  return isLine && isBeneath && 2 * line[0] < left + right && left + right < 2 * line[2];
}

// Return how often there is paper between boxes along an axis, of which these are the indices of start and end.
function blanks(boxes, start, end) {
  const ordered = [...boxes].sort((a, b) => a[start] - b[start]);
  let [count, last] = [0, Infinity];
  for (const box of ordered) {
    if (box[start] > last) count += 1;
    last = Number.isFinite(last) ? Math.max(last, box[end]) : box[end];
  }
  return count;
}
