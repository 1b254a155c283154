// A page that lost its connection may come back to a server that never ran it and knows none of its parts. So it asks
// for a full rerun, and hands over the message that the canvas was last given: another one would clear the drawing. It
// says, too, whether pictures are shown, for those are to be chosen again.

let requestRerun = () => {};
let liveRegion = null; // for screen readers
let wasLost = false;

// board.js fills in the message, at once; it stays null where no canvas was ever shown.
function lastGiven() {
  const detail = { given: null };
  document.dispatchEvent(new CustomEvent("digits:last-given", { detail }));
  return detail;
}

const app = document.querySelector(".stApp");
new MutationObserver(() => {
  const isConnected = app.dataset.testConnectionState === "CONNECTED";
  if (liveRegion) liveRegion.textContent = isConnected ? "" : "The connection is lost.";
  if (isConnected && wasLost) requestRerun();
  wasLost = !isConnected;
}).observe(app, { attributeFilter: ["data-test-connection-state"] });

// Streamlit lays a dialog over the page, which makes all of it inert until it is closed; the page's own line says enough.
const DIALOG_BUTTON = '[data-testid="stDialog"] button[aria-label="Close"]';
new MutationObserver(() => {
  if (app.dataset.testConnectionState !== "CONNECTED") document.querySelector(DIALOG_BUTTON)?.click();
}).observe(document.body, { childList: true });

export default function ({ parentElement, setTriggerValue }) {
  liveRegion = parentElement.querySelector("[role=status]");
  const showsPictures = () => document.querySelector(".photo") !== null;
  requestRerun = () => setTriggerValue("back", { ...lastGiven(), showsPictures: showsPictures() });
}
