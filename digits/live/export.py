"""The network as `digits.live`, which the browser runs: convolutions alone, in float16.

Batch normalisation is folded into the convolution before it, and the dense layer is a convolution as large as the last
map. The file is gzip of the header's length as uint32, the header as JSON, and the weights, all little-endian.
"""

import gzip
import hashlib
import json
import math
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digits.errors import EngineError
from digits.reading import metrics

Floats = NDArray[np.floating]
Model = Any  # of Keras, which is not imported here: its layers are known by their classes' names
Layer = Any

FILE, TFLITE = "digits.live", "digits.tflite"
FORMAT = 1
SIDE = 28  # of the input
MAX_WEIGHT = float(np.finfo(np.float16).max)


class Convolution(NamedTuple):
    """Weights `(size, size, inputs, outputs)` and `(outputs,)`, and what becomes of the sum."""

    kernel: Floats
    bias: Floats
    stride: int
    relu: bool
    valid: bool = False  # the map is not padded with zeros


class Network(NamedTuple):
    """A chain of convolutions after a blur of the input, `(3, 3)`, if there is one."""

    blur: Floats | None = None
    convolutions: tuple[Convolution, ...] = ()

    @property
    def side(self) -> int:
        """Return the side of the last map that is padded."""
        return math.ceil(SIDE / math.prod(each.stride for each in self.convolutions))


def is_runnable(model: Model) -> bool:
    """Return whether the browser can run a Keras model."""
    try:
        network_of(model)
    except EngineError:
        return False
    return True


def network_of(model: Model) -> Network:
    """Return a Keras model as a chain of convolutions; raise `EngineError` where that is not what it is."""
    network = Network()
    for layer in model.layers:
        _check(_is_as_expected(layer) and not _is_complete(network), layer)
        network = HANDLERS.get(type(layer).__name__, _unchanged)(network, layer)
    _check(_is_complete(network) and _fits(network), model)
    return network


def packed(network: Network, tflite: str) -> bytes:
    """Return a network as the bytes of a `.live` file, with the SHA-256 of the `.tflite` that holds the same."""
    head = json.dumps({
        "format": FORMAT,
        "tflite": tflite,
        "soften": None if network.blur is None else network.blur.ravel().tolist(),
        "classes": len(network.convolutions[-1].bias),
        "layers": [_described(each) for each in network.convolutions],
    }).encode()  # fmt: skip
    head += b" " * (-len(head) % 4)
    weights = np.concatenate([array.ravel() for array in _arrays(network)]).astype("<f2")
    return gzip.compress(struct.pack("<I", len(head)) + head + weights.tobytes(), mtime=0)


def header(path: Path) -> dict[str, Any]:
    """Return what a `.live` file says of its network."""
    data = gzip.decompress(path.read_bytes())
    (length,) = struct.unpack_from("<I", data)
    found: dict[str, Any] = json.loads(data[4 : 4 + length])
    return found


def write(model: Model, path: Path) -> None:
    """Write a Keras model that the browser can run as a `.live` file, beside the `.tflite` that holds the same."""
    path.write_bytes(packed(network_of(model), _digest(path.with_suffix(".tflite"))))


def renew(model: Model, folder: Path) -> None:
    """Write the `.live` file of the network in a folder, and its digest into the `metrics.json` there."""
    write(model, folder / FILE)
    figures = metrics.read(folder, ["sha256"])
    figures["sha256"][FILE] = _digest(folder / FILE)
    metrics.write(folder, figures)


def verified(folder: Path | None = None) -> Path:
    """Return the path of a folder's `.live` file, once it holds the network that `metrics.json` describes."""
    folder = folder or metrics.model_folder()
    if FILE not in metrics.read(folder, ["sha256"])["sha256"]:
        raise EngineError(f"{folder} has no {FILE}. The trainer writes one where the browser can run the network.")
    path = metrics.verified(folder / FILE)
    try:
        found = header(path)
    except (OSError, EOFError, ValueError, struct.error, zlib.error) as error:
        raise EngineError(f"{path} is not a network that can be loaded: {error}. {metrics.WAY_OUT}") from error
    if found.get("format") != FORMAT or found.get("tflite") != metrics.read(folder)["sha256"].get(TFLITE):
        raise EngineError(f"{path} does not hold the network of {TFLITE}. {metrics.WAY_OUT}")
    return path


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _arrays(network: Network) -> list[Floats]:
    return [array for each in network.convolutions for array in (each.kernel, each.bias)]


