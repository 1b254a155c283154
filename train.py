"""Train the network and write it with its figures, pictures and card.

python train.py                          a network from nothing, to model/: some two hours on two cores
python train.py --resume                 go on after a kill, exactly where it was, or write what a GPU has trained
python train.py --hands FILE…            the same, with what people drew: see `make hands`
python train.py --from model/digits.keras --hands FILE…   adapt a network, to runs/ours/
python train.py --seed 2 --spread        how much another seed differs; the bundled network stays
python train.py --recipe plain           one of the classic student systems, to runs/plain/
python train.py --recipe plain --table   the same, as its row of the classic recipes' table, to model/recipes/
python train.py --all                    all of those, and their table, to model/recipes/
"""

import argparse
import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from digits.commands import whole_number
from digits.errors import DigitsError, is_missing_library

INSTALL = (
    "Install what training needs with `pip install -r requirements.txt`; "
    "if it is libGL, on Debian or Ubuntu with `apt-get install libgl1 libglib2.0-0`."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 when all was written, 1 with a sentence when something stood in the way."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _options(arguments)
    _use_threads(options.threads)
    try:
        _run(options, arguments)
    except KeyboardInterrupt:
        kept = any(options.out.glob("checkpoint-*.npz"))
        return _stopped_by(f"\nStopped. {'--resume goes on.' if kept else 'There was nothing to keep yet.'}", 130)
    except ImportError as error:
        if not is_missing_library(error):
            raise
        return _stopped_by(f"{error}. {INSTALL}")
    except OSError as error:
        return _stopped_by(f"{error}. What was trained so far is kept where it could be: --resume goes on.")
    except DigitsError as error:
        return _stopped_by(str(error))
    return 0


def _run(options: argparse.Namespace, arguments: Sequence[str]) -> None:
    from digits.training import command  # it starts TensorFlow: after the threads are set, and not for --help

    if options.all:
        action = command.compare
    elif options.table:
        action = command.add_row
    else:
        action = command.spread if options.spread else command.train
    files = {str(path): path.name for path in options.hands}  # the report does not say where they lay
    quoted = shlex.join(["python", "train.py", *(files.get(flag, flag) for flag in arguments if flag != "--resume")])
    given = {name: value for name, value in vars(options).items() if name in command.Options._fields}
    action(command.Options(**given, command=quoted))


def _stopped_by(sentence: str, status: int = 1) -> int:
    print(sentence, file=sys.stderr)
    return status


def _use_threads(count: int | None) -> None:
    """Set the environment that Keras's backends read when they are first imported."""
    if count:
        for name in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
            os.environ[name] = str(count)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the flags, checked against each other."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.data and options.source == "tfds":
        parser.error("--data and --source tfds exclude each other")
    if (options.all or options.table) and (options.hands or options.start):
        parser.error("the classic recipes learn from MNIST alone: --all and --table take neither --hands nor --from")
    if options.all and options.recipe != "ours":
        parser.error("--all trains the classic recipes: it does not take --recipe")
    options.out = options.out or _default_folder(options)
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--recipe", default="ours", help="which network to train (default: ours)")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--all", action="store_true", help="train every classic recipe and print the table")
    way.add_argument("--table", action="store_true", help="add the classic --recipe to the table; the others stay")
    way.add_argument("--spread", action="store_true", help="add this seed to the report in --out, whose network stays")
    add("--data", type=Path, help="folder of MNIST's IDX files, gzipped or not, or an .npz in Keras's format")
    add("--source", choices=["usual", "tfds"], default="usual", help="where to download from (default: usual)")
    add("--hands", nargs="+", type=Path, default=(), metavar="PATH", help="files, or a folder, of what people drew")
    add("--from", type=Path, dest="start", metavar="FILE", help="begin with this network, .keras or .h5: adapt it")
    add("--epochs", type=whole_number(1), help="passes over the training digits (default: the recipe's)")
    add("--limit", type=whole_number(1), help="use only so many digits of each split: for trying things out")
    add("--seed", type=whole_number(0), default=1, help="decides every random choice (default: 1)")
    add("--threads", type=whole_number(1), help="processor threads (default: all)")
    add("--workers", type=whole_number(1), default=0, help="processes that make batches, where a GPU waits for them")
    add("--resume", action="store_true", help="go on from the checkpoint in --out, if there is one")
    add("--out", type=Path, help="folder to write to (default: model or model/recipes, for a part runs/…)")
    return parser


def _default_folder(options: argparse.Namespace) -> Path:
    """Return `model` for the whole bundled network and table; nothing less may replace them without being asked to."""
    whole = options.limit is None and options.epochs is None and options.start is None
    if options.all or options.table:
        return Path("model/recipes" if whole else "runs/recipes")
    return Path("model") if whole and options.recipe == "ours" else Path("runs") / options.recipe


if __name__ == "__main__":
    sys.exit(main())
