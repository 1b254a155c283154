"""Score the network on files of drawings, the way the page would read them.

python -m digits.evaluate drawings.jsonl.gz photos/ digits.npz --json -

A path is strokes (.jsonl or .jsonl.gz, rows of "label" and "strokes"), pictures (.npz with x, ink bright, and y), or a
folder LABEL/*.png or .jpg; `pen` stands for digits by our own pen. Labels other than 0 to 9 mark non-digits, which
should be rejected. Strokes are put on a canvas at a random size and place for every pen width, and read by the page's
own reader. A digit counts as read when it is named and not rejected. --numbers, --layouts, --pages and --photos put
one writer's digits together as people write them, and read those. --memory corrects what is misread, writer by writer,
and says what that is worth.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import cv2
import numpy as np

from digits.commands import ended, whole_number
from digits.drawing import files, strokes
from digits.drawing.ink import Ink
from digits.drawing.labelled import Labelled
from digits.drawing.strokes import Drawing
from digits.errors import DataError
from digits.reading import reader as readers
from digits.reading.reader import Reader
from digits.scoring import curve, hands, ours, photos, sheet
from digits.scoring.compose import KINDS, asked_for
from digits.scoring.numbers import Composed
from digits.scoring.printed import Progress, show
from digits.scoring.scattered import cluster, scattered
from digits.scoring.score import Scored, scored, summaries

Row = dict[str, Any]
OUR_PEN, OUR_WRITERS = Path("pen"), 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 when every path was scored, 1 with a sentence for what was not."""
    options = _options(arguments)
    return ended(lambda: _evaluate(options))


def _evaluate(options: argparse.Namespace) -> None:
    to = sys.stderr if options.json == "-" else sys.stdout
    rows = _taught(options, to) if options.memory else _read(options, to)
    if options.json:
        text = json.dumps(rows, indent=1) + "\n"
        sys.stdout.write(text) if options.json == "-" else Path(options.json).write_text(text, encoding="utf-8")


def _read(options: argparse.Namespace, to: TextIO) -> list[Row]:
    """Return the figures of each path, once they are printed and what was misread is drawn."""
    scores, broken = _scored(options)
    rows = summaries(scores, broken)
    show(rows, broken, to)
    if options.mistakes:
        everything = [each for many in scores.values() for each in many]
        options.mistakes.write_bytes(cv2.imencode(".png", sheet.contact_sheet(everything))[1].tobytes())
    return rows


def _taught(options: argparse.Namespace, to: TextIO) -> list[Row]:
    """Return what a memory is worth on each path, once that is printed and its curve is drawn."""
    reader = readers.load(options.engine)
    rows = []
    others = [each for path in options.others for each in _all_placed(path, options)]
    for path in options.paths:
        placed = _all_placed(path, options)
        if not hands.by_writer(placed):
            raise DataError(f"{path}: no writer has {hands.MIN_DRAWINGS} drawings to learn a hand from.")
        row = hands.figures(path.name, hands.study(reader, placed, options.memory, others))
        hands.show(row, to)
        rows.append(row)
    if options.curve:
        curves = hands.curves(rows)
        if not curves:
            raise DataError(f"{options.curve}: no writer has enough errors for a curve.")
        options.curve.write_text(curve.picture(curves), encoding="utf-8")
    return rows


def _all_placed(path: Path, options: argparse.Namespace) -> list[Labelled]:
    return [_placed(each.labelled, i, options) for i, each in enumerate(_drawings(path, options)[0])]


