import pytest

from digits.page.panels.all import PANELS
from tests.page.conftest import page


@pytest.mark.parametrize("panel", PANELS)
def test_each_panel_says_something_before_anything_is_drawn(panel):
    at = page(panel=panel)
    assert any(word in at.caption[0].value for word in ("Draw something", "Nothing drawn yet"))