def _described(layer: Convolution) -> dict[str, Any]:
    size, _, inputs, outputs = layer.kernel.shape
    shape = {"size": size, "stride": layer.stride, "inputs": inputs, "outputs": outputs, "relu": layer.relu}
    return {**shape, "valid": True} if layer.valid else shape


# Which layers may stand in a chain, and how each must be configured.
EXPECTED: dict[str, dict[str, Any]] = {
    "InputLayer": {"batch_shape": (None, SIDE, SIDE, 1)},
    "DepthwiseConv2D": {
        "kernel_size": (3, 3), "strides": (1, 1), "padding": "same", "dilation_rate": (1, 1), "depth_multiplier": 1,
        "use_bias": False, "activation": "linear", "data_format": "channels_last",
    },
    "Conv2D": {"padding": "same", "dilation_rate": (1, 1), "groups": 1, "data_format": "channels_last"},
    "BatchNormalization": {"axis": -1, "scale": True, "center": True},
    "ReLU": {"max_value": None, "negative_slope": 0.0, "threshold": 0.0},
    "Dropout": {},
    "Flatten": {"data_format": "channels_last"},
    "Dense": {"activation": "softmax", "use_bias": True},
}  # fmt: skip


def _is_as_expected(layer: Layer) -> bool:
    name, config = type(layer).__name__, layer.get_config()
    return name in EXPECTED and all(config[key] == value for key, value in EXPECTED[name].items())


def _is_complete(network: Network) -> bool:
    return bool(network.convolutions) and network.convolutions[-1].valid


def _fits(network: Network) -> bool:
    """Return whether all weights are numbers that float16 has room for."""
    return all(float(np.abs(array).max()) <= MAX_WEIGHT for array in _arrays(network))


def _check(runnable: bool, layer: Layer) -> None:
    if not runnable:
        raise EngineError(
            f"{layer.name}: the browser cannot run this {type(layer).__name__}. "
            "It runs convolutions padded to the same size, with batch normalisation and ReLU, and one dense layer."
        )


def _unchanged(network: Network, _: Layer) -> Network:
    return network


def _blurred(network: Network, layer: Layer) -> Network:
    _check(network.blur is None and not network.convolutions, layer)
    (kernel,) = layer.get_weights()
    return network._replace(blur=kernel.reshape(3, 3))


def _convolved(network: Network, layer: Layer) -> Network:
    kernel, *bias = layer.get_weights()
    (stride, stride_across), activation = layer.strides, layer.get_config()["activation"]
    _check(kernel.shape[0] == kernel.shape[1] and stride == stride_across and activation in ("linear", "relu"), layer)
    bias = bias[0] if bias else np.zeros(kernel.shape[3])
    convolution = Convolution(kernel, bias, stride, relu=activation == "relu")
    return network._replace(convolutions=(*network.convolutions, convolution))


def _normalised(network: Network, layer: Layer) -> Network:
    _check(bool(network.convolutions) and not network.convolutions[-1].relu, layer)
    *before, last = network.convolutions
    gamma, beta, mean, variance = (weights.astype(np.float64) for weights in layer.get_weights())
    scale = gamma / np.sqrt(variance + layer.get_config()["epsilon"])
    folded = last._replace(kernel=last.kernel * scale, bias=(last.bias - mean) * scale + beta)
    return network._replace(convolutions=(*before, folded))


def _rectified(network: Network, layer: Layer) -> Network:
    _check(bool(network.convolutions), layer)
    *before, last = network.convolutions
    return network._replace(convolutions=(*before, last._replace(relu=True)))


def _classified(network: Network, layer: Layer) -> Network:
    _check(bool(network.convolutions), layer)
    weights, bias = layer.get_weights()
    shape = network.side, network.side, len(network.convolutions[-1].bias), len(bias)
    _check(weights.shape[0] == math.prod(shape[:3]), layer)
    convolution = Convolution(weights.reshape(shape), bias, stride=1, relu=False, valid=True)
    return network._replace(convolutions=(*network.convolutions, convolution))


HANDLERS: dict[str, Callable[[Network, Layer], Network]] = {
    "DepthwiseConv2D": _blurred,
    "Conv2D": _convolved,
    "BatchNormalization": _normalised,
    "ReLU": _rectified,
    "Dense": _classified,
}
