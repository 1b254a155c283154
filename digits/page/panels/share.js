// The phone's own share sheet, for a link to the drawing; no button where the browser has none.

export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  button.hidden = !navigator.share;
  button.onclick = () => navigator.share(data).catch(() => {}); // closed without sharing
}
