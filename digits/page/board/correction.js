// Beside the answer: "No, it is a …". One tap, or one key, corrects it; of a number, one digit at a time.

import { setText, showButtons } from "./buttons.js";
import { LABELS } from "./keeping.js";
import { isTyping } from "./shortcuts.js";
import { article } from "./words.js";

const NO_DIGIT = "none";
const WHOLE = "the whole"; // what may be corrected beside the digits of a number
const NO_DIGIT_KEY = "x";

export const nameOf = (label) => (label === NO_DIGIT ? "no digit" : article(Number(label)));

// Return what can be corrected of an answer, by name: the digits that have strokes of their own, and the whole. Each has
// the strokes it is made of, as indices, and the label that it was read as.
export function correctable(answer, count) {
  const strokes = [...Array(count).keys()];
  if (answer.readings.length < 2) return [{ name: WHOLE, strokes, read: answer.text || NO_DIGIT }];
  const digits = answer.readings.map(({ digit, strokes: own }) => ({ name: String(digit), strokes: own, read: String(digit) }));
  return [...digits.filter((each) => each.strokes), { name: WHOLE, strokes, read: null }];
}

const leastSure = ({ readings }) =>
  Math.max(0, readings.filter((each) => each.strokes).map(({ confidence }) => confidence).indexOf(lowest(readings)));
const lowest = (readings) => Math.min(...readings.filter((each) => each.strokes).map(({ confidence }) => confidence));

// Return `draw(root, answer, isOffered)`, which shows what an answer may be corrected to, and `redraw()`.
export function createCorrection(hand, strokes) {
  let shown = null; // root, answer, isOffered
  let chosen = 0; // which part is corrected

  const isPossible = () => {
    const { answer, isOffered } = shown;
    return isOffered && answer.readings.length > 0 && !answer.several && strokes.count > 0;
  };

  function draw(root, answer, isOffered) {
    if (answer.text !== shown?.answer.text || answer.readings.length !== shown?.answer.readings.length) {
      chosen = leastSure(answer);
    }
    shown = { root, answer, isOffered };
    redraw();
  }

  function redraw() {
    const box = shown?.root.querySelector(".correction");
    if (!box) return;
    box.hidden = !isPossible();
    if (box.hidden) return;
    const parts = correctable(shown.answer, strokes.count);
    const part = parts[Math.min(chosen, parts.length - 1)];
    const said = saidOf(drawingOf(part));
    setText(box.querySelector(".why"), inviteOf(said, shown.answer, parts));
    showParts(box.querySelector(".which"), parts, part);
    showLabels(box.querySelector(".labels"), said?.label ?? part.read, Boolean(said));
    showForget(box.querySelector(".unsay"), said);
  }

  function showParts(box, parts, part) {
    box.hidden = parts.length < 2;
    const buttons = showButtons(box, box.hidden ? [] : parts.map(({ name }) => name), () => {});
    buttons.forEach((button, i) => {
      button.ariaPressed = String(parts[i] === part);
      button.onclick = () => {
        chosen = i;
        redraw();
      };
    });
  }

  function showLabels(box, current, isSaid) {
    const buttons = showButtons(box, LABELS, correct, (button, label) => {
      setText(button, label === NO_DIGIT ? "no digit" : label);
      button.title = button.ariaLabel = `It is ${nameOf(label)} (${label === NO_DIGIT ? NO_DIGIT_KEY : label})`;
    });
    buttons.forEach((button, i) => {
      button.ariaPressed = String(isSaid && LABELS[i] === current);
      button.setAttribute("aria-disabled", String(!isSaid && LABELS[i] === current));
    });
  }

  function showForget(button, said) {
    button.hidden = !said;
    button.onclick = () => {
      const { root } = shown;
      hand.remove(said);
      root.querySelector(".labels button").focus(); // the pressed one is gone
    };
  }

  const saidOf = (drawing) => (hand.isOn ? hand.said(drawing) : null);

  function drawingOf(part) {
    const { strokes: all, pens } = strokes.drawing();
    return { strokes: part.strokes.map((i) => all[i]), pens: part.strokes.map((i) => pens[i]) };
  }

  // It is said again, or what the network sees anyway: that teaches nothing.
  function correct(label) {
    if (strokes.isPenDown) return;
    const parts = correctable(shown.answer, strokes.count);
    const part = parts[Math.min(chosen, parts.length - 1)];
    const drawing = drawingOf(part);
    const said = saidOf(drawing);
    if (label === (said?.label ?? part.read)) return;
    hand.correct([{ ...drawing, label, text: said?.text ?? (part.read === NO_DIGIT ? "" : (part.read ?? shown.answer.text)) }]);
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event)) return;
    const label = event.key.toLowerCase() === NO_DIGIT_KEY ? NO_DIGIT : event.key;
    if (shown?.root.isConnected && isPossible() && LABELS.includes(label)) correct(label);
  }

  document.addEventListener("keydown", onKey);

  return { draw, redraw };
}

// Where digits share strokes, or something was erased, only the whole can be corrected.
function inviteOf(said, { recalled, readings }, parts) {
  if (said) return `Remembered: this is ${nameOf(said.label)}.`;
  if (recalled) return "Read so because you corrected one like it. Wrong?";
  if (readings.length < 2) return "Wrong? It is";
  return parts.length > 1 ? "Wrong? Of these, it is" : "Wrong? The whole of it is";
}
