import shutil

import pytest

from digits.page.parts import live
from digits.reading import metrics


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder that the page may serve from, and one that holds a copy of the network."""
    monkeypatch.setattr(live, "STATIC", tmp_path / "static")
    live.STATIC.mkdir()
    network = tmp_path / "network"
    shutil.copytree(metrics.BUNDLED, network)
    monkeypatch.setenv("DIGITS_MODEL", str(network))
    return network


def test_the_network_is_served_under_its_digest(folder):
    told = live.live_settings()
    assert told["address"] == f"app/static/digits-{told['digest'][:16]}.gz"
    (served,) = live.STATIC.iterdir()
    assert served.name in told["address"]
    assert served.read_bytes() == (folder / "digits.live").read_bytes()


def refused(caplog, name):
    """Whether only the server reads; the log says in a sentence why, and names the file."""
    return not live.live_settings() and "read at pen-up only" in caplog.text and name in caplog.text


def test_a_file_that_was_changed_is_refused(folder, caplog):
    (folder / "digits.live").write_bytes(b"another")
    assert refused(caplog, "digits.live")


def test_the_network_of_another_tflite_is_refused(folder, caplog):
    figures = (folder / "metrics.json").read_text(encoding="utf-8")
    digest = metrics.read(folder)["sha256"]["digits.tflite"]
    (folder / "metrics.json").write_text(figures.replace(digest, "0" * 64), encoding="utf-8")
    assert refused(caplog, "digits.tflite")


def test_where_nothing_can_be_written_only_the_server_reads_until_it_can(caplog):
    live.STATIC.rmdir()
    assert refused(caplog, "static")
    live.STATIC.mkdir()
    assert live.live_settings()["address"]
