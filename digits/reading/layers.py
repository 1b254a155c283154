"""What each layer of the network makes of an input."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digits.reading import metrics
from digits.reading.engine import as_engine_error, checked, not_installed


def layers(digit_input: NDArray[np.float32], folder: Path | None = None) -> list[NDArray[np.float32]]:
    """Return what each convolution of the network makes of one input, from first to last, each `float32 (h, w, c)`."""
    path = metrics.verified((folder or metrics.model_folder()) / "digits.tflite")
    try:
        from ai_edge_litert.interpreter import Interpreter, OpResolverType

        interpreter = Interpreter(
            model_path=str(path),
            num_threads=1,
            experimental_preserve_all_tensors=True,
            experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
        )
    except ImportError as error:
        raise not_installed("ai-edge-litert", error) from error
    with as_engine_error():
        interpreter.allocate_tensors()
        interpreter.set_tensor(interpreter.get_input_details()[0]["index"], checked(digit_input)[:1])
        interpreter.invoke()
        maps = [each for each in interpreter.get_tensor_details() if "Relu" in each["name"] and len(each["shape"]) == 4]
        return [np.asarray(interpreter.get_tensor(each["index"])[0], np.float32) for each in maps]
