// "Forget all", in every tab of a browser: each has a visit of the server's of its own, which must forget too.

import { FORGOTTEN, forgetAll, forgetDrawing, lastForgotten } from "./keeping.js";

// `ask()` asks the server to forget, and returns whether it could. Return `follow()`, for when another tab may have had
// all forgotten, `askAgain()`, for a server that knows nothing of this visit, and `forget()`, for when the server has
// forgotten.
export function createForgetting(hand, ask) {
  let done = lastForgotten(); // when that was which this tab has forgotten too
  let asked = done; // when that was which the server was asked to forget

  function follow() {
    const last = lastForgotten();
    if (last && last !== asked && ask()) asked = last;
  }

  globalThis.addEventListener?.("storage", ({ key }) => key === FORGOTTEN && follow());

  return {
    follow,
    askAgain: () => (asked = done),
    // What other tabs have kept since they forgot is theirs.
    forget() {
      if (lastForgotten() === done) {
        hand.removeAll();
        forgetAll();
      } else forgetDrawing();
      asked = done = lastForgotten();
    },
  };
}
