import gzip
import hashlib
import json
import shutil
import struct

import numpy as np
import pytest

from digits.drawing import ink
from digits.errors import EngineError
from digits.live import export
from digits.live.export import Convolution, Network
from digits.reading import metrics

RNG = np.random.default_rng(0)
SMALL = Network(
    np.arange(9.0).reshape(3, 3) / 9,
    (
        Convolution(RNG.normal(size=(3, 3, 1, 5)), RNG.normal(size=5), stride=2, relu=True),
        Convolution(RNG.normal(size=(14, 14, 5, 3)), RNG.normal(size=3), stride=1, relu=False, valid=True),
    ),
)


def unpacked(data):
    """The length of a `.live` file's header, the header, and the weights as float32."""
    data = gzip.decompress(data)
    (length,) = struct.unpack_from("<I", data)
    return length, json.loads(data[4 : 4 + length]), np.frombuffer(data, "<f2", offset=4 + length).astype(np.float32)


def convolved(maps, kernel, bias, layer):
    """Maps `(n, h, w, c)` after one layer, computed tap by tap."""
    size, stride, shape = layer["size"], layer["stride"], maps.shape[1:3]
    if not layer.get("valid"):
        border = [max((-(-side // stride) - 1) * stride + size - side, 0) for side in shape]
        maps = np.pad(maps, [(0, 0), *((each // 2, each - each // 2) for each in border), (0, 0)])
    rows, columns = ((side - size) // stride + 1 for side in maps.shape[1:3])
    sums = np.zeros((len(maps), rows, columns, len(bias)), np.float32) + bias
    for y in range(size):
        for x in range(size):
            part = maps[:, y : y + stride * rows : stride, x : x + stride * columns : stride]
            sums += part[:, :rows, :columns] @ kernel[y, x]
    return np.maximum(sums, 0) if layer["relu"] else sums


def probabilities(data, batch):
    """What a `.live` file makes of inputs."""
    _, header, weights = unpacked(data)
    blur = np.reshape(header["soften"], (3, 3, 1, 1))
    maps = convolved(batch, blur, np.zeros(1), {"size": 3, "stride": 1, "relu": False})
    for layer in header["layers"]:
        shape = layer["size"], layer["size"], layer["inputs"], layer["outputs"]
        kernel, bias, weights = np.split(weights, [np.prod(shape), np.prod(shape) + shape[3]])
        maps = convolved(maps, kernel.reshape(shape), bias, layer)
    assert not len(weights)
    powers = np.exp(maps[:, 0, 0] - maps.max(axis=(1, 2, 3))[:, np.newaxis])
    return powers / powers.sum(axis=1, keepdims=True)


def test_the_bundled_file_gives_the_networks_probabilities(network, mnist):
    batch = ink.as_inputs(mnist[0])
    ours = probabilities(export.verified().read_bytes(), batch)
    assert np.abs(ours - network.predict(batch)).max() < 0.01


def test_a_header_says_what_the_weights_are():
    length, header, weights = unpacked(export.packed(SMALL, "abc"))
    assert length % 4 == 0
    assert header == {
        "format": 1,
        "tflite": "abc",
        "soften": (np.arange(9) / 9).tolist(),
        "classes": 3,
        "layers": [
            {"size": 3, "stride": 2, "inputs": 1, "outputs": 5, "relu": True},
            {"size": 14, "stride": 1, "inputs": 5, "outputs": 3, "relu": False, "valid": True},
        ],
    }
    written = [array.ravel() for each in SMALL.convolutions for array in (each.kernel, each.bias)]
    assert weights == pytest.approx(np.concatenate(written), rel=1e-3, abs=1e-4)


def test_a_network_need_not_blur():
    assert unpacked(export.packed(SMALL._replace(blur=None), ""))[1]["soften"] is None


def test_the_same_network_gives_the_same_bytes():
    data = export.packed(SMALL, "")
    assert data == export.packed(SMALL, "")
    assert data[4:8] == bytes(4)  # no time of day


@pytest.fixture
def folder(tmp_path):
    """A folder with what tells whether its `.live` file is the right one."""
    shutil.copy(metrics.BUNDLED / export.FILE, tmp_path)
    shutil.copy(metrics.BUNDLED / metrics.FILE, tmp_path)
    return tmp_path


def replace(folder, data, **digests):
    """Put another `.live` file into a folder, its digest and others into `metrics.json`."""
    (folder / export.FILE).write_bytes(data)
    digests = {"digits_live": hashlib.sha256(data).hexdigest(), **digests}
    named = {name.replace("_", "."): digest for name, digest in digests.items()}
    (folder / metrics.FILE).write_text(json.dumps({"sha256": named}))


def test_the_environment_names_the_folder(folder, monkeypatch):
    assert export.verified() == metrics.BUNDLED / "digits.live"
    monkeypatch.setenv("DIGITS_MODEL", str(folder))
    assert export.verified() == folder / "digits.live"


def test_a_missing_or_an_exchanged_file_is_refused(folder):
    assert export.verified(folder) == folder / "digits.live"
    (folder / "digits.live").write_bytes(b"another")
    with pytest.raises(EngineError, match=r"digits\.live is not the file that metrics\.json describes"):
        export.verified(folder)
    (folder / "digits.live").unlink()
    with pytest.raises(EngineError, match=r"digits\.live cannot be read: No such file.*git checkout model"):
        export.verified(folder)


@pytest.mark.parametrize("digests", [{"digits_tflite": "b"}, {}])
def test_a_file_of_another_network_is_refused(folder, digests):
    replace(folder, export.packed(SMALL, "a"), digits_tflite="a")
    assert export.verified(folder)
    replace(folder, export.packed(SMALL, "a"), **digests)
    with pytest.raises(EngineError, match=r"digits\.live does not hold the network of digits\.tflite\. Restore it"):
        export.verified(folder)


def test_a_file_of_another_format_is_refused(folder, monkeypatch):
    replace(folder, export.packed(SMALL, "a"), digits_tflite="a")
    monkeypatch.setattr(export, "FORMAT", 2)
    with pytest.raises(EngineError, match=r"digits\.live does not hold"):
        export.verified(folder)


WHOLE = export.packed(SMALL, "")


@pytest.mark.parametrize(
    "data",
    [b"", b"junk", WHOLE[:50], WHOLE[:20] + b"junk" + WHOLE[24:], *map(gzip.compress, (b"", b"abc", b"abcdef"))],
    ids=["empty", "junk", "cut", "broken", "packed nothing", "packed junk", "packed more junk"],
)
def test_a_broken_file_is_refused(folder, data):
    replace(folder, data)
    with pytest.raises(EngineError, match=r"digits\.live is not a network that can be loaded: .*Restore it"):
        export.verified(folder)


# Keras's own models from here on


@pytest.mark.training
def test_only_chains_of_convolutions_can_be_run():
    from digits.training.networks import RECIPES

    runnable = [name for name, recipe in RECIPES.items() if export.is_runnable(recipe.build())]
    assert runnable == ["ours", "mnist-only"]


def chain(*between, last=None):
    """A Keras model with some layers between the input and a dense layer."""
    from keras import Sequential, layers

    last = last or layers.Dense(10, activation="softmax")
    return Sequential([layers.Input((28, 28, 1)), *between, layers.Flatten(), last])


@pytest.mark.training
def test_what_the_network_says_is_what_keras_says(mnist):
    from keras import layers

    model = chain(
        layers.DepthwiseConv2D(3, padding="same", use_bias=False),
        layers.Conv2D(7, 5, 3, padding="same", bias_initializer="normal"),
        layers.BatchNormalization(
            beta_initializer="normal", gamma_initializer="uniform", moving_mean_initializer="normal"
        ),
        layers.ReLU(),
        layers.Conv2D(4, 2, padding="same", activation="relu"),
        layers.Dropout(0.5),
        layers.Conv2D(3, 3, 2, padding="same"),
    )
    batch = ink.as_inputs(mnist[0])
    ours = probabilities(export.packed(export.network_of(model), ""), batch)
    assert np.abs(ours - np.asarray(model.predict_on_batch(batch))).max() < 1e-3


@pytest.mark.training
def test_what_else_there_is_in_a_model_is_refused_by_name():
    from keras import initializers, layers

    def convolution(**settings):
        return layers.Conv2D(4, **{"kernel_size": 3, "padding": "same", **settings})

    blur, normalised = layers.DepthwiseConv2D(3, padding="same", use_bias=False), layers.BatchNormalization
    refused = [
        ("MaxPooling2D", chain(convolution(), layers.MaxPooling2D())),
        ("Conv2D", chain(convolution(padding="valid"))),
        ("Conv2D", chain(convolution(kernel_size=(3, 5)))),
        ("Conv2D", chain(convolution(strides=(1, 2)))),
        ("Conv2D", chain(convolution(dilation_rate=2))),
        ("Conv2D", chain(convolution(activation="tanh"))),
        ("BatchNormalization", chain(convolution(activation="relu"), normalised())),
        ("BatchNormalization", chain(normalised(), convolution())),
        ("BatchNormalization", chain(convolution(), normalised(scale=False))),
        ("ReLU", chain(layers.ReLU(), convolution())),
        ("ReLU", chain(convolution(), layers.ReLU(max_value=6))),
        ("DepthwiseConv2D", chain(convolution(), blur)),
        ("DepthwiseConv2D", chain(layers.DepthwiseConv2D(3, padding="same"))),
        ("Dense", chain()),
        ("Dense", chain(convolution(), last=layers.Dense(10))),
        ("Sequential", chain(convolution(bias_initializer=initializers.Constant(1e5)))),
    ]
    for name, model in refused:
        with pytest.raises(EngineError, match=rf"the browser cannot run this {name}\."):
            export.network_of(model)
        assert not export.is_runnable(model)


@pytest.mark.training
def test_renewing_the_bundled_network_changes_nothing(tmp_path):
    from digits.live.__main__ import keras_model

    for name in ("digits.keras", "digits.tflite", metrics.FILE):
        shutil.copy(metrics.BUNDLED / name, tmp_path)
    export.renew(keras_model(tmp_path), tmp_path)
    ours, bundled = ((folder / export.FILE).read_bytes() for folder in (tmp_path, metrics.BUNDLED))
    assert gzip.decompress(ours) == gzip.decompress(bundled)  # another zlib may pack it otherwise
    figures = (tmp_path / metrics.FILE).read_text()
    digests = (hashlib.sha256(data).hexdigest() for data in (ours, bundled))
    assert figures.replace(*digests) == (metrics.BUNDLED / metrics.FILE).read_text()
