from streamlit.testing.v1 import AppTest


def test_figures_that_are_missing_are_said(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITS_MODEL", str(tmp_path))
    at = AppTest.from_string("from digits.page.pages import network; network.show()", default_timeout=30).run()
    assert not at.exception
    assert "git checkout model" in at.error[0].value
