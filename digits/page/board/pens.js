// Three pens and an eraser: which is taken first and next, and what the buttons are called.

const PEN_NAMES = ["thin", "medium", "thick"];

export const firstTool = (pens) => ({ pens, pen: pens[1], erasing: false });

const nextIndex = ({ pens, pen }) => (pens.indexOf(pen) + 1) % pens.length;

// Return the tool after a press on the pen: the eraser is put down first, then the pens take turns.
export const afterPen = (tool) => ({ pen: tool.erasing ? tool.pen : tool.pens[nextIndex(tool)], erasing: false });

export const afterEraser = ({ pen, erasing }) => ({ pen, erasing: !erasing });

// Return the width of what is drawn with a tool, negative for the eraser.
export const widthOf = ({ pen, erasing }, eraser) => (erasing ? -eraser : pen);

export function penTitle(tool) {
  if (tool.erasing) return "Pen";
  return `Pen: ${PEN_NAMES[tool.pens.indexOf(tool.pen)]}. Press for ${PEN_NAMES[nextIndex(tool)]}`;
}
