"""A real server under attack answers everybody else. `make attack` does the same at length."""

import asyncio

import numpy as np
import pytest

from bench.server import serving
from tests.attack.crowd import PAGE, besieged
from tests.logs import tracebacks

SEED = 7


@pytest.mark.slow
def test_a_witness_is_answered_rightly_while_others_attack(tmp_path):
    log = tmp_path / "server.log"
    with serving(log, page=PAGE) as server:
        seconds = asyncio.run(besieged(server.address, SEED, messages=300, drops=100))
        print(f"{len(seconds)} answers to the witness, {np.median(seconds):.3f} s each; {server.megabytes():.0f} MB")
    assert len(seconds) >= 10
    assert np.median(seconds) < 1
    assert tracebacks(log) == 0
