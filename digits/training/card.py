"""The model card: the page `README.md` beside a network, whose figures are those of its `metrics.json`."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from digits.reading.calibration import BINS
from digits.reading.metrics import Metrics


def text(metrics: Mapping[str, Any]) -> str:
    """Return the model card."""
    return _CARD.format(
        **metrics,
        bins=BINS,
        right=f"{metrics['test_accuracy']:.2%}",
        wrong=len(metrics["mistakes"]),
        minutes=round(metrics["seconds"] / 60),
        devices=", then ".join(metrics["trained_on"]),
        rows="\n".join(map(_row, metrics["per_class"])),
        pen=_pen(metrics.get("written", {})),
        people=_people(metrics.get("hands", {})),
        origins=_origins(metrics.get("hands", {})),
        calibrated_on=_CALIBRATED_ON["written" in metrics, "hands" in metrics],
        output=_OUTPUT["written" in metrics],
        limits=_LIMITS["written" in metrics, "hands" in metrics],
        built=", ".join(f"{name} {number}" for name, number in metrics["versions"].items()),
        start=_start(metrics["settings"].get("from", {})),
        spread=_spread(metrics["seeds"]),
    )


def _row(figures: Metrics) -> str:
    ratios = " | ".join(f"{figures[name]:.4f}" for name in ("precision", "recall", "f1"))
    return f"| {figures['digit']} | {figures['n']} | {ratios} |"


def _start(files: Mapping[str, str]) -> str:
    """Return what the training began with, if that was a network."""
    began = " It began with the weights of a `{}` whose SHA-256 begins with `{}`."
    return "".join(began.format(name, digest[:12]) for name, digest in files.items())


def _spread(seeds: Mapping[str, Metrics]) -> str:
    if len(seeds) < 2:
        return "One seed was run."
    figures = np.array([run["test_accuracy"] for run in seeds.values()])
    return (
        f"Over {len(seeds)} seeds ({', '.join(seeds)}) the test accuracy is "
        f"{figures.mean():.2%} ± {100 * figures.std(ddof=1):.2f} points. "
        "The first seed is the bundled network, whatever its score."
    )


def _pen(figures: Metrics) -> str:
    """Return the rows on our own pen's drawings, if the network learned from any."""
    if not figures:
        return ""
    return (
        f"| synthetic digits in held-out styles read right | {figures['digits_read']:.2%} of {figures['digits']:,} |\n"
        f"| synthetic digits rejected | {figures['digits_told_none']:.2%} |\n"
        f"| doodles rejected | {figures['doodles_told_none']:.2%} of {figures['doodles']:,} |\n"
        f"| numbers of several digits rejected | {figures['numbers_told_none']:.2%} of {figures['numbers']:,} |\n"
    )


def _people(figures: Metrics) -> str:
    """Return the rows on the writers who were held out, if the network learned from real hands."""
    if not figures:
        return ""
    found = figures["held_out"]
    rows = {
        f"digits of {found['writers']} held-out writers read right": _percent(found["digits_read"], found["digits"]),
        "the same, rejected": _percent(found["digits_rejected"]),
        "held-out writers read without a mistake": _percent(found["writers_without_mistake"]),
        "the worst tenth of held-out writers": _percent(found["worst_tenth"]),
        "non-digits by held-out writers rejected": _percent(found["non_digits_rejected"], found["non_digits"]),
    }
    return "".join(f"| {name} | {figure} |\n" for name, figure in rows.items())


def _origins(figures: Metrics) -> str:
    """Return the section on real hands: files, counts and whom they are owed to; "" for a network without."""
    if not figures:
        return ""
    learned, shares = figures["learned"], figures["shares"]
    rows = "\n".join(
        f"| `{row['file']}` | {row['digits']:,} | {row['non_digits']:,} | {row['writers']} | {row['left_out']:,} "
        f"| {row['broken']:,} | `{row['sha256'][:12]}` |"
        for row in figures["files"]
    )
    owed = "\n".join(f"- {citation}." for citation in dict.fromkeys(_citation(row) for row in figures["files"]))
    return _ORIGINS.format(learned=learned, shares=shares, rows=rows, owed=owed)


def _citation(row: Metrics) -> str:
    return str(row["citation"] or f"`{row['file']}`: whoever has it knows its origin and licence")


