"""The Open Inference Protocol's `infer`: tensors in JSON, or as bytes after it (the binary tensor extension)."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digits.api.messages import Asked, Json, Reply, as_json, from_json
from digits.errors import RequestError
from digits.reading.classes import Probabilities
from digits.reading.engine import MAX_BATCH, Engine

MODEL, VERSION = "digits", "1"
INPUT, OUTPUT, DATATYPE = "input", "probabilities", "FP32"
SHAPE = (28, 28, 1)
MAX_VALUE = 1e6  # of an input, which is from 0 to 1: with more the network overflows
_EXPECTED = f"one input called {INPUT!r} of datatype {DATATYPE} and shape [n, 28, 28, 1], n from 1 to {MAX_BATCH}"


def infer(asked: Asked, engine: Engine) -> Reply:
    """Return the probabilities of a request's inputs, in the form that it asks for."""
    size = len(asked.body) if asked.json_size is None else asked.json_size
    if size > len(asked.body):
        raise RequestError("Inference-Header-Content-Length is more than was sent: send the JSON's length in bytes.")
    request = from_json(asked.body[:size])
    if not isinstance(request, dict):
        raise RequestError(f"Expected a JSON object with {_EXPECTED}.")
    batch = _batch(request, asked.body[size:])
    return _reply(request, engine.predict(batch))


def metadata() -> Json:
    """Return what the protocol tells of the network."""
    tensor = {"datatype": DATATYPE}
    return {
        "name": MODEL,
        "versions": [VERSION],
        "platform": "litert",
        "inputs": [{"name": INPUT, **tensor, "shape": [-1, *SHAPE]}],
        "outputs": [{"name": OUTPUT, **tensor, "shape": [-1, -1]}],
    }


def _batch(request: Json, rest: bytes) -> NDArray[np.float32]:
    """Return a request's inputs, `float32 (n, 28, 28, 1)`."""
    shape, tensor = _input(request)
    size = _parameters(tensor).get("binary_data_size")
    if size is None:
        if rest:
            raise RequestError("There are bytes after the JSON: give the input a binary_data_size, or leave them out.")
        values = _flat(tensor.get("data"))
    else:
        if "data" in tensor or isinstance(size, bool) or size != len(rest) or len(rest) % 4:
            raise RequestError(
                "binary_data_size: expected the number of bytes after the JSON, four a value, and no data."
            )
        values = np.frombuffer(rest, "<f4")
    if values.size != math.prod(shape):
        raise RequestError(f"data: expected {math.prod(shape)} values for the shape {shape}, got {values.size}.")
    if not (np.abs(values) <= MAX_VALUE).all():  # nor is NaN
        raise RequestError(f"data: expected values from 0 to 1, got NaN or some beyond ±{MAX_VALUE:,.0f}.")
    return values.reshape(shape).astype(np.float32, copy=False)


def _input(request: Json) -> tuple[list[int], Json]:
    """Return the shape of the one input, and all that was said of it."""
    inputs = request.get("inputs")
    tensor = inputs[0] if isinstance(inputs, list) and len(inputs) == 1 and isinstance(inputs[0], dict) else {}
    shape = tensor.get("shape")
    is_named = tensor.get("name") == INPUT and tensor.get("datatype") == DATATYPE
    if not is_named or not isinstance(shape, list) or not all(type(side) is int for side in shape):
        raise RequestError(f"Expected {_EXPECTED}.")
    if tuple(shape[1:]) != SHAPE or not 1 <= shape[0] <= MAX_BATCH:
        raise RequestError(f"shape: expected [n, 28, 28, 1], n from 1 to {MAX_BATCH}.")
    return shape, tensor


def _flat(data: Any) -> NDArray[np.float32]:  # noqa: ANN401 (whatever JSON can hold)
    """Return values that came flat or nested, in one row."""
    try:
        values = np.asarray(data)
    except ValueError as error:
        raise RequestError("data: expected numbers, flat or nested as the shape says.") from error
    if values.dtype.kind not in "fiu" or not values.ndim:
        raise RequestError("data: expected numbers, flat or nested as the shape says.")
    with np.errstate(over="ignore"):
        return np.asarray(values, np.float32).ravel()


def _reply(request: Json, probabilities: Probabilities) -> Reply:
    """Return probabilities as the request asks for them: as JSON, or as bytes after it."""
    is_binary = _wants_bytes(request)
    output: Json = {"name": OUTPUT, "datatype": DATATYPE, "shape": list(probabilities.shape)}
    rest = probabilities.astype("<f4").tobytes() if is_binary else b""
    output |= {"parameters": {"binary_data_size": len(rest)}} if is_binary else {"data": probabilities.ravel().tolist()}
    told = {"model_name": MODEL, "model_version": VERSION, **_id(request), "outputs": [output]}
    header = as_json(told)
    return Reply(200, header + rest, len(header) if is_binary else None)


def _wants_bytes(request: Json) -> bool:
    """Return whether a request asks for its output as bytes; raise where it asks for another output."""
    everywhere = _parameters(request).get("binary_data_output") is True
    outputs = request.get("outputs", [])
    if outputs == []:
        return everywhere
    if not isinstance(outputs, list) or [isinstance(each, dict) and each.get("name") for each in outputs] != [OUTPUT]:
        raise RequestError(f"outputs: expected a list with {OUTPUT!r}, and no other.")
    return _parameters(outputs[0]).get("binary_data", everywhere) is True


def _parameters(of: Json) -> Json:
    found = of.get("parameters", {})
    if not isinstance(found, dict):
        raise RequestError("parameters: expected an object.")
    return found


def _id(request: Json) -> Json:
    if not isinstance(request.get("id", ""), str):
        raise RequestError("id: expected a text.")
    return {"id": request["id"]} if "id" in request else {}
