// Asks what the room does, of a page that somebody looks at and that nobody has drawn on for a while: whoever draws is
// told with each answer.

let last = performance.now();
let ask = () => {};
let every = Infinity; // milliseconds

const isOnCanvas = (event) => event.composedPath().some((each) => each.tagName === "CANVAS");

for (const type of ["pointerdown", "pointerup"])
  document.addEventListener(type, (event) => isOnCanvas(event) && (last = performance.now()), true);

setInterval(() => {
  if (document.hidden || performance.now() - last < every) return;
  last = performance.now();
  ask();
}, 250);

export default function ({ parentElement, data, setTriggerValue }) {
  every = 1000 * data.every;
  ask = () => parentElement.isConnected && setTriggerValue("look", true);
}
