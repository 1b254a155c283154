"""What a memory of corrections is worth: writer by writer, in the order of writing.

Each drawing is read with what was corrected before it. What is misread counts as an error, and is then corrected, until
so many corrections are remembered. So the first error of a kind always counts.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TextIO

import numpy as np

from digits.drawing.labelled import Labelled
from digits.reading.reader import Reader
from digits.scoring.curve import Curve
from digits.scoring.score import Scored, scored, summaries

MIN_DRAWINGS = 20  # of a writer: of fewer there is little to learn from
MANY_ERRORS = 3  # without a memory: who has so many needs one
STEPS = 1, 2, 3, 5, 7, 10, 15, 20, 30, 50  # corrections that the curve shows

Row = dict[str, Any]


class Hand(NamedTuple):
    """One writer's drawings as they were read without a memory and with it, and which of them were corrected."""

    writer: str
    alone: list[Scored]
    learned: list[Scored]
    corrected: list[int]

    @property
    def errors_alone(self) -> int:
        """Return how many drawings are misread without a memory."""
        return sum(map(is_error, self.alone))

    @property
    def errors(self) -> int:
        """Return how many are misread with it, those included that were then corrected."""
        return sum(map(is_error, self.learned))

    @property
    def harmed(self) -> int:
        """Return how many are misread with a memory and read right without."""
        return sum(is_error(b) and not is_error(a) for a, b in zip(self.alone, self.learned, strict=True))

    @property
    def rest(self) -> tuple[int, int]:
        """Return the errors without and with a memory on what was not corrected."""
        rest = set(range(len(self.alone))).difference(self.corrected)
        return sum(is_error(self.alone[i]) for i in rest), sum(is_error(self.learned[i]) for i in rest)


def is_error(score: Scored) -> bool:
    """Return whether a drawing was misread; what is not a digit is where it was not rejected."""
    return not score.is_right if score.is_digit else bool(score.text)


def by_writer(drawings: Sequence[Labelled]) -> dict[str, list[Labelled]]:
    """Return the drawings of each writer who made at least `MIN_DRAWINGS`, in the order of writing."""
    found: dict[str, list[Labelled]] = {}
    for each in drawings:
        found.setdefault(each.writer, []).append(each)
    return {writer: many for writer, many in found.items() if writer and len(many) >= MIN_DRAWINGS}


def read(reader: Reader, labelled: Labelled) -> Scored:
    """Return the score of one drawing."""
    drawing = labelled.drawing if labelled.ink is None else labelled.ink
    return scored(labelled, labelled.is_number, None, reader.read(drawing), 0.0)


def taught(reader: Reader, drawings: Sequence[Labelled], alone: Sequence[Scored], limit: int) -> tuple[Hand, Reader]:
    """Return a writer's drawings as they are read with up to so many corrections, and the reader that knows those."""
    return _taught_on(reader, drawings, Hand(drawings[0].writer, list(alone), [], []), limit)


def with_fewer(reader: Reader, drawings: Sequence[Labelled], more: Hand, limit: int) -> Hand:
    """Return the same with fewer corrections: up to the last of these, drawings are read alike."""
    if len(more.corrected) <= limit:
        return more
    corrected = more.corrected[:limit]
    begun = more._replace(learned=more.learned[: corrected[-1] + 1], corrected=corrected)
    return _taught_on(reader, drawings, begun, limit)[0]


def _taught_on(reader: Reader, drawings: Sequence[Labelled], begun: Hand, limit: int) -> tuple[Hand, Reader]:
    """Go on with a writer's drawings from where they were read to."""
    known = [each for i in begun.corrected for each in reader.corrections(drawings[i])]
    reader = reader.knowing(known)
    learned, corrected = list(begun.learned), list(begun.corrected)
    for i in range(len(learned), len(drawings)):
        score = read(reader, drawings[i]) if known else begun.alone[i]
        learned.append(score)
        if is_error(score) and len(corrected) < limit:
            known += reader.corrections(drawings[i])
            corrected.append(i)
            reader = reader.knowing(known)
    return begun._replace(learned=learned, corrected=corrected), reader


