"""What a trained network is worth: figures, pictures and the model card, from what it said of the test digits."""

import json
import platform
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from digits.reading import classes

Metrics = dict[str, Any]
Bytes = NDArray[np.uint8]

BINS = 15
PACKAGES = {"keras", "tensorflow", "jax", "torch", "numpy", "opencv-python", "ai-edge-litert"}


def measure(probabilities: NDArray[np.float32], y: Bytes) -> Metrics:
    """Return figures for what was said, `(n, classes)`, of digits that are `y`."""
    shares = classes.among_digits(probabilities)
    said, confidence = shares.argmax(axis=1), shares.max(axis=1)
    bins = _reliability(confidence, said == y)
    return {
        "test_accuracy": round(float((said == y).mean()), 4),
        "expected_calibration_error": round(_calibration_error(bins, len(y)), 5),
        "per_class": _per_class(said, y),
        "confusion": _confusion(said, y).tolist(),
        "reliability": bins,
        "mistakes": [
            {"index": int(i), "label": int(y[i]), "said": int(said[i]), "confidence": round(float(confidence[i]), 4)}
            for i in np.flatnonzero(said != y)
        ],
    }


def measure_written(probabilities: NDArray[np.float32], y: Bytes, not_a_digit: float) -> Metrics:
    """Return figures for what was said of our own pen's drawings, digits, doodles and numbers."""
    kinds = {"digits": y < 10, "doodles": y == 10, "numbers": y == 11}
    said, none = probabilities[:, :10].argmax(axis=1), probabilities[:, 10:].sum(axis=1) > not_a_digit
    return {
        **{name: int(kind.sum()) for name, kind in kinds.items()},
        "digits_read": round(float(((said == y) & ~none)[kinds["digits"]].mean()), 5),
        **{f"{name}_told_none": round(float(none[kind].mean()), 5) for name, kind in kinds.items()},
    }


def _confusion(said: NDArray[np.intp], y: Bytes) -> NDArray[np.int64]:
    counts = np.zeros((10, 10), np.int64)
    np.add.at(counts, (y, said), 1)
    return counts


def _per_class(said: NDArray[np.intp], y: Bytes) -> list[Metrics]:
    counts = _confusion(said, y)
    rows = []
    for digit in range(10):
        right, of_label, of_said = int(counts[digit, digit]), int(counts[digit].sum()), int(counts[:, digit].sum())
        precision, recall = right / max(of_said, 1), right / max(of_label, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-12)
        figures = {"precision": precision, "recall": recall, "f1": f1}
        rows.append({"digit": digit, "n": of_label, **{name: round(value, 5) for name, value in figures.items()}})
    return rows


def _reliability(confidence: NDArray[np.float32], right: NDArray[np.bool_]) -> list[Metrics]:
    """Return, for each bin of confidence that holds any, how many fell in, how sure on average, how often right."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        {
            "n": int((bins == i).sum()),
            "confidence": float(confidence[bins == i].mean()),
            "accuracy": float(right[bins == i].mean()),
        }
        for i in np.unique(bins)
    ]


def _calibration_error(bins: Iterable[Metrics], n: int) -> float:
    return float(sum(each["n"] * abs(each["confidence"] - each["accuracy"]) for each in bins) / n)


def environment() -> Metrics:
    """Return the versions and the machine that a run's figures belong to."""
    import keras

    installed = {each.name: each.version for each in distributions() if each.name in PACKAGES}
    return {
        "versions": {"python": platform.python_version(), **dict(sorted(installed.items()))},
        "backend": keras.backend.backend(),
        "machine": _machine(),
    }


def place() -> str:
    """Return what runs a network here: the machine and, where there is one, the accelerator."""
    import keras

    backend, accelerator = keras.backend.backend(), ""
    if backend == "jax":
        import jax

        accelerator = jax.devices()[0].device_kind
    elif backend == "torch":
        import torch

        accelerator = torch.cuda.get_device_name() if torch.cuda.is_available() else ""
    return ", ".join(filter(None, [_machine(), accelerator.removeprefix("cpu"), backend]))


