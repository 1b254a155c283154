"""Mangled messages of every kind: the page takes them or refuses them with a user's error. `make attack` sends more."""

import pytest

from tests.attack.targets import TARGETS, attacked

SEED = 7


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.__name__)
def test_what_is_mangled_is_taken_or_refused(target):
    taken = [attacked(target, SEED, number) for number in range(TARGETS[target])]
    assert 0.02 < sum(taken) / len(taken) < 0.9  # else it is no attack on what comes after the door