def _percent(share: float | None, count: int | None = None) -> str:
    if share is None:
        return "none to tell by"
    return f"{share:.2%}" + ("" if count is None else f" of {count:,}")


_ORIGINS = """
**Real hands.** Beside MNIST it learned from {learned[digits]:,} digits and {learned[non_digits]:,} other drawings by
{learned[writers]} writers. They were warped as by other hands and drawn with other pens. For each of MNIST's digits
there were {shares[digits]:g} digits, {shares[others]:g} non-digits and {shares[numbers]:g} numbers. One writer in ten
was held out, and the choices were made on what they drew as well. Left out were fragments and what looks like a digit
and is labelled as something else.

| file | digits | non-digits | writers | left out | broken | SHA-256 |
| --- | --- | --- | --- | --- | --- | --- |
{rows}

{owed}

The drawings were converted, warped and drawn anew. None of them is part of this network's files.

![Real hands as the network learned from them](hands.png)
![Digits of held-out writers that are misread or rejected](hands-misread.png)
"""
_CALIBRATED_ON = {
    (False, False): "training.",
    (True, False): "training, and on our own pen's drawings in held-out styles.",
    (True, True): "training, on our own pen's drawings in held-out styles, and on held-out writers.",
}
_OUTPUT = {
    False: "Ten probabilities, one for each digit.",
    True: "Twelve probabilities: the ten digits, not a digit, and several digits.",
}
_LIMITS = {
    (False, False): """The network has seen only digits, one at a time, by American writers of the 1990s. It
names a digit for any drawing, letters and scribbles too.""",
    (True, False): """The network has seen digits by American writers of the 1990s and by our own pen, one at
a time, in no other script. Letters, shapes and scribbles were shown to it as not a digit. A letter that looks like a
digit is still read as one.""",
    (True, True): """The network has seen digits by American writers of the 1990s, by the writers below and by our own
pen, one at a time, in no other script. Letters, shapes and scribbles were shown to it as not a digit. A letter that
looks like a digit is still read as one.""",
}
_CARD = """# The network `{recipe}`

A convolutional network that reads one handwritten digit from a 28×28 grey picture and says how sure it is. The command
`{command}` made it and wrote this page. Every figure is in [`metrics.json`](metrics.json).

| | |
| --- | --- |
| MNIST test accuracy | {right} ({wrong} of {digits[test]:,} read wrong) |
| the same digits, preprocessed as a drawing is | {test_accuracy_through_ink:.2%} |
| test digits rejected | {test_told_none:.2%} |
| expected calibration error, {bins} bins | {expected_calibration_error:.4f} |
| validation accuracy | {validation_accuracy:.4f} |
| training accuracy, {digits[train]:,} digits | {train_accuracy:.4f} |
{pen}{people}| parameters | {parameters:,} |
| trained | {epochs} epochs in {minutes} minutes on {devices} |

{spread}{start}

**Choices.** The test digits were read once, at the end. Every choice was made on {digits[validation]:,} digits kept
back from {calibrated_on} The confidence is calibrated on them: a
temperature of {temperature:.3f} is folded into the last layer. A reading is called sure from {thresholds[sure]:.3f} on.
A drawing is rejected above {thresholds[not_a_digit]:.3f}.

**Input.** `float32 (n, 28, 28, 1)` in [0, 1], ink bright. The longest side of the ink is 20 pixels, and its centre of
mass lies on pixel (14, 14). `digits/drawing/ink.py` makes this of a drawing.

**Output.** {output}

**Files.** `digits.keras`, `digits.h5` and `digits.tflite` hold the same network and agree within 1e-5. The server runs
the last. `digits.live`, where there is one, is the same in float16, for the browser.

**What it is not for.** {limits}
{origins}
| digit | tests | precision | recall | F1 |
| --- | --- | --- | --- | --- |
{rows}

![Training digits](samples.png)
![The same digits as the network sees them, varied](varied.png)
![Accuracy and loss by epoch](curves.png)
![Confusion matrix: which digit was read as which](confusion.png)
![Reliability: how often a reading is right at each confidence](reliability.png)
![Test digits that are read wrong](mistakes.png)

Built with {built}.
"""
