"""What `train.py` does: train one recipe or all, measure, and write the network with its report."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from digits.drawing import ink
from digits.errors import TrainingError
from digits.reading import metrics
from digits.reading.metrics import Metrics
from digits.training import batches, pictures, report
from digits.training import hands as people
from digits.training import mnist as data
from digits.training.calibrate import calibrate, thresholds
from digits.training.export import check_backend, export
from digits.training.fit import Run, find_recipe, fit
from digits.training.hands import Hands
from digits.training.mnist import Mnist, Split
from digits.training.networks import CLASSIC, RECIPES, Recipe, with_hands
from digits.training.predict import accuracy, probabilities
from digits.training.start import digest


class Options(NamedTuple):
    """What was asked for on the command line."""

    out: Path
    recipe: str = "ours"
    data: Path | None = None
    source: str = "usual"
    epochs: int | None = None
    limit: int | None = None
    seed: int = 1
    resume: bool = False
    hands: Sequence[Path] = ()  # files of real hands
    start: Path | None = None  # a network to begin with
    workers: int = 0  # processes that make the batches; 0 for threads
    command: str = "python train.py"  # as the report quotes it


class Material(NamedTuple):
    """What a recipe is trained on."""

    recipe: Recipe
    mnist: Mnist
    hands: Hands | None


def train(options: Options) -> None:
    """Train one recipe, look at the test digits once, and write the network with its report."""
    material = _material(options)
    run = _fit(options.recipe, material.mnist, options, material.hands)
    if run.stopped and (options.out / metrics.FILE).exists():
        print(f"The network in {options.out} stays: half a training replaces none.")
        return
    check_backend()
    figures = _figures(run, material, options)
    _publish(run, material, figures, options)
    _finish(run, figures, options)


def spread(options: Options) -> None:
    """Train one recipe with another seed, and add its test accuracy to the report, whose network stays."""
    find_recipe(options.recipe)
    report.check_spread(options.out, options.seed, _settings(options))
    material = _material(options)
    run = _fit(options.recipe, material.mnist, options, material.hands)
    figures = _figures(run, material, options)
    if run.stopped:
        raise TrainingError("A run that was stopped early says nothing of the spread: --resume goes on.")
    report.add_seed(options.out, figures)
    _finish(run, figures, options)


def compare(options: Options) -> None:
    """Train every classic recipe as described; write and print the table, with each network beside it."""
    check_backend()
    mnist = _mnist(options)
    runs: dict[str, Run] = {}
    for name in CLASSIC:
        runs[name] = _fit(name, mnist, options)
        if runs[name].stopped:
            print("The table needs every recipe to its end: --resume goes on.")
            return
    with report.replacing(options.out) as folder:
        rows = [_row(name, run, mnist, folder) for name, run in runs.items()]
        report.write_table(folder, {**_origin(options), "rows": rows})
    for run in runs.values():
        run.forget()
    print(report.table(rows))


def add_row(options: Options) -> None:
    """Train one classic recipe, and add it to the table or replace its row; the others stay as they are."""
    if options.recipe not in CLASSIC:
        raise TrainingError(f"--table: expected --recipe with one of {', '.join(CLASSIC)}, got {options.recipe!r}.")
    check_backend()
    mnist, before = _mnist(options), _table(options)
    run = _fit(options.recipe, mnist, options)
    if run.stopped:
        print("The table needs the recipe to its end: --resume goes on.")
        return
    with report.replacing(options.out) as folder:
        row = {**_row(options.recipe, run, mnist, folder), **_origin(options)}
        after = report.with_row(before, row, CLASSIC)
        report.write_table(folder, after)
    run.forget()
    print(report.table(after["rows"]))


def _mnist(options: Options) -> Mnist:
    return data.limited(data.load(options.data, options.source), options.limit)


def _material(options: Options) -> Material:
    """Return what a recipe is trained on; say what it does without."""
    recipe = find_recipe(options.recipe)
    if options.hands:
        recipe = with_hands(recipe)
        hands = people.load(options.hands, options.limit)
        learned, held_out = hands.learned.counts(), hands.held_out.counts()
        print(
            f"Real hands: {learned['digits']:,} digits and {learned['non_digits']:,} non-digits by "
            f"{learned['writers']} writers to learn from; {held_out['writers']} writers are held out."
        )
        return Material(recipe, _mnist(options), hands)
    if recipe.hands:
        print("Without --hands it learns from MNIST and our own pen alone: `make hands` fetches what people drew.")
    return Material(recipe, _mnist(options), None)


def _settings(options: Options) -> Metrics:
    """Return what another seed must have in common with a report to be comparable."""
    settings: Metrics = {"recipe": options.recipe, "epochs": options.epochs, "limit": options.limit}
    if options.hands:
        settings["hands"] = people.digests(options.hands)
    if options.start:
        settings["from"] = {options.start.name: digest(options.start)}
    return settings


def _origin(options: Options) -> Metrics:
    """Return the command, versions and machine that figures belong to."""
    return {"command": options.command, "seed": options.seed, **report.environment()}


def _table(options: Options) -> Metrics:
    """Return the table that a row joins; an empty one where there is none yet."""
    if (options.out / metrics.TABLE).exists():
        return metrics.read_table(options.out)
    return {**_origin(options), "rows": []}


def _fit(name: str, mnist: Mnist, options: Options, hands: Hands | None = None) -> Run:
    return fit(
        name,
        mnist,
        options.out,
        seed=options.seed,
        epochs=options.epochs,
        resume=options.resume,
        device=report.device_name(),
        hands=hands,
        start=options.start,
        workers=options.workers,
    )


def _row(name: str, run: Run, mnist: Mnist, folder: Path) -> Metrics:
    """Return a recipe's row of the table, once its network is written to a folder."""
    return {
        "recipe": name,
        "parameters": run.model.count_params(),
        "seconds": run.seconds,
        **{split: accuracy(run.model, digits) for split, digits in mnist._asdict().items()},
        "reported": RECIPES[name].reported,
        "sha256": export(run.model, folder, name, ["tflite"]),
    }


