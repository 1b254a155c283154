// The network at work: what each layer makes of the drawing while the pen moves, one of its maps close up, and how the
// dense layer weighs what is left.

import { closeUpHtml, createCloseUp } from "./closeup.js";
import { createPulls, pullsHtml } from "./pulls.js";
import { createTiles, layFrame } from "./tiles.js";

const FIRST_CHOICE = { layer: 1, map: 13 }; // a map of the bundled network that looks for level strokes

const SENTENCES = {
  blank: "Draw, and every layer lights up as the pen moves.",
  drawn: "A map is bright where it finds what it looks for. Press one to see it close up.",
  pulls: "To the right it speaks for an answer, to the left against it. The strongest pull wins.",
};

const layerHtml = ({ outputs, width, height }, index) => `
  <figure class="layer" data-side="${width}">
    <figcaption>Layer ${index + 1}: ${outputs} maps of ${width} by ${height}</figcaption>
    <div class="framed"><canvas role="img" aria-label="The maps of layer ${index + 1}"></canvas><i hidden></i></div>
  </figure>`;

const panelHtml = (layers, classes) => `
  <div class="panel">
  <p class="state"></p>
  <div class="layers">
    ${layers.map(layerHtml).join("")}
    <div class="beside">
      ${closeUpHtml(layers.length)}
      <section class="weighed" aria-label="The dense layer">
        <p>Dense layer: its pull on each answer</p>
        ${pullsHtml(classes)}
        <p>${SENTENCES.pulls}</p>
      </section>
    </div>
  </div>
  </div>`;

// Return `paint(input)`, which shows what the network made of its last input; null for a blank canvas.
export function createWork(box, network, memory) {
  const layers = network.layers.filter((layer) => !layer.valid); // all but the dense one
  box.innerHTML = panelHtml(layers, network.logits.length);
  const state = box.querySelector(".state");
  state.textContent = SENTENCES.blank;
  const figures = [...box.querySelectorAll(".layer")];
  const marks = figures.map((figure) => figure.querySelector("i"));
  const tiles = figures.map((figure, i) => createTiles(figure.querySelector("canvas"), layers[i]));
  const section = box.querySelector(".close-up");
  const closeUp = createCloseUp(section, network, layers, choose);
  const paintPulls = createPulls(box.querySelector(".pulls"));
  let shown = null;
  memory.choice ??= FIRST_CHOICE;

  function choose(choice) {
    memory.choice = choice;
    showChosen();
    section.style.order = String(choice.layer); // under its layer, where there is no room beside
    section.scrollIntoView({ block: "nearest" });
  }

  function showChosen() {
    const { layer, map } = memory.choice;
    marks.forEach((mark, i) => layFrame(mark, i === layer ? tiles[i].placeOf(map) : null));
    closeUp.show(memory.choice);
    closeUp.paint(shown);
  }

  function paint(input) {
    if (!input !== !shown) state.textContent = input ? SENTENCES.drawn : SENTENCES.blank;
    shown = input;
    tiles.forEach((each, i) => each.paint(network.maps(i), network.channels(i), !input));
    closeUp.paint(input);
    paintPulls(input && network.logits);
  }

  figures.forEach((figure, layer) => {
    const canvas = figure.querySelector("canvas");
    figure.style.order = String(layer);
    canvas.onclick = ({ offsetX, offsetY }) => {
      choose({ layer, map: tiles[layer].mapAt(offsetX / canvas.clientWidth, offsetY / canvas.clientHeight) });
    };
  });
  if (!(layers[memory.choice.layer]?.outputs > memory.choice.map)) memory.choice = { layer: 0, map: 0 };
  showChosen();
  return { paint };
}
