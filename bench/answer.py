"""How long is one answer, from the canvas's PNG to a reading? Stage by stage, ours, and the way that demos go.

python -m bench.answer            LiteRT, as the page does it
python -m bench.answer --keras    and the same network under Keras: `model.predict` on a stretched canvas
"""

import argparse
import json
import platform
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from digits import engine, ink, numbers, pen, reading, strokes

SIDE = 320


def main() -> None:
    """Print the table, then the same as one line of JSON."""
    options = _options()
    pngs = [_canvas_png(label) for label in range(10)]
    rows = _stages(pngs, options.repeat)
    if options.keras:
        rows["naive: stretched, model.predict"] = _times(_naive(), pngs, max(1, options.repeat // 10))
    table = {name: _summary(times) for name, times in rows.items()}
    print(f"{'milliseconds, one drawing':34}{'median':>9}{'p95':>9}{'p99':>9}")
    for name, row in table.items():
        print(f"{name:34}" + "".join(f"{row[key]:9.3f}" for key in ("median", "p95", "p99")))
    versions = {name: version(name) for name in ("ai-edge-litert", "opencv-python", "numpy")}
    print(json.dumps({"bench": "answer", "milliseconds": table, "versions": versions, "machine": platform.machine()}))


def _stages(pngs: list[bytes], repeat: int) -> dict[str, list[float]]:
    network = engine.load("litert")
    thresholds = reading.Thresholds(*engine.thresholds())
    drawings = [ink.decode(png) for png in pngs]
    pieces = [_pieces(pixels) for pixels in drawings]
    inputs = [ink.to_input(numbers.joined(each).ink) for each in pieces]
    answers = [network.predict(batch) for batch in inputs]

    def answer(png: bytes) -> list[reading.Reading]:
        found = numbers.find(_pieces(ink.decode(png)), network.predict)
        return [reading.read(each.probabilities, thresholds) for each in found.digits]

    return {
        "decode the PNG": _times(ink.decode, pngs, repeat),
        "pieces of ink": _times(_pieces, drawings, repeat),
        "centred and scaled": _times(lambda each: ink.to_input(numbers.joined(each).ink), pieces, repeat),
        "engine: LiteRT": _times(network.predict, inputs, repeat),
        "reading": _times(lambda row: reading.read(row[0], thresholds), answers, repeat),
        "ours, PNG to reading": _times(answer, pngs, repeat),
    }


def _pieces(pixels: NDArray[np.uint8]) -> list[numbers.Piece]:
    drawn = ink.from_canvas(pixels)
    return numbers.patches(drawn) if drawn is not None else []


def _naive() -> Callable[[bytes], Any]:
    import keras

    model = keras.saving.load_model(engine.MODEL / "digits.keras", compile=False)

    def answer(png: bytes) -> int:
        alpha = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)[:, :, 3]
        stretched = cv2.resize(alpha, (28, 28)) / 255.0
        return int(model.predict(stretched[np.newaxis, :, :, np.newaxis], verbose=0).argmax())

    return answer


def _canvas_png(label: int) -> bytes:
    drawn = strokes.draw(pen.digit(label, 180, (90, 70)), SIDE, SIDE, 20)
    pixels = np.dstack([np.full((SIDE, SIDE, 3), 80, np.uint8), drawn])
    return bytes(cv2.imencode(".png", pixels)[1])


def _times(work: Callable[[Any], Any], given: list[Any], repeat: int) -> list[float]:
    for item in given:
        work(item)
    times = []
    for item in given * repeat:
        started = time.perf_counter()
        work(item)
        times.append(1000 * (time.perf_counter() - started))
    return times


def _summary(times: list[float]) -> dict[str, float]:
    median, p95, p99 = np.percentile(times, [50, 95, 99])
    return {"median": round(median, 3), "p95": round(p95, 3), "p99": round(p99, 3)}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=int, default=50, help="times each of the ten drawings (default 50)")
    parser.add_argument("--keras", action="store_true", help="also time the naive way; loads TensorFlow")
    return parser.parse_args()


if __name__ == "__main__":
    main()
