import hashlib
import json
import re

import numpy as np
import pytest

from digits.reading import engine
from digits.training import report
from digits.training.networks import CLASSIC, RECIPES

Y = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9] * 10, np.uint8)


def said(wrong=(), confidence=0.9):
    """Return probabilities that read every digit right, but those at `wrong` as the next digit."""
    row = np.full((len(Y), 10), (1 - confidence) / 9, np.float32)
    digits = Y.astype(int)
    digits[list(wrong)] = (digits[list(wrong)] + 1) % 10
    row[np.arange(len(Y)), digits] = confidence
    return row


def test_figures_of_a_perfect_reader():
    figures = report.measure(said(confidence=1), Y)
    assert (figures["test_accuracy"], figures["expected_calibration_error"], figures["mistakes"]) == (1, 0, [])
    assert figures["confusion"] == (10 * np.eye(10, dtype=int)).tolist()
    assert all((row["precision"], row["recall"], row["f1"], row["n"]) == (1, 1, 1, 10) for row in figures["per_class"])


def test_figures_of_a_reader_with_mistakes():
    figures = report.measure(said([3, 13, 29]), Y)
    assert figures["test_accuracy"] == 0.97
    assert figures["expected_calibration_error"] == pytest.approx(0.07, abs=1e-5)
    assert [(row["index"], row["label"], row["said"]) for row in figures["mistakes"]] == [
        (3, 3, 4),
        (13, 3, 4),
        (29, 9, 0),
    ]
    assert figures["per_class"][3]["recall"] == 0.8
    assert figures["per_class"][4]["precision"] == pytest.approx(10 / 12, abs=1e-5)
    assert figures["confusion"][9][0] == 1


def test_calibration_error_sees_over_and_underconfidence_in_different_bins():
    probabilities = np.zeros((100, 10), np.float32)
    probabilities[:50, 0], probabilities[:50, 1] = 0.95, 0.05
    probabilities[50:, 0], probabilities[50:, 1] = 0.55, 0.45
    y = np.array([0] * 25 + [1] * 25 + [0] * 50, np.uint8)
    assert report.measure(probabilities, y)["expected_calibration_error"] == pytest.approx(0.45, abs=1e-5)


def test_the_recipes_table_says_what_nobody_reported():
    row = {"recipe": "plain", "parameters": 1234, "seconds": 5, "train": 1, "validation": 0.99, "test": 0.98}
    lines = report.table([{**row, "reported": ""}, {**row, "reported": "98.7 %"}]).splitlines()
    assert lines[1].split() == ["plain", "1,234", "5", "1.0000", "0.9900", "0.9800"]
    assert lines[2].endswith("  98.7 %")


def test_files_are_replaced_together_or_not_at_all(tmp_path):
    (tmp_path / "metrics.json").write_text("old")
    with pytest.raises(OSError, match="disk full"), report.replacing(tmp_path) as new:
        (new / "metrics.json").write_text("half")
        raise OSError("disk full")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("metrics.json", "old")]
    with report.replacing(tmp_path) as new:
        (new / "metrics.json").write_text("new")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("metrics.json", "new")]


def test_the_cards_figures_are_those_of_the_metrics():
    metrics = json.loads((engine.MODEL / "metrics.json").read_text())
    card = (engine.MODEL / "README.md").read_text()
    assert card == report.card(metrics)
    assert f"{metrics['test_accuracy']:.2%} ({len(metrics['mistakes'])} of 10,000 read wrong)" in card
    assert metrics["test_accuracy"] == 1 - len(metrics["mistakes"]) / 10_000
    assert f"{metrics['expected_calibration_error']:.4f}" in card
    for picture in re.findall(r"!\[.*\]\((.*)\)", card):
        assert (engine.MODEL / picture).stat().st_size > 1000


def test_the_front_pages_figures_are_those_of_the_metrics():
    metrics = json.loads((engine.MODEL / "metrics.json").read_text())
    page = (engine.MODEL.parent / "README.md").read_text()
    assert f"{100 * metrics['test_accuracy']:.2f} % of MNIST's 10,000" in page
    assert f"{metrics['parameters']:,} parameters" in page


def test_every_classic_recipe_reads_what_its_authors_report_and_the_front_page_says_so():
    folder = engine.MODEL / "recipes"
    rows = json.loads((folder / "table.json").read_text())["rows"]
    assert [row["recipe"] for row in rows] == CLASSIC
    for row in rows:
        assert row["test"] >= RECIPES[row["recipe"]].at_least
        for file, digest in row["sha256"].items():
            assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest
    page = (engine.MODEL.parent / "README.md").read_text()
    assert all(line.rstrip() in page for line in report.table(rows).splitlines())
