import numpy as np
import pytest

from digits.errors import TrainingError

pytestmark = pytest.mark.training


class Scripted:
    """A model whose validation losses are known beforehand."""

    stop_training = False

    def __init__(self):
        self.epoch = 0

    def get_weights(self):
        return [np.array(self.epoch)]


@pytest.mark.parametrize(
    "name,patience,expected",
    [("ours", None, (3, 6)), ("plain", None, (6, 6)), ("augmented", 2, (3, 5)), ("augmented", 1, (1, 2))],
)
def test_the_best_epoch_is_kept_and_patience_ends(tmp_path, monkeypatch, name, patience, expected):
    from digits.training import progress as module
    from digits.training.networks import RECIPES

    progress = module.Progress(tmp_path / "checkpoint.npz", "", RECIPES[name]._replace(patience=patience))
    model = Scripted()
    progress.set_model(model)
    monkeypatch.setattr(module, "_state", lambda _: [])
    for model.epoch, loss in enumerate([0.5, 0.6, 0.3, 0.4, 0.35, 0.31], start=1):
        progress.on_epoch_begin(model.epoch)
        progress.on_epoch_end(model.epoch, {"val_loss": loss})
        if model.stop_training:
            break
    assert (int(progress.best[0]), len(progress.history)) == expected


@pytest.mark.parametrize("harm", ["junk", "without settings"])
def test_a_checkpoint_that_cannot_be_read_is_refused(tmp_path, harm):
    from digits.training.networks import RECIPES
    from digits.training.progress import Progress

    checkpoint = tmp_path / "checkpoint.npz"
    if harm == "junk":
        checkpoint.write_bytes(b"junk")
    else:
        np.savez(checkpoint, state0=np.zeros(3))
    with pytest.raises(TrainingError, match=r"checkpoint.npz cannot be read: .*Delete it to start anew\.$"):
        Progress(checkpoint, "", RECIPES["plain"]).resume(None)


def test_a_full_disk_leaves_the_last_checkpoint(tmp_path, monkeypatch):
    from digits.training import progress as module
    from digits.training.networks import RECIPES

    def full(file, **_):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    checkpoint = tmp_path / "checkpoint.npz"
    checkpoint.write_bytes(b"the last one")
    progress = module.Progress(checkpoint, "", RECIPES["plain"])
    progress.set_model(Scripted())
    monkeypatch.setattr(module, "_state", lambda _: [])
    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space left"):
        progress.on_epoch_begin(0)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("checkpoint.npz", b"the last one")]
