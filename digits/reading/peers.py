"""Second opinions: the classic recipes' networks, which read the same drawings."""

from pathlib import Path
from typing import NamedTuple

from digits.errors import EngineError
from digits.reading import metrics
from digits.reading.engine import Engine, LiteRT


class Peer(NamedTuple):
    """Another network: a recipe of the trainer's, how large it is, and its accuracy on MNIST's test digits."""

    name: str
    parameters: int
    accuracy: float
    engine: Engine


def load(folder: Path | None = None) -> list[Peer]:
    """Return the bundled networks of the classic recipes."""
    folder = folder or metrics.recipes_folder()
    try:
        return [
            Peer(row["recipe"], row["parameters"], row["test"], _engine(folder / file, digest))
            for row in metrics.read_table(folder)["rows"]
            for file, digest in row["sha256"].items()
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise EngineError(f"{folder / metrics.TABLE} describes no networks. {metrics.WAY_OUT}") from error


def _engine(path: Path, digest: str) -> Engine:
    return LiteRT(metrics.as_described(path, digest, metrics.TABLE))
