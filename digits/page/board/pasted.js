// A picture that is pasted or dropped anywhere on the page: a browser would leave the page for a dropped one.

const FIELDS = "input[type=text], textarea, [contenteditable]";
const isInField = (event) => event.composedPath().some((node) => node.matches?.(FIELDS));
export const isPicture = (type) => type.startsWith("image/");

// Call `take(file)` for each, while `isOpen()` says so. What is pasted into a field, or dropped on an uploader, is left
// alone.
export function followPictures(isOpen, take) {
  function offer(given) {
    const file = [...(given?.files ?? [])].find(({ type }) => isPicture(type));
    if (file) take(file);
  }

  document.addEventListener("paste", (event) => {
    if (isOpen() && !isInField(event)) offer(event.clipboardData);
  });
  for (const type of ["dragover", "drop"]) {
    document.addEventListener(type, (event) => {
      if (!isOpen() || event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      if (type === "drop") offer(event.dataTransfer);
    });
  }
}
