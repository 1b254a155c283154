"""Runs that are killed, interrupted, resumed or taken for another."""

import json
import signal

import numpy as np
import pytest

from digits.errors import TrainingError
from digits.reading import engine
from digits.training import mnist as data
from tests.training import people
from tests.training.conftest import SLIVER, finished, run, send_at, start

pytestmark = pytest.mark.training


def history(folder):
    epochs = json.loads((folder / "metrics.json").read_text())["history"]
    return [{key: value for key, value in epoch.items() if key != "seconds"} for epoch in epochs]


def test_killed_in_the_middle_of_an_epoch_and_resumed_it_ends_the_same(trained, tmp_path):
    process = start(tmp_path, *SLIVER)
    send_at(process, "Epoch 4/14", signal.SIGKILL)
    assert finished(process)[0] == -signal.SIGKILL
    assert [file.name for file in tmp_path.iterdir()] == ["checkpoint-ours-1.npz"]
    assert run(tmp_path, *SLIVER, "--resume") == 0
    assert history(tmp_path) == history(trained)
    before, after = (engine.load("litert", folder) for folder in (trained, tmp_path))
    batch = np.random.default_rng(0).random((8, 28, 28, 1), np.float32)
    assert np.array_equal(before.predict(batch), after.predict(batch))


def test_what_another_backend_trained_is_written_on_tensorflow(trained, tmp_path, monkeypatch, capsys):
    import keras

    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(keras.backend, "backend", lambda: "other")
        assert run(tmp_path, *SLIVER) == 1
    assert "--resume on TensorFlow writes it" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["checkpoint-ours-1.npz"]
    assert run(tmp_path, *SLIVER, "--resume") == 0
    assert "Epoch" not in capsys.readouterr().out
    assert history(tmp_path) == history(trained)
    trained_on = json.loads((tmp_path / "metrics.json").read_text())["trained_on"]
    assert [device.rpartition(", ")[2] for device in trained_on] == ["other"]


def test_ctrl_c_keeps_the_best_so_far_and_may_be_resumed(tmp_path):
    process = start(tmp_path, "--limit", "640", "--epochs", "500", "--recipe", "plain")
    send_at(process, "Epoch 3/500", signal.SIGINT)
    status, output, errors = finished(process)
    assert status == 0, errors
    assert "--resume goes on" in output
    assert 2 <= json.loads((tmp_path / "metrics.json").read_text())["epochs"] < 500
    assert engine.load("litert", tmp_path)
    assert (tmp_path / "checkpoint-plain-1.npz").exists()


def test_ctrl_c_leaves_a_network_that_is_there(tmp_path):
    (tmp_path / "metrics.json").write_text("{}")
    process = start(tmp_path, "--limit", "640", "--epochs", "500", "--recipe", "plain")
    send_at(process, "Epoch 3/500", signal.SIGINT)
    status, output, errors = finished(process)
    assert status == 0, errors
    assert "stays: half a training replaces none" in output
    assert sorted(file.name for file in tmp_path.iterdir()) == ["checkpoint-plain-1.npz", "metrics.json"]


def test_ctrl_c_at_once_leaves_with_a_sentence(tmp_path):
    process = start(tmp_path, "--limit", "50000", "--epochs", "2", "--recipe", "mnist-only")
    send_at(process, "Epoch 1/2", signal.SIGINT)
    status, _, errors = finished(process)
    assert status == 130
    assert errors.splitlines()[-1] == "Stopped. There was nothing to keep yet."
    assert not list(tmp_path.iterdir())


def tiny(dropout):
    """Return a recipe of one small layer, with some dropout."""
    from keras import layers

    from digits.training import networks

    def build():
        image = layers.Input((28, 28, 1))
        return networks._digits(image, layers.Dropout(dropout)(layers.Flatten()(image)), "tiny")

    return networks.Recipe(build, epochs=1)


@pytest.fixture
def fit_tiny(tmp_path, monkeypatch):
    """What fits the tiny recipe to a few digits."""
    from digits.training.fit import fit
    from digits.training.networks import RECIPES

    mnist = data.load()

    def fit_it(dropout=0.05, limit=64, **settings):
        monkeypatch.setitem(RECIPES, "tiny", tiny(dropout))
        return fit("tiny", data.limited(mnist, limit), tmp_path, **settings)

    return fit_it


def test_a_run_that_ended_is_not_trained_again_by_the_same_recipe(fit_tiny, capfd):
    before = fit_tiny()
    capfd.readouterr()
    after = fit_tiny(resume=True)
    assert after.history == before.history
    assert all(map(np.array_equal, after.model.get_weights(), before.model.get_weights()))
    assert "Epoch" not in capfd.readouterr().out


@pytest.mark.parametrize("other", [{"dropout": 0.5}, {"limit": 60}, {"epochs": 2}])
def test_a_checkpoint_of_another_run_is_refused(fit_tiny, other):
    fit_tiny()
    complaint = r"checkpoint-tiny-1\.npz: expected a run of tiny, seed 1, .* Delete it to start anew"
    with pytest.raises(TrainingError, match=complaint):
        fit_tiny(**other, resume=True)


def test_a_checkpoint_belongs_to_its_hands_and_start(tmp_path):
    from digits.reading.metrics import BUNDLED
    from digits.training import hands
    from digits.training.fit import fit

    mnist = data.limited(data.load(), 20)
    first, other = (hands.load([people.write(tmp_path / f"{seed}.jsonl", people.rows(seed=seed))]) for seed in (0, 1))
    run = fit("ours", mnist, tmp_path, epochs=1, hands=first)
    assert fit("ours", mnist, tmp_path, epochs=1, hands=first, resume=True).history == run.history
    for settings in ({"hands": other}, {}, {"hands": first, "start": BUNDLED / "digits.keras"}):
        with pytest.raises(TrainingError, match="Delete it to start anew"):
            fit("ours", mnist, tmp_path, epochs=1, resume=True, **settings)


def test_settings_tell_runs_apart(monkeypatch):
    from digits.pen.styles import HELD_OUT
    from digits.training import fit as module
    from digits.training.networks import RECIPES

    split = data.Split(np.zeros((2, 28, 28), np.uint8), np.array([1, 2], np.uint8))

    def settings(recipe=RECIPES["ours"], layers="layers"):
        return module._settings("ours", recipe, layers, data.Mnist(split, split, split), 1)

    before = settings()
    assert settings() == before
    assert settings(layers="other layers") != before
    assert module._settings("ours", RECIPES["ours"], "layers", data.Mnist(split, split, split), 1, "hands") != before
    without = RECIPES["ours"]._replace(hands=None)
    assert settings(without) == before  # what was begun before there were hands goes on
    assert settings(RECIPES["ours"]._replace(batch=64)) != before
    with monkeypatch.context() as patch:
        patch.setattr(module, "WEIGHT_DECAY", 0.5)
        assert settings() != before
    with monkeypatch.context() as patch:
        patch.setitem(HELD_OUT, 7, HELD_OUT[7][:1])
        assert settings() != before
