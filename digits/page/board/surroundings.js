// All that JavaScript knows of the page around it and of the canvas component; `dom.py` has Python's copy.

const APP = ".stApp";
const CANVAS = ".st-key-canvas";
const COMPONENT = `${CANVAS} [data-testid="stBidiComponentIsolated"]`; // the host of the component's shadow root
const PEN_SURFACE = "canvas.upper-canvas";
const TOOLBAR = ".dc-toolbar";
const TABS = ".st-key-tabs a";
const SCROLLER = ".dc-scroll";
export const CANVAS_WIDTH = 320; // pixels: how the canvas measures itself, however large it is shown

const canvasRoot = () => document.querySelector(COMPONENT)?.shadowRoot;
export const canvasToolbar = () => canvasRoot()?.querySelector(TOOLBAR);
export const canvasScroller = () => canvasRoot()?.querySelector(SCROLLER);
export const penSurface = () => canvasRoot()?.querySelector(PEN_SURFACE);
export const takesInk = () => Boolean(penSurface());
export const isPenSurface = (node) => Boolean(node?.matches?.(PEN_SURFACE));
export const isConnected = () => document.querySelector(APP)?.dataset.testConnectionState === "CONNECTED";

// The page says that it reads live: its style sheet words what is lost with the connection.
export function announceLive() {
  document.querySelector(APP).dataset.live = "on";
}

// A shared drawing's address is not one's own drawing's: a refresh would bring back what was cleared.
export function dropLink() {
  const address = new URL(location.href);
  if (!address.searchParams.has("d")) return;
  address.searchParams.delete("d");
  history.replaceState(history.state, "", address);
}

// A picture is read in a view of its own: open that, which takes it from here (`paste.js`). A projector has none.
export function takeToPictures(picture) {
  const tab = [...document.querySelectorAll(TABS)].find((each) => each.getAttribute("href").endsWith("pictures"));
  if (!tab) return;
  globalThis.digitsPicture = picture;
  tab.click();
}

// The canvas is drawn 320 wide; where its column is wider, or narrower, it is shown larger or smaller. Where our strokes
// are known to be what is on it, they are shown in its place.
export function fitCanvas(column, isKnown) {
  const canvas = document.querySelector(CANVAS);
  if (!canvas || !column) return;
  canvas.style.zoom = String(column.clientWidth / CANVAS_WIDTH);
  canvas.dataset.paper = column.dataset.paper = getComputedStyle(canvas).colorScheme;
  canvas.dataset.sharp = isKnown ? "on" : "off";
  column.style.visibility = isKnown ? "" : "hidden";
}

// Return where a pointer is on the canvas; of a mouse the canvas is told whole pixels of the screen.
export function pointOnCanvas(event, box) {
  const whole = event.pointerType === "touch" ? (value) => value : Math.floor;
  const scale = CANVAS_WIDTH / box.width;
  return [(whole(event.clientX) - box.left) * scale, (whole(event.clientY) - box.top) * scale];
}

// ---- In view --------------------------------------------------------------------------------------------------------

const PANELS = [".work .panel", ".st-key-more"]; // what the browser draws goes before the server's words on it
const LOW = 0.6; // of the window's height: what begins lower is hardly in view

const isMotionReduced = () => globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;

// Scroll as little as shows a part, or so that it is the first that is seen.
export function scrollTo(part, block = "nearest") {
  part.scrollIntoView({ block, behavior: isMotionReduced() ? "instant" : "smooth" });
}

// A panel is about to open beneath some buttons. Where that is too low, bring the buttons to the top: as soon as it is
// there, and while it grows, until the visitor does something else.
export function bringPanelIntoView(buttons) {
  const block = document.querySelector(CANVAS).parentElement;
  const growth = new ResizeObserver(() => {
    const panel = PANELS.map((each) => document.querySelector(each)).find(Boolean);
    if (panel && panel.getBoundingClientRect().top > LOW * innerHeight) scrollTo(buttons, "start");
  });
  growth.observe(block);
  for (const type of ["pointerdown", "keydown", "wheel"]) {
    document.addEventListener(type, () => growth.disconnect(), { once: true, capture: true });
  }
}
