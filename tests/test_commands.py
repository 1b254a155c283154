import subprocess
import sys
from pathlib import Path

import pytest

from digits.commands import STOPPED, ended
from digits.errors import DataError

ROOT = Path(__file__).resolve().parent.parent


def raising(error):
    def do():
        raise error

    return do


def test_what_was_done_is_said_by_nothing(capsys):
    assert ended(lambda: print("done")) == 0
    assert capsys.readouterr() == ("done\n", "")


@pytest.mark.parametrize("error", [DataError("no strokes."), OSError("no strokes.")])
def test_what_stood_in_the_way_is_one_sentence(error, capsys):
    assert ended(raising(error)) == 1
    assert capsys.readouterr().err == "no strokes.\n"


def test_ctrl_c_is_no_traceback(capsys):
    assert ended(raising(KeyboardInterrupt())) == STOPPED
    assert capsys.readouterr().err == "\nStopped.\n"


def test_a_bug_keeps_its_traceback():
    with pytest.raises(ZeroDivisionError):
        ended(lambda: print(1 / 0))


@pytest.mark.parametrize("out", ["| head -c 0", "> /dev/full"])
def test_where_nobody_takes_what_is_printed_there_is_no_traceback(out, tmp_path):
    command = f"{sys.executable} -m digits.pen 7 --out {tmp_path / 'sheet.png'} {out}"
    found = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in found.stderr
    assert "Exception ignored" not in found.stderr


@pytest.mark.parametrize("name", ["digits.evaluate", "digits.scoring.learn", "digits.collection", "scripts.sample"])
def test_help_writes_nothing(name):
    before = (ROOT / "assets" / "sample.jpg").stat().st_mtime_ns
    found = subprocess.run([sys.executable, "-m", name, "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.startswith("usage:")
    assert (ROOT / "assets" / "sample.jpg").stat().st_mtime_ns == before