class Study(NamedTuple):
    """What came out for one file: its writers at each number of corrections, and what another's memory does."""

    hands: dict[int, list[Hand]]  # by how many corrections are remembered at most
    later: dict[str, tuple[int, int]]  # errors on each writer's second half: alone, and with what the first half taught
    borrowed: tuple[int, int]  # drawings by writers who were read right, and errors on them with another's memory
    rejected: list[float]  # the share of other drawings that are no digit to the reader alone, then with each memory

    @property
    def final(self) -> list[Hand]:
        """Return the writers with the most corrections."""
        return self.hands[max(self.hands)]


def study(reader: Reader, drawings: Sequence[Labelled], limit: int, others: Sequence[Labelled] = ()) -> Study:
    """Return what up to so many corrections are worth to each writer of some drawings; others are no digits."""
    writers = by_writer(drawings)
    alone = {writer: [read(reader, each) for each in many] for writer, many in writers.items()}
    limits = [step for step in STEPS if step < limit]
    hands: dict[int, list[Hand]] = {each: [] for each in [*limits, limit]}
    borrowed, known = (0, 0), None
    later: dict[str, tuple[int, int]] = {}
    rejected = [_rejected(reader, others)] if others else []
    for writer, many in writers.items():
        is_right = not any(map(is_error, alone[writer]))
        if is_right:
            final = Hand(writer, alone[writer], alone[writer], [])
        else:
            final, known = taught(reader, many, alone[writer], limit)
            later[writer] = _later(reader, many, final)
            rejected += [_rejected(known, others)] if others else []
        hands[limit].append(final)
        for each in limits:
            hands[each].append(with_fewer(reader, many, final, each))
        if is_right and known:
            errors = sum(is_error(read(known, each)) for each in many)
            borrowed = borrowed[0] + len(many), borrowed[1] + errors
    return Study(hands, later, borrowed, rejected)


def _later(reader: Reader, drawings: Sequence[Labelled], hand: Hand) -> tuple[int, int]:
    """Return the errors on the second half of a writer's drawings: alone, and with what the first half taught."""
    half = len(drawings) // 2
    known = [each for i in hand.corrected if i < half for each in reader.corrections(drawings[i])]
    reader = reader.knowing(known)
    return sum(map(is_error, hand.alone[half:])), sum(is_error(read(reader, each)) for each in drawings[half:])


def _rejected(reader: Reader, others: Sequence[Labelled]) -> float:
    return sum(not read(reader, each).text for each in others) / len(others)


def figures(file: str, found: Study) -> Row:
    """Return the figures of one file, as JSON takes them."""
    hands = found.final
    many = [each for each in hands if each.errors_alone >= MANY_ERRORS]
    before, after = (
        summaries({file: [score for each in hands for score in getattr(each, name)]}, {})[0]
        for name in ("alone", "learned")
    )
    names = ("accuracy_mean", "ece", "rejected", "unsure")
    return {
        "file": file,
        "writers": len(hands),
        "drawings": sum(len(each.alone) for each in hands),
        "corrections": max(found.hands),
        "all": _errors(hands),
        "many_errors": {"writers": len(many), **_errors(many)},
        "later": {
            name: [sum(found.later.get(each.writer, (0, 0))[i] for each in writers) for i in (0, 1)]
            for name, writers in (("all", hands), ("many_errors", many))
        },
        "better": sum(each.errors < each.errors_alone for each in hands),
        "worse": sum(each.errors > each.errors_alone for each in hands),
        "worst": max((each.errors - each.errors_alone for each in hands), default=0),
        "worst_share": max(((each.errors - each.errors_alone) / len(each.alone) for each in hands), default=0.0),
        "harmed": sum(each.harmed for each in hands),
        "borrowed": {"drawings": found.borrowed[0], "errors": found.borrowed[1]},
        "others": _others(found.rejected),
        "alone": {name: before[name] for name in names},
        "learned": {name: after[name] for name in names},
        "curve": {str(limit): _curve(each) for limit, each in found.hands.items()},
        "by_writer": [_writer(each) for each in hands if each.errors_alone or each.errors],
    }


