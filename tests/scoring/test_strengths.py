"""How much a correction counts is chosen on writers, the command included, with digits of our own pen."""

import json
import shutil

import numpy as np
import pytest

from digits.pen import writing as pen
from digits.pen.doodles import doodle
from digits.reading import memory, metrics
from digits.reading.engine import Inference
from digits.reading.verdict import Thresholds
from digits.scoring import strengths
from digits.scoring.strengths import Hand, Outcome

THRESHOLDS = Thresholds(0.99, 0.8)
RNG = np.random.default_rng(5)


def sure(labels, rest=1e-5):
    rows = np.full((len(labels), 12), rest, np.float32)
    rows[np.arange(len(labels)), labels] = 1 - 11 * rest
    return rows


def alike(count):
    return np.tile(RNG.uniform(0, 1, (1, 1792)), (count, 1)).astype(np.float32)


def test_a_writer_is_read_in_order_with_what_was_corrected_before():
    hand = Hand(Inference(sure([1, 1, 1, 3]), np.vstack([alike(3), alike(1)])), np.array([7, 7, 1, 3]))
    others = Inference(sure([10, 10], 1e-3), np.vstack([hand.inference.features[:1], alike(1)]))
    found = strengths.outcome([hand], others, memory.USUAL._replace(reach=0.95), THRESHOLDS)
    assert found == Outcome(errors=2, harmed=1, admitted=0.5)
    assert found.cost == np.inf
    assert found._replace(admitted=0.0).cost == 3


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the bundled figures to write to, and files of drawings."""
    shutil.copy(metrics.BUNDLED / metrics.FILE, tmp_path)
    rows = [{"label": 1 if i % 4 else 7, "strokes": pen.digit(7, 200), "writer": "odd"} for i in range(20)]
    others = [{"label": "doodle", "strokes": doodle(RNG)} for _ in range(5)]
    for name, drawings in (("odd", rows), ("others", others)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, drawings)))
    monkeypatch.setattr(strengths, "GRID", {"push": (5, 9)})
    return tmp_path


def run(folder, monkeypatch, file="odd.jsonl"):
    flags = [folder / file, "--others", folder / "others.jsonl", "--network", metrics.BUNDLED, "--engine", "litert"]
    with monkeypatch.context() as patch:
        patch.setattr(metrics, "BUNDLED", folder)
        return strengths.main([str(each) for each in flags])


def test_the_command_writes_what_it_chose_and_on_what(folder, monkeypatch):
    before = metrics.read(folder)
    assert run(folder, monkeypatch) == 0
    after = metrics.read(folder)
    chosen = after.pop("memory")
    before.pop("memory", None)
    assert after == before
    assert chosen["push"] in (5, 9)
    assert memory.Strengths(**{name: chosen[name] for name in memory.Strengths._fields})
    assert chosen["chosen"].keys() >= {"command", "files", "network", "errors_alone", "errors", "harmed", "admitted"}
    assert chosen["chosen"]["errors"] < chosen["chosen"]["errors_alone"] == 15


def test_strengths_are_not_chosen_by_nothing(folder, monkeypatch, capsys):
    before = (folder / metrics.FILE).read_text()
    right = json.dumps({"label": 7, "strokes": pen.digit(7, 200)})
    for file, text, complaint in (
        ("odd", right, "Nobody was misread"), ("odd", "", "Nobody was misread"),
        ("others", "", "others.jsonl: holds no drawing."),
    ):  # fmt: skip
        (folder / f"{file}.jsonl").write_text(text)
        assert run(folder, monkeypatch) == 1
        assert complaint in capsys.readouterr().err
    assert (folder / metrics.FILE).read_text() == before


def test_strengths_with_which_too_much_passes_are_not_chosen(folder, monkeypatch, capsys):
    monkeypatch.setattr(strengths, "MAX_ADMITTED", -1)
    assert run(folder, monkeypatch) == 1
    assert "of what is no digit passes" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(folder, monkeypatch, capsys):
    assert run(folder, monkeypatch, "none.jsonl") == 1
    assert "none.jsonl: " in capsys.readouterr().err
