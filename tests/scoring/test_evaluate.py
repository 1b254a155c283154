"""The evaluator, from its command line, on files of our own pen."""

import json
import subprocess
import sys

import cv2
import numpy as np
import pytest

from bench.drawings import strangers
from digits.drawing.labelled import Labelled, to_line
from digits.drawing.strokes import by_one_pen
from digits.pen import writing as pen
from digits.scoring import evaluate
from tests.conftest import ROOT

KEYS = {
    "file", "n", "accuracy", "accuracy_mean", "per_class", "confidence_interval", "ece", "rejected", "unsure", "auroc",
    "milliseconds",
}  # fmt: skip


@pytest.fixture
def run(capsys, monkeypatch):
    """Call the command with flags; gives what it printed."""
    monkeypatch.chdir(ROOT)

    def call(*flags, status=0):
        try:
            found = evaluate.main([str(flag) for flag in flags])
        except SystemExit as refusal:  # argparse's
            found = refusal.code
        printed = capsys.readouterr()
        assert found == status, printed.err
        return printed

    return call


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


def test_each_file_gets_its_figures_and_the_json_holds_them_all(run, files, tmp_path):
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
    assert digits["milliseconds"] > 0
    assert (others["n"], others["accuracy"], others["accuracy_mean"], others["ece"]) == (10, {}, None, None)
    assert others["auroc"] > 0.8
    assert (pictures["accuracy"], pictures["rejected"]) == ({"picture": 0}, 0)
    assert "digits.jsonl: 20 drawings" in done.out
    assert "line 21: this is not JSON" in done.out
    assert cv2.imread(str(tmp_path / "m.png")).size


def test_json_on_standard_output_is_nothing_but_json(run, files):
    done = run(files / "digits.jsonl", "--limit", 3, "--widths", 20, "--json", "-")
    (row,) = json.loads(done.out)
    assert row["n"] == 3
    assert "3 drawings" in done.err


def test_the_same_seed_draws_the_same_and_labels_can_be_left_out(run, files):
    flags = (files / "digits.jsonl", "--widths", 20, "--without", 7, 3, "--json", "-")
    first, again, other = (json.loads(run(*flags, "--seed", seed).out)[0] for seed in (1, 1, 2))
    for row in (first, again, other):
        del row["milliseconds"]
    assert first["n"] == 16
    assert first == again
    assert first["ece"] != other["ece"]


@pytest.mark.parametrize(
    "flags,complaint",
    [(["nowhere.jsonl"], "nowhere.jsonl: there is no such file"), (["pyproject.toml"], "expected strokes"),
     ([".", "--engine", "soup"], "DIGITS_ENGINE: expected one of litert, keras, got 'soup'")],
)  # fmt: skip
def test_what_stands_in_the_way_is_said(run, flags, complaint):
    done = run(*flags, status=1)
    assert complaint in done.err.splitlines()[-1]
    assert "Traceback" not in done.err


def test_where_there_is_nothing_to_score_it_says_why(run, tmp_path):
    (tmp_path / "broken.jsonl").write_text("broken\n")
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "one.jsonl").write_text(json.dumps({"label": "7", "strokes": pen.digit(7, 100)}))
    for name, flags, complaint in (
        ("empty", (), "holds no drawing that can be scored"), ("broken", (), "can be scored: line 1: "),
        ("one", ("--numbers",), "1 drawings are too few for that"),
    ):  # fmt: skip
        done = run(tmp_path / f"{name}.jsonl", *flags, status=1)
        assert complaint in done.err
        assert not done.out
    done = run(tmp_path / "one.jsonl", "--memory", 2, status=1)
    assert done.err.endswith("one.jsonl: no writer has 20 drawings to learn a hand from.\n")
    line = json.dumps({"label": "7", "strokes": pen.digit(7, 100), "writer": "A"}) + "\n"
    (tmp_path / "many.jsonl").write_text(line * 20)
    done = run(tmp_path / "many.jsonl", "--memory", 2, "--curve", tmp_path / "curve.svg", status=1)
    assert done.err.endswith("curve.svg: no writer has enough errors for a curve.\n")


