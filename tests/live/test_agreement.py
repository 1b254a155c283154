import shutil

import pytest

from bench.drawings import strangers
from bench.live import agreement_with_server


@pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed")
@pytest.mark.parametrize("path", strangers() or [None], ids=lambda path: path and path.name)
def test_the_browser_reads_peoples_strokes_as_the_server_does(path):
    if path is None:
        pytest.skip("there are no strangers' digits: `make hands` fetches some")
    found = agreement_with_server(path, limit=500)
    assert found["drawings"] > 400
    assert found["same_digit"] >= 0.999
    assert found["within"] >= 0.999
