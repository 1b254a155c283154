// A picture from the clipboard: by Ctrl+V anywhere on the page, or by the button where the browser lets it look.

let send = () => {};

function read(file) {
  const reader = new FileReader();
  reader.onload = () => send(reader.result);
  reader.readAsDataURL(file);
}

document.addEventListener("paste", (event) => {
  const file = [...(event.clipboardData?.files ?? [])].find((each) => each.type.startsWith("image/"));
  if (file) read(file);
});

async function look(says) {
  try {
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find((each) => each.startsWith("image/"));
      if (type) return read(await item.getType(type));
    }
    says.textContent = "There is no picture on the clipboard.";
  } catch {
    says.textContent = "Press Ctrl+V to paste.";
  }
}

export default function ({ parentElement, setTriggerValue }) {
  const says = parentElement.querySelector("p");
  const mine = (picture) => {
    says.textContent = "";
    setTriggerValue("picture", picture);
  };
  send = mine;
  parentElement.querySelector("button").onclick = () => look(says);
  return () => {
    if (send === mine) send = () => {};
  };
}
