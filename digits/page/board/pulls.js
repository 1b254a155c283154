// The dense layer's pull on each class, as bars to the right and to the left of a line.

export const CLASS_NAMES = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "no digit", "several"];
const LONGEST_PULL = 12; // the network's own logits seldom are further from their mean

const rowHtml = (name) =>
  `<li><span class="label">${name}</span><span class="track"><span></span></span><span class="pull"></span></li>`;

// Return a list with a row for each class, as HTML.
export const pullsHtml = (classes) => `<ol class="pulls">${CLASS_NAMES.slice(0, classes).map(rowHtml).join("")}</ol>`;

// Return `paint(logits, all)` for such a list; null for a blank canvas. Where these logits are a part of all, both are
// written.
export function createPulls(list) {
  const rows = list.querySelectorAll("li");
  const bars = list.querySelectorAll(".track span");
  const values = list.querySelectorAll(".pull");
  let marked = -1;

  function mark(best) {
    if (best === marked) return;
    rows[marked]?.setAttribute("class", "");
    rows[best]?.setAttribute("class", "best");
    marked = best;
  }

  return (logits, all = null) => {
    const mean = logits ? meanOf(logits) : 0;
    const meanOfAll = all ? meanOf(all) : 0;
    for (let i = 0; i < rows.length; i += 1) {
      const pull = logits ? logits[i] - mean : 0;
      bars[i].style.scale = `${(pull / LONGEST_PULL).toFixed(3)} 1`;
      const text = logits ? signed(pull) : "";
      values[i].textContent = all ? `${text} of ${signed(all[i] - meanOfAll)}` : text;
    }
    mark(logits ? strongestIn(all ?? logits) : -1);
  };
}

function meanOf(numbers) {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum / numbers.length;
}

function strongestIn(numbers) {
  let best = 0;
  for (let i = 1; i < numbers.length; i += 1) if (numbers[i] > numbers[best]) best = i;
  return best;
}

export const signed = (number, places = 1) => `${number < 0 ? "−" : "+"}${Math.abs(number).toFixed(places)}`;
