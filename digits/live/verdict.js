// From probabilities to a reading, as `digits/reading/verdict.py` and `classes.py` have it: in float32, step by step.

const DIGIT_CLASSES = 10;
const NOT_A_DIGIT_CLASS = 10; // where the network has one
const SEVERAL_CLASS = 11; // where the network has one
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

// Return whether a drawing of so many pieces may be a number: whether `digits/reading/segment.py` would try it as one.
export function mayBeNumber(probabilities, pieces, costs) {
  const costOf = (probability) => -Math.log(Math.max(probability, costs.MIN_PROBABILITY));
  const digitCost = costOf(Math.max(...probabilities.slice(0, DIGIT_CLASSES)));
  const rejectionCost = costs.NOT_A_DIGIT_COST + costOf(probabilities[NOT_A_DIGIT_CLASS] ?? 0);
  const numberCost = costs.NUMBER_COST + costs.SEVERAL_WEIGHT * costOf(probabilities[SEVERAL_CLASS] ?? 1);
  return pieces > 1 && numberCost < Math.min(digitCost, rejectionCost);
}