def _machine() -> str:
    return f"{_processor()}, {platform.system()} {platform.machine()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def write(folder: Path, metrics: Mapping[str, Any]) -> None:
    """Write `metrics.json` and the model card `README.md`, whose figures are those in it."""
    (folder / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(card(metrics), encoding="utf-8")


def check_spread(folder: Path, seed: int, settings: Metrics) -> None:
    """Raise where another seed would not be comparable to the report in a folder, or is already in it."""
    metrics = _read(folder)
    if metrics["settings"] != settings:
        raise ValueError(f"{folder}: expected a seed of {metrics['settings']}, got one of {settings}")
    if str(seed) in metrics["seeds"]:
        raise ValueError(f"--seed: expected one that is not in {folder / 'metrics.json'} yet, got {seed}")


def add_seed(folder: Path, figures: Metrics) -> None:
    """Write another run's test accuracy into the report in a folder."""
    metrics = _read(folder)
    metrics["seeds"] |= figures["seeds"]
    write(folder, metrics)


def _read(folder: Path) -> Metrics:
    path = folder / "metrics.json"
    try:
        metrics: Metrics = json.loads(path.read_text(encoding="utf-8"))
        return {"settings": metrics["settings"], "seeds": metrics["seeds"], **metrics}
    except (OSError, ValueError, KeyError) as error:
        raise ValueError(f"{path}: expected the report of a whole run, got {error!r}") from error


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Give a folder to write to; at its end move its files into place, `metrics.json` last."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as new:
        yield Path(new)
        for file in sorted(Path(new).iterdir(), key=lambda path: path.name == "metrics.json"):
            file.replace(folder / file.name)


def write_table(folder: Path, table: Mapping[str, Any]) -> None:
    """Write the recipes' table, `table.json`."""
    (folder / "table.json").write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the recipes' table as text."""
    head = f"{'recipe':18}{'parameters':>11}{'seconds':>9}{'train':>9}{'valid.':>9}{'test':>9}  reported"
    lines = [
        f"{row['recipe']:18}{row['parameters']:>11,}{row['seconds']:>9}{row['train']:>9.4f}{row['validation']:>9.4f}"
        f"{row['test']:>9.4f}  {row['reported']}"
        for row in rows
    ]
    return "\n".join([head, *lines])


def card(metrics: Mapping[str, Any]) -> str:
    """Return the model card."""
    rows = "\n".join(
        f"| {row['digit']} | {row['n']} | {row['precision']:.4f} | {row['recall']:.4f} | {row['f1']:.4f} |"
        for row in metrics["per_class"]
    )
    return _CARD.format(
        **metrics,
        right=f"{metrics['test_accuracy']:.2%}",
        wrong=len(metrics["mistakes"]),
        minutes=round(metrics["seconds"] / 60),
        places=", then ".join(metrics["trained_on"]),
        rows=rows,
        pen=_pen(metrics.get("written", {})),
        output=_OUTPUT["written" in metrics],
        limits=_LIMITS["written" in metrics],
        built=", ".join(f"{name} {number}" for name, number in metrics["versions"].items()),
        spread=_spread(metrics["seeds"]),
    )


def _spread(seeds: Mapping[str, Metrics]) -> str:
    if len(seeds) < 2:
        return "One seed was run."
    figures = np.array([run["test_accuracy"] for run in seeds.values()])
    return (
        f"Over {len(seeds)} seeds ({', '.join(seeds)}) the test accuracy is "
        f"{figures.mean():.2%} ± {100 * figures.std(ddof=1):.2f} points; the first seed is bundled, whatever its score."
    )


def _pen(figures: Metrics) -> str:
    if not figures:
        return "it wrote nothing"
    return (
        f"{figures['digits_read']:.2%} of {figures['digits']:,} digits read, {figures['digits_told_none']:.2%} "
        f"told they are none; "
        f"{figures['doodles_told_none']:.2%} of {figures['doodles']:,} doodles told none, "
        f"{figures['numbers_told_none']:.2%} of {figures['numbers']:,} numbers told that they are no single digit"
    )


_OUTPUT = {False: "Ten probabilities", True: "Twelve probabilities: the ten digits, what is none, and several"}
_LIMITS = {
    False: """It has seen only digits, one at a time, of American writers of the 1990s. It will name a digit
for anything at all, letters and scribbles too.""",
    True: """It has seen digits of American writers of the 1990s and those of our own pen, one at a time, in
no script but this. It was shown letters, shapes and scribbles as what is no digit; a letter that looks like a digit is
still read as one.""",
}
_CARD = """# The network `{recipe}`

A convolutional network that reads one handwritten digit from a 28×28 grey picture and says how sure it is. It was made
by `{command}`, which also wrote this page; every figure is in [`metrics.json`](metrics.json).

| | |
| --- | --- |
| MNIST test accuracy | {right} ({wrong} of {digits[test]:,} read wrong) |
| the same digits laid out anew, as a drawing is | {test_accuracy_through_ink:.2%} |
| test digits told that they are none | {test_told_none:.2%} |
| expected calibration error, {bins} bins | {expected_calibration_error:.4f} |
| validation accuracy | {validation_accuracy:.4f} |
| training accuracy, {digits[train]:,} digits | {train_accuracy:.4f} |
| our own pen, digits in styles held out | {pen} |
| parameters | {parameters:,} |
| trained | {epochs} epochs in {minutes} minutes on {places} |

{spread}

The test digits were read once, at the end; every choice was made on {digits[validation]:,} digits kept back from
training, with our own pen's held-out styles where it wrote, and the confidence is calibrated on those (temperature
{temperature:.3f}, folded into the last layer). A reading is called sure from {thresholds[sure]:.3f} on, and a drawing
no digit above {thresholds[not_a_digit]:.3f}.

**Input.** `float32 (n, 28, 28, 1)` in [0, 1], ink bright, the longest side 20 pixels and the centre of mass on pixel
(14, 14): what `digits/ink.py` makes of a drawing. **Output.** {output}.

**Files.** `digits.keras`, `digits.h5` and `digits.tflite` hold the same network and agree within 1e-5; the page runs
the last.

**What it is not for.** {limits}

| digit | tests | precision | recall | F1 |
| --- | --- | --- | --- | --- |
{rows}

![What it learned from](samples.png)
![The same, as it saw them](varied.png)
![Accuracy and loss by epoch](curves.png)
![Which digit was read as which](confusion.png)
![How often it is right when it is this sure](reliability.png)
![The test digits it reads wrong](mistakes.png)

Built with {built}.
""".replace("{bins}", str(BINS))


def draw(folder: Path, metrics: Mapping[str, Any], train: Bytes, varied: Bytes, test: Bytes) -> None:
    """Draw the model card's pictures from the figures, some training digits, the same varied, and the test digits."""
    draw_misread(folder, metrics, test)
    wrong = metrics["mistakes"][:60]
    titles = [f"{row['label']} read {row['said']}\n{row['confidence']:.0%}" for row in wrong]
    _save(_grid(train[:60]), folder / "samples.png")
    _save(_grid(varied[:60]), folder / "varied.png")
    _save(_curves(metrics["history"]), folder / "curves.png")
    _save(_heat(np.array(metrics["confusion"])), folder / "confusion.png")
    _save(_diagonal(metrics["reliability"]), folder / "reliability.png")
    _save(_grid(test[[row["index"] for row in wrong]], titles), folder / "mistakes.png")


def draw_misread(folder: Path, metrics: Mapping[str, Any], test: Bytes) -> None:
    """Put all misread test digits, if any, side by side as they are, for the page to take apart."""
    if metrics["mistakes"]:
        strip = np.hstack([test[row["index"]] for row in metrics["mistakes"]])
        cv2.imwrite(str(folder / "misread.png"), strip)


def _figure(rows: int = 1, columns: int = 1, **options: Any) -> Any:  # noqa: ANN401 (matplotlib is loaded lazily)
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    return pyplot.subplots(rows, columns, squeeze=False, layout="constrained", **options)


def _save(figure: Any, path: Path) -> None:  # noqa: ANN401
    from matplotlib import pyplot

    figure.savefig(path, dpi=80, metadata={"Software": None})
    pyplot.close(figure)


def _grid(images: Bytes, titles: Sequence[str] | None = None, columns: int = 12) -> Any:  # noqa: ANN401
    rows = max(1, -(-len(images) // columns))
    figure, axes = _figure(rows, columns, figsize=(columns * 0.9, rows * (1.25 if titles else 0.9)))
    for axis in axes.flat:
        axis.axis("off")
    for i, (axis, image) in enumerate(zip(axes.flat, images, strict=False)):
        axis.imshow(image, cmap="gray_r", vmin=0, vmax=255)
        axis.set_title(titles[i] if titles else "", fontsize=8)
    return figure


def _curves(history: Sequence[Mapping[str, float]]) -> Any:  # noqa: ANN401
    figure, ((left, right),) = _figure(1, 2, figsize=(10, 3.5))
    epochs = range(1, len(history) + 1)
    for axis, name in ((left, "accuracy"), (right, "loss")):
        axis.plot(epochs, [row[name] for row in history], label="training, as varied")
        axis.plot(epochs, [row[f"val_{name}"] for row in history], label="validation")
        axis.set(xlabel="epoch", title=name)
        axis.legend()
    left.set_ylim(min(0.97, history[-1]["accuracy"] - 0.02), 1)
    return figure


def _heat(confusion: NDArray[np.int64]) -> Any:  # noqa: ANN401
    figure, ((axis,),) = _figure(figsize=(5.5, 5.5))
    axis.imshow(np.log1p(confusion), cmap="Blues")
    for label, said in np.ndindex(confusion.shape):
        count = confusion[label, said]
        axis.text(said, label, count or "", ha="center", va="center", color="white" if label == said else "black")
    axis.set(xticks=range(10), yticks=range(10), xlabel="read as", ylabel="is")
    return figure


def _diagonal(bins: Sequence[Mapping[str, float]]) -> Any:  # noqa: ANN401
    figure, ((axis,),) = _figure(figsize=(5, 5))
    axis.plot([0, 1], [0, 1], color="grey", linestyle="--", label="ideal")
    axis.plot([row["confidence"] for row in bins], [row["accuracy"] for row in bins], marker="o", label="this network")
    for row in bins:
        axis.annotate(f"{row['n']:,}", (row["confidence"], row["accuracy"]), (6, -10), textcoords="offset points")
    axis.set(xlabel="how sure", ylabel="how often right", xlim=(0, 1.02), ylim=(0, 1.02))
    axis.legend()
    return figure
