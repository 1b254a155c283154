import shutil

from digits.reading import metrics
from tests.page.conftest import html, page, seven


def test_opinions_that_are_missing_are_said(tmp_path, monkeypatch):
    monkeypatch.setattr(metrics, "recipes_folder", lambda: tmp_path)
    at = page(seven(), "Opinions")
    assert "The other networks are not available" in at.error[0].value
    assert "git checkout model" in at.error[0].value


def test_a_changed_peer_is_refused(tmp_path, monkeypatch):
    shutil.copytree(metrics.BUNDLED / "recipes", tmp_path / "recipes")
    (tmp_path / "recipes" / "plain.tflite").write_bytes(b"TFL3")
    monkeypatch.setattr(metrics, "recipes_folder", lambda: tmp_path / "recipes")
    assert "plain.tflite" in page(seven(), "Opinions").error[0].value


def test_opinions_name_every_classic_recipe():
    at = page(seven(), "Opinions")
    rows = metrics.read_table()["rows"]
    assert all(row["recipe"] in html(at) for row in rows)


def test_another_network_of_ours_leaves_the_recipes(tmp_path, monkeypatch):
    for file in metrics.BUNDLED.glob("*.*"):
        shutil.copy(file, tmp_path)
    monkeypatch.setenv("DIGITS_MODEL", str(tmp_path))
    at = page(seven(), "Opinions")
    assert "plain" in html(at)
    assert not at.error
