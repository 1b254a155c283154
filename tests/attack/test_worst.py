"""What the worst messages cost, each in a process of its own. docs/security.md has the figures."""

import pytest

from tests.attack import worst


@pytest.mark.slow
@pytest.mark.parametrize("name", worst.ALL)
def test_nothing_costs_more_than_its_share(name):
    seconds, megabytes = worst.measured(name)
    print(f"{name}: {seconds:.2f} s, {megabytes:.0f} MB")
    max_seconds, max_megabytes = worst.limits(name)
    assert seconds < max_seconds
    assert megabytes < max_megabytes
