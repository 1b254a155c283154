// What is remembered of somebody's hand, as `digits/reading/memory.py` has it: corrected drawings pull what looks like
// them to their label.

// Return a memory that holds nothing yet. `remember(corrections)` takes its corrections, the oldest first, and
// `adjusted(probabilities, features)` returns probabilities with what was learned: the very same where nothing is near.
export function createMemory({ strengths, limits }) {
  let known = []; // corrections in action: label, beyond, look

  function adjusted(probabilities, features) {
    if (!known.length) return probabilities;
    const look = lookOf(features, limits);
    const nearness = known.map((each) => dot(each.look, look));
    if (Math.max(...nearness) < strengths.reach) return probabilities;
    const logits = Float64Array.from(probabilities, (share) => Math.log(Math.max(share, limits.LEAST)));
    known.forEach(({ label, beyond }, i) => {
      if (nearness[i] < strengths.reach) return;
      const share = shareOf(nearness[i], strengths);
      logits[label] += strengths.push * share + beyond * share ** strengths.focus;
    });
    return exponentials(logits);
  }

  function remember(corrections) {
    const kept = inAction(corrections, strengths.contradiction, limits.MAX_OF_CLASS);
    known = kept.map((each) => ({ ...each, beyond: beyondPush(each, strengths, limits) }));
  }

  // Return what is remembered of a drawing, given its class and what the network makes of it.
  const correction = (label, probabilities, features) => {
    return { label, probabilities: [...probabilities], look: lookOf(features, limits) };
  };

  return { adjusted, remember, correction };
}

// Return features as they are compared: a coarser map, of length 1.
function lookOf(features, { MAP_SIDE, POOLED_SIDE, LEAST }) {
  const channels = features.length / MAP_SIDE ** 2;
  const look = new Float32Array(POOLED_SIDE ** 2 * channels);
  const place = (side) => Math.floor((side * POOLED_SIDE) / MAP_SIDE);
  for (let row = 0; row < MAP_SIDE; row += 1) {
    for (let column = 0; column < MAP_SIDE; column += 1) {
      const to = (place(row) * POOLED_SIDE + place(column)) * channels;
      const from = (row * MAP_SIDE + column) * channels;
      for (let i = 0; i < channels; i += 1) look[to + i] += features[from + i];
    }
  }
  const length = Math.max(Math.sqrt(dot(look, look)), LEAST);
  return look.map((value) => value / length);
}

function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}

// Return the corrections that count: the newest of each class, without what a newer one contradicts.
function inAction(corrections, contradiction, most) {
  const kept = [];
  for (const each of [...corrections].reverse()) {
    const ofClass = kept.filter(({ label }) => label === each.label).length;
    const isContradicted = kept.some(({ label, look }) => label !== each.label && dot(look, each.look) > contradiction);
    if (ofClass < most && !isContradicted) kept.unshift(each);
  }
  return kept;
}

// Return by how much a correction pulls what looks the same beyond the push, so that it is read right itself.
function beyondPush({ label, probabilities }, { push, margin }, { LEAST }) {
  const logits = probabilities.map((share) => Math.log(Math.max(share, LEAST)));
  const others = logits.filter((_, each) => each !== label);
  return Math.max(0, Math.max(...others) - logits[label] + margin - push);
}

// Return how much of a push is left at a cosine: 1 at 1.
function shareOf(nearness, { near, steepness }) {
  return (1 + Math.exp(steepness * (near - 1))) / (1 + Math.exp(steepness * (near - nearness)));
}

function exponentials(logits) {
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return Float32Array.from(powers, (power) => power / sum);
}
