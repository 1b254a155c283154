import shutil

import pytest

from bench.fleet import balanced
from tests.logs import tracebacks


@pytest.fixture
def database(tmp_path):
    """The address of a new database, which all replicas share."""
    return f"sqlite:///{tmp_path}/collection.db"


@pytest.fixture
def fleet(tmp_path, database):
    """Three replicas of the page behind the real HAProxy; what they logged holds no traceback."""
    if not shutil.which("haproxy"):
        pytest.skip("HAProxy is not installed: apt-get install haproxy")
    with balanced(log=tmp_path / "replica.log", DIGITS_DATABASE=database) as served:
        yield served
    assert not [log for log in tmp_path.glob("*.log") if tracebacks(log)]
