import json

import numpy as np
import pytest

from digits.drawing.labelled import Labelled, to_line
from digits.drawing.strokes import by_one_pen
from digits.pen import writing as pen
from digits.reading import reader
from digits.reading.lattice import MAX_PARTS
from digits.reading.number import NUMBER
from digits.scoring import examples, learn, ours


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("learn")
    rng = np.random.default_rng(1)
    digits = [to_line(each) for each in ours.drawings(2, rng)]
    others = [json.dumps({"label": "doodle", "strokes": pen.doodle(rng)}) for _ in range(120)]
    for name, lines in (("digits", digits), ("others", others)):
        (folder / f"{name}.jsonl").write_text("\n".join(lines))
    return [folder / "digits.jsonl", folder / "others.jsonl"]


@pytest.fixture(autouse=True)
def few_writers(monkeypatch):
    monkeypatch.setattr(examples, "OUR_WRITERS", 2)
    monkeypatch.setattr(learn, "STEPS", 20)


def test_the_costs_are_written_by_name(files, tmp_path, capsys):
    out = tmp_path / "layout.json"
    assert learn.main([*map(str, files), "--count", "20", "--out", str(out)]) == 0
    kept = json.loads(out.read_text())
    assert kept.keys() == {"part", "digit", "sign", "number"}
    assert list(kept["number"]) == list(NUMBER)
    assert all(np.isfinite(list(each.values())).all() for each in kept.values())
    assert "numbers:" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(capsys):
    assert learn.main(["nowhere.jsonl"]) == 1
    assert "nowhere.jsonl: there is no such file" in capsys.readouterr().err


def test_from_a_file_without_drawings_nothing_is_learned(tmp_path, capsys):
    (tmp_path / "empty.jsonl").write_text("")
    out = tmp_path / "layout.json"
    assert learn.main([str(tmp_path / "empty.jsonl"), "--out", str(out)]) == 1
    assert capsys.readouterr().err.endswith("empty.jsonl: holds no drawing\n")
    assert not out.exists()


def test_words_of_letters_are_no_numbers():
    letters = [Labelled(by_one_pen([[[40, 40], [90, 160]], [[90, 40], [40, 160]]], 14), "x", writer="w")] * 3
    rows = list(examples._words(letters, 5, np.random.default_rng(1)))
    assert [2 <= len(row) <= 6 and {each.label for each in row} == {"x"} for row in rows] == [True] * 5
    assert not list(examples._words([], 5, np.random.default_rng(1)))


def test_sums_hold_signs_that_are_not_in_the_text(files):
    found = list(examples.examples(files, 32, np.random.default_rng(2)))
    sums = [each for each in found if any(glyph.label in examples.NOT_DIGITS for line in each.lines for glyph in line)]
    assert sums
    assert all(set(each.text) <= set("0123456789\n") for each in sums)
    assert {glyph.label for each in sums for line in each.lines for glyph in line} >= set("-.,_")
    assert any(not each.lines for each in found)


def test_the_gradient_is_that_of_the_likelihood(files):
    made = [each for each in examples.examples(files, 6, np.random.default_rng(3)) if each.lines]
    batch = learn._batch(learn._lines(made, reader.load().engine.predict))
    weights = np.random.default_rng(4).normal(0, 0.3, sum(learn.SIZES))
    slopes = learn._gradient(weights, batch)
    for i in (0, 3, len(weights) - 1):
        step = np.eye(len(weights))[i] * 0.05
        rise = likelihood(weights + step, batch) - likelihood(weights - step, batch)
        assert rise / 0.1 == pytest.approx(slopes[i], abs=2e-3)


def likelihood(weights, batch):
    """The mean negative logarithm of how likely the true ways are, way by way."""
    total = 0.0
    for spans, possible, truth, count in zip(*batch, strict=True):
        before = [0.0, *[-np.inf] * int(count)]
        for end in range(1, int(count) + 1):
            lengths = [k for k in range(1, min(MAX_PARTS, end) + 1) if possible[end, k]]
            ways = [before[end - k] - spans[end, k] @ weights for k in lengths]
            before[end] = np.logaddexp.reduce(np.concatenate(ways))
        total += before[-1] + truth @ weights
    return total / len(batch.counts)


def test_the_regression_finds_what_tells_apart():
    rng = np.random.default_rng(5)
    x = np.column_stack([np.ones(400), rng.normal(size=(400, 2))])
    wanted = (x[:, 1] > 0).astype(float)
    found = learn._regression(x, wanted, np.ones(400))
    assert found[1] < -2
    assert abs(found[2]) < 1