def _errors(hands: Sequence[Hand]) -> Row:
    alone, errors = (sum(getattr(each, name) for each in hands) for name in ("errors_alone", "errors"))
    rest = [sum(each.rest[i] for each in hands) for i in (0, 1)]
    return {"alone": alone, "learned": errors, "fewer": _fewer(alone, errors), "rest": rest}


def _fewer(alone: int, errors: int) -> float | None:
    return round(1 - errors / alone, 4) if alone else None


def _curve(hands: Sequence[Hand]) -> Row:
    many = [each for each in hands if each.errors_alone >= MANY_ERRORS]
    return {"all": _errors(hands)["learned"], "many_errors": _errors(many)["learned"]}


def _others(rejected: Sequence[float]) -> Row | None:
    """Return how much of what is no digit is rejected: alone, with the memories on average, and with the worst."""
    if len(rejected) < 2:
        return None
    alone, *learned = rejected
    return {"rejected": [round(each, 4) for each in (alone, float(np.mean(learned)), min(learned))]}


def _writer(hand: Hand) -> Row:
    return {
        "writer": hand.writer,
        "drawings": len(hand.alone),
        "corrections": len(hand.corrected),
        "alone": hand.errors_alone,
        "learned": hand.errors,
        "harmed": hand.harmed,
        "rest": list(hand.rest),
    }


def show(row: Row, to: TextIO) -> None:
    """Print the figures of one file."""
    print(f"{row['file']}: {row['drawings']} drawings by {row['writers']} writers", file=to)
    print("  writer                drawings  misread  with what was learned  harmed  rest", file=to)
    for each in row["by_writer"]:
        rest = "{} → {}".format(*each["rest"])
        print(
            f"  {each['writer'][:20]:20}  {each['drawings']:8}  {each['alone']:7}  "
            f"{each['learned']:7} (of {each['corrections']:2} corrected)  {each['harmed']:6}  {rest}",
            file=to,
        )
    many, most = row["many_errors"], row["corrections"]
    print(f"  errors with at most {most} corrections", file=to)
    print(f"    all writers                      {_fall(row['all'])}", file=to)
    print(f"    the {many['writers']} with {MANY_ERRORS} errors or more       {_fall(many)}", file=to)
    for name, who in (("all", "all"), ("many_errors", "those")):
        print(f"    second halves, {who:18}{_fell(*row['later'][name])}", file=to)
    print(
        f"  better {row['better']}  worse {row['worse']}, at most by {row['worst']} drawings "
        f"or {100 * row['worst_share']:.2f} %  harmed {row['harmed']} drawings",
        file=to,
    )
    print(
        f"  writers who were read right, with another's memory: {row['borrowed']['errors']} errors "
        f"on {row['borrowed']['drawings']} drawings",
        file=to,
    )
    if row["others"]:
        shares = "  ".join(f"{100 * share:.2f} %" for share in row["others"]["rejected"])
        print(f"  others rejected alone, with a memory on average, with the worst: {shares}", file=to)
    for name in ("alone", "learned"):
        shares = "  ".join(f"{figure} {100 * (share or 0):.2f} %" for figure, share in row[name].items())
        print(f"  {name:8} {shares}", file=to)


def curves(rows: Sequence[Row]) -> list[Curve]:
    """Return the errors that are left by the corrections remembered, of writers with many errors, file by file."""
    return [
        Curve(
            row["file"].partition(".")[0],
            {0: 1.0}
            | {int(most): each["many_errors"] / row["many_errors"]["alone"] for most, each in row["curve"].items()},
        )
        for row in rows
        if row["many_errors"]["alone"]
    ]


def _fall(errors: Row) -> str:
    rest = "{} → {}".format(*errors["rest"])
    return f"{_fell(errors['alone'], errors['learned'])}; on what was not corrected {rest}"


def _fell(alone: int, errors: int) -> str:
    fewer = _fewer(alone, errors)
    return f"{alone} → {errors}" + ("" if fewer is None else f" ({-100 * fewer:+.1f} %)")