def _figures(run: Run, material: Material, options: Options) -> Metrics:
    """Return what `metrics.json` says of a run, but for its files; the confidence is calibrated on the way."""
    mnist = material.mnist
    calibrated = _calibrated(run, material)
    not_a_digit = calibrated["thresholds"]["not_a_digit"]
    figures = {
        "command": options.command,
        "settings": _settings(options),
        "recipe": options.recipe,
        "seed": options.seed,
        "digits": {name: len(split.y) for name, split in mnist._asdict().items()},
        "epochs": len(run.history),
        "seconds": run.seconds,
        "trained_on": run.devices,
        "parameters": run.model.count_params(),
        **calibrated,
        **_accuracies(run, mnist, not_a_digit),
        **_synthetic(run, material.recipe, mnist, not_a_digit),
        **_hands(run, material, not_a_digit),
        **report.environment(),
    }
    return {**figures, "seeds": {str(options.seed): _seed(figures)}, "history": run.history}


def _seed(figures: Metrics) -> Metrics:
    """Return what the report says of each seed that was run."""
    return {name: figures[name] for name in ("test_accuracy", "trained_on", "versions", "backend", "machine")}


def _calibrated(run: Run, material: Material) -> Metrics:
    """Calibrate a network's confidence; return the temperature and the thresholds."""
    split = batches.calibration_split(material.recipe, material.mnist.validation, hands=material.hands)
    temperature = calibrate(run.model, split)
    return {"temperature": temperature, "thresholds": thresholds(run.model, split)._asdict()}


def _accuracies(run: Run, mnist: Mnist, not_a_digit: float) -> Metrics:
    predicted = probabilities(run.model, ink.as_inputs(mnist.test.x))
    return {
        "train_accuracy": accuracy(run.model, mnist.train),
        "validation_accuracy": accuracy(run.model, mnist.validation),
        "test_accuracy_through_ink": accuracy(run.model, mnist.test, through_ink=True),
        "test_told_none": report.rejected_share(predicted, not_a_digit),
        **report.measure(predicted, mnist.test.y),
    }


def _synthetic(run: Run, recipe: Recipe, mnist: Mnist, not_a_digit: float) -> Metrics:
    """Return figures of what our own pen draws once more in held-out styles, where the recipe has it draw anything."""
    again = batches.calibration_split(recipe, mnist.validation, seed=1)
    drawings = Split(*(each[len(mnist.validation.y) :] for each in again))
    if not len(drawings.y):
        return {}
    predicted = probabilities(run.model, ink.as_inputs(drawings.x))
    return {"written": report.measure_synthetic(predicted, drawings.y, not_a_digit)}


def _hands(run: Run, material: Material, not_a_digit: float) -> Metrics:
    """Return figures of real hands, and of how the held-out writers are read, where there are any."""
    hands = material.hands
    if hands is None or material.recipe.hands is None:
        return {}
    shown = hands.held_out
    predicted = probabilities(run.model, ink.as_inputs(shown.images().x))
    held_out = report.measure_hands(predicted, shown.y, shown.writers, shown.sources, not_a_digit)
    shares = {name: getattr(material.recipe.hands, name) for name in ("digits", "others", "numbers", "pen")}
    return {
        "hands": {"files": hands.sources, "shares": shares, "learned": hands.learned.counts(), "held_out": held_out}
    }


def _publish(run: Run, material: Material, figures: dict[str, Any], options: Options) -> None:
    """Put network, figures, pictures and card in place together, figures last: what is half in place is refused."""
    mnist = material.mnist
    with report.replacing(options.out) as folder:
        figures["sha256"] = export(run.model, folder)
        varied = batches.varied(material.recipe, mnist.train.x[: pictures.MAX_SHOWN], options.seed)
        pictures.draw(folder, figures, mnist.train.x, varied, mnist.test.x)
        if material.hands:
            learned = batches.of_hands(material.recipe, material.hands, pictures.MAX_SHOWN, options.seed)
            pictures.draw_hands(folder, figures["hands"], learned, material.hands.held_out.images())
        report.write(folder, figures)


def _finish(run: Run, figures: Metrics, options: Options) -> None:
    """Forget the checkpoint of a run that went to its end, and say what came of it."""
    if not run.stopped:
        run.forget()
    print(
        f"{options.out}: validation accuracy {figures['validation_accuracy']:.4f}, "
        f"test accuracy {figures['test_accuracy']:.4f}, in {figures['seconds']} s"
    )
