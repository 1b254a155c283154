"""The locks, from which everything is installed, hold what the lists ask for."""

import re

import pytest

from tests.conftest import ROOT

LOCKS = ["requirements-page", "requirements", "requirements-postgresql", "requirements-dev"]


def listed(name):
    """Return the packages that a list names itself, as locks write them, with their versions."""
    lines = (ROOT / f"{name}.txt").read_text().lower().splitlines()
    return dict(re.match(r"([\w-]+)(?:\[.+\])?==([^ ;]+)", line).groups() for line in lines if line[:1].isalpha())


def locked(name):
    """Return each entry of a lock: its package, its version, and all that stands below it."""
    text = (ROOT / f"{name}.lock").read_text()
    return re.findall(r"^([a-z0-9-]+)==(\S+).*\n((?: .*\n)+)", text, re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_its_list_asks_for(name):
    asked = {package: version for package, version, below in locked(name) if f"-r {name}.txt\n" in below}
    assert asked == listed(name), "list and lock disagree: call `make lock`"


@pytest.mark.parametrize("name", LOCKS)
def test_all_that_is_locked_has_hashes_and_no_address(name):
    entries = locked(name)
    lines = [line for line in (ROOT / f"{name}.lock").read_text().splitlines() if re.match(r"[^ #]", line)]
    assert len(entries) == len(lines) > 0
    assert all("--hash=sha256:" in below and "://" not in below for _, _, below in entries)
