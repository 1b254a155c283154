import hashlib
import json

import numpy as np
import pytest

from digits.drawing import ink
from digits.errors import TrainingError
from digits.reading import classes, engine, metrics
from digits.training import mnist as data
from digits.training import report

Y = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9] * 10, np.uint8)


def probabilities(wrong=(), confidence=0.9):
    """Probabilities that read every digit right, but those at `wrong` as the next digit."""
    rows = np.full((len(Y), 10), (1 - confidence) / 9, np.float32)
    predicted = Y.astype(int)
    predicted[list(wrong)] = (predicted[list(wrong)] + 1) % 10
    rows[np.arange(len(Y)), predicted] = confidence
    return rows


def test_figures_of_a_perfect_reader():
    figures = report.measure(probabilities(confidence=1), Y)
    assert (figures["test_accuracy"], figures["expected_calibration_error"], figures["mistakes"]) == (1, 0, [])
    assert figures["confusion"] == (10 * np.eye(10, dtype=int)).tolist()
    assert all((row["precision"], row["recall"], row["f1"], row["n"]) == (1, 1, 1, 10) for row in figures["per_class"])


def test_figures_of_a_reader_with_mistakes():
    figures = report.measure(probabilities([3, 13, 29]), Y)
    assert figures["test_accuracy"] == 0.97
    assert figures["expected_calibration_error"] == pytest.approx(0.07, abs=1e-5)
    mistakes = [(row["index"], row["label"], row["said"]) for row in figures["mistakes"]]
    assert mistakes == [(3, 3, 4), (13, 3, 4), (29, 9, 0)]
    assert figures["per_class"][3]["recall"] == 0.8
    assert figures["per_class"][4]["precision"] == pytest.approx(10 / 12, abs=1e-5)
    assert figures["confusion"][9][0] == 1


def test_calibration_error_sees_over_and_underconfidence_in_different_bins():
    rows = np.zeros((100, 10), np.float32)
    rows[:50, 0], rows[:50, 1] = 0.95, 0.05
    rows[50:, 0], rows[50:, 1] = 0.55, 0.45
    y = np.array([0] * 25 + [1] * 25 + [0] * 50, np.uint8)
    assert report.measure(rows, y)["expected_calibration_error"] == pytest.approx(0.45, abs=1e-5)


def test_figures_of_synthetic_drawings():
    rows = np.eye(12, dtype=np.float32)[[0, 1, 2, 10, 10, 11, 4, 11]]
    y = np.array([0, 1, 3, 4, 10, 10, 10, 11], np.uint8)
    assert report.measure_synthetic(rows, y, not_a_digit=0.5) == {
        "digits": 4,
        "doodles": 3,
        "numbers": 1,
        "digits_read": 0.5,
        "digits_told_none": 0.25,
        "doodles_told_none": 0.66667,
        "numbers_told_none": 1,
    }
    assert report.rejected_share(rows, 0.5) == 0.5


def test_figures_of_held_out_writers():
    rows = np.eye(12, dtype=np.float32)[[0, 1, 2, 10, 7, 10, 4, 11]]
    y = np.array([0, 1, 3, 4, 7, 10, 10, 11], np.uint8)
    writers, files = ["a", "a", "b", "b", "c", "c", "d", "d"], ["one"] * 4 + ["two"] * 4
    figures = report.measure_hands(rows, y, writers, files, not_a_digit=0.5)
    of_all = {"digits": 5, "non_digits": 3, "digits_read": 0.6, "digits_rejected": 0.2, "non_digits_rejected": 0.66667}
    assert figures["drawings"] == 8
    assert {name: figures[name] for name in of_all} == of_all
    assert figures["writers"] == 3
    assert figures["writers_without_mistake"] == 0.66667
    assert figures["worst_tenth"] == 0
    assert figures["per_digit"]["3"] == 0
    assert figures["per_digit"]["9"] is None
    assert figures["per_file"]["one"]["digits_read"] == 0.5
    assert figures["per_file"]["one"]["non_digits_rejected"] is None
    assert figures["per_file"]["two"]["non_digits"] == 3
    assert figures["mistakes"] == [{"index": 2, "label": 3, "said": 2}, {"index": 3, "label": 4, "said": None}]


def test_nobody_held_out_is_no_figure():
    figures = report.measure_hands(np.empty((0, 12), np.float32), np.empty(0, np.uint8), [], [], 0.5)
    assert (figures["drawings"], figures["digits_read"], figures["worst_tenth"]) == (0, None, None)