def test_a_full_disk_is_said(run, files):
    done = run(files / "digits.jsonl", "--limit", 3, "--json", "/dev/full", status=1)
    assert "No space left on device" in done.err.splitlines()[-1]


def test_numbers_are_put_together_and_read(run, files):
    (row,) = json.loads(run(files / "digits.jsonl", "--numbers", "--limit", 12, "--widths", 12, 20, "--json", "-").out)
    assert row["n"] == 12
    assert row["accuracy"].keys() == {"12", "20"}
    assert row["per_class"].keys() <= {f"{length} digits" for length in range(2, 7)}
    assert 0.3 < row["accuracy_mean"] <= 1
    assert {"gap", "heights", "holds"} == {group.split()[0] for group in row["by_group"]}
    assert row["lines"] is None
    done = run(files / "others.jsonl", "--numbers", status=1)
    assert done.err.splitlines()[-1].endswith("expected strokes of digits to put numbers together from")
    assert "Traceback" not in done.err


def test_layouts_are_put_together_and_read(run):
    (row,) = json.loads(run("pen", "--layouts", "--limit", 40, "--widths", 12, "--json", "-").out)
    assert row["n"] == 40
    assert row["by_group"].keys() == {"far apart", "in a column", "with a stop", "with a line"}
    assert row["accuracy_mean"] > 0.7


def test_numbers_that_the_page_kept_are_numbers(run, tmp_path):
    runs = [each for i, digit in enumerate((4, 2)) for each in pen.digit(digit, 150, (60 + 130 * i, 80))]
    lines = [to_line(Labelled(by_one_pen(runs, 12), text=text)) for text in ("42", "4\n2")]
    (tmp_path / "drawings.jsonl").write_text("\n".join(lines))
    (row,) = json.loads(run(tmp_path / "drawings.jsonl", "--widths", 12, "--json", "-").out)
    assert (row["n"], row["accuracy"]) == (2, {"12": 0.5})


def test_labels_that_are_no_numbers_are_text(run, tmp_path):
    np.savez(tmp_path / "pictures.npz", x=np.zeros((3, 28, 28), np.uint8), y=[1, np.nan, np.inf])
    (row,) = json.loads(run(tmp_path / "pictures.npz", "--json", "-").out)
    assert row["n"] == 3


def test_pages_by_our_own_pen_are_put_together_and_read(run):
    done = run("pen", "--pages", "--limit", 6, "--widths", 12, "--json", "-")
    (row,) = json.loads(done.out)
    assert (row["file"], row["n"]) == ("pen", 6)
    assert 0 <= row["lines"] <= 1
    assert "of them right" in done.err


@pytest.mark.parametrize(
    "flags,complaint",
    [
        (["--numbers", "--pages"], "not allowed with argument --numbers"),
        (["--widths", "0"], "at least 1, got '0'"),
        (["--limit", "-1"], "got '-1'"),
        (["--json", "nowhere/f.json"], "no such folder"),
    ],
)
def test_a_flag_out_of_range_is_refused_before_anything_is_read(run, flags, complaint):
    assert complaint in run("nothing.jsonl", *flags, status=2).err


@pytest.mark.skipif(not strangers(), reason="there are no strangers' digits: `make hands` fetches some")
def test_real_pens_are_read(run):
    (row,) = json.loads(run(strangers()[0], "--limit", 200, "--json", "-").out)
    assert row["accuracy_mean"] > 0.93


def test_the_command_is_known_by_its_short_name(files):
    command = [sys.executable, "-m", "digits.evaluate", str(files / "digits.jsonl"), "--limit", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "digits.jsonl: 1 drawings" in done.stdout


def test_without_ray_it_says_how_to_get_it(run, files, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    assert "pip install -r deploy/requirements-ray.txt" in run(files / "digits.jsonl", "--ray", "local", status=1).err


def test_a_memory_is_taught_on_one_machine(run, files):
    for flag in ("--others", "--curve"):
        assert "goes with --memory" in run(files / "digits.jsonl", flag, files / "digits.jsonl", status=2).err
    assert "does not take --ray" in run(files / "digits.jsonl", "--memory", 5, "--ray", "local", status=2).err
