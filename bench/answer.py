"""How long is one answer, from what the canvas sends to a reading? Ours, with LiteRT and Keras, and as demos do it.

python -m bench.answer
"""

import json
from collections.abc import Callable
from typing import Any

import numpy as np

from bench import naive, table
from bench.drawings import PEN, canvas_json, canvas_png, decoded, number_json
from digits.drawing import ink
from digits.drawing.labelled import NON_DIGIT_LABEL, Labelled
from digits.drawing.strokes import Drawing, by_one_pen, placed
from digits.page.board.messages import drawing_from
from digits.page.parts.network import THREADS
from digits.pen import writing
from digits.pen.doodles import doodle
from digits.reading import reader as readers
from digits.reading import verdict
from digits.reading.classes import DIGITS
from digits.reading.memory import MAX_OF_CLASS
from digits.reading.pieces import joined, pieces
from digits.reading.reader import Answer, Reader

OURS, NAIVE = "ours with LiteRT", "naive: stretched, model.predict"


def main() -> None:
    """Print each stage and each way, then the same as one line of JSON."""
    options = table.options(__doc__ or "", repeat=(50, "times each of the ten drawings"))
    repeat = 1 if options.quick else options.repeat
    jsons, pngs = [canvas_json(label) for label in range(10)], [canvas_png(label) for label in range(10)]
    ours, keras = readers.load("litert"), readers.load("keras")
    rows = _stages(jsons, repeat, ours)
    rows[OURS] = table.times(_from_json(ours), jsons, repeat)
    rows["  the same with a full memory"] = table.times(_from_json(_with_full_memory(ours)), jsons, repeat)
    rows["  the same from the PNG alone"] = table.times(_from_png(ours), pngs, repeat)
    numbers = [number_json(label) for label in range(10)]
    rows["six digits, as the page reads them"] = table.times(_from_json(readers.load(threads=THREADS)), numbers, repeat)
    rows["  the same with one thread"] = table.times(_from_json(ours), numbers, repeat)
    rows["ours with Keras"] = table.times(_from_json(keras), jsons, max(1, repeat // 5))
    rows[NAIVE] = table.times(naive.predicting(), pngs, max(1, repeat // 10))
    figures = {name: table.summary(each) for name, each in rows.items()}
    table.show("milliseconds, one drawing", figures)
    times = round(figures[NAIVE]["median"] / figures[OURS]["median"], 1)
    print(f"the naive way takes {times} times as long")
    table.finish("answer", {"milliseconds": figures, "times": times}, options.json)


def _with_full_memory(reader: Reader) -> Reader:
    """Return a reader that remembers as much as it may: digits of our own pen, which it reads right anyway."""
    rng = np.random.default_rng(1)
    labels = [str(label) for label in range(DIGITS) for _ in range(MAX_OF_CLASS)]
    drawn = [(by_one_pen(writing.write(int(label), rng), PEN), label) for label in labels]
    drawn += [(by_one_pen(doodle(rng), PEN), NON_DIGIT_LABEL) for _ in range(MAX_OF_CLASS)]
    known = [each for drawing, label in drawn for each in reader.corrections(Labelled(_placed(drawing, rng), label))]
    return reader.knowing(known)


def _placed(drawing: Drawing, rng: np.random.Generator) -> Drawing:
    return drawing._replace(strokes=placed(drawing.strokes, rng, PEN))


def _from_json(reader: Reader) -> Callable[[str], Answer]:
    return lambda sent: reader.read(_drawing(sent))


def _from_png(reader: Reader) -> Callable[[bytes], Answer]:
    return lambda png: reader.read(ink.from_canvas(decoded(png)))


def _drawing(sent: str) -> Drawing:
    return drawing_from(json.loads(sent))


def _stages(jsons: list[str], repeat: int, reader: Reader) -> dict[str, list[float]]:
    """Return the milliseconds of each stage of an answer, looked at by itself."""
    drawings = [_drawing(each) for each in jsons]
    in_pieces = [pieces(each) for each in drawings]
    inputs = [ink.to_input(joined(each).ink) for each in in_pieces]
    inferences = [reader.engine.infer(each) for each in inputs]
    rows = [each.probabilities[0] for each in inferences]
    memory = _with_full_memory(reader).memory
    stages: dict[str, tuple[Callable[[Any], object], list[Any]]] = {
        "  strokes of the JSON": (_drawing, jsons),
        "  redrawn": (pieces, drawings),
        "  centred and scaled": (lambda each: ink.to_input(joined(each).ink), in_pieces),
        "  engine: LiteRT": (reader.engine.predict, inputs),
        "  memory, full": (memory.adjusted, inferences),
        "  verdict": (lambda row: verdict.read(row, reader.thresholds), rows),
    }
    return {name: table.times(*each, repeat) for name, each in stages.items()}


if __name__ == "__main__":
    main()
