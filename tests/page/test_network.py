import inspect

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session, runtime
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


def test_streamlit_makes_the_message_of_its_theme_once(monkeypatch):
    """Nor for this: what it sends is what it would have sent."""
    assert "_populate_theme_msg(" in inspect.getsource(AppSession._create_new_session_message)
    page(seven())
    once = app_session._populate_theme_msg
    for section in ("theme", "theme.light", "theme.dark", "theme.sidebar"):
        plain, first, again = CustomThemeConfig(), CustomThemeConfig(), CustomThemeConfig()
        once.__wrapped__(plain, section)
        once(first, section)
        once(again, section)
        assert first == again == plain
    asked = []
    monkeypatch.setattr(app_session.config, "get_options_for_section", lambda section: asked.append(section) or {})
    once(CustomThemeConfig(), "theme")
    assert not asked


def test_no_visitor_clears_what_all_share():
    """Streamlit has no option for it either."""
    assert "self._handle_clear_cache_request()" in inspect.getsource(AppSession.handle_backmsg)
    page(seven())
    kept = network.shared_reader()
    AppSession._handle_clear_cache_request(None)
    assert network.shared_reader() is kept
