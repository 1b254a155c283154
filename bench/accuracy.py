"""How many drawings are read right? Ours, and the naive page's way with the plain Keras example network.

python -m bench.accuracy [FILE …]     files of strokes; by default those that `make hands` fetched to judge with
"""

import argparse
import subprocess
import sys
from pathlib import Path

import numpy as np

from bench import naive, table
from bench.drawings import strangers
from digits.drawing import files, strokes
from digits.reading import metrics, reader
from digits.reading.engine import Engine, LiteRT
from digits.reading.reader import Reader

EXAMPLE = Path("runs/bench/plain.tflite")  # kept for the next time


def main() -> None:
    """Print the share of digits read right by file and way, then the same as one line of JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, default=strangers())
    parser.add_argument("--limit", type=int, default=1000, help="drawings of each file, evenly spread (default 1000)")
    parser.add_argument("--quick", action="store_true", help="for rot, not for timing")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the line of JSON there too")
    options = parser.parse_args()
    if not options.files:
        print("skipped: no files were given, and `make hands` has fetched none")
        return
    limit = 20 if options.quick else options.limit
    ours, example = reader.load(), _example(options.quick)
    rows = {path.name: _scored(path, limit, ours, example) for path in options.files}
    table.show("read right, of 100", rows)
    table.finish("accuracy", {"percent": rows}, options.json)


def _example(quick: bool) -> Engine:
    """Return the network of Keras's own plain example, trained by our trainer the first time."""
    if quick:
        return LiteRT(metrics.recipes_folder() / "plain.tflite")
    if not EXAMPLE.exists():
        command = [sys.executable, "train.py", "--recipe", "plain", "--out", "runs/bench/run"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (EXAMPLE.parent / "run" / "digits.tflite").replace(EXAMPLE)
    return LiteRT(EXAMPLE)


def _scored(path: Path, limit: int, ours: Reader, example: Engine) -> dict[str, float]:
    """Return the percentage of a file's digits that each way reads right."""
    digits = [each for each in files.read(path)[0] if each.is_digit and each.drawing.strokes and not each.flagged]
    chosen = [digits[i] for i in np.linspace(0, len(digits) - 1, min(limit, len(digits))).astype(int)]
    right: dict[str, list[bool]] = {"ours": [], "the naive way": []}
    for number, labelled in enumerate(chosen):
        for width in strokes.PEN_WIDTHS:
            rng = np.random.default_rng([1, number, width])
            drawing = strokes.by_one_pen(strokes.placed(labelled.drawing.strokes, rng, width), width)
            right["ours"].append(ours.read(drawing).text == labelled.label)
            right["the naive way"].append(naive.read(strokes.picture(drawing), example) == labelled.label)
    return {name: 100 * float(np.mean(each)) for name, each in right.items()}


if __name__ == "__main__":
    main()
