// The keys for Undo, Redo and Clear.

// Return whether a key is for a field.
export const isTyping = (event) => event.composedPath().some((node) => node.matches?.("input, textarea, [contenteditable]"));

// Return the action of a key, null for none.
export function shortcut(event) {
  if (event.altKey || isTyping(event)) return null;
  const key = event.key.toLowerCase();
  if (!event.ctrlKey && !event.metaKey) return !event.repeat && ["delete", "backspace"].includes(key) ? "Clear" : null;
  if (key === "y") return "Redo";
  if (key !== "z") return null;
  return event.shiftKey ? "Redo" : "Undo";
}
