"""How long is one answer, from what the canvas sends to a reading? Ours, with LiteRT and Keras, and as demos do it.

python -m bench.answer
"""

import json
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from bench import table
from digits.drawing import ink, strokes
from digits.pen import writing as pen
from digits.reading import engine
from digits.reading import segment as numbers
from digits.reading import verdict as reading
from digits.reading.segment import Piece

SIDE = strokes.SIDE
PEN = 20


def main() -> None:
    """Print each stage and each way, then the same as one line of JSON."""
    options = table.options(__doc__ or "", repeat=(50, "times each of the ten drawings"))
    repeat = 1 if options.quick else options.repeat
    jsons, pngs = [canvas_json(label) for label in range(10)], [canvas_png(label) for label in range(10)]
    thresholds = reading.Thresholds(*engine.thresholds())
    rows = _stages(jsons, repeat, thresholds)
    rows["ours with LiteRT"] = table.times(_ours("litert", _strokes, thresholds), jsons, repeat)
    rows["  the same from the PNG alone"] = table.times(_ours("litert", _patches, thresholds), pngs, repeat)
    rows["ours with Keras"] = table.times(_ours("keras", _strokes, thresholds), jsons, max(1, repeat // 5))
    rows["naive: stretched, model.predict"] = table.times(naive(), pngs, max(1, repeat // 10))
    figures = {name: table.summary(each) for name, each in rows.items()}
    table.show("milliseconds, one drawing", figures)
    times = round(figures["naive: stretched, model.predict"]["median"] / figures["ours with LiteRT"]["median"], 1)
    print(f"the naive way takes {times} times as long")
    table.finish("answer", {"milliseconds": figures, "times": times}, options.json)


def canvas_json(label: int) -> str:
    """Return a digit's strokes as the canvas sends them."""
    return json.dumps(strokes.to_canvas(strokes.by_one_pen(pen.digit(label, 180, (90, 70)), PEN), "#4a6df0"))


def canvas_png(label: int) -> bytes:
    """Return a digit's picture as the canvas sends it where it is asked to."""
    drawn = strokes.draw(pen.digit(label, 180, (90, 70)), SIDE, SIDE, PEN)
    pixels = np.dstack([np.full((SIDE, SIDE, 3), 80, np.uint8), drawn])
    return bytes(cv2.imencode(".png", pixels)[1])


def decoded(png: bytes) -> NDArray[np.uint8]:
    """Return the pixels of a PNG."""
    return np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED), np.uint8)


def naive() -> Callable[[bytes], int]:
    """Return the way of most demos: the canvas stretched to 28×28, and `model.predict`."""
    import keras

    model = keras.saving.load_model(engine.MODEL / "digits.keras", compile=False)

    def answer(png: bytes) -> int:
        stretched = cv2.resize(decoded(png)[:, :, 3], (28, 28)) / 255.0
        return int(model.predict(stretched[np.newaxis, :, :, np.newaxis], verbose=0)[0, :10].argmax())

    return answer


def _ours(
    name: str, to_pieces: Callable[[Any], list[Piece]], thresholds: reading.Thresholds
) -> Callable[[Any], list[reading.Reading]]:
    network = engine.load(name)

    def answer(sent: Any) -> list[reading.Reading]:  # noqa: ANN401 (JSON or PNG)
        found = numbers.find(to_pieces(sent), network.predict)
        return reading.read_number([each.probabilities for each in found.digits], thresholds)

    return answer


def _strokes(sent: str) -> list[Piece]:
    return numbers.written(strokes.from_canvas(json.loads(sent)).strokes)


def _patches(png: bytes) -> list[Piece]:
    drawn = ink.from_canvas(decoded(png))
    return numbers.patches(drawn) if drawn is not None else []


def _stages(jsons: list[str], repeat: int, thresholds: reading.Thresholds) -> dict[str, list[float]]:
    network = engine.load("litert")
    runs = [strokes.from_canvas(json.loads(each)).strokes for each in jsons]
    pieces = [numbers.written(each) for each in runs]
    inputs = [ink.to_input(numbers.joined(each).ink) for each in pieces]
    answers = [network.predict(batch) for batch in inputs]
    work: dict[str, tuple[Callable[[Any], Any], list[Any]]] = {
        "  strokes of the JSON": (lambda each: strokes.from_canvas(json.loads(each)), jsons),
        "  drawn anew": (numbers.written, runs),
        "  centred and scaled": (lambda each: ink.to_input(numbers.joined(each).ink), pieces),
        "  engine: LiteRT": (network.predict, inputs),
        "  reading": (lambda row: reading.read(row[0], thresholds), answers),
    }
    return {name: table.times(*each, repeat) for name, each in work.items()}


if __name__ == "__main__":
    main()
