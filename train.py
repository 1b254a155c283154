"""Train the network and write it with its figures, pictures and card.

python train.py                    the bundled network, to model/: some two hours on two cores
python train.py --resume           go on after a kill, exactly where it was, or write what a GPU has trained
python train.py --seed 2 --spread  how much another seed differs; the bundled network stays
python train.py --recipe plain     one of the classic student systems, to runs/plain/
python train.py --all              all of those, and their table, to model/recipes/
"""

import argparse
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digits.flags import whole_number

if TYPE_CHECKING:
    from digits.training.fit import Run
    from digits.training.mnist import Mnist

MISSING = (
    "Install what training needs with `pip install -r requirements.txt`; "
    "if it is libGL, on Debian or Ubuntu with `apt-get install libgl1 libglib2.0-0`."
)


def main() -> int:
    """Return the exit status: 0 when all was written, 1 with a sentence when something stood in the way."""
    options = _options()
    _use_threads(options.threads)
    try:
        from digits.training import mnist as data  # isort: skip (the last clause names it)

        import matplotlib  # noqa: F401 (report draws with it, at the end: too late to learn that it is missing)

        mnist = data.limited(data.load(options.data, options.source), options.limit)
        compare(mnist, options) if options.all else single(mnist, options)
    except KeyboardInterrupt:
        kept = any(options.out.glob("checkpoint-*.npz"))
        print(f"\nStopped. {'--resume goes on.' if kept else 'There was nothing to keep yet.'}", file=sys.stderr)
        return 130
    except ImportError as error:
        print(f"{error}. {MISSING}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error}. What was trained so far is kept where it could be: --resume goes on.", file=sys.stderr)
        return 1
    except (data.DataError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def single(mnist: "Mnist", options: argparse.Namespace) -> None:
    """Train one recipe, look at the test digits once, and write the network with its report, or the spread only."""
    from digits.training import fit as training
    from digits.training import report

    settings = {"recipe": options.recipe, "epochs": options.epochs, "limit": options.limit}
    if options.spread:
        report.check_spread(options.out, options.seed, settings)
    run = training.fit(
        options.recipe,
        mnist,
        options.out,
        seed=options.seed,
        epochs=options.epochs,
        resume=options.resume,
        place=report.place(),
    )
    if not options.spread:
        training.check_export()
    figures = {"command": _command(), "settings": settings, **_figures(run, mnist, options)}
    if options.spread:
        if run.stopped:
            raise ValueError("A run that was stopped early says nothing of the spread: --resume goes on.")
        report.add_seed(options.out, figures)
    else:
        _publish(run, mnist, figures, options)
    if not run.stopped:
        run.forget()
    print(
        f"{options.out}: validation accuracy {figures['validation_accuracy']:.4f}, "
        f"test accuracy {figures['test_accuracy']:.4f}, in {figures['seconds']} s"
    )


def _publish(run: "Run", mnist: "Mnist", figures: dict[str, Any], options: argparse.Namespace) -> None:
    """Put network, figures, pictures and card in place together, figures last: what is half in place is refused."""
    from digits.training import fit as training
    from digits.training import report

    with report.replacing(options.out) as folder:
        figures["sha256"] = training.export(run.model, folder)
        varied = training.varied(options.recipe, mnist.train.x[:60], options.seed)
        report.draw(folder, figures, mnist.train.x, varied, mnist.test.x)
        report.write(folder, figures)


def _figures(run: "Run", mnist: "Mnist", options: argparse.Namespace) -> dict[str, Any]:
    from digits.drawing import ink
    from digits.training import fit as training
    from digits.training import report

    choices = training.for_choices(options.recipe, mnist.validation)
    temperature = training.calibrate(run.model, choices)
    thresholds = training.thresholds(run.model, choices)
    anew = training.for_choices(options.recipe, mnist.validation, seed=1)  # what our own pen writes once more
    x, y = (each[len(mnist.validation.y) :] for each in anew)
    written = training.probabilities(run.model, ink.as_inputs(x)) if len(y) else None
    own = {} if written is None else report.measure_written(written, y, thresholds["not_a_digit"])
    said = training.probabilities(run.model, ink.as_inputs(mnist.test.x))
    measured = report.measure(said, mnist.test.y)
    return {
        "recipe": options.recipe,
        "seed": options.seed,
        "digits": {name: len(split.y) for name, split in mnist._asdict().items()},
        "epochs": len(run.history),
        "seconds": run.seconds,
        "trained_on": run.places,
        "parameters": run.model.count_params(),
        "temperature": temperature,
        "thresholds": thresholds,
        "train_accuracy": training.accuracy(run.model, mnist.train),
        "validation_accuracy": training.accuracy(run.model, mnist.validation),
        "test_accuracy_through_ink": training.accuracy(run.model, mnist.test, through_ink=True),
        "test_told_none": round(float((said[:, 10:].sum(axis=1) > thresholds["not_a_digit"]).mean()), 5),
        **measured,
        **({"written": own} if own else {}),
        **report.environment(),
        "seeds": {
            str(options.seed): {
                "test_accuracy": measured["test_accuracy"],
                "trained_on": run.places,
                **report.environment(),
            }
        },
        "history": run.history,
    }


def compare(mnist: "Mnist", options: argparse.Namespace) -> None:
    """Train every classic recipe as described; write and print the table, with each network beside it."""
    from digits.training import fit as training
    from digits.training import report
    from digits.training.networks import CLASSIC, RECIPES

    training.check_export()
    rows, runs = [], []
    for name in CLASSIC:
        run = training.fit(name, mnist, options.out, seed=options.seed, epochs=options.epochs, resume=options.resume)
        if run.stopped:
            print("The table needs every recipe to its end: --all --resume goes on.")
            return
        runs.append(run)
        row = {
            "recipe": name,
            "parameters": run.model.count_params(),
            "seconds": run.seconds,
            "train": training.accuracy(run.model, mnist.train),
            "validation": training.accuracy(run.model, mnist.validation),
            "test": training.accuracy(run.model, mnist.test),
            "reported": RECIPES[name].reported,
        }
        rows.append({**row, "sha256": training.export(run.model, options.out, name, ["tflite"])})
    report.write_table(options.out, {"command": _command(), "seed": options.seed, **report.environment(), "rows": rows})
    for run in runs:
        run.forget()
    print(report.table(rows))


def _command() -> str:
    return shlex.join(["python", "train.py", *(flag for flag in sys.argv[1:] if flag != "--resume")])


def _use_threads(count: int | None) -> None:
    """Set the environment that Keras's backends read when they are first imported."""
    if count:
        for name in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
            os.environ[name] = str(count)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--recipe", default="ours", help="which network to train (default: ours)")
    add("--all", action="store_true", help="train every classic recipe and print the table")
    add("--data", type=Path, help="folder of MNIST's IDX files, gzipped or not, or an .npz in Keras's format")
    add("--source", choices=["usual", "tfds"], default="usual", help="where to download from (default: usual)")
    add("--epochs", type=whole_number(1), help="passes over the training digits (default: the recipe's)")
    add("--limit", type=whole_number(1), help="use only so many digits of each split: for trying things out")
    add("--seed", type=whole_number(0), default=1, help="decides every random choice (default: 1)")
    add("--spread", action="store_true", help="add this seed to the report in --out, whose network stays")
    add("--threads", type=whole_number(1), help="processor threads (default: all)")
    add("--resume", action="store_true", help="go on from the checkpoint in --out, if there is one")
    add("--out", type=Path, help="folder to write to (default: model for the bundled network, else runs/RECIPE)")
    options = parser.parse_args()
    if options.data and options.source == "tfds":
        parser.error("--data and --source tfds exclude each other")
    if options.all and (options.spread or options.recipe != "ours"):
        parser.error("--all trains the classic recipes: it takes neither --recipe nor --spread")
    options.out = options.out or _usual_folder(options)
    return options


def _usual_folder(options: argparse.Namespace) -> Path:
    """Return `model` for the whole bundled network and table; nothing less may replace them without being asked to."""
    whole = options.limit is None and options.epochs is None
    if options.all:
        return Path("model/recipes" if whole else "runs/recipes")
    return Path("model") if whole and options.recipe == "ours" else Path("runs") / options.recipe


if __name__ == "__main__":
    sys.exit(main())
