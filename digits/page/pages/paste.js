// A picture from the clipboard: by Ctrl+V anywhere on the page, or by the button where the browser permits it. It may
// be dropped, too, and that on the page where people draw.

import { followPictures, isPicture } from "../board/pasted.js";

const MAX_SIDE = 1200; // pixels: the server would shrink a larger picture anyway

let sendToServer = null; // while the page of pictures is open
let announce = () => {};

const announceUnreadable = () => announce("That picture cannot be read. Save it as a PNG or JPEG first.");

// The size at which a picture is sent: as it is, or with its longer side at MAX_SIDE.
export function sentSize({ width, height }) {
  const scale = Math.min(1, MAX_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

async function sendPicture(file) {
  const picture = await createImageBitmap(file);
  const canvas = Object.assign(document.createElement("canvas"), sentSize(picture));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  sendToServer?.(canvas.toDataURL("image/png"));
}

const take = (file) => sendPicture(file).catch(announceUnreadable);
followPictures(() => sendToServer !== null, take);

async function readClipboard() {
  try {
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find(isPicture);
      if (type) return take(await item.getType(type));
    }
    announce("There is no picture on the clipboard.");
  } catch {
    const hasKeys = !globalThis.matchMedia?.("(pointer: coarse)").matches;
    announce(hasKeys ? "Press Ctrl+V to paste." : "This browser does not let a page paste. Upload the picture.");
  }
}

export default function ({ parentElement, setTriggerValue }) {
  const status = parentElement.querySelector("[role=status]");
  const sendFromHere = (picture) => {
    status.textContent = "";
    setTriggerValue("picture", picture);
  };
  sendToServer = sendFromHere;
  announce = (sentence) => (status.textContent = sentence);
  parentElement.querySelector("button").onclick = readClipboard;
  if (globalThis.digitsPicture) take(globalThis.digitsPicture);
  globalThis.digitsPicture = null;
  return () => {
    if (sendToServer === sendFromHere) sendToServer = null;
  };
}
