"""The benchmarks run; what they measure here is not looked at."""

import json
import subprocess
import sys

from tests.conftest import ROOT


def test_answer_prints_its_table_and_one_line_of_json():
    command = [sys.executable, "-m", "bench.answer", "--repeat", "1", "--keras"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["bench"] == "answer"
    assert found["milliseconds"]["ours, PNG to reading"]["median"] > 0
    assert found["milliseconds"]["naive: stretched, model.predict"]["median"] > 0


def test_training_prints_both_speeds_and_one_line_of_json():
    command = [sys.executable, "-m", "bench.training", "--digits", "256", "--rounds", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["bench"] == "training"
    assert found["images_per_second"].keys() == {"train.py", "plain model.fit"}
