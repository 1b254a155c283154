// The network at work: what each layer makes of the drawing while the pen moves, one of its maps close up, and how the
// dense layer weighs what is left.

import { bytesOf } from "./bytes.js";
import { closeUpHtml, createCloseUp } from "./closeup.js";
import { createPulls, pullsHtml } from "./pulls.js";
import { createTiles, layFrame } from "./tiles.js";

const ALIKE = 2; // of 255: two inputs of the same drawing differ by less, on average
const FIRST_CHOICE = { layer: 1, map: 13 }; // a map of the bundled network that looks for level strokes

const SENTENCES = {
  missing: "The network's layers are shown here as soon as your browser has loaded the network, if it can run it.",
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

// ---- The answers ----------------------------------------------------------------------------------------------------

// Return the panel: `place(box, isOpen, network)` says where it is, `draw(answer)` what was read of the drawing that is
// on the canvas. It remembers that drawing and the chosen map while it is closed, and does nothing else then.
export function createWork() {
  const memory = { input: null, choice: FIRST_CHOICE }; // the input as an answer holds it, null for a blank canvas
  let placed = {};
  let panel = null; // null while it is closed, and while there is no network

  function place(box, isOpen, network) {
    if (box === placed.box && isOpen === placed.isOpen && network === placed.network) return;
    placed = { box, isOpen, network };
    panel = null;
    box.hidden = !isOpen;
    box.innerHTML = isOpen && !network ? `<p class="state">${SENTENCES.missing}</p>` : "";
    if (!isOpen || !network) return;
    panel = createPanel(box, network, memory);
    showInput(null);
  }

  // An answer to several digits has no input: what is shown stays.
  function draw(answer) {
    if (answer && !answer.input) return;
    const before = memory.input;
    memory.input = answer?.input ?? null;
    if (panel) showInput(before, answer?.live);
  }

  // The network has just run on a live answer's input. On the server's it runs here, unless that drawing is shown.
  function showInput(before, isLive = false) {
    const input = memory.input && bytesOf(memory.input);
    if (input && !isLive) {
      if (before && areAlike(bytesOf(before), input)) return;
      placed.network.predict(Float32Array.from(input, (value) => value / 255));
    }
    panel.paint(input);
  }

  return { place, draw };
}

function areAlike(one, other) {
  let difference = 0;
  for (let i = 0; i < one.length; i += 1) difference += Math.abs(one[i] - other[i]);
  return difference <= ALIKE * one.length;
}

// ---- What is on the page while it is open ---------------------------------------------------------------------------

// Return `paint(input)`, which shows what the network made of its last input; null for a blank canvas.
function createPanel(box, network, memory) {
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
