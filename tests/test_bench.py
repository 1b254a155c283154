"""The benchmarks run and end with their line of JSON; what they measure here is not looked at.

They run in this process, each in a thread of its own, so that TensorFlow starts once for all of them.
"""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from importlib import import_module
from types import SimpleNamespace

import pytest

from bench import fleet
from bench.__main__ import ALL
from digits.pen import writing as pen
from tests.conftest import ROOT

pytestmark = pytest.mark.bench


@pytest.fixture
def run(monkeypatch, capfd):
    """Runs a benchmark with some arguments; returns its last line."""

    def ran(name, *arguments):
        monkeypatch.setattr(sys, "argv", [f"bench.{name}", *map(str, arguments)])
        with ThreadPoolExecutor(1) as elsewhere:  # Playwright's own loop, or that of other tests, runs in this thread
            elsewhere.submit(import_module(f"bench.{name}").main).result()
        return json.loads(capfd.readouterr().out.splitlines()[-1])

    return ran


@pytest.mark.parametrize(
    "name,figure",
    [
        ("answer", "milliseconds"),
        ("engine", "images_per_second"),
        ("start", "first_answer"),
        ("page", "milliseconds"),
        ("live", "milliseconds"),
        ("visitors", "visitors"),
        ("room", "in a room"),
        ("api", "readings_per_second"),
        pytest.param("arrival", "visitors", marks=pytest.mark.skipif(not shutil.which("haproxy"), reason="no HAProxy")),
        pytest.param("fleet", "visitors", marks=pytest.mark.skipif(not shutil.which("haproxy"), reason="no HAProxy")),
        ("training", "images_per_second"),
    ],
)
def test_each_runs_and_ends_with_its_json(run, name, figure, tmp_path):
    found = run(name, "--quick", "--json", tmp_path / "found.json")
    assert found == json.loads((tmp_path / "found.json").read_text())
    assert found["bench"] == name
    assert found[figure]
    assert found["versions"]["streamlit"]
    assert found["date"]


def test_a_rerun_brings_six_messages_at_most(run):
    rows = run("visitors", "--quick")["visitors"]
    assert max(row["messages"] for name, row in rows.items() if name.startswith("ours")) <= 6


def test_ours_and_the_bare_page_take_turns(run):
    times = run("visitors", "--beside", "1", "--quick")["beside_bare"]
    assert times["median"] == times["turn 1"]


def test_visitors_may_stay_or_come_again_and_again(run):
    megabytes = run("visitors", "--again", "2", "--quick")["megabytes"]
    assert list(megabytes) == ["fifty who stay", "fifty who come and go"]
    for each in megabytes.values():
        assert len(each) == 2
        assert 50 < min(each) <= max(each) < 320


def test_nothing_drawn_in_a_room_is_missing_or_there_twice(run):
    found = run("room", "--quick")
    answered, kept, missing, twice = found["answered, kept, missing, twice"]
    assert (answered, kept, missing, twice) == (9, 9, 0, 0)
    assert found["came onto the wall"] == 9
    assert found["killed"]["missing"] == 0


def test_accuracy_sets_ours_beside_the_naive_way(run, tmp_path):
    rows = [{"label": label, "strokes": pen.digit(label, 200), "writer": "a"} for label in range(10)]
    (tmp_path / "digits.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = run("accuracy", tmp_path / "digits.jsonl", "--quick")["percent"]["digits.jsonl"]
    assert found["ours"] >= 80
    assert found["ours"] > found["the naive way"]


def command(*arguments):
    """Run `python -m bench`, as people do."""
    line = [sys.executable, "-m", "bench", *arguments]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)


def test_one_command_runs_those_that_are_named():
    done = command("visitors", "--quick")
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1])["visitors"]["bench"] == "visitors"


def knee(monkeypatch, met):
    """How many visitors a fleet holds, and the numbers that were tried, where they meet with that."""
    tried = []

    def answered(_fleet, count, _quick):
        tried.append(count)
        return {"p95": met(count, tried.count(count)), "errors": 0}

    async def visit(*_):
        pass

    monkeypatch.setattr(fleet, "balanced", lambda _: nullcontext(SimpleNamespace(balancer=None)))
    monkeypatch.setattr(fleet, "visit", visit)
    monkeypatch.setattr(fleet, "_met", answered)
    found = fleet._until_degraded(1, [50, 100, 200, 300], quick=False)
    return max(count for count, row in found.items() if row["p95"] <= 150), tried


@pytest.mark.parametrize("most", [60, 137, 199, 200, 299])
def test_a_fleets_knee_is_found_to_a_twentieth(monkeypatch, most):
    held, _ = knee(monkeypatch, lambda count, _: 20 if count <= most else 900)
    assert most / 1.06 <= held <= most


def test_a_disturbed_try_does_not_make_a_knee(monkeypatch):
    slow = {(100, 1)}
    held, tried = knee(monkeypatch, lambda count, attempt: 900 if count > 250 or (count, attempt) in slow else 20)
    assert 237 <= held <= 250
    assert (tried.count(50), tried.count(100)) == (1, 3)


def test_one_command_knows_all_of_them():
    modules = [path for path in (ROOT / "bench").glob("*.py") if "\ndef main()" in path.read_text(encoding="utf-8")]
    assert set(ALL) == {path.stem for path in modules} - {"__main__", "cluster"}  # that needs Ray: `make cluster`


def test_an_unknown_one_is_refused():
    done = command("soup")
    assert done.returncode == 2
    assert "expected answer, engine" in done.stderr
