"""How many drawings are read right? Ours, and the naive page's way with the plain Keras example network.

python -m bench.accuracy [FILE …]     files of strokes; by default the digits of ../shared/drawings
"""

import argparse
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np

from bench import table
from digits.drawing import files as drawings
from digits.drawing import strokes
from digits.drawing.ink import Ink
from digits.reading import engine
from digits.reading import segment as numbers
from digits.reading import verdict as reading

USUAL = [Path("../shared/drawings") / f"{name}.jsonl.gz" for name in ("pendigits", "unipen")]
EXAMPLE = Path("runs/bench/plain.tflite")  # kept for the next time
WIDTHS = [12, 20, 28]


def main() -> None:
    """Print the share of digits read right by file and way, then the same as one line of JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, default=[file for file in USUAL if file.exists()])
    parser.add_argument("--limit", type=int, default=1000, help="drawings of each file, evenly spread (default 1000)")
    parser.add_argument("--quick", action="store_true", help="for rot, not for timing")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the line of JSON there too")
    options = parser.parse_args()
    if not options.files:
        print(f"skipped: no files were given, and there is no {USUAL[0].parent}")
        return
    ours = engine.load(), reading.Thresholds(*engine.thresholds())
    naive = _example(options.quick)
    rows = {path.name: _scored(path, 20 if options.quick else options.limit, ours, naive) for path in options.files}
    table.show("read right, of 100", rows)
    table.finish("accuracy", {"percent": rows}, options.json)


def _example(quick: bool) -> engine.Engine:
    """Return the network of Keras's own plain example, trained by our trainer the first time."""
    if quick:
        return engine.LiteRT(engine.MODEL / "recipes" / "plain.tflite")
    if not EXAMPLE.exists():
        command = [sys.executable, "train.py", "--recipe", "plain", "--out", "runs/bench/run"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (EXAMPLE.parent / "run" / "digits.tflite").replace(EXAMPLE)
    return engine.LiteRT(EXAMPLE)


def _scored(
    path: Path, limit: int, ours: tuple[engine.Engine, reading.Thresholds], naive: engine.Engine
) -> dict[str, float]:
    found = [each for each in drawings.read(path)[0] if each.is_digit and each.strokes and not each.flagged]
    chosen = [found[i] for i in np.linspace(0, len(found) - 1, min(limit, len(found))).astype(int)]
    right: dict[str, list[bool]] = {"ours": [], "the naive way": []}
    for number, drawing in enumerate(chosen):
        for width in WIDTHS:
            rng = np.random.default_rng([1, number, width])
            runs = strokes.place(drawing.strokes or [], rng, width)
            canvas = strokes.draw(runs, strokes.SIDE, strokes.SIDE, width)
            right["ours"].append(_ours(runs, ours) == drawing.label)
            right["the naive way"].append(_naive(canvas, naive) == drawing.label)
    return {name: 100 * float(np.mean(each)) for name, each in right.items()}


def _ours(runs: strokes.Strokes, by: tuple[engine.Engine, reading.Thresholds]) -> str:
    network, thresholds = by
    found = numbers.find(numbers.written(runs), network.predict).digits
    readings = reading.read_number([each.probabilities for each in found], thresholds)
    return "".join("" if each.verdict is reading.Verdict.NOT_A_DIGIT else str(each.digit) for each in readings)


def _naive(canvas: Ink, network: engine.Engine) -> str:
    stretched = cv2.resize(canvas, (28, 28)).astype(np.float32) / 255
    return str(int(network.predict(stretched[np.newaxis, :, :, np.newaxis])[0].argmax()))


if __name__ == "__main__":
    main()
