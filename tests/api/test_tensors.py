import json

import numpy as np
import pytest

from digits.api.messages import Asked, Kind
from digits.api.tensors import MAX_VALUE, infer
from digits.errors import RequestError

TENSOR = {"name": "input", "datatype": "FP32", "shape": [1, 28, 28, 1]}

BYTES_OF_ALL = {"parameters": {"binary_data_output": True}}
BYTES_OF_ONE = {"outputs": [{"name": "probabilities", "parameters": {"binary_data": True}}]}


@pytest.fixture
def batch():
    return np.random.default_rng(1).random((3, 28, 28, 1), np.float32)


def asked(request, rest=b"", json_size=None):
    header = json.dumps(request).encode()
    return Asked(Kind.TENSOR, header + rest, len(header) if rest and json_size is None else json_size)


@pytest.mark.parametrize("nested", [True, False])
def test_json_is_read_flat_and_nested(network, batch, nested):
    data = batch.tolist() if nested else batch.ravel().tolist()
    reply = infer(asked({"inputs": [{**TENSOR, "shape": [3, 28, 28, 1], "data": data}], "id": "a"}), network)
    told = json.loads(reply.body)
    (output,) = told.pop("outputs")
    assert told == {"model_name": "digits", "model_version": "1", "id": "a"}
    assert np.array_equal(np.float32(output["data"]).reshape(output["shape"]), network.predict(batch))


@pytest.mark.parametrize("wish", [BYTES_OF_ALL, BYTES_OF_ONE])
def test_bytes_are_read_and_given(network, batch, wish):
    tensor = {**TENSOR, "shape": [3, 28, 28, 1], "parameters": {"binary_data_size": batch.nbytes}}
    reply = infer(asked({"inputs": [tensor], **wish}, batch.tobytes()), network)
    told, rest = json.loads(reply.body[: reply.json_size]), reply.body[reply.json_size :]
    assert told["outputs"][0]["parameters"] == {"binary_data_size": len(rest)}
    assert np.array_equal(np.frombuffer(rest, "<f4").reshape(3, -1), network.predict(batch))


ZEROS = [0.0] * 784


@pytest.mark.parametrize(
    "request_,sentence",
    [
        ([], "Expected a JSON object"),
        ({}, "one input called 'input'"),
        ({"inputs": [{**TENSOR, "datatype": "INT8", "data": ZEROS}]}, "datatype FP32"),
        ({"inputs": [{**TENSOR, "shape": [2000, 28, 28, 1], "data": ZEROS}]}, "n from 1 to 1024"),
        ({"inputs": [{**TENSOR, "shape": [1, 784], "data": ZEROS}]}, "shape: expected"),
        ({"inputs": [{**TENSOR, "data": ZEROS[1:]}]}, "expected 784 values"),
        ({"inputs": [{**TENSOR, "data": ["0"] * 784}]}, "expected numbers"),
        ({"inputs": [{**TENSOR, "data": [[1], 2]}]}, "expected numbers"),
        ({"inputs": [{**TENSOR, "data": [1e300] * 784}]}, "expected values from 0 to 1"),
        ({"inputs": [{**TENSOR, "data": [*ZEROS[1:], 1e38]}]}, "expected values from 0 to 1"),
        ({"inputs": [{**TENSOR, "data": ZEROS}], "outputs": [{"name": "logits"}]}, "outputs: expected a list"),
        ({"inputs": [{**TENSOR, "data": ZEROS}], "id": 7}, "id: expected a text"),
        ({"inputs": [{**TENSOR, "parameters": {"binary_data_size": 4}}]}, "the number of bytes after the JSON"),
        ({"inputs": [{**TENSOR, "parameters": 4, "data": ZEROS}]}, "parameters: expected an object"),
    ],
)
def test_what_is_no_tensor_is_refused_in_a_sentence(network, request_, sentence):
    with pytest.raises(RequestError, match=sentence):
        infer(asked(request_), network)


def test_lengths_that_do_not_fit_are_refused(network):
    with pytest.raises(RequestError, match="more than was sent"):
        infer(asked({}, json_size=9), network)
    with pytest.raises(RequestError, match="bytes after the JSON"):
        infer(asked({"inputs": [{**TENSOR, "data": ZEROS}]}, b"1234"), network)


@pytest.mark.parametrize("value", [-MAX_VALUE, MAX_VALUE])
def test_the_largest_values_that_are_taken_have_probabilities(network, value):
    probabilities = network.predict(np.full((1, 28, 28, 1), value, np.float32))
    assert probabilities.sum() == pytest.approx(1, abs=1e-3)
