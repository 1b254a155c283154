"""The trainer, from the command line to the files it leaves, on a sliver of the real MNIST."""

import json
import subprocess
import sys

import numpy as np
import pytest

from digits import data, engine, ink
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def sliver():
    mnist = data.load()
    cut = {"train": 1920, "validation": 200, "test": 200}
    return data.Mnist(**{key: data.Split(*(part[:n] for part in getattr(mnist, key))) for key, n in cut.items()})


@pytest.fixture(scope="module")
def trained(sliver, tmp_path_factory):
    from digits import training

    out = tmp_path_factory.mktemp("model")
    return training.train("ours", sliver, epochs=1, seed=3, out=out), out


def test_three_formats_and_their_figures_are_written(trained):
    metrics, out = trained
    assert sorted(file.name for file in out.iterdir()) == ["digits.h5", "digits.keras", "digits.tflite", "metrics.json"]
    written = json.loads((out / "metrics.json").read_text())
    assert {key: written[key] for key in metrics} == metrics
    assert metrics["parameters"] < 500_000


def test_the_three_formats_say_the_same(trained, mnist):
    import keras

    _, out = trained
    batch = ink.as_inputs(mnist[0])
    lite = engine.load("litert", out).predict(batch)
    assert np.abs(lite - engine.load("keras", out).predict(batch)).max() < 1e-5
    old = keras.saving.load_model(out / "digits.h5", compile=False)
    assert np.abs(lite - old.predict_on_batch(batch)).max() < 1e-5


def test_an_epoch_is_the_same_for_the_same_seed(sliver):
    from digits.training import Batches

    first, again, other = (Batches(sliver.train, seed) for seed in (1, 1, 2))
    assert np.array_equal(first[3][0], again[3][0])
    assert not np.array_equal(first[3][0], other[3][0])
    first.on_epoch_end()
    assert not np.array_equal(first[3][0], again[3][0])
    assert sum(len(first[i][1]) for i in range(len(first))) == 1920


def test_the_bundled_model_is_what_its_figures_say():
    """The figures in metrics.json are those of the files beside it."""
    metrics = json.loads((engine.MODEL / "metrics.json").read_text())
    test = data.load().test
    network = engine.load("litert")
    inputs = ink.as_inputs(test.x)
    guesses = np.concatenate([network.predict(inputs[i : i + 1000]) for i in range(0, 10_000, 1000)]).argmax(1)
    assert (guesses == test.y).mean() == pytest.approx(metrics["test_accuracy"], abs=2e-4)


def test_the_command_line_says_what_is_missing(tmp_path):
    command = [sys.executable, "train.py", "--data", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"{tmp_path} holds neither train-images-idx3-ubyte")
    assert "Traceback" not in done.stderr
