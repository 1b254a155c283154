"""The evaluator, from its command line on files of our own pen, and its figures on what is known."""

import json
import subprocess
import sys

import cv2
import numpy as np
import pytest

from digits.drawing.files import DIGITS
from digits.pen import writing as pen
from digits.reading import verdict as reading
from digits.reading.verdict import Reading, Verdict
from digits.scoring import evaluate, score
from digits.scoring.score import Answer
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared" / "drawings"
KEYS = {
    "file", "n", "accuracy", "accuracy_mean", "per_class", "confidence_interval", "ece", "rejected", "unsure", "auroc",
    "milliseconds",
}  # fmt: skip


def run(*flags, status=0):
    command = [sys.executable, "-m", "digits.evaluate", *map(str, flags)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    return done


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawings")
    rng = np.random.default_rng(1)
    digits = [{"label": i % 10, "strokes": pen.write(i % 10, rng)} for i in range(20)]
    others = [{"label": "doodle", "strokes": pen.doodle(rng)} for _ in range(10)]
    for name, rows in (("digits", digits), ("others", others)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\nbroken\n")
    np.savez(folder / "pictures.npz", x=np.zeros((4, 28, 28), np.uint8), y=[1, 2, 3, 4])
    return folder


def test_each_file_gets_its_figures_and_the_json_holds_them_all(files, tmp_path):
    done = run(files / "digits.jsonl", files / "others.jsonl", files / "pictures.npz", "--widths", 12, 24,
               "--mistakes", tmp_path / "m.png", "--json", tmp_path / "f.json")  # fmt: skip
    digits, others, pictures = json.loads((tmp_path / "f.json").read_text())
    assert digits.keys() >= KEYS
    assert (digits["file"], digits["n"], digits["broken"]) == ("digits.jsonl", 20, 1)
    assert digits["accuracy"].keys() == {"12", "24"}
    assert digits["accuracy_mean"] >= 0.9
    assert digits["per_class"].keys() == set("0123456789")
    low, high = digits["confidence_interval"]
    assert low < digits["accuracy_mean"] <= high
    assert digits["auroc"] is None
    assert 0 < digits["milliseconds"] < 100
    assert (others["n"], others["accuracy"], others["accuracy_mean"], others["ece"]) == (10, {}, None, None)
    assert others["auroc"] > 0.8
    assert (pictures["accuracy"], pictures["rejected"]) == ({"picture": 0}, 0)
    assert "digits.jsonl: 20 drawings" in done.stdout
    assert "line 21: JSONDecodeError" in done.stdout
    assert cv2.imread(str(tmp_path / "m.png")).size


def test_json_on_standard_output_is_nothing_but_json(files):
    done = run(files / "digits.jsonl", "--limit", 3, "--widths", 20, "--json", "-")
    (row,) = json.loads(done.stdout)
    assert row["n"] == 3
    assert "3 drawings" in done.stderr


def test_the_same_seed_draws_the_same_and_labels_can_be_left_out(files):
    flags = (files / "digits.jsonl", "--widths", 20, "--without", 7, 3, "--json", "-")
    first, again, other = (json.loads(run(*flags, "--seed", seed).stdout)[0] for seed in (1, 1, 2))
    for row in (first, again, other):
        del row["milliseconds"]
    assert first["n"] == 16
    assert first == again
    assert first["ece"] != other["ece"]


@pytest.mark.parametrize(
    "flags,complaint",
    [(["nowhere.jsonl"], "No such file"), (["pyproject.toml"], "expected strokes"),
     ([".", "--engine", "soup"], "DIGITS_ENGINE: expected one of litert, keras, got 'soup'")],
)  # fmt: skip
def test_what_stands_in_the_way_is_said(flags, complaint):
    done = run(*flags, status=1)
    assert complaint in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def said(label, digit, confidence, verdict=Verdict.SURE, none=0.0):
    found = Reading(verdict, digit, 0, confidence, (0.0,) * 10)
    seen = np.zeros((1, 28, 28, 1), np.float32)
    return Answer(label, label in DIGITS, False, 20, (found,), none, seen, 0.002)


def test_figures_of_what_is_known():
    answers = [said("1", 1, 1.0), said("1", 7, 0.6, Verdict.UNSURE), said("2", 2, 0.9, Verdict.NOT_A_DIGIT, none=0.5)]
    answers += [each._replace(width=12) for each in [said("1", 1, 1.0), said("1", 1, 0.8), said("2", 2, 0.9)]]
    (row,) = score.summaries({"a": answers}, {})
    assert row["n"] == 3
    assert row["accuracy"] == {"12": 1, "20": pytest.approx(1 / 3, abs=1e-5)}
    assert row["accuracy_mean"] == pytest.approx(2 / 3, abs=1e-5)
    assert row["per_class"] == {"1": 0.75, "2": 0.5}
    assert row["ece"] == pytest.approx((0 + 0.6 + 0.2 + 0.1) / 5, abs=1e-5)
    assert (row["rejected"], row["unsure"]) == (pytest.approx(1 / 6, abs=1e-5), pytest.approx(1 / 6, abs=1e-5))
    assert row["milliseconds"] == 2


def test_how_well_digits_and_others_part():
    digits = [said("1", 1, 1.0, none=none) for none in (0.1, 0.2, 0.3)]
    others = [said("x", 1, 1.0, none=none) for none in (0.2, 0.9)]
    first, second = score.summaries({"digits": digits, "others": others}, {})
    assert first["auroc"] is None
    assert second["auroc"] == pytest.approx((1.5 + 3) / 6, abs=1e-5)


def test_a_blank_picture_is_not_read():
    readings, none, _, _ = evaluate._answer(list, None, None)
    assert (readings, none) == ((reading.BLANK,), 1.0)


def test_numbers_are_put_together_and_read(files):
    (row,) = json.loads(
        run(files / "digits.jsonl", "--numbers", "--limit", 12, "--widths", 12, 20, "--json", "-").stdout
    )
    assert row["n"] == 12
    assert row["accuracy"].keys() == {"12", "20"}
    assert row["per_class"].keys() <= {f"{length} digits" for length in range(2, 7)}
    assert 0.3 < row["accuracy_mean"] <= 1
    done = run(files / "others.jsonl", "--numbers", status=1)
    assert done.stderr.splitlines()[-1].endswith("expected strokes of digits to put numbers together from")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "flags,complaint",
    [
        (["--widths", "0"], "at least 1, got '0'"),
        (["--limit", "-1"], "got '-1'"),
        (["--json", "nowhere/f.json"], "no such folder"),
    ],
)
def test_a_flag_out_of_range_is_refused_before_anything_is_read(flags, complaint):
    assert complaint in run("nothing.jsonl", *flags, status=2).stderr


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared drawings are not here")
def test_real_pens_are_read():
    (row,) = json.loads(run(SHARED / "pendigits.jsonl.gz", "--limit", 200, "--json", "-").stdout)
    assert row["accuracy_mean"] > 0.93
