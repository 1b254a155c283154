// The wall: a tile a place. Only what changed is touched, so nothing moves but what is new.

const tileHtml = `
  <img alt="" /><span class="read"></span>
  <span class="hide"><button type="button" data-hide="hide">Hide</button>
  <button type="button" data-hide="person">Hide all of theirs</button></span>`;

function drawTile(tile, found, tell) {
  const text = JSON.stringify(found);
  if (tile.dataset.shown === text) return;
  tile.className = found && found.id !== tile.dataset.drawing ? "tile new" : "tile";
  Object.assign(tile.dataset, { shown: text, drawing: found?.id ?? "" });
  tile.innerHTML = found ? tileHtml : "";
  if (!found) return;
  tile.querySelector("img").src = found.picture;
  tile.dataset.wrong = String(found.isWrong);
  tile.querySelector(".read").textContent = found.text;
  tile.style.setProperty("--digits", String(found.text.length));
  for (const button of tile.querySelectorAll("button")) {
    const { hide } = button.dataset;
    button.ariaLabel = hide === "hide" ? `Hide this ${found.text}` : `Hide all that ${found.who} draws`;
    button.onclick = () => tell(hide, hide === "hide" ? found.id : found.person);
  }
}

export default function ({ parentElement, data: [tiles], setTriggerValue }) {
  const wall = parentElement.querySelector(".wall");
  while (wall.children.length < tiles.length) wall.append(document.createElement("li"));
  tiles.forEach((found, i) => drawTile(wall.children[i], found, setTriggerValue));
}
