// The canvas component as far as the board presses its toolbar: its history, and how it loads what is left of it.

import { changed, parse } from "../dom.js";

const MAX_UNDO = 100;
const LABELS = { Undo: "Undo", Redo: "Redo", Reset: "Reset canvas & history" };

export class Canvas {
  shown = []; // the strokes that the next one is drawn onto
  current = [];
  undoStack = [];
  redoStack = [];
  pressed = []; // the toolbar's buttons, in order

  // Draw strokes, each a string.
  draw(...strokes) {
    for (const stroke of strokes) {
      this.undoStack = [...this.undoStack, this.current].slice(-MAX_UNDO);
      this.redoStack = [];
      this.shown = this.current = [...this.shown, stroke];
    }
    this.#update();
    return this;
  }

  isEnabled(name) {
    return { Undo: this.undoStack.length > 0, Redo: this.redoStack.length > 0, Reset: true }[name];
  }

  click(name) {
    this.pressed.push(name);
    if (name === "Undo") this.#move(this.undoStack, this.redoStack);
    if (name === "Redo") this.#move(this.redoStack, this.undoStack);
    if (name === "Reset") this.undoStack = this.redoStack = this.current = [];
    this.#load(this.current);
    this.#update();
  }

  #move(from, to) {
    to.push(this.current);
    this.current = from.pop();
  }

  // The more strokes, the longer it takes; whichever load ends last is shown.
  async #load(strokes) {
    for (let turn = 0; turn <= strokes.length; turn += 1) await null;
    this.shown = strokes;
  }

  // Return the shadow root that holds what takes the pen, and the toolbar's buttons.
  render() {
    const root = parse('<canvas class="upper-canvas"></canvas><div class="dc-toolbar"></div>');
    this.surface = root.querySelector("canvas");
    this.surface.getBoundingClientRect = () => ({ left: 0, top: 0, width: 320, height: 320 });
    this.bar = root.querySelector(".dc-toolbar");
    this.buttons = Object.entries(LABELS).map(([name, label]) => {
      const button = parse(`<button aria-label="${label}"></button>`).querySelector("button");
      this.bar.append(button);
      button.onclick = () => this.click(name);
      return [name, button];
    });
    this.#update();
    return root;
  }

  #update() {
    if (!this.bar) return;
    for (const [name, button] of this.buttons) button.disabled = !this.isEnabled(name);
    changed(this.bar);
  }
}
