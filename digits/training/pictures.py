"""The model card's pictures, drawn from the figures and from MNIST's digits."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from digits.training.mnist import Split

Images = NDArray[np.uint8]

MAX_SHOWN = 60  # digits on a picture


def draw(folder: Path, metrics: Mapping[str, Any], train: Images, varied: Images, test: Images) -> None:
    """Draw the model card's pictures from the figures, some training digits, the same varied, and the test digits."""
    draw_misread(folder, metrics, test)
    wrong = metrics["mistakes"][:MAX_SHOWN]
    titles = [f"{row['label']} read {row['said']}\n{row['confidence']:.0%}" for row in wrong]
    _save(_grid(train[:MAX_SHOWN]), folder / "samples.png")
    _save(_grid(varied[:MAX_SHOWN]), folder / "varied.png")
    _save(_curves(metrics["history"]), folder / "curves.png")
    _save(_heat(np.array(metrics["confusion"])), folder / "confusion.png")
    _save(_diagonal(metrics["reliability"]), folder / "reliability.png")
    _save(_grid(test[[row["index"] for row in wrong]], titles), folder / "mistakes.png")


def draw_misread(folder: Path, metrics: Mapping[str, Any], test: Images) -> None:
    """Put all misread test digits, if any, side by side as they are, for the page to take apart."""
    if metrics["mistakes"]:
        strip = np.hstack([test[row["index"]] for row in metrics["mistakes"]])
        cv2.imwrite(str(folder / "misread.png"), strip)


def draw_hands(folder: Path, figures: Mapping[str, Any], learned: Images, held_out: Split) -> None:
    """Draw some real hands as they are learned from, and the held-out ones that are misread or rejected."""
    wrong = figures["held_out"]["mistakes"][:MAX_SHOWN]
    titles = [f"{row['label']} " + ("rejected" if row["said"] is None else f"read {row['said']}") for row in wrong]
    _save(_grid(learned), folder / "hands.png")
    _save(_grid(held_out.x[[row["index"] for row in wrong]], titles), folder / "hands-misread.png")


def _figure(width: float, height: float) -> Figure:
    return Figure(figsize=(width, height), layout="constrained")


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path, dpi=80, metadata={"Software": None})


def _grid(images: Images, titles: Sequence[str] | None = None, columns: int = 12) -> Figure:
    rows = max(1, -(-len(images) // columns))
    figure = _figure(columns * 0.9, rows * (1.25 if titles else 0.9))
    axes = figure.subplots(rows, columns, squeeze=False)
    for axis in axes.flat:
        axis.axis("off")
    for i, (axis, image) in enumerate(zip(axes.flat, images, strict=False)):
        axis.imshow(image, cmap="gray_r", vmin=0, vmax=255)
        axis.set_title(titles[i] if titles else "", fontsize=8)
    return figure


def _curves(history: Sequence[Mapping[str, float]]) -> Figure:
    figure = _figure(10, 3.5)
    left, right = figure.subplots(1, 2)
    epochs = range(1, len(history) + 1)
    for axis, name in ((left, "accuracy"), (right, "loss")):
        axis.plot(epochs, [row[name] for row in history], label="training, as varied")
        axis.plot(epochs, [row[f"val_{name}"] for row in history], label="validation")
        axis.set(xlabel="epoch", title=name)
        axis.legend()
    left.set_ylim(min(0.97, history[-1]["accuracy"] - 0.02), 1)
    return figure


def _heat(confusion: NDArray[np.int64]) -> Figure:
    figure = _figure(5.5, 5.5)
    axis = figure.subplots()
    axis.imshow(np.log1p(confusion), cmap="Blues")
    for label, predicted in np.ndindex(*confusion.shape):
        count, colour = confusion[label, predicted], "white" if label == predicted else "black"
        axis.text(predicted, label, str(count or ""), ha="center", va="center", color=colour)
    axis.set(xticks=range(10), yticks=range(10), xlabel="read as", ylabel="is")
    return figure


def _diagonal(bins: Sequence[Mapping[str, float]]) -> Figure:
    figure = _figure(5, 5)
    axis = figure.subplots()
    axis.plot([0, 1], [0, 1], color="grey", linestyle="--", label="ideal")
    axis.plot([row["confidence"] for row in bins], [row["accuracy"] for row in bins], marker="o", label="this network")
    for row in bins:
        axis.annotate(f"{row['n']:,}", (row["confidence"], row["accuracy"]), (6, -10), textcoords="offset points")
    axis.set(xlabel="how sure", ylabel="how often right", xlim=(0, 1.02), ylim=(0, 1.02))
    axis.legend()
    return figure
