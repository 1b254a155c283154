// The board: the canvas's tools, the answer beside it, and the live reader. The page brings this code once; at every
// answer the component in the page only hands over its data (`STUB` in board.py).

import { drawAnswer, speakAnswer } from "./answer.js";
import { createChoices } from "./choices.js";
import { createLive } from "./live.js";
import { forgetAll, keepAnswer, keepDrawing, keptDrawing, keptHistory } from "./keeping.js";
import { bringReader } from "./loading.js";
import { createPaper } from "./paper.js";
import { followPen } from "./pen.js";
import { createSharp } from "./sharp.js";
import { createStrokes, objectsOf, strokesOf } from "./strokes.js";
import { announceLive, dropLink, fitCanvas, isConnected, scrollTo } from "./surroundings.js";
import { createTools } from "./tools.js";

const clock = {
  now: () => performance.now(),
  nextFrame: (run) => requestAnimationFrame(run),
  afterPaint: (run) => setTimeout(run),
  later: (run, milliseconds) => setTimeout(run, milliseconds),
  stop: (timer) => clearTimeout(timer),
  isConnected,
};

// Return `draw(component)` for each answer of the server's, and `configure(settings)` for what the live reader needs.
function createBoard() {
  const strokes = createStrokes();
  const live = createLive(strokes, show, clock);
  const paper = createPaper(strokes);
  const tools = createTools(strokes, paper, putStrokes);
  const choices = createChoices();
  const sharpen = createSharp(strokes, () => part(".sharp"), clock.nextFrame);
  const resizes = new ResizeObserver(showSharp);
  let component = null; // as it was last drawn: parentElement, data, setStateValue, setTriggerValue
  let loadedTurn = null; // which drawing `strokes` was last loaded from
  let takenAnswer = "";
  let forgotten; // how often the visitor had all forgotten
  let broughtDigest = null; // of the network that the reader has, or is about to have
  let column = null; // the element that the canvas is fitted to
  let isSharp = true; // whether our own strokes are shown in place of the canvas's

  const part = (selector) => component?.parentElement.querySelector(selector);
  const given = () => component?.data.given ?? null;
  const turn = () => given()?.turn ?? 0;

  function show(answer) {
    const { parentElement } = component;
    if (!parentElement.isConnected) return;
    drawAnswer(parentElement, answer);
    if (strokes.isKnown !== isSharp) showSharp();
    if (!isConnected() && !strokes.isPenDown) speakAnswer(parentElement, answer);
    if (answer.verdict !== "under way") choices.draw(answer.readings.length ? answer : null);
  }

  function takeAnswer({ answer, turn }) {
    const text = JSON.stringify([turn, answer]);
    if (text === takenAnswer && part(".digit").textContent) return; // drawn again without a rerun
    takenAnswer = text;
    Object.assign(part(".says").dataset, { turn: String(turn), strokes: String(answer.strokes) });
    live.answered(answer);
    speakAnswer(component.parentElement, answer);
    if (answer.readings.length && answer.strokes === strokes.count) keepAnswer(strokes.drawing(), answer.text);
  }

  function loadGiven() {
    const { runs, pens } = strokesOf(given());
    strokes.load(runs, pens);
  }

  // The server gave the canvas another drawing, or the page has just opened.
  function openGiven() {
    const isFirst = loadedTurn === null;
    if (isFirst) sendHistory();
    else scrollTo(part(".sharp")); // it may have been brought back from far beneath
    loadedTurn = turn();
    tools.putEraserDown();
    paper.open(loadedTurn);
    const kept = isFirst && !given() && !component.data.answer.strokes ? keptDrawing() : null;
    if (!kept) return loadGiven();
    strokes.restore(kept.strokes, kept.pens);
    putStrokes();
  }

  function sendHistory() {
    const history = keptHistory().map(({ text, ...drawing }) => ({ objects: objectsOf(drawing), text }));
    if (history.length) component.setTriggerValue("kept", history);
  }

  // The visitor asked for that: the server has forgotten already.
  function forget() {
    forgotten = component.data.forgotten;
    strokes.forget();
    forgetAll();
  }

  // Give the canvas the strokes that there are.
  function putStrokes() {
    paper.put();
    changed();
  }

  function changed() {
    live.request();
    sharpen();
    if (strokes.isPenDown) return;
    tools.showPossible();
    keepDrawing(strokes.drawing());
    dropLink();
  }

  function fit() {
    if (column !== part(".sharp")) {
      resizes.disconnect();
      column = part(".sharp");
      resizes.observe(column);
    }
    showSharp();
  }

  // Another size or theme, or strokes that are known or not.
  function showSharp() {
    isSharp = strokes.isKnown;
    fitCanvas(column, isSharp);
    sharpen();
  }

  const showChoices = () => choices.show(component, live.reader?.network ?? null, strokes.isGiven);

  function draw(drawn) {
    component = { ...drawn, data: drawn.data[0] };
    tools.show(component);
    forgotten ??= component.data.forgotten;
    if (turn() !== loadedTurn) openGiven();
    if (component.data.forgotten > forgotten) forget();
    tools.showPossible();
    showChoices();
    takeAnswer(component.data);
    fit();
  }

  // Without the network the page answers at pen-up, as the server does it.
  async function configure(settings) {
    if (!settings.address || settings.digest === broughtDigest) return;
    broughtDigest = settings.digest;
    try {
      live.start(await bringReader(settings));
      announceLive();
      if (component) showChoices();
    } catch (error) {
      broughtDigest = null; // the next rerun of the page may try again
      console.info(`Digits are read at pen-up only: ${error.message}`);
    }
  }

  followPen(strokes, { pen: tools.pen, changed });
  document.addEventListener("digits:last-given", ({ detail }) => (detail.given = given())); // connection.js asks
  return { draw, configure, live, withTool: paper.withTool };
}

export default function ({ data }) {
  globalThis.digitsBoard ??= createBoard();
  const waiting = globalThis.digitsWaiting;
  globalThis.digitsWaiting = null;
  if (waiting) globalThis.digitsBoard.draw(waiting);
  globalThis.digitsBoard.configure(data);
}
