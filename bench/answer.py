"""How long is one answer, from the canvas's PNG to a reading? Ours with LiteRT and Keras, and the way that demos go.

python -m bench.answer
"""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from bench import table
from digits import engine, ink, numbers, pen, reading, strokes

SIDE = 320


def main() -> None:
    """Print each stage and each way, then the same as one line of JSON."""
    options = table.options(__doc__ or "", repeat=(50, "times each of the ten drawings"))
    repeat = 1 if options.quick else options.repeat
    pngs = [canvas_png(label) for label in range(10)]
    thresholds = reading.Thresholds(*engine.thresholds())
    rows = _stages(pngs, repeat, thresholds)
    rows["ours with LiteRT, PNG to reading"] = table.times(_ours("litert", thresholds), pngs, repeat)
    rows["ours with Keras, PNG to reading"] = table.times(_ours("keras", thresholds), pngs, max(1, repeat // 5))
    rows["naive: stretched, model.predict"] = table.times(naive(), pngs, max(1, repeat // 10))
    figures = {name: table.summary(each) for name, each in rows.items()}
    table.show("milliseconds, one drawing", figures)
    ours, other = (figures[name]["median"] for name in list(figures)[-3::2])
    print(f"the naive way takes {other / ours:.1f} times as long")
    table.finish("answer", {"milliseconds": figures, "times": round(other / ours, 1)}, options.json)


def canvas_png(label: int) -> bytes:
    """Return a digit as the canvas sends it."""
    drawn = strokes.draw(pen.digit(label, 180, (90, 70)), SIDE, SIDE, 20)
    pixels = np.dstack([np.full((SIDE, SIDE, 3), 80, np.uint8), drawn])
    return bytes(cv2.imencode(".png", pixels)[1])


def naive() -> Callable[[bytes], int]:
    """Return the way of most demos: the canvas stretched to 28×28, and `model.predict`."""
    import keras

    model = keras.saving.load_model(engine.MODEL / "digits.keras", compile=False)

    def answer(png: bytes) -> int:
        alpha = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)[:, :, 3]
        stretched = cv2.resize(alpha, (28, 28)) / 255.0
        return int(model.predict(stretched[np.newaxis, :, :, np.newaxis], verbose=0)[0, :10].argmax())

    return answer


def _ours(name: str, thresholds: reading.Thresholds) -> Callable[[bytes], list[reading.Reading]]:
    network = engine.load(name)

    def answer(png: bytes) -> list[reading.Reading]:
        found = numbers.find(_pieces(ink.decode(png)), network.predict)
        return [reading.read(each.probabilities, thresholds) for each in found.digits]

    return answer


def _stages(pngs: list[bytes], repeat: int, thresholds: reading.Thresholds) -> dict[str, list[float]]:
    network = engine.load("litert")
    drawings = [ink.decode(png) for png in pngs]
    pieces = [_pieces(pixels) for pixels in drawings]
    inputs = [ink.to_input(numbers.joined(each).ink) for each in pieces]
    answers = [network.predict(batch) for batch in inputs]
    work: dict[str, tuple[Callable[[Any], Any], list[Any]]] = {
        "  decode the PNG": (ink.decode, pngs),
        "  pieces of ink": (_pieces, drawings),
        "  centred and scaled": (lambda each: ink.to_input(numbers.joined(each).ink), pieces),
        "  engine: LiteRT": (network.predict, inputs),
        "  reading": (lambda row: reading.read(row[0], thresholds), answers),
    }
    return {name: table.times(*each, repeat) for name, each in work.items()}


def _pieces(pixels: NDArray[np.uint8]) -> list[numbers.Piece]:
    drawn = ink.from_canvas(pixels)
    return numbers.patches(drawn) if drawn is not None else []


if __name__ == "__main__":
    main()
