// What the server has for the browser to take: drawings to be remembered, and drawings to be kept.

import { keepEntries } from "./keeping.js";
import { strokesOf } from "./strokes.js";

// Return `take(component)`, which takes each offer once, and `forget()`, after which a server that began anew is heard.
export function createOffers(hand) {
  let remembered = 0; // the turn of what was taken last
  let kept = 0;

  // An album was opened, or the history corrected.
  function remember({ turn, drawings }) {
    if (turn <= remembered) return;
    remembered = turn;
    hand.correct(drawings.map(({ objects, label, text }) => ({ ...drawingIn({ objects }), label, text })));
  }

  // It is offered until the server is told that it was taken.
  function keep({ turn, drawings }, tell) {
    if (!drawings.length) return;
    if (turn > kept) keepEntries(drawings);
    kept = turn;
    tell("taken", turn);
  }

  function take({ data, setTriggerValue }) {
    remember(data.hand.offered);
    keep(data.entries, setTriggerValue);
  }

  const forget = () => (remembered = kept = 0);

  return { take, forget };
}

function drawingIn(message) {
  const { runs, pens } = strokesOf(message);
  return { strokes: runs, pens };
}
