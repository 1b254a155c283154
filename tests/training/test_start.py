"""Beginning with the weights of a network that is there already."""

import shutil

import numpy as np
import pytest

from digits.errors import TrainingError
from digits.reading.metrics import BUNDLED

pytestmark = pytest.mark.training


def model(name="ours"):
    from digits.training.fit import compiled
    from digits.training.networks import RECIPES

    return compiled(RECIPES[name], 10)


def begin(file, name="ours"):
    from digits.training.start import begin_from

    begun = model(name)
    begin_from(begun, file)
    return begun


@pytest.mark.parametrize("name", ["digits.keras", "digits.h5"])
def test_the_weights_are_those_that_were_trained_without_softening_and_temperature(name):
    import keras

    from digits.reading import metrics

    begun, bundled = begin(BUNDLED / name), keras.models.load_model(BUNDLED / name, compile=False)
    temperature = metrics.read(BUNDLED)["temperature"]
    for before, after in zip(bundled.layers, begun.layers, strict=True):
        for one, other in zip(before.get_weights(), after.get_weights(), strict=True):
            if after.name == "soften":
                assert other.sum() == other.max() == 1
            else:
                assert np.allclose(one * (temperature if after.name == "digit" else 1), other)


def test_without_a_report_beside_it_the_temperature_stays(tmp_path):
    shutil.copy(BUNDLED / "digits.keras", tmp_path)
    one, other = (begin(folder / "digits.keras").get_layer("digit") for folder in (tmp_path, BUNDLED))
    assert not np.allclose(one.get_weights()[0], other.get_weights()[0])


@pytest.mark.parametrize("file,recipe,complaint", [
    ("none.keras", "ours", "No such file"), ("junk.keras", "ours", "expected a .keras or .h5 file"),
    (BUNDLED / "digits.keras", "mnist-only", "of the recipe's network"),
])  # fmt: skip
def test_another_file_or_network_is_refused_in_a_sentence(tmp_path, file, recipe, complaint):
    (tmp_path / "junk.keras").write_text("junk")
    with pytest.raises(TrainingError, match=f"--from: .*{complaint}"):
        begin(tmp_path / file, recipe)
