// The board: the canvas's tools, the answer beside it, and the live reader. The page's frame brings this code once; at
// every answer the component in the page only hands over its data (`STUB` in board.py).

import { NO_ANSWER, drawAnswer, speakAnswer } from "./answer.js";
import { showExamples, showPanels } from "./choices.js";
import { createLive } from "./live.js";
import { bringReader } from "./loading.js";
import { followPen } from "./pen.js";
import { createStrokes, strokesOf } from "./strokes.js";
import { announceLive, fitCanvas, isConnected } from "./surroundings.js";
import { createTools } from "./tools.js";
import { createWork } from "./work.js";

const WORK = "At work"; // the panel that is drawn here, not by the server

const clock = {
  now: () => performance.now(),
  nextFrame: (run) => requestAnimationFrame(run),
  afterPaint: (run) => setTimeout(run),
  later: (run, milliseconds) => setTimeout(run, milliseconds),
  stop: (timer) => clearTimeout(timer),
};

// Return `draw(component)` for each answer of the server's, and `configure(settings)` for what the live reader needs.
function createBoard() {
  const strokes = createStrokes();
  const live = createLive(strokes, show, clock);
  const tools = createTools(strokes, live.request);
  const work = createWork();
  const resizes = new ResizeObserver(() => fitCanvas(part(".tools")));
  let component = null; // as it was last drawn: parentElement, data, setStateValue, setTriggerValue
  let loadedTurn; // which drawing `strokes` was last loaded from
  let isLoading = false;
  let takenAnswer = "";

  const part = (selector) => component?.parentElement.querySelector(selector);
  const given = () => component?.data.canvas.given ?? null;

  function show(answer) {
    const { parentElement } = component;
    if (!parentElement.isConnected) return;
    drawAnswer(parentElement, answer ?? NO_ANSWER);
    if (!isConnected() && !strokes.isPenDown) speakAnswer(parentElement, answer ?? NO_ANSWER);
    work.draw(answer);
  }

  function takeAnswer({ answer, turn }) {
    const given = JSON.stringify([turn, answer]);
    if (given === takenAnswer && part(".digit").textContent) return; // drawn again without a rerun
    takenAnswer = given;
    Object.assign(part(".says").dataset, { turn: String(turn), strokes: String(answer.strokes) });
    live.answered(answer);
    speakAnswer(component.parentElement, answer);
  }

  function loadGiven() {
    loadedTurn = given()?.turn;
    const { runs, pens } = strokesOf(given());
    strokes.load(runs, pens);
  }

  const placeWork = (open) => work.place(part(".work"), open === WORK, live.reader?.network ?? null);

  function choosePanel(name) {
    placeWork(name);
    component.setStateValue("panel", name);
  }

  // Examples stand neither beside people's own drawings nor above an open panel.
  function showBeneath({ panels, examples, answer }) {
    const isOwn = answer.readings.length > 0 && !given()?.objects.length;
    showPanels(part(".panels"), panels, choosePanel);
    showExamples(part(".examples"), isOwn || panels.open ? [] : examples, (name) =>
      component.setTriggerValue("example", name),
    );
    placeWork(panels.open);
  }

  function draw(drawn) {
    component = { ...drawn, data: drawn.data[0] };
    if (given()?.turn !== loadedTurn) loadGiven();
    tools.show(component);
    showBeneath(component.data);
    takeAnswer(component.data);
    fitCanvas(part(".tools"));
    resizes.observe(part(".tools"));
  }

  // Without the network the page answers at pen-up, as the server does it.
  async function configure(settings) {
    if (live.reader || isLoading || !settings.address) return;
    isLoading = true;
    try {
      live.start(await bringReader(settings));
      announceLive();
      if (component) showBeneath(component.data);
    } catch (error) {
      console.info(`Digits are read at pen-up only: ${error.message}`);
    }
    isLoading = false;
  }

  const nextPen = ({ erasing, eraser, pen }) => (erasing ? -eraser : pen);
  followPen(strokes, { pen: () => nextPen(component.data.tool), isOther: loadGiven, changed: live.request });
  document.addEventListener("digits:last-given", ({ detail }) => (detail.given = given())); // connection.js asks
  return { draw, configure, live };
}

export default function ({ data }) {
  globalThis.digitsBoard ??= createBoard();
  const waiting = globalThis.digitsWaiting;
  globalThis.digitsWaiting = null;
  if (waiting) globalThis.digitsBoard.draw(waiting);
  globalThis.digitsBoard.configure(data);
}
