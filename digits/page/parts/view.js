// How the projector's view is shown: full screen, the code large, with bars or without. The audience sees it at once,
// and no server is asked; a style sheet reads what is written at the top of the page.

import { isTyping } from "../board/shortcuts.js";

const KEYS = { f: "screen", q: "code", b: "bars" };
const NEXT = ["pagedown"]; // what a presenter's remote sends
const NEXT_BUTTON = ".st-key-turns button";

const shown = document.documentElement.dataset;
let listening = null;

function turnScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

// Return what each button does; `leave` is the server's.
function actions(root, leave) {
  const flip = (name, on, off) => () => {
    shown[name] = shown[name] === on ? off : on;
    showPressed(root);
  };
  return { screen: turnScreen, code: flip("code", "large", "small"), bars: flip("bars", "off", "on"), leave };
}

function showPressed(root) {
  const isPressed = { code: shown.code === "large", bars: shown.bars !== "off" };
  for (const [name, is] of Object.entries(isPressed)) {
    root.querySelector(`[data-view=${name}]`).ariaPressed = String(is);
  }
}

function onKeyDown(event, act) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || isTyping(event)) return;
  const key = event.key.toLowerCase();
  if (key === "escape" && shown.code === "large") act.code();
  else if (NEXT.includes(key)) document.querySelector(NEXT_BUTTON)?.click();
  else act[KEYS[key]]?.();
}

export default function ({ parentElement, setTriggerValue }) {
  const act = actions(parentElement, () => setTriggerValue("leave", true));
  for (const button of parentElement.querySelectorAll("[data-view]")) button.onclick = act[button.dataset.view];
  parentElement.querySelector("[data-view=screen]").hidden = !document.fullscreenEnabled;
  showPressed(parentElement);
  listening?.abort();
  listening = new AbortController();
  document.addEventListener("keydown", (event) => onKeyDown(event, act), { signal: listening.signal });
  return () => {
    listening.abort();
    shown.code = "small";
  };
}