def _placed(labelled: Labelled, number: int, options: argparse.Namespace) -> Labelled:
    """Return a drawing as it stands on a canvas, drawn with the middle one of the pens."""
    width = options.widths[len(options.widths) // 2]
    rng = np.random.default_rng([options.seed, number, width])
    drawing = _as_drawn(labelled, width, False, rng) if labelled.drawing.strokes else None
    return labelled._replace(drawing=drawing) if isinstance(drawing, Drawing) else labelled


def _scored(options: argparse.Namespace) -> tuple[dict[str, list[Scored]], dict[str, list[str]]]:
    """Return the scores of each path, and the complaints about what could not be read."""
    scores: dict[str, list[Scored]] = {}
    broken: dict[str, list[str]] = {}
    with _scorer(options) as score:
        for path in options.paths:
            chosen, broken[str(path)] = _drawings(path, options)
            scores[str(path)] = list(score(chosen, Progress(path.name, len(chosen))))
    return scores, broken


@contextmanager
def _scorer(options: argparse.Namespace) -> Iterator[Callable[[Sequence[Composed], Progress], Iterator[Scored]]]:
    """Hand out what scores drawings, here or on a cluster."""
    if options.ray:
        with cluster(options.ray):
            yield partial(_scores_there, options)
    else:
        reader = readers.load(options.engine)
        yield lambda chosen, progress: _scores(chosen, reader, options, progress=progress)


def _scores_there(options: argparse.Namespace, chosen: Sequence[Composed], progress: Progress) -> Iterator[Scored]:
    for done, scores in scattered(partial(_part, options), chosen):
        yield from scores
        progress.step(done)


def _part(options: argparse.Namespace, first: int, chosen: Sequence[Composed]) -> list[Scored]:
    """Return the scores of a part of the drawings, on whatever machine this is."""
    return list(_scores(chosen, readers.load(options.engine), options, first))


def _drawings(path: Path, options: argparse.Namespace) -> tuple[list[Composed], list[str]]:
    """Return the drawings to score of a path, and the complaints about what could not be read."""
    try:
        found, complaints = _found(path, options.seed)
        chosen = _chosen(found, options)
        if not chosen:
            raise DataError(_why_none(found, complaints))
        return chosen, complaints
    except (OSError, DataError) as error:
        raise DataError(f"{path}: {error}") from error


def _why_none(found: Sequence[Labelled], complaints: Sequence[str]) -> str:
    """Return why there is nothing to score, as a sentence goes on."""
    if complaints:
        return f"holds no drawing that can be scored: {complaints[0]}"
    return f"{len(found)} drawings are too few for that" if found else "holds no drawing that can be scored"


def _found(path: Path, seed: int) -> tuple[list[Labelled], list[str]]:
    """Return the drawings at a path, or our own pen's, and the complaints about what could not be read."""
    if path == OUR_PEN and not path.exists():
        return ours.drawings(OUR_WRITERS, np.random.default_rng(seed)), []
    return files.read(path)


def _chosen(found: list[Labelled], options: argparse.Namespace) -> list[Composed]:
    """Return the drawings to score, evenly spread where there are more than asked for, or what is made of them."""
    found = [each for each in found if each.label not in set(options.without)]
    if compose := asked_for(options):
        rng, count = np.random.default_rng(options.seed), options.limit or len(found) // 4
        return compose(found, count, max(options.widths), rng)
    if options.limit is not None and len(found) > options.limit:
        found = [found[i] for i in np.linspace(0, len(found) - 1, options.limit).astype(int)]
    return [Composed(each, ()) for each in found]


def _scores(
    chosen: Sequence[Composed],
    reader: Reader,
    options: argparse.Namespace,
    first: int = 0,
    progress: Progress | None = None,
) -> Iterator[Scored]:
    """Yield the score of each drawing at each width; the number of the first decides where they stand."""
    is_composed = asked_for(options) is not None
    for number, (labelled, groups) in enumerate(chosen, start=first):
        for width in options.widths if labelled.drawing.strokes else [None]:
            rng = np.random.default_rng([options.seed, number, width or 0])
            drawing = _as_drawn(labelled, width, is_composed, rng)
            taken, told_by = None, groups
            if options.photos and isinstance(drawing, Drawing):
                taken, told_by = photos.developed_photo(drawing, rng)
            started = time.perf_counter()
            answer = reader.read_picture(taken).answer if taken else reader.read(drawing)
            seconds = time.perf_counter() - started
            score = scored(labelled, labelled.is_number, width, answer, seconds)
            yield score._replace(groups=told_by)
        if progress:
            progress.step(number + 1)


def _as_drawn(
    labelled: Labelled, width: int | None, is_composed: bool, rng: np.random.Generator
) -> Drawing | Ink | None:
    """Return a drawing as it stands on a canvas, drawn with a pen of this width; a picture's ink as it is."""
    if width is None:
        return labelled.ink
    if is_composed:
        return strokes.by_one_pen(labelled.drawing.strokes, width, labelled.drawing.size)
    return strokes.by_one_pen(strokes.placed(labelled.drawing.strokes, rng, width), width)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="digits.evaluate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="strokes, pictures, a folder of them, or pen for our own pen's",
    )
    add(
        "--widths",
        nargs="+",
        type=whole_number(1),
        help="pen widths on the canvas (default 12 20 28, on photos 5 9 14 for digits 100 high)",
    )
    add("--engine", help="litert or keras (default: DIGITS_ENGINE, else litert)")
    add("--limit", type=whole_number(1), help="score so many drawings of each path, evenly spread")
    add("--without", nargs="+", default=[], metavar="LABEL", help="leave out the drawings with these labels")
    made = parser.add_mutually_exclusive_group()
    for flag, (_, about) in KINDS.items():
        made.add_argument(f"--{flag}", action="store_true", help=about)
    made.add_argument(
        "--memory",
        type=whole_number(1),
        metavar="K",
        help="correct what is misread, up to K drawings of each writer, and read the rest with that",
    )
    add("--curve", type=Path, metavar="SVG", help="draw how the errors fall with the corrections (with --memory)")
    add(
        "--others",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help="what is no digit: how much of it is rejected with the memory of each writer (with --memory)",
    )
    add("--seed", type=whole_number(0), default=1, help="decides sizes and places (default 1)")
    add("--mistakes", type=Path, metavar="PNG", help="draw what was misread")
    add("--json", metavar="FILE", help="write the figures as JSON, - for standard output")
    add("--ray", metavar="ADDRESS", help="read on a Ray cluster, or on all cores of this machine: local")
    options = parser.parse_args(arguments)
    options.widths = sorted(set(options.widths or (photos.PENS if options.photos else strokes.PEN_WIDTHS)))
    if options.ray and options.memory:
        parser.error("--memory reads a writer's drawings one after the other: it does not take --ray")
    for flag in ("others", "curve"):
        if getattr(options, flag) and not options.memory:
            parser.error(f"--{flag} goes with --memory")
    for file in (options.mistakes, options.curve, options.json):
        if file and not Path(file).parent.is_dir():
            parser.error(f"{file}: there is no such folder")
    return options


if __name__ == "__main__":
    sys.exit(main())
