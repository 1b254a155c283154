"""The benchmarks run and end with their line of JSON; what they measure here is not looked at."""

import json
import subprocess
import sys

import pytest

from digits.pen import writing as pen
from tests.conftest import ROOT


def run(*arguments):
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    "name,figure",
    [
        ("answer", "milliseconds"),
        ("engine", "images_per_second"),
        ("start", "first_answer"),
        ("page", "milliseconds"),
        ("visitors", "visitors"),
        ("training", "images_per_second"),
    ],
)
def test_each_runs_and_ends_with_its_json(name, figure, tmp_path):
    found = run(f"bench.{name}", "--quick", "--json", str(tmp_path / "found.json"))
    assert found == json.loads((tmp_path / "found.json").read_text())
    assert found["bench"] == name
    assert found[figure]
    assert found["versions"]["streamlit"]
    assert found["date"]


def test_visitors_may_stay_or_come_again_and_again():
    megabytes = run("bench.visitors", "--again", "2", "--quick")["megabytes"]
    assert list(megabytes) == ["fifty who stay", "fifty who come and go"]
    for each in megabytes.values():
        assert len(each) == 2
        assert 50 < min(each) <= max(each) < 320


def test_accuracy_sets_ours_beside_the_naive_way(tmp_path):
    rows = [{"label": label, "strokes": pen.digit(label, 200), "writer": "a"} for label in range(10)]
    (tmp_path / "digits.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = run("bench.accuracy", str(tmp_path / "digits.jsonl"), "--quick")
    assert found["percent"]["digits.jsonl"]["ours"] >= 80
    assert found["percent"]["digits.jsonl"]["ours"] > found["percent"]["digits.jsonl"]["the naive way"]


def test_all_of_them_are_run_by_one_command():
    from bench.__main__ import ALL

    modules = {path.stem for path in (ROOT / "bench").glob("*.py")}
    assert set(ALL) == modules - {"__init__", "__main__", "table", "server", "drawings", "naive", "naive_page"}
    assert run("bench", "answer", "--quick")["answer"]["bench"] == "answer"


def test_an_unknown_one_is_refused():
    done = subprocess.run(
        [sys.executable, "-m", "bench", "soup"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "expected answer, engine" in done.stderr
