// "Teach it": a round that asks for each digit twice, and learns from what is misread.

import { setText } from "./buttons.js";
import { article } from "./words.js";

const TIMES = 2; // that each digit is asked for
const ASK_AFTER = 1500; // milliseconds after the pen was up, until the next digit is asked for
const DIGIT_LABELS = [..."0123456789"];

function shuffled(items) {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

// `clear()` clears the canvas for good; `clock` has what of the browser depends on time. Return `start()`, `isOn`, `draw(root)`,
// `changed()`, for when the strokes changed, and `answered(answer)`, for when they were read.
export function createTeaching(hand, strokes, clear, clock) {
  let root = null;
  let asked = []; // digits, of which the first is asked for now; none where no round is on
  let judged = 0; // drawings
  let learned = 0; // from so many of them
  let answer = null; // to what is on the canvas
  let timer = 0;
  let isOver = false; // whether what came out is shown

  function start() {
    asked = Array.from({ length: TIMES }, () => shuffled(DIGIT_LABELS)).flat();
    [judged, learned, answer, isOver] = [0, 0, null, false];
    clear();
    draw();
  }

  function stop() {
    clock.stop(timer);
    [asked, isOver] = [[], asked.length < TIMES * DIGIT_LABELS.length];
    draw();
  }

  // What was drawn is what was asked for.
  function judge() {
    const [label] = asked;
    judged += 1;
    if (answer.text === label) return;
    const said = hand.said(strokes.drawing());
    hand.correct([{ ...strokes.drawing(), label, text: said?.text ?? answer.text.split("\n").join("") }]);
    learned += 1;
  }

  function next() {
    clock.stop(timer);
    if (strokes.isPenDown) return;
    if (strokes.count && answer) judge();
    [asked, answer] = [asked.slice(1), null];
    clear();
    if (asked.length) draw();
    else stop();
  }

  // What is brought back is not what was asked for.
  const isWritten = () => strokes.count > 0 && !strokes.isGiven;

  function draw(into = root) {
    root = into;
    const box = root?.querySelector(".teaching");
    if (!box) return;
    box.hidden = !asked.length && !isOver;
    if (box.hidden) return;
    const all = TIMES * DIGIT_LABELS.length;
    const [button, stopButton] = [box.querySelector(".next"), box.querySelector(".stop")];
    setText(box.querySelector(".asked"), asked.length ? `Write ${article(Number(asked[0]))}` : outcome(judged, learned));
    setText(box.querySelector(".progress"), asked.length ? `${all - asked.length + 1} of ${all}` : "");
    setText(button, answer ? "Next" : "Skip");
    button.hidden = !asked.length;
    setText(stopButton, asked.length ? "Stop" : "Close");
    button.onclick = next;
    stopButton.onclick = asked.length ? stop : close;
  }

  function close() {
    isOver = false;
    draw();
  }

  return {
    start,
    draw,
    get isOn() {
      return asked.length > 0 || isOver;
    },
    changed() {
      clock.stop(timer);
      answer = null;
      if (isOver && strokes.count) close();
      if (asked.length) draw();
    },
    answered(read) {
      if (!asked.length || strokes.isPenDown || !isWritten() || read.several || !read.readings.length) return;
      const isFirst = answer === null;
      answer = read;
      draw();
      if (isFirst) timer = clock.later(next, ASK_AFTER);
    },
  };
}

function outcome(judged, learned) {
  if (!judged) return "Stopped: nothing was drawn.";
  if (!learned) return "Done: it read all of them right.";
  return `Done: ${learned === 1 ? "one was" : `${learned} were`} misread, and ${learned === 1 ? "is" : "are"} remembered.`;
}
