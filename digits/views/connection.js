// A page that was cut off may come back to a server that never ran it, and knows none of its parts: ask for all of it.

let tell = () => {};
let lost = false;

const app = document.querySelector(".stApp");
new MutationObserver(() => {
  const connected = app.dataset.testConnectionState === "CONNECTED";
  if (connected && lost) tell();
  lost = !connected;
}).observe(app, { attributeFilter: ["data-test-connection-state"] });

export default function ({ setTriggerValue }) {
  tell = () => setTriggerValue("back", true);
}
