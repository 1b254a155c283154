// The canvas keeps its own history behind a toolbar that shows only on hover, so never on a phone.
// These buttons press that toolbar's: undoing is instant, and no stroke drawn meanwhile is lost to the server.

const LABELS = { Undo: "Undo", Redo: "Redo", Clear: "Reset canvas & history" };

const toolbar = () =>
  document
    .querySelector(".st-key-canvas [data-testid='stBidiComponentIsolated']")
    ?.shadowRoot?.querySelector(".dc-toolbar");

const theirs = (name) => toolbar()?.querySelector(`button[aria-label="${LABELS[name]}"]`);

const press = (name) => theirs(name)?.click();

function shortcut(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest?.("input, textarea")) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  press(key === "y" || event.shiftKey ? "Redo" : "Undo");
}

document.addEventListener("keydown", shortcut); // a module runs once a page, however often it is drawn

function follow(bar, buttons) {
  const mirror = () =>
    buttons.forEach((button) => {
      const leader = theirs(button.dataset.does === "Redo" ? "Redo" : "Undo");
      button.setAttribute("aria-disabled", String(!leader || leader.disabled));
    });
  bar.style.visibility = "hidden"; // ours are the only ones: no second set for the keyboard, none in the pen's way
  new MutationObserver(mirror).observe(bar, { subtree: true, attributeFilter: ["disabled"] });
  mirror();
}

export default function ({ parentElement }) {
  const buttons = [...parentElement.querySelectorAll("button")];
  buttons.forEach((button) => (button.onclick = () => press(button.dataset.does)));
  let followed = null;
  const wait = () => {
    const bar = toolbar();
    if (bar && bar !== followed) follow((followed = bar), buttons);
    else if (!bar && parentElement.isConnected) requestAnimationFrame(wait);
  };
  wait();
}
