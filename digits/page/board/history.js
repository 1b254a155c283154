// Undo, Redo and Clear by the canvas's own history, and the keys for them.

const MAX_UNDO = 100; // strokes: the canvas's history goes no further back

// Return `isPossible(action)` and `perform(action)`. `toolbar` is the canvas's: `isEnabled(name)`, `click(name)`.
// A preloaded drawing is beyond the canvas's history: only the server clears and restores it. So `server` holds
// `preloaded`, `cleared` (whether that drawing was cleared) and `send(trigger)`.
export function createHistory(toolbar, server, runLater = setTimeout) {
  let clearedStrokes = 0; // how many the last Clear undid

  const canUndo = () => toolbar.isEnabled("Undo");
  const canRedo = () => toolbar.isEnabled("Redo");
  const canUndoClear = () => clearedStrokes > 0 && canRedo();
  const canRestore = () => server.cleared && !canUndo();

  function press(name, times = 1) {
    let pressed = 0;
    while (pressed < times && toolbar.isEnabled(name)) {
      toolbar.click(name);
      pressed += 1;
    }
    return pressed;
  }

  function undo() {
    if (canUndoClear()) press("Redo", clearedStrokes);
    else if (canRestore()) server.send("restore");
    else press("Undo");
  }

  // Return how many strokes were undone. Each press has the canvas load the strokes that are left, and no strokes load
  // soonest: those still being loaded would appear again with the next one drawn. So the last press is repeated later.
  function undoAll() {
    const undone = press("Undo", MAX_UNDO);
    if (undone > 1) {
      press("Redo");
      runLater(() => press(undone === MAX_UNDO ? "Reset" : "Undo"));
    }
    return undone;
  }

  function clear() {
    if (!server.preloaded) return undoAll();
    server.send("clear");
    return 0;
  }

  const ACTIONS = {
    Undo: { isPossible: () => canUndoClear() || canRestore() || canUndo(), perform: undo },
    Redo: { isPossible: canRedo, perform: () => press("Redo") },
    Clear: { isPossible: () => canUndo() || server.preloaded, perform: clear },
  };

  const isPossible = (action) => ACTIONS[action].isPossible();

  function perform(action) {
    if (!isPossible(action)) return;
    const undone = ACTIONS[action].perform();
    clearedStrokes = action === "Clear" ? undone : 0;
  }

  return { isPossible, perform };
}

const isTyping = (event) => event.composedPath().some((node) => node.matches?.("input, textarea, [contenteditable]"));

// Return the action of a key, null for none.
export function shortcut(event) {
  if (event.altKey || isTyping(event)) return null;
  const key = event.key.toLowerCase();
  if (!event.ctrlKey && !event.metaKey) return !event.repeat && ["delete", "backspace"].includes(key) ? "Clear" : null;
  if (key === "y") return "Redo";
  if (key !== "z") return null;
  return event.shiftKey ? "Redo" : "Undo";
}
