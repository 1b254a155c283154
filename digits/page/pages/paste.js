// A picture from the clipboard: by Ctrl+V anywhere on the page, or by the button where the browser lets it look.

let send = () => {};
let say = () => {};
const refuse = () => say("That picture cannot be read. Save it as a PNG or JPEG first.");

const LONGEST = 1200; // pixels: the server would shrink a larger picture anyway

async function read(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  send(canvas.toDataURL("image/png"));
}

document.addEventListener("paste", (event) => {
  const file = [...(event.clipboardData?.files ?? [])].find((each) => each.type.startsWith("image/"));
  if (file) read(file).catch(refuse);
});

async function look() {
  try {
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find((each) => each.startsWith("image/"));
      if (type) return read(await item.getType(type)).catch(refuse);
    }
    say("There is no picture on the clipboard.");
  } catch {
    say("Press Ctrl+V to paste.");
  }
}

export default function ({ parentElement, setTriggerValue }) {
  const says = parentElement.querySelector("p");
  const mine = (picture) => {
    says.textContent = "";
    setTriggerValue("picture", picture);
  };
  send = mine;
  say = (what) => (says.textContent = what);
  parentElement.querySelector("button").onclick = look;
  return () => {
    if (send === mine) send = () => {};
  };
}
