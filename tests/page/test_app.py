import builtins

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tests.page.conftest import page


@pytest.mark.parametrize("error", [ModuleNotFoundError("No module named 'cv2'", name="cv2"), ImportError("libGL.so.1")])
def test_a_missing_library_is_said(monkeypatch, error):
    break_an_import(monkeypatch, error)
    (message,) = page().error
    assert "pip install -r requirements-page.txt" in message.value
    assert "libgl1" in message.value


@pytest.mark.parametrize("name", ["digits.page.parts.wrods", "digits.reading.reader"])
def test_a_typo_of_our_own_keeps_its_traceback(monkeypatch, capsys, caplog, name):
    kind = ModuleNotFoundError if name.endswith("wrods") else ImportError
    break_an_import(monkeypatch, kind(f"cannot import {name}", name=name))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    assert not at.error
    assert at.exception
    log = capsys.readouterr().out or caplog.text  # Streamlit prints where Rich is installed (it comes with Keras)
    assert "Traceback" in log
    assert f"cannot import {name}" in log


def break_an_import(monkeypatch, error):
    """Have the import of the page's own modules fail."""
    original = builtins.__import__

    def fail(name, *arguments, **keywords):
        if name == "digits.page.pages":
            raise error
        return original(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", fail)
