// What it knows of the visitor's hand: every drawing that was corrected, to be looked at, and forgotten.

import { setText } from "./buttons.js";
import { nameOf } from "./correction.js";
import { thumbnailHtml } from "./thumbnail.js";

const drawingsOf = (count) => (count === 1 ? "one drawing" : `${count} drawings`);

// Return `place(box, isOpen)`, and `redraw()`; `teach()` begins a round.
export function createMemories(hand, teach) {
  let box = null;
  let isOpen = false;
  const shown = new WeakMap(); // which drawing each tile has

  function place(...placed) {
    [box, isOpen] = placed;
    redraw();
  }

  function redraw() {
    if (!box) return;
    box.hidden = !isOpen;
    if (!isOpen) return;
    setText(box.querySelector(".about"), aboutText(hand));
    const [teachButton, useButton, allButton] = box.querySelectorAll("[data-hand]");
    teachButton.onclick = teach;
    useButton.ariaPressed = String(hand.isOn);
    useButton.onclick = () => hand.turn(!hand.isOn);
    allButton.hidden = useButton.hidden = !hand.drawings.length;
    allButton.onclick = hand.removeAll;
    showKept(box.querySelector(".kept"));
  }

  function showKept(list) {
    while (list.children.length > hand.drawings.length) list.lastElementChild.remove();
    while (list.children.length < hand.drawings.length) list.append(tile());
    [...hand.drawings].reverse().forEach((drawing, i) => {
      if (shown.get(list.children[i]) === drawing) return;
      shown.set(list.children[i], drawing);
      const [picture, label, forget] = list.children[i].children;
      picture.innerHTML = thumbnailHtml(drawing);
      setText(label, drawing.label === "none" ? "no digit" : drawing.label);
      forget.title = forget.ariaLabel = `Forget this: ${nameOf(drawing.label)}`;
      forget.onclick = () => forgetOne(drawing, i);
    });
  }

  // The last tile goes, and the keys' focus with it where it was there.
  function forgetOne(drawing, i) {
    hand.remove(drawing);
    const tiles = box.querySelector(".kept").children;
    const next = tiles[Math.min(i, tiles.length - 1)]?.querySelector("button");
    (next ?? box.querySelector("[data-hand]")).focus();
  }

  return { place, redraw };
}

function tile() {
  const item = document.createElement("li");
  const [picture, label, forget] = ["span", "span", "button"].map((tag) => document.createElement(tag));
  [picture.className, label.className, forget.type] = ["thumb", "label", "button"];
  forget.textContent = "×";
  item.append(picture, label, forget);
  return item;
}

function aboutText({ drawings, isOn, isKept }) {
  if (!drawings.length) {
    return "Nothing yet. Where an answer is wrong, say beside it what it is: the next one like it is read right.";
  }
  const where = isKept ? "Only this browser keeps it." : "This browser keeps nothing, so it is gone with the page.";
  const use = isOn ? "" : " It is not in use.";
  return `It remembers ${drawingsOf(drawings.length)} of yours. ${where}${use}`;
}
