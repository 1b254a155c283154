"""Write the bundled network for the browser, and the file that holds the browser to Python's numbers.

python -m digits.live     model/digits.live with its digest in model/metrics.json, then tests/golden.json.gz
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from digits.commands import ended
from digits.live import export
from digits.reading import engine, metrics

GOLDEN = Path(__file__).resolve().parents[2] / "tests" / "golden.json.gz"


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 when both files were written, 1 with a sentence when something stood in the way."""
    parser = argparse.ArgumentParser(prog="python -m digits.live", description="Write the network for the browser.")
    parser.parse_args(arguments)
    return ended(_renew)


def _renew() -> None:
    from digits.live import golden

    export.renew(keras_model(metrics.BUNDLED), metrics.BUNDLED)
    golden.write(GOLDEN)


def keras_model(folder: Path) -> export.Model:
    """Return the trained network of a folder as Keras has it. Loading it brings in TensorFlow."""
    path = metrics.verified(folder / "digits.keras")
    try:
        import keras
    except ImportError as error:
        raise engine.not_installed("tensorflow", error) from error
    return keras.saving.load_model(path, compile=False, safe_mode=True)


if __name__ == "__main__":
    sys.exit(main())
