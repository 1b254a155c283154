// A page that was cut off may come back to a server that never ran it, and knows none of its parts: ask for all of it.
// Say what the canvas was given last, for a server that gives it something else would wipe it.

let tell = () => {};
let told = null; // where screen readers are told
let lost = false;

const app = document.querySelector(".stApp");
new MutationObserver(() => {
  const connected = app.dataset.testConnectionState === "CONNECTED";
  if (told) told.textContent = connected ? "" : "The connection is lost.";
  if (connected && lost) tell();
  lost = !connected;
}).observe(app, { attributeFilter: ["data-test-connection-state"] });

export default function ({ parentElement, setTriggerValue }) {
  told = parentElement.querySelector("[role=status]");
  tell = () => setTriggerValue("back", { given: globalThis.digitsGiven ?? null });
}
