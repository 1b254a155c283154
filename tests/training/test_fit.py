"""The trainer, from the command line to the files it leaves, on a sliver of the real MNIST."""

import json
import shutil
import signal
import subprocess
import sys

import numpy as np
import pytest

from digits.drawing import ink
from digits.reading import engine
from digits.reading import verdict as reading
from digits.training import mnist as data
from digits.training.networks import CLASSIC, RECIPES
from tests.conftest import ROOT


def train(out, *flags):
    """Start the trainer from its command line."""
    command = [sys.executable, "-u", "train.py", "--out", str(out), *flags]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(process, status=0):
    said, complained = process.communicate(timeout=300)
    assert process.returncode == status, complained
    return said, complained


def history(folder):
    epochs = json.loads((folder / "metrics.json").read_text())["history"]
    return [{key: value for key, value in epoch.items() if key != "seconds"} for epoch in epochs]


SLIVER = ("--limit", "1280", "--epochs", "4")  # 40 steps: enough for the averaged weights to differ from the trained


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A whole run of `train.py` on a sliver, and what it left."""
    out = tmp_path_factory.mktemp("model")
    finished(train(out, *SLIVER))
    return out


def test_a_run_leaves_the_network_its_figures_pictures_and_card(trained):
    assert sorted(file.name for file in trained.iterdir()) == sorted(
        ["digits.keras", "digits.h5", "digits.tflite", "metrics.json", "README.md", "samples.png", "varied.png",
         "curves.png", "confusion.png", "reliability.png", "mistakes.png", "misread.png"]
    )  # fmt: skip
    metrics = json.loads((trained / "metrics.json").read_text())
    assert metrics["parameters"] < 500_000
    assert metrics["command"].endswith("--limit 1280 --epochs 4")
    assert metrics["digits"] == {"train": 1280, "validation": 1280, "test": 1280}
    assert metrics["seeds"]["1"]["test_accuracy"] == metrics["test_accuracy"]
    assert metrics["seeds"]["1"]["backend"] == "tensorflow"
    assert {"python", "keras", "numpy"} <= metrics["versions"].keys()


def test_the_three_formats_say_the_same(trained, mnist):
    import keras

    batch = ink.as_inputs(mnist[0])
    lite = engine.load("litert", trained).predict(batch)
    assert np.abs(lite - engine.load("keras", trained).predict(batch)).max() < 1e-5
    old = keras.saving.load_model(trained / "digits.h5", compile=False)
    assert np.abs(lite - old.predict_on_batch(batch)).max() < 1e-5


def test_killed_in_the_middle_of_an_epoch_and_resumed_it_ends_the_same(trained, tmp_path):
    process = train(tmp_path, *SLIVER)
    for line in process.stdout:
        if line.startswith("Epoch 3/4"):
            process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert [file.name for file in tmp_path.iterdir()] == ["checkpoint-ours-1.npz"]
    finished(train(tmp_path, *SLIVER, "--resume"))
    assert history(tmp_path) == history(trained)
    before, after = (engine.load("litert", folder) for folder in (trained, tmp_path))
    batch = np.random.default_rng(0).random((8, 28, 28, 1), np.float32)
    assert np.array_equal(before.predict(batch), after.predict(batch))


def test_what_another_backend_trained_is_written_on_tensorflow(trained, tmp_path, monkeypatch, capsys):
    import keras

    import train as script

    monkeypatch.setattr(sys, "argv", ["train.py", "--out", str(tmp_path), *SLIVER])
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(keras.backend, "backend", lambda: "other")
        assert script.main() == 1
    assert "--resume on TensorFlow writes it" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["checkpoint-ours-1.npz"]
    said, _ = finished(train(tmp_path, *SLIVER, "--resume"))
    assert "Epoch" not in said
    assert history(tmp_path) == history(trained)
    trained_on = json.loads((tmp_path / "metrics.json").read_text())["trained_on"]
    assert [place.rpartition(", ")[2] for place in trained_on] == ["other"]


def killed_at(out, line_start, *flags):
    process = train(out, *flags)
    for line in process.stdout:
        if line.startswith(line_start):
            process.send_signal(signal.SIGKILL)
    process.wait()


def test_a_checkpoint_of_another_run_or_none_is_refused(tmp_path):
    flags = ("--epochs", "3", "--recipe", "plain", "--limit")
    killed_at(tmp_path, "Epoch 2/3", *flags, "640")
    _, complained = finished(train(tmp_path, *flags, "600", "--resume"), 1)
    assert "checkpoint-plain-1.npz: expected a run of plain, seed 1, 3 epochs, digits " in complained.splitlines()[-1]
    (tmp_path / "checkpoint-plain-1.npz").write_bytes(b"junk")
    _, complained = finished(train(tmp_path, *flags, "600", "--resume"), 1)
    assert complained.splitlines()[-1].endswith("Delete it to start anew.")


def test_ctrl_c_keeps_the_best_so_far_and_may_be_resumed(tmp_path):
    process = train(tmp_path, "--limit", "640", "--epochs", "500", "--recipe", "plain")
    for line in process.stdout:
        if line.startswith("Epoch 3/500"):
            process.send_signal(signal.SIGINT)
            break
    said, _ = finished(process)
    assert "--resume goes on" in said
    assert 2 <= json.loads((tmp_path / "metrics.json").read_text())["epochs"] < 500
    assert engine.load("litert", tmp_path)
    assert (tmp_path / "checkpoint-plain-1.npz").exists()


def test_ctrl_c_at_once_leaves_with_a_sentence(tmp_path):
    process = train(tmp_path, "--limit", "50000", "--epochs", "2")
    for line in process.stdout:
        if line.startswith("Epoch 1/2"):
            process.send_signal(signal.SIGINT)
            break
    _, complained = finished(process, 130)
    assert complained.splitlines()[-1] == "Stopped. There was nothing to keep yet."
    assert not list(tmp_path.iterdir())


def test_a_checkpoint_without_settings_is_refused(tmp_path):
    np.savez(tmp_path / "checkpoint-plain-1.npz", state0=np.zeros(3))
    _, complained = finished(train(tmp_path, "--recipe", "plain", "--limit", "600", "--resume"), 1)
    assert complained.splitlines()[-1].endswith("Delete it to start anew.")


def test_settings_tell_runs_apart(monkeypatch):
    from digits.training import fit as training

    def settings():
        return training._settings("ours", recipe, mnist, 1)

    split = data.Split(np.zeros((2, 28, 28), np.uint8), np.array([1, 2], np.uint8))
    mnist = data.Mnist(split, split, split)

    recipe = RECIPES["ours"]
    before = settings()
    assert settings() == before
    recipe = recipe._replace(batch=64)
    assert settings() != before
    recipe = RECIPES["ours"]
    monkeypatch.setattr(training, "DECAY", 0.5)
    assert settings() != before


def test_another_seed_joins_the_report_and_leaves_the_network(trained, tmp_path):
    shutil.copytree(trained, tmp_path, dirs_exist_ok=True)
    before = (tmp_path / "digits.tflite").read_bytes()
    finished(train(tmp_path, *SLIVER, "--seed", "2", "--spread"))
    seeds = json.loads((tmp_path / "metrics.json").read_text())["seeds"]
    assert list(seeds) == ["1", "2"]
    assert "Over 2 seeds (1, 2)" in (tmp_path / "README.md").read_text()
    assert (tmp_path / "digits.tflite").read_bytes() == before
    assert not list(tmp_path.glob("checkpoint*"))


@pytest.mark.parametrize(
    "flags,complaint",
    [
        ((*SLIVER, "--seed", "1", "--spread"), "--seed: expected one that is not in "),
        (("--limit", "1280", "--epochs", "3", "--seed", "2", "--spread"), "expected a seed of {'recipe': 'ours'"),
    ],
)
def test_a_seed_that_does_not_compare_is_refused_before_it_trains(trained, flags, complaint):
    said, complained = finished(train(trained, *flags), 1)
    assert complaint in complained.splitlines()[-1]
    assert "Epoch" not in said


def test_all_trains_every_classic_recipe_and_prints_the_table(tmp_path):
    said, _ = finished(train(tmp_path, "--all", "--limit", "300", "--epochs", "1"))
    table = json.loads((tmp_path / "table.json").read_text())
    assert [row["recipe"] for row in table["rows"]] == CLASSIC
    assert table["command"].endswith("--all --limit 300 --epochs 1")
    assert [line.split()[0] for line in said.splitlines()[-len(CLASSIC) :]] == CLASSIC
    assert {file.name for file in tmp_path.iterdir()} == {"table.json", *(f"{name}.tflite" for name in CLASSIC)}


class Scripted:
    """A model whose validation losses are known beforehand."""

    stop_training = False

    def __init__(self):
        self.epoch = 0

    def get_weights(self):
        return [np.array(self.epoch)]


@pytest.mark.parametrize(
    "recipe,best,epochs",
    [
        (RECIPES["ours"], 3, 6),
        (RECIPES["plain"], 6, 6),
        (RECIPES["augmented"]._replace(patience=2), 3, 5),
        (RECIPES["augmented"]._replace(patience=1), 1, 2),
    ],
)
def test_the_best_epoch_is_kept_and_patience_ends(tmp_path, monkeypatch, recipe, best, epochs):
    from digits.training import fit as training

    progress = training.Progress(tmp_path / "checkpoint.npz", "", recipe)
    model = Scripted()
    progress.set_model(model)
    monkeypatch.setattr(training, "_state", lambda _: [])
    for model.epoch, loss in enumerate([0.5, 0.6, 0.3, 0.4, 0.35, 0.31], start=1):
        progress.on_epoch_begin(model.epoch)
        progress.on_epoch_end(model.epoch, {"val_loss": loss})
        if model.stop_training:
            break
    assert (int(progress.best[0]), len(progress.history)) == (best, epochs)


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_builds_what_it_describes(name):
    model = RECIPES[name].build()
    assert (model.input_shape, model.output_shape) == ((None, 28, 28, 1), (None, RECIPES[name].classes))
    assert model.count_params() <= 500_000
    assert model.get_layer("digit").activation.__name__ == "softmax"


def test_what_is_read_is_blurred_as_much_as_what_was_learned_from(trained):
    import keras

    from digits.training import augment
    from digits.training.networks import SOFTNESS

    points = np.zeros((4000, 28, 28), np.uint8)
    points[:, 14, 14] = 255
    moved = augment.vary(points, np.random.default_rng(1), augment.Strengths(0, 0, 0, 1.5, 0, 0, 0)) / 255.0
    across, at = moved.sum(axis=1) / moved.sum(axis=(1, 2))[:, np.newaxis], np.arange(28)
    spread = across @ at**2 - (across @ at) ** 2
    assert spread.mean() == pytest.approx(2 * SOFTNESS, rel=0.03)
    (sharp,), (soft,) = (
        model.get_layer("soften").get_weights()
        for model in (RECIPES["ours"].build(), keras.saving.load_model(trained / "digits.keras"))
    )
    assert np.array_equal(sharp[..., 0, 0], [[0, 0, 0], [0, 1, 0], [0, 0, 0]])
    assert soft.sum() == pytest.approx(1)
    assert soft.sum(axis=1)[:, 0, 0] == pytest.approx([SOFTNESS, 1 - 2 * SOFTNESS, SOFTNESS])


@pytest.mark.parametrize("name", ["ours", "mnist-only", "plain"])
def test_an_epoch_is_decided_by_its_seed(name):
    from digits.training.fit import Batches

    train = data.limited(data.load(), 1000).train
    first, again, other = (Batches(train, RECIPES[name], seed) for seed in (1, 1, 2))
    assert np.array_equal(first[3][0], again[3][0])
    assert not np.array_equal(first[3][0], other[3][0])
    first.on_epoch_end()
    assert not np.array_equal(first[3][0], again[3][0])
    assert np.array_equal(first[3][0], Batches(train, RECIPES[name], seed=1, epoch=1)[3][0])
    whole = Batches(train, RECIPES[name], seed=1)
    written = 1 + RECIPES[name].written + RECIPES[name].doodles + RECIPES[name].numbers
    assert sum(len(whole[i][1]) for i in range(len(whole))) == pytest.approx(1000 * written, rel=0.01)


def test_a_pens_digits_doodles_and_numbers_are_mixed_into_every_batch():
    from digits.training.fit import Batches

    x, y = Batches(data.limited(data.load(), 1000).train, RECIPES["ours"], seed=1)[0]
    assert (x.shape, y.shape) == ((201, 28, 28, 1), (201, 12))
    assert y.sum(axis=0)[10:].tolist() == [19, 9]
    assert (y[:173, 10:] == 0).all()
    assert (x.max(axis=(1, 2, 3)) > 0.5).all()


def test_choices_are_made_with_validation_digits_and_held_out_styles():
    from digits.training import fit as training

    validation = data.limited(data.load(), 100).validation
    assert training.for_choices("mnist-only", validation) is validation
    choices = training.for_choices("ours", validation)
    assert (choices.x[:100] == validation.x).all()
    assert (np.bincount(choices.y[100:], minlength=12) > 0).all()
    assert len(choices.y) == 157


def test_thresholds_wrong_few_digits_and_call_few_mistakes_sure(monkeypatch):
    from digits.training import fit as training
    from digits.training.mnist import Split

    said = np.zeros((1000, 11), np.float32)
    y = np.arange(1000) % 10
    confidence = np.linspace(0.5, 0.999, 1000)
    said[np.arange(1000), y] = confidence
    said[np.arange(1000), (y + 5) % 10], said[:, 10] = 0.8 * (1 - confidence), 0.2 * (1 - confidence)
    wrong = np.arange(1000) < 100  # the least sure
    y = np.where(wrong, (y + 1) % 10, y).astype(np.uint8)
    monkeypatch.setattr(training, "probabilities", lambda *_: said)
    found = training.thresholds(None, Split(np.zeros((1000, 28, 28), np.uint8), y))
    assert (said[:, 10] > found["not_a_digit"]).mean() == pytest.approx(training.WRONGED, abs=0.001)
    sure = reading.among_digits(said).max(axis=1) >= found["sure"]
    assert 0 < wrong[sure].mean() <= training.MISTAKEN
    assert sure.sum() == 904


def test_calibration_finds_the_temperature_that_was_taken_away():
    import keras

    from digits.training import fit as training

    mnist = data.limited(data.load(), 2000)
    keras.utils.set_random_seed(1)
    model = RECIPES["plain"].build()
    model.compile("adam", "categorical_crossentropy")
    model.fit(ink.as_inputs(mnist.train.x), training.one_hot(mnist.train.y), epochs=2, verbose=0)
    training.calibrate(model, mnist.validation)
    said = training.probabilities(model, ink.as_inputs(mnist.validation.x))
    assert training.calibrate(model, mnist.validation) == pytest.approx(1, abs=0.01)
    last = model.get_layer("digit")
    last.set_weights([weight / 2 for weight in last.get_weights()])
    assert training.calibrate(model, mnist.validation) == pytest.approx(0.5, abs=0.005)
    assert np.abs(training.probabilities(model, ink.as_inputs(mnist.validation.x)) - said).max() < 0.01


def test_the_bundled_model_is_what_its_figures_say():
    """The figures in metrics.json are those of the files beside it, read here once more."""
    metrics = json.loads((engine.MODEL / "metrics.json").read_text())
    test = data.load().test
    network = engine.load("litert")
    inputs = ink.as_inputs(test.x)
    guesses = np.concatenate([network.predict(inputs[i : i + 1000]) for i in range(0, 10_000, 1000)])[:, :10].argmax(1)
    assert (guesses == test.y).mean() == pytest.approx(metrics["test_accuracy"], abs=2e-4)
    assert np.flatnonzero(guesses != test.y).tolist() == pytest.approx([row["index"] for row in metrics["mistakes"]])


@pytest.mark.parametrize(
    "flags,status,complaint",
    [
        (["--data", "no-such-folder"], 1, "no-such-folder is not MNIST: expected an .npz"),
        (["--recipe", "soup", "--limit", "10"], 1, "recipe: expected one of ours, mnist-only"),
        (["--epochs", "0"], 2, "--epochs: expected a whole number of at least 1, got '0'"),
        (["--seed", "x"], 2, "--seed: expected a whole number of at least 0, got 'x'"),
        (["--data", "x", "--source", "tfds"], 2, "--data and --source tfds exclude each other"),
        (["--all", "--spread"], 2, "--all trains the classic recipes"),
    ],
)
def test_the_command_line_says_what_is_wrong(tmp_path, flags, status, complaint):
    _, complained = finished(train(tmp_path, *flags), status)
    assert complaint in complained.splitlines()[-1]
    assert "Traceback" not in complained


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").touch()
    _, complained = finished(train(tmp_path / "file", "--limit", "10", "--recipe", "plain"), 1)
    assert "File exists" in complained.splitlines()[-1]


def test_nothing_less_than_a_whole_run_replaces_the_bundled_network(monkeypatch):
    import train as script

    def folder(*flags):
        monkeypatch.setattr(sys, "argv", ["train.py", *flags])
        return str(script._options().out)

    assert folder() == "model"
    assert folder("--seed", "2", "--spread") == "model"
    assert folder("--limit", "100") == folder("--epochs", "1") == "runs/ours"
    assert folder("--recipe", "plain") == "runs/plain"
    assert folder("--all") == "model/recipes"
    assert folder("--all", "--limit", "100") == "runs/recipes"
