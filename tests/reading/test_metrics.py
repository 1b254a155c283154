import json

import pytest

from digits.errors import EngineError
from digits.reading import metrics


def test_the_bundled_networks_figures_and_thresholds():
    parameters, accuracy = metrics.figures()
    assert parameters == metrics.read()["parameters"]
    assert 0.99 < accuracy <= 1
    assert metrics.thresholds() == tuple(metrics.read()["thresholds"][name] for name in ("sure", "not_a_digit"))
    assert metrics.read_table()["rows"]


def test_the_environment_names_the_folder_each_time(monkeypatch, tmp_path):
    monkeypatch.setenv("DIGITS_MODEL", str(tmp_path))
    assert metrics.model_folder() == tmp_path
    assert metrics.recipes_folder() == metrics.BUNDLED / "recipes"
    monkeypatch.delenv("DIGITS_MODEL")
    assert metrics.model_folder() == metrics.BUNDLED


@pytest.mark.parametrize("text", [None, "junk", "[]", "{}", '{"thresholds": 3, "parameters": "x", "rows": 7}'])
@pytest.mark.parametrize("ask", [metrics.thresholds, metrics.figures, metrics.read_table])
def test_what_is_not_there_is_named_with_the_way_out(tmp_path, text, ask):
    for name in (metrics.FILE, metrics.TABLE) if text else ():
        (tmp_path / name).write_text(text)
    with pytest.raises(EngineError, match=r"(metrics|table)\.json is missing or holds no .*git checkout model"):
        ask(tmp_path)


def test_a_file_is_compared_with_its_digest(tmp_path):
    (tmp_path / "a.tflite").write_bytes(b"network")
    (tmp_path / metrics.FILE).write_text(json.dumps({"sha256": {"b.tflite": "0"}}))
    with pytest.raises(EngineError, match=r"metrics\.json holds no sha256 of a\.tflite"):
        metrics.verified(tmp_path / "a.tflite")
    (tmp_path / metrics.FILE).write_text(json.dumps({"sha256": {"a.tflite": "0"}}))
    with pytest.raises(EngineError, match=r"a\.tflite is not the file that metrics\.json describes"):
        metrics.verified(tmp_path / "a.tflite")
