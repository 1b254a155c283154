import shutil
import sys
from types import SimpleNamespace

import pytest

from digits import live
from digits.live import __main__ as command
from digits.reading import metrics


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the bundled network to write to, and a golden file that is written at once."""
    for name in ("digits.keras", "digits.tflite", "metrics.json"):
        shutil.copy(metrics.BUNDLED / name, tmp_path)
    monkeypatch.setattr(metrics, "BUNDLED", tmp_path)
    monkeypatch.setattr(command, "GOLDEN", tmp_path / "golden.json.gz")
    monkeypatch.setattr(live, "golden", SimpleNamespace(write=lambda path: path.write_bytes(b"golden")), raising=False)
    return tmp_path


@pytest.mark.training
def test_the_network_is_written_and_then_the_golden_file(folder):
    assert command.main([]) == 0
    assert (folder / "digits.live").exists()
    assert (folder / "golden.json.gz").read_bytes() == b"golden"


def test_what_stands_in_the_way_is_said_in_a_sentence(folder, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "keras", None)
    assert command.main([]) == 1
    assert capsys.readouterr().err.startswith("tensorflow cannot be loaded: ")
    (folder / "digits.keras").write_bytes(b"another")
    assert command.main([]) == 1
    assert "digits.keras is not the file that metrics.json describes" in capsys.readouterr().err
    assert not (folder / "golden.json.gz").exists()
