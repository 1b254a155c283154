// The canvas component as far as the board knows it: what takes the pen, a toolbar to hide, and what it is drawn from.

import { parse } from "../dom.js";

export class Canvas {
  drawn = []; // what it was drawn from, in order
  component = { parentElement: { isConnected: true }, data: { strokeWidth: 20, initialDrawing: { objects: [] } } };

  // Return the shadow root that holds what takes the pen, and the toolbar.
  render() {
    const scroller = '<div class="dc-scroll"><canvas class="upper-canvas"></canvas></div>';
    const root = parse(`${scroller}<div class="dc-toolbar"></div>`);
    this.surface = root.querySelector("canvas");
    this.surface.getBoundingClientRect = () => ({ left: 0, top: 0, width: 320, height: 320 });
    this.bar = root.querySelector(".dc-toolbar");
    globalThis.digitsPaper = { draw: ({ data }) => this.drawn.push(data), component: this.component };
    return root;
  }

  // The pen and the paper: what the next stroke is drawn with, and on how many strokes.
  get tool() {
    const { strokeWidth, strokeColor } = this.drawn.at(-1);
    return [strokeWidth, strokeColor];
  }

  get strokes() {
    return this.drawn.at(-1).initialDrawing.objects.length;
  }
}