def test_the_recipes_table_leaves_blank_what_nobody_reported():
    row = {"recipe": "plain", "parameters": 1234, "seconds": 5, "train": 1, "validation": 0.99, "test": 0.98}
    lines = report.table([{**row, "reported": ""}, {**row, "reported": "98.7 %"}]).splitlines()
    assert lines[1].split() == ["plain", "1,234", "5", "1.0000", "0.9900", "0.9800"]
    assert lines[2].endswith("  98.7 %")


@pytest.mark.parametrize(
    "name,names",
    [
        ("b", ["a", "b", "c", "gone"]),  # replaced
        ("d", ["a", "b", "c", "d", "gone"]),  # added in the order of the recipes
    ],
)
def test_a_row_joins_a_table_whose_others_stay(name, names):
    rows = [{"recipe": each, "test": 0.9} for each in ("a", "b", "c", "gone")]
    table = report.with_row({"seed": 1, "rows": rows}, {"recipe": name, "test": 0.5}, ["a", "b", "c", "d"])
    assert [row["recipe"] for row in table["rows"]] == names
    assert {row["recipe"]: row["test"] for row in table["rows"]} == {**dict.fromkeys(names, 0.9), name: 0.5}
    assert table["seed"] == 1


def test_files_are_replaced_together_or_not_at_all(tmp_path):
    (tmp_path / "metrics.json").write_text("old")
    with pytest.raises(OSError, match="disk full"), report.replacing(tmp_path) as new:
        (new / "metrics.json").write_text("half")
        raise OSError("disk full")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("metrics.json", "old")]
    with report.replacing(tmp_path) as new:
        (new / "metrics.json").write_text("new")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("metrics.json", "new")]


@pytest.mark.parametrize("content", [None, "{", "[]", "{}", '{"settings": 3, "seeds": {}}'])
def test_a_seed_joins_no_report_but_that_of_a_whole_run(tmp_path, content):
    if content is not None:
        (tmp_path / "metrics.json").write_text(content)
    with pytest.raises(TrainingError, match=r"metrics\.json: expected the report of a whole run"):
        report.check_spread(tmp_path, 2, {})


def test_a_seed_that_does_not_compare_is_refused(tmp_path):
    settings = {"recipe": "ours", "epochs": 4, "limit": None}
    (tmp_path / "metrics.json").write_text(json.dumps({"settings": settings, "seeds": {"1": {}}}))
    report.check_spread(tmp_path, 2, settings)
    with pytest.raises(TrainingError, match="--seed: expected one that is not in "):
        report.check_spread(tmp_path, 1, settings)
    with pytest.raises(TrainingError, match=r"expected a seed of {'recipe': 'ours'"):
        report.check_spread(tmp_path, 2, {**settings, "epochs": 3})


@pytest.mark.slow
def test_the_bundled_model_is_what_its_figures_say():
    """The figures in metrics.json are those of the files beside it, read here once more."""
    figures = metrics.read(metrics.BUNDLED)
    test = data.load().test
    network = engine.load("litert", metrics.BUNDLED)
    inputs = ink.as_inputs(test.x)
    rows = np.concatenate([network.predict(inputs[i : i + 1000]) for i in range(0, 10_000, 1000)])
    predicted = classes.digits(rows).argmax(axis=1)
    assert (predicted == test.y).mean() == pytest.approx(figures["test_accuracy"], abs=2e-4)
    wrong = np.flatnonzero(predicted != test.y).tolist()
    assert wrong == pytest.approx([row["index"] for row in figures["mistakes"]])


def test_the_front_pages_figures_are_those_of_the_metrics():
    figures = metrics.read(metrics.BUNDLED)
    page = (metrics.BUNDLED.parent / "README.md").read_text()
    assert f"{100 * figures['test_accuracy']:.2f} %" in page
    assert f"{figures['parameters']:,} parameters" in page


@pytest.mark.training
def test_every_classic_recipe_reads_what_its_authors_report_and_the_front_page_says_so():
    from digits.training.networks import CLASSIC, RECIPES

    folder = metrics.BUNDLED / "recipes"
    rows = metrics.read_table(folder)["rows"]
    assert [row["recipe"] for row in rows] == CLASSIC
    for row in rows:
        assert row["test"] >= RECIPES[row["recipe"]].min_accuracy
        for file, digest in row["sha256"].items():
            assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest
    page = (metrics.BUNDLED.parent / "README.md").read_text()
    assert all(line.rstrip() in page for line in report.table(rows).splitlines())
