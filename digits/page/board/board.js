// The board: the canvas's tools, the answer beside it, and the live reader. The page brings this code once; at every
// answer the component in the page only hands over its data (`STUB` in board.py).

import { drawAnswer, speakAnswer } from "./answer.js";
import { createChoices, HAND_PANEL } from "./choices.js";
import { createCorrection } from "./correction.js";
import { createForgetting } from "./forgetting.js";
import { createHand } from "./hand.js";
import { createLive } from "./live.js";
import { keepAnswer, keepDrawing, keptDrawing, keptHistory } from "./keeping.js";
import { bringReader } from "./loading.js";
import { createMemories } from "./memories.js";
import { createOffers } from "./offers.js";
import { createPaper } from "./paper.js";
import { followPictures } from "./pasted.js";
import { followPen } from "./pen.js";
import { createReplay } from "./replay.js";
import { followEraser } from "./ring.js";
import { createSharp } from "./sharp.js";
import { createStrokes, objectsOf, strokesOf } from "./strokes.js";
import { announceLive, dropLink, fitCanvas, isConnected, scrollTo, takeToPictures } from "./surroundings.js";
import { createTeaching } from "./teaching.js";
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
  const hand = createHand(handChanged);
  const correction = createCorrection(hand, strokes);
  const teaching = createTeaching(hand, strokes, clearForGood, clock);
  const memories = createMemories(hand, teach);
  const choices = createChoices(memories);
  const forgetting = createForgetting(hand, askToForget);
  const offers = createOffers(hand);
  const sharp = createSharp(strokes, () => part(".sharp"), clock.nextFrame);
  const replay = createReplay(strokes, { button: () => part("[data-replay]"), show: showReplayed }, clock);
  const resizes = new ResizeObserver(showSharp);
  let component = null; // as it was last drawn: parentElement, data, setStateValue, setTriggerValue
  let loadedTurn = null; // which drawing `strokes` was last loaded from
  let takenAnswer = "";
  let latest = null; // the answer that was shown last, but for those of a replay
  let forgotten; // how often the visitor had all forgotten
  let broughtDigest = null; // of the network that the reader has, or is about to have
  let column = null; // the element that the canvas is fitted to
  let isSharp = true; // whether our own strokes are shown in place of the canvas's
  let sentHand = null; // the version of the hand that the server was sent, and has not answered yet
  let lastTurn = 0; // of the server's answers
  let isTouched = false; // whether anything was ever on the canvas

  const part = (selector) => component?.parentElement.querySelector(selector);
  const given = () => component?.data.given ?? null;
  const turn = () => given()?.turn ?? 0;

  function show(answer) {
    const { parentElement } = component;
    if (!parentElement.isConnected) return;
    latest = answer;
    drawAnswer(parentElement, answer);
    if (strokes.isKnown !== isSharp) showSharp();
    if (!isConnected() && !strokes.isPenDown) speakAnswer(parentElement, answer);
    if (answer.verdict === "under way") return;
    choices.draw(answer.readings.length ? answer : null);
    teaching.answered(answer);
    if (!strokes.isPenDown) correction.draw(parentElement, answer, mayBeCorrected());
  }

  // Where nobody could see what was corrected, and undo it, keys correct nothing either.
  const mayBeCorrected = () =>
    !strokes.isGiven && !teaching.isOn && component.data.panels.names.includes(HAND_PANEL);

  // What there is of a drawing that is replayed, and how it reads by then; null once it is over.
  function showReplayed(some) {
    sharp.replace(some);
    const asDrawing = { strokes: some?.map(([points]) => points), pens: some?.map(([, pen]) => pen) };
    const answer = some ? live.reader?.read(asDrawing) : latest;
    if (answer?.readings.length) drawAnswer(component.parentElement, answer);
    if (!some) choices.refresh(); // the network's maps are those of the last part
  }

  // Whether the server did not know of the latest correction yet: the live reader did, and its answer stays.
  const isOutdated = ({ answer, hand: { version } }) =>
    live.reader !== null && answer.readings.length > 0 && version !== hand.version;

  function takeAnswer({ answer, turn }) {
    if (isOutdated(component.data)) return;
    const text = JSON.stringify([turn, answer]);
    if (text === takenAnswer && part(".digit").textContent) return; // drawn again without a rerun
    takenAnswer = text;
    Object.assign(part(".says").dataset, { turn: String(turn), strokes: String(answer.strokes) });
    live.answered(answer);
    speakAnswer(component.parentElement, answer);
    if (!answer.readings.length || answer.strokes !== strokes.count) return;
    keepAnswer(strokes.drawing(), hand.said(strokes.drawing())?.text ?? answer.text);
  }

  function loadGiven() {
    const { runs, pens } = strokesOf(given());
    strokes.load(runs, pens);
    teaching.changed();
  }

  // The server gave the canvas another drawing, or the page has just opened.
  function openGiven() {
    const isFirst = loadedTurn === null;
    if (isFirst) sendHistory();
    else scrollTo(part(".sharp")); // it may have been brought back from far beneath
    loadedTurn = turn();
    tools.putEraserDown();
    replay.stop();
    paper.open(loadedTurn);
    const kept = isFirst && !given() && !component.data.answer.strokes ? keptDrawing() : null;
    if (!kept) return loadGiven();
    strokes.restore(kept.strokes, kept.pens);
    putStrokes();
  }

  function sendHistory() {
    const history = keptHistory().map(({ text, label, ...drawing }) => ({ objects: objectsOf(drawing), text, label }));
    if (history.length) component.setTriggerValue("kept", history);
  }

  // The hand is another: the drawing is read anew, here and by the server.
  function handChanged() {
    live.reader?.know(hand.inUse);
    if (!component) return;
    correction.redraw();
    memories.redraw();
    if (strokes.count) live.request();
    sendHand();
  }

  function sendHand() {
    const isKnown = component.data.hand.version === hand.version;
    if (isKnown) sentHand = null;
    else if (sentHand !== hand.version && isConnected()) {
      component.setTriggerValue("hand", hand.message());
      sentHand = hand.version;
    }
  }

  // A server that knows nothing of this visit: the connection was lost for long, or it began anew.
  function meetAnew() {
    sentHand = null;
    offers.forget();
    forgotten = component.data.forgotten;
    forgetting.askAgain();
    sendHistory();
  }

  // Undo brings nothing back.
  function clearForGood() {
    tools.act("Clear");
    strokes.forget();
    showPossible();
  }

  function teach() {
    teaching.start();
    correction.redraw();
    scrollTo(part(".sharp"));
  }

  // The visitor had all forgotten in another tab.
  function askToForget() {
    const isPossible = component?.parentElement.isConnected && isConnected();
    if (isPossible) component.setTriggerValue("forget", true);
    return isPossible;
  }

  // The visitor asked for that, here or there: the server has forgotten already.
  function forget() {
    forgotten = component.data.forgotten;
    strokes.forget();
    forgetting.forget();
  }

  // Give the canvas the strokes that there are.
  function putStrokes() {
    paper.put();
    changed();
  }

  // The digit that writes itself, until the first touch.
  function showGhost() {
    isTouched ||= strokes.isPenDown || strokes.count > 0;
    part(".ghost").hidden = isTouched;
  }

  function changed() {
    replay.stop();
    live.request();
    teaching.changed();
    showGhost();
    sharp.paint();
    if (strokes.isPenDown) return;
    showPossible();
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
    sharp.paint();
  }

  function showPossible() {
    tools.showPossible();
    replay.showButton();
  }

  const showChoices = () => choices.show(component, live.reader?.network ?? null, strokes.isGiven);

  function draw(drawn) {
    component = { ...drawn, data: drawn.data[0] };
    tools.show(component);
    forgotten ??= component.data.forgotten;
    if (component.data.turn < lastTurn) meetAnew();
    lastTurn = component.data.turn;
    if (turn() !== loadedTurn) openGiven();
    if (component.data.forgotten > forgotten) forget();
    showPossible();
    showGhost();
    showChoices();
    teaching.draw(component.parentElement);
    forgetting.follow();
    offers.take(component);
    sendHand();
    takeAnswer(component.data);
    fit();
  }

  // What the page brings once: the examples' drawings, and the network. Without that the page answers at pen-up, as the
  // server does it.
  async function configure({ reader: settings = {}, examples = {} }) {
    choices.illustrate(examples);
    if (component) showChoices();
    if (!settings.address || settings.digest === broughtDigest) return;
    broughtDigest = settings.digest;
    try {
      const reader = await bringReader(settings);
      reader.know(hand.inUse);
      live.start(reader);
      announceLive();
      if (component) showChoices();
    } catch (error) {
      broughtDigest = null; // the next rerun of the page may try again
      console.info(`Digits are read at pen-up only: ${error.message}`);
    }
  }

  followPen(strokes, { pen: tools.pen, changed });
  followEraser(() => part(".ring"), tools.pen);
  followPictures(() => Boolean(component?.parentElement.isConnected), takeToPictures);
  document.addEventListener("digits:last-given", ({ detail }) => (detail.given = given())); // connection.js asks
  return { draw, configure, live, withTool: paper.withTool, drawInput: choices.drawInput };
}

export default function ({ data }) {
  globalThis.digitsBoard ??= createBoard();
  const waiting = globalThis.digitsWaiting;
  globalThis.digitsWaiting = null;
  if (waiting) globalThis.digitsBoard.draw(waiting);
  globalThis.digitsBoard.configure(data);
}
