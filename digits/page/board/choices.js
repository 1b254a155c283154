// What stands beneath the board: the panels, of which one may be open, and examples to try.

// Show the panels as buttons; call `choose(name)` for the one that is pressed, and `choose(null)` to close it.
export function showPanels(box, { names, open }, choose) {
  const pressed = (name) => {
    const chosen = name === open ? null : name;
    showPanels(box, { names, open: chosen }, choose);
    choose(chosen);
  };
  for (const button of buttons(box, names, pressed)) button.ariaPressed = String(button.textContent === open);
}

// Show the examples as buttons; call `choose(name)` for the one that is pressed.
export function showExamples(box, names, choose) {
  box.hidden = !names.length;
  buttons(box, names, choose);
}

function buttons(box, names, press) {
  while (box.children.length > names.length) box.lastElementChild.remove();
  while (box.children.length < names.length) box.append(document.createElement("button"));
  names.forEach((name, i) => {
    const button = box.children[i];
    if (button.textContent !== name) button.textContent = name;
    button.type = "button";
    button.onclick = () => press(name);
  });
  return [...box.children];
}
