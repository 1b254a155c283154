// Rows of buttons that change with what they offer.

// Say something, where it is not said already.
export const setText = (node, text) => node.textContent === text || (node.textContent = text);

// Show a button for each name; `label(button, name)` says what is on it. Return the buttons.
export function showButtons(box, names, press, label = setText) {
  while (box.children.length > names.length) box.lastElementChild.remove();
  while (box.children.length < names.length) box.append(document.createElement("button"));
  names.forEach((name, i) => {
    const button = box.children[i];
    label(button, name);
    button.type = "button";
    button.onclick = () => press(name);
  });
  return [...box.children];
}
