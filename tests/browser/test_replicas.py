"""A replica dies under a visitor's hands, and the browser goes on with another one."""

import os
import re
import shutil
import signal

import pytest
from playwright.sync_api import expect

from bench.fleet import balanced
from tests.browser.screens import TALL


@pytest.mark.skipif(not shutil.which("haproxy"), reason="HAProxy is not installed: apt-get install haproxy")
def test_a_drawing_survives_the_death_of_its_replica_and_a_drain(visit, artefacts):
    with balanced(log=artefacts / "replica.log") as fleet:
        visitor = visit(address=fleet.balancer.address, lost=True, **TALL)
        visitor.draw(5)
        visitor.press("Undo", leaves=1)
        visitor.press("Redo", leaves=2)
        before = visitor.ink()
        died = replica_of(visitor)
        os.kill(fleet.replicas[died].process, signal.SIGKILL)
        moved(visitor, died)
        visitor.reads("5")
        visitor.wait_for_ink(before, rel=0.01)
        visitor.press("Undo", leaves=1)
        visitor.press("Redo", leaves=2)
        drained = replica_of(visitor)
        fleet.tell(f"set server pages/{drained} state maint; shutdown sessions server pages/{drained}")
        moved(visitor, drained)
        visitor.reads("5")
        visitor.wait_for_ink(before, rel=0.01)
        visitor.press("Clear", leaves=0)
        visitor.draw(3)
        visitor.reads("3")


def replica_of(visitor):
    """Return the replica that a visitor's browser asks for."""
    (name,) = [each["value"] for each in visitor.page.context.cookies() if each["name"] == "digits-replica"]
    return name


def moved(visitor, replica):
    """Wait until a visitor's page is connected to another replica, and was answered there."""
    few = re.compile("^[12]$")  # the first answer there, and the one after it was told of the history
    expect(visitor.answer).to_have_attribute("data-turn", few, timeout=60_000)
    visitor.wait_until_at_rest()
    assert replica_of(visitor) != replica
