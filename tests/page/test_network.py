import inspect

from streamlit.runtime import runtime
from streamlit.runtime.app_session import AppSession
from streamlit.testing.v1 import AppTest

from digits.page.parts import network
from tests.page.conftest import page, seven


def test_figures_that_are_missing_are_said(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITS_MODEL", str(tmp_path))
    at = AppTest.from_string("from digits.page.pages import network; network.show()", default_timeout=30).run()
    assert not at.exception
    assert "git checkout model" in at.error[0].value


def test_streamlit_waits_less_between_messages_once_something_was_read():
    """It has no option for it: an upgrade that renames the figure is noticed here."""
    name = "MESSAGE_FLUSH_INTERVAL_SECS"
    assert name in inspect.getsource(runtime.Runtime._loop_coroutine)
    page(seven())
    assert vars(runtime)[name] == network.FLUSH_INTERVAL < 0.005


def test_no_visitor_clears_what_all_share():
    """Streamlit has no option for it either."""
    assert "self._handle_clear_cache_request()" in inspect.getsource(AppSession.handle_backmsg)
    page(seven())
    kept = network.shared_reader()
    AppSession._handle_clear_cache_request(None)
    assert network.shared_reader() is kept
