import json
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from digits.drawing import ink
from digits.errors import EngineError
from digits.reading import engine, metrics
from tests.conftest import drawn

RNG = np.random.default_rng(0)


@pytest.fixture
def model(tmp_path):
    """A copy of the bundled model that a test may break."""
    for name in ("digits.tflite", "digits.keras", "metrics.json"):
        shutil.copy(metrics.BUNDLED / name, tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def keras_network():
    return engine.load("keras")


@pytest.mark.parametrize("label", range(10))
def test_a_plain_digit_is_read(network, label):
    assert network.predict(ink.to_input(drawn(label))).argmax() == label


@pytest.mark.training
@pytest.mark.parametrize("size", [1, 2, 31, 32, 33, 100, 1024])
def test_both_engines_say_the_same(network, keras_network, mnist, size):
    batch = np.resize(ink.as_inputs(mnist[0]), (size, 28, 28, 1)) * RNG.uniform(0.5, 1, (size, 1, 1, 1)).astype(
        np.float32
    )
    ours, reference = network.predict(batch), keras_network.predict(batch)
    assert (ours.shape, ours.dtype) == ((size, 12), np.float32)
    assert np.abs(ours - reference).max() < 1e-5
    assert np.abs(ours.sum(1) - 1).max() < 1e-5


@pytest.mark.training
def test_both_engines_give_the_same_features(network, keras_network, mnist):
    batch = ink.as_inputs(mnist[0])
    ours, reference = network.infer(batch), keras_network.infer(batch)
    assert (ours.features.shape, ours.features.dtype) == ((100, 1792), np.float32)
    assert np.abs(ours.features - reference.features).max() < 1e-4
    assert np.array_equal(ours.probabilities, network.predict(batch))


def test_a_network_whose_file_gives_no_features_has_none(mnist):
    plain = engine.LiteRT(metrics.recipes_folder() / "plain.tflite")
    assert plain.infer(ink.as_inputs(mnist[0])).features.shape == (100, 0)


@pytest.mark.slow
def test_many_threads_get_their_own_answers(network, mnist):
    batches = [ink.as_inputs(mnist[0][start : start + 1 + start % 40]) for start in range(60)]
    alone = [network.predict(batch) for batch in batches]
    with ThreadPoolExecutor(16) as pool:
        for _ in range(10):
            together = list(pool.map(network.predict, batches))
            assert all(np.array_equal(mine, theirs) for mine, theirs in zip(alone, together, strict=True))


@pytest.mark.parametrize("size", [1, 3, 4, 9, 40])
def test_threads_that_share_a_batch_say_the_same_to_the_last_bit(network, mnist, size):
    batch = ink.as_inputs(mnist[0][:size])
    shared = engine.load("litert", threads=2).infer(batch)
    assert all(np.array_equal(*each) for each in zip(shared, network.infer(batch), strict=True))


@pytest.mark.parametrize("shape", [(0, 28, 28, 1), (1025, 28, 28, 1), (28, 28, 1), (1, 28, 28), (1, 32, 32, 1)])
def test_a_batch_of_another_shape_is_refused_by_name(network, shape):
    with pytest.raises(ValueError, match="batch: expected shape"):
        network.predict(np.zeros(shape, np.float32))


def test_nan_is_refused(network):
    with pytest.raises(ValueError, match="batch: expected finite"):
        network.predict(np.full((1, 28, 28, 1), np.nan, np.float32))


def remove(folder, file):
    (folder / file).unlink()


def truncate(folder, file):
    (folder / file).write_bytes((folder / file).read_bytes()[:-1000])


def swap(folder, file):
    other = {"digits.tflite": "digits.keras", "digits.keras": "digits.tflite"}[file]
    shutil.copy(folder / other, folder / file)


def flip_a_bit(folder, file):
    data = bytearray((folder / file).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / file).write_bytes(data)


@pytest.mark.parametrize("name,file", [("litert", "digits.tflite"), ("keras", "digits.keras")])
@pytest.mark.parametrize("harm", [remove, truncate, swap, flip_a_bit])
def test_a_harmed_model_is_refused_with_its_name_and_the_way_out(model, harm, name, file):
    harm(model, file)
    with pytest.raises(EngineError) as refusal:
        engine.load(name, model)
    assert file in str(refusal.value)
    assert "git checkout model" in str(refusal.value)


@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"sha256": 3}'])
def test_a_model_without_its_digest_is_refused(model, text):
    file = model / "metrics.json"
    file.unlink() if text is None else file.write_text(text)
    with pytest.raises(EngineError, match=r"metrics.json is missing or holds no sha256"):
        engine.load("litert", model)


ENGINES = [("litert", "digits.tflite"), pytest.param("keras", "digits.keras", marks=pytest.mark.training)]


@pytest.mark.parametrize("name,file", ENGINES)
def test_a_file_that_is_no_model_is_refused_even_with_its_digest(model, name, file):
    import hashlib

    (model / file).write_bytes(b"not a model")
    found = metrics.read(model)
    found["sha256"][file] = hashlib.sha256(b"not a model").hexdigest()
    (model / "metrics.json").write_text(json.dumps(found))
    with pytest.raises(EngineError, match="is not a model that can be loaded"):
        engine.load(name, model)


@pytest.mark.training
def test_a_model_that_would_run_code_is_refused(model):
    import hashlib

    import keras

    image = keras.layers.Input((28, 28, 1))
    flat = keras.layers.Flatten()(image)
    keras.Model(image, keras.layers.Lambda(lambda x: x[:, :10])(flat)).save(model / "digits.keras")
    found = {"sha256": {"digits.keras": hashlib.sha256((model / "digits.keras").read_bytes()).hexdigest()}}
    (model / "metrics.json").write_text(json.dumps(found))
    with pytest.raises(EngineError, match="is not a model that can be loaded"):
        engine.load("keras", model)


@pytest.mark.parametrize(
    "name,module,package",
    [("litert", "ai_edge_litert.interpreter", "ai-edge-litert"), ("keras", "keras", "tensorflow")],
)
def test_an_engine_that_is_not_installed_is_said(monkeypatch, name, module, package):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(EngineError, match=f"{package} cannot be loaded: .*pip install -r requirements"):
        engine.load(name)


def test_a_failure_while_reading_is_said_and_passes(monkeypatch, mnist):
    class Failing:
        def __getattr__(self, name):
            raise RuntimeError("no memory")

    broken = engine.load("litert")
    batch = ink.as_inputs(mnist[0][:5])
    with monkeypatch.context() as patch:
        patch.setattr(broken._shared, "_interpreter", Failing())
        with pytest.raises(EngineError, match=r"could not read the drawing: no memory\. Try again"):
            broken.predict(batch)
    assert broken.predict(batch).shape == (5, 12)


@pytest.mark.training
def test_the_environment_names_the_engine(monkeypatch):
    monkeypatch.setenv("DIGITS_ENGINE", "keras")
    assert isinstance(engine.load(), engine.Keras)
    monkeypatch.delenv("DIGITS_ENGINE")
    assert isinstance(engine.load(), engine.LiteRT)


def test_an_unknown_engine_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("DIGITS_ENGINE", "abacus")
    with pytest.raises(EngineError, match="DIGITS_ENGINE: expected one of litert, keras, got 'abacus'"):
        engine.load()
