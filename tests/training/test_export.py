import shutil

import numpy as np
import pytest

from digits.drawing import ink
from digits.errors import TrainingError
from digits.live import export as live
from digits.reading import engine, metrics

pytestmark = pytest.mark.training


def test_the_three_formats_give_the_same_probabilities(trained, mnist):
    import keras

    batch = ink.as_inputs(mnist[0])
    lite = engine.load("litert", trained).predict(batch)
    assert np.abs(lite - engine.load("keras", trained).predict(batch)).max() < 1e-5
    old = keras.saving.load_model(trained / "digits.h5", compile=False)
    assert np.abs(lite - old.predict_on_batch(batch)).max() < 1e-5


def test_only_what_a_browser_can_run_is_written_for_it(trained, tmp_path):
    from digits.training.export import export
    from digits.training.networks import RECIPES

    assert live.verified(trained) == trained / "digits.live"
    assert export(RECIPES["plain"].build(), tmp_path, formats=["h5", "live"]).keys() == {"digits.h5"}


def test_another_backend_is_told_where_to_write(monkeypatch):
    import keras

    from digits.training.export import check_backend

    check_backend()
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    with pytest.raises(TrainingError, match=r"KERAS_BACKEND: expected tensorflow, .* got jax"):
        check_backend()


def test_files_made_anew_give_the_same(tmp_path, mnist, network):
    """But for the last bit: exporting multiplies weights together, and processors round that differently."""
    from digits.training import export

    for name in ("digits.keras", metrics.FILE):
        shutil.copy(metrics.BUNDLED / name, tmp_path)
    export.renew(tmp_path)
    assert live.verified(tmp_path) == tmp_path / "digits.live"
    batch = ink.as_inputs(mnist[0])
    for ours, bundled in zip(engine.load("litert", tmp_path).infer(batch), network.infer(batch), strict=True):
        assert np.abs(ours - bundled).max() < 1e-6
