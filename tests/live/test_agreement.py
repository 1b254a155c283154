import shutil

import pytest

from bench.live import FILES, agreement_with_server


@pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_browser_reads_peoples_strokes_as_the_server_does(path):
    if not path.exists():
        pytest.skip(f"there is no {path}")
    found = agreement_with_server(path, limit=500)
    assert found["drawings"] > 400
    assert found["same_digit"] >= 0.999
    assert found["within"] >= 0.999
