"""What is kept: count it, take it home, bring it in, forget it.

python -m digits.collection stats
python -m digits.collection export --labelled > ours.jsonl
python -m digits.collection import theirs.jsonl
python -m digits.collection forget --before 2026-01-31
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from digits.collection import drawings
from digits.collection.database import Database, connect
from digits.commands import ended
from digits.drawing import files
from digits.drawing.eraser import after_erasing
from digits.drawing.labelled import Labelled, to_line
from digits.errors import DataError

Do = Callable[[Database, argparse.Namespace], None]

MAX_COMPLAINTS = 5  # that are printed in full


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 when it was done, 1 with a sentence when it could not be."""
    options = _parser().parse_args(arguments)
    return ended(lambda: options.do(connect(options.database), options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m digits.collection", description="The drawings that people let us keep."
    )
    parser.add_argument(
        "--database",
        metavar="URL",
        help="of PostgreSQL or SQLite (default: DIGITS_DATABASE, else a file in DIGITS_DATA)",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, do: Do, about: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
        found.set_defaults(do=do)
        return found

    command("stats", _stats, "say how many drawings there are, and how they were read")
    export = command("export", _export, "write them as JSON lines, for `train.py --hands` and `digits.evaluate`")
    export.add_argument("--labelled", action="store_true", help="only those that somebody named")
    export.add_argument("--out", type=Path, metavar="FILE", help="file to write (default: the standard output)")
    bring = command("import", _import, "add the drawings of JSON lines; what is there already stays once")
    bring.add_argument("files", type=Path, nargs="+", metavar="FILE", help=".jsonl or .jsonl.gz")
    what = command("forget", _forget, "delete drawings for good").add_mutually_exclusive_group(required=True)
    what.add_argument("--visitor", type=_named, metavar="ID", help="all of a visitor, whom `export` calls the writer")
    what.add_argument("--room", type=_named, metavar="CODE", help="a room with all that is in it")
    what.add_argument("--before", type=_day, metavar="DAY", help="all that was drawn before a day (UTC), 2026-01-31")
    return parser


def _stats(database: Database, _options: argparse.Namespace) -> None:
    with database.reading(one_state=True) as connection:
        found = drawings.stats(connection)
    span = f", {_date(found.first)} to {_date(found.last)}" if found.first and found.last else ""
    print(f"{database.name}: {found.drawings:,} drawings by {found.visitors:,} visitors{span}")
    print(f"in rooms that are open: {found.in_rooms:,}")
    if found.labelled:
        print(f"somebody named {found.labelled:,}, of which {found.right / found.labelled:.1%} were read so")
    for digit, (count, right) in found.digits.items():
        print(f"  {digit}: {count:8,}   read right {right / count:6.1%}")


def _export(database: Database, options: argparse.Namespace) -> None:
    out = options.out.open("w", encoding="utf-8") if options.out else nullcontext(sys.stdout)
    count = 0
    with out as lines, database.reading(one_state=True) as connection:
        for each in drawings.every(connection, options.labelled):
            kept = after_erasing(each.drawing)
            if kept.strokes:
                lines.write(to_line(each._replace(drawing=kept), assume=False) + "\n")
                count += 1
    print(f"{count:,} drawings", file=sys.stderr)


def _import(database: Database, options: argparse.Namespace) -> None:
    complaints: list[str] = []
    count = 0
    for path in options.files:
        found = _without(complaints, files.from_lines(path), path)
        while batch := list(islice(found, drawings.BATCH)):
            with database.writing() as connection:
                for each in batch:
                    drawings.keep(connection, each._replace(id=each.id or _by_content(each)))
            count += len(batch)
    if complaints and not count:
        raise DataError(complaints[0])
    print(f"{count:,} drawings")
    for complaint in complaints[:MAX_COMPLAINTS]:
        print(complaint, file=sys.stderr)
    if len(complaints) > MAX_COMPLAINTS:
        print(f"… and {len(complaints) - MAX_COMPLAINTS:,} more that cannot be read", file=sys.stderr)


def _forget(database: Database, options: argparse.Namespace) -> None:
    with database.writing() as connection:
        if options.visitor:
            count = drawings.forget_visitor(connection, options.visitor)
        elif options.room:
            count = drawings.forget_room(connection, drawings.room_by_code(connection, options.room))
        else:
            count = drawings.forget_before(connection, options.before)
    database.tidy()
    print(f"{count:,} drawings are forgotten")
    if not database.is_tidy:
        print("Some of it is still in a file beside the database, which another program reads: run this again.")


def _without(complaints: list[str], found: Iterator[Labelled | str], path: Path) -> Iterator[Labelled]:
    """Yield the drawings; put what cannot be read aside."""
    for each in found:
        if isinstance(each, str):
            complaints.append(f"{path}: {each}")
        else:
            yield each


def _by_content(drawing: Labelled) -> str:
    return drawings.fingerprint(to_line(drawing))


def _named(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("expected whose drawings, got nothing")
    return text


def _day(text: str) -> float:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"expected a day like 2026-01-31, got {text!r}") from error


def _date(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d}"


if __name__ == "__main__":
    sys.exit(main())
