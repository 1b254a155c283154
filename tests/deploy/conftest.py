import shutil

import pytest

from bench.fleet import balanced


@pytest.fixture
def fleet(tmp_path):
    """Three replicas of the page behind the real HAProxy; what they logged holds no traceback."""
    if not shutil.which("haproxy"):
        pytest.skip("HAProxy is not installed: apt-get install haproxy")
    with balanced(log=tmp_path / "replica.log") as served:
        yield served
    assert not [log for log in tmp_path.glob("*.log") if "Traceback" in log.read_text()]
