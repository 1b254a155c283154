// The board: the canvas's tools, the answer beside it, and the live reader. The page brings this code once; at every
// answer the component in the page only hands over its data (`STUB` in board.py).

import { drawAnswer, speakAnswer } from "./answer.js";
import { createChoices } from "./choices.js";
import { createLive } from "./live.js";
import { bringReader } from "./loading.js";
import { createPaper } from "./paper.js";
import { followPen } from "./pen.js";
import { createStrokes, strokesOf } from "./strokes.js";
import { announceLive, fitCanvas, isConnected } from "./surroundings.js";
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
  const paper = createPaper();
  const tools = createTools(strokes, paper, live.request);
  const choices = createChoices();
  const resizes = new ResizeObserver(() => fitCanvas(part(".column")));
  let component = null; // as it was last drawn: parentElement, data, setStateValue, setTriggerValue
  let loadedTurn; // which drawing `strokes` was last loaded from
  let takenAnswer = "";
  let broughtDigest = null; // of the network that the reader has, or is about to have
  let column = null; // the element that the canvas is fitted to

  const part = (selector) => component?.parentElement.querySelector(selector);
  const given = () => component?.data.canvas.given ?? null;

  function show(answer) {
    const { parentElement } = component;
    if (!parentElement.isConnected) return;
    drawAnswer(parentElement, answer);
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
  }

  function loadGiven() {
    loadedTurn = given()?.turn;
    const { runs, pens } = strokesOf(given());
    strokes.load(runs, pens);
  }

  function fit() {
    if (column !== part(".column")) {
      resizes.disconnect();
      column = part(".column");
      resizes.observe(column);
    }
    fitCanvas(column);
  }

  const showChoices = () => choices.show(component, live.reader?.network ?? null);

  function draw(drawn) {
    component = { ...drawn, data: drawn.data[0] };
    tools.show(component);
    if (given()?.turn !== loadedTurn) {
      loadGiven();
      tools.putEraserDown();
    }
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

  followPen(strokes, { pen: tools.pen, isOther: loadGiven, changed: live.request });
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
