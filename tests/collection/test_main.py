import json
import os
import subprocess
import sys

import pytest

from digits.collection import drawings
from digits.collection.__main__ import main
from digits.collection.database import connect
from digits.collection.drawings import Labelled
from digits.drawing import files
from digits.drawing.strokes import by_one_pen
from digits.pen import writing as pen
from digits.training import hands
from tests.conftest import ROOT

SEVEN = Labelled(by_one_pen(pen.digit(7, 180, (90, 70)), 20), "7", "7", writer="ann", confidence=0.9, network="abc")
FOUR = Labelled(by_one_pen(pen.digit(4, 180, (90, 70)), 20), None, "9", writer="bob", when=1_700_000_000.0)
BLOT = Labelled(by_one_pen([[[10.0, 10.0]]], 20)._replace(pens=[-20]), "1", writer="eve")  # erased all


@pytest.fixture
def run(address, capsys):
    """Runs the command on a database with three drawings; returns its status, and what it says."""
    database = connect(address)
    with database.writing() as connection:
        for each in (SEVEN, FOUR, BLOT):
            drawings.keep(connection, each)
    database.close()

    def ran(*arguments):
        status = main(["--database", address, *map(str, arguments)])
        return status, *capsys.readouterr()

    return ran


def test_stats_counts(run):
    status, out, _ = run("stats")
    assert status == 0
    lines = out.splitlines()
    assert ": 3 drawings by 3 visitors, 2023-11-14 to " in lines[0]
    assert lines[2] == "somebody named 2, of which 50.0% were read so"
    assert lines[4].split() == ["7:", "1", "read", "right", "100.0%"]


def test_export_is_what_the_evaluator_and_the_trainer_take(run, tmp_path):
    status, out, err = run("export", "--out", tmp_path / "all.jsonl")
    assert (status, out, err) == (0, "", "2 drawings\n")
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().splitlines()]
    assert [row["label"] for row in rows] == ["7", None]
    assert (rows[0]["writer"], rows[0]["confidence"], rows[0]["network"]) == ("ann", 0.9, "abc")
    found, complaints = files.read(tmp_path / "all.jsonl")
    assert [each.label for each in found] == ["7"]
    assert complaints == ["nobody said what 1 of its drawings are"]
    assert hands.load([tmp_path / "all.jsonl"]).learned.counts()["digits"] == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "shell,status,said",
    [("{export} > /dev/full", 1, "No space left on device"), ("{export} | :; exit ${{PIPESTATUS[0]}}", 0, "")],
)
def test_where_an_export_goes_is_not_the_databases_fault(run, address, shell, status, said):
    assert run("stats")[0] == 0
    export = f"{sys.executable} -m digits.collection --database {address} export"
    command = ["bash", "-c", shell.format(export=export)]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(command, cwd=ROOT, env=buffered, capture_output=True, text=True, check=False)
    assert (done.returncode, "collection" in done.stderr) == (status, False)
    assert said in done.stderr
    assert "Exception" not in done.stderr


def test_only_what_is_labelled_is_exported_if_so_asked(run):
    _, out, _ = run("export", "--labelled")
    assert [json.loads(line)["label"] for line in out.splitlines()] == ["7"]


def test_what_was_exported_comes_back_once(run, tmp_path):
    run("export", "--out", tmp_path / "all.jsonl")
    other = f"sqlite:///{tmp_path}/other.db"
    for _ in range(2):
        assert main(["--database", other, "import", str(tmp_path / "all.jsonl")]) == 0
    database = connect(other)
    with database.reading() as connection:
        found = list(drawings.every(connection))
    assert [(each.writer, each.label, each.text) for each in found] == [("ann", "7", "7"), ("bob", None, "9")]
    assert found[1].when == FOUR.when


def test_files_of_others_are_imported_and_broken_lines_said(run, tmp_path):
    line = json.dumps({"label": 3, "strokes": pen.digit(3, 180, (90, 70))})
    (tmp_path / "theirs.jsonl").write_text("\n".join([line, "junk", line, *["{}"] * 7]))
    status, out, err = run("import", tmp_path / "theirs.jsonl")
    assert (status, out) == (0, "2 drawings\n")
    assert err.splitlines()[0].endswith("line 2: this is not JSON")
    assert err.splitlines()[-1] == "… and 3 more that cannot be read"
    assert ": 4 drawings by 4 visitors" in run("stats")[1]  # the same line twice is one drawing


@pytest.mark.parametrize(
    ("arguments", "count"), [(["--visitor", "ann"], 1), (["--before", "2023-11-15"], 1), (["--visitor", "nobody"], 0)]
)
def test_drawings_are_forgotten(run, arguments, count):
    assert run("forget", *arguments)[1] == f"{count} drawings are forgotten\n"
    assert f": {3 - count} drawings" in run("stats")[1]


def test_a_room_that_is_not_there_is_said(run):
    assert run("forget", "--room", "abcd") == (1, "", "There is no room ABCD, or it has ended.\n")


@pytest.mark.parametrize(
    "arguments",
    [["forget"], ["forget", "--before", "yesterday"], ["forget", "--visitor", ""], ["forget", "--room", " "], []],
)
def test_what_is_no_command_is_refused(run, arguments):
    with pytest.raises(SystemExit):
        run(*arguments)


def test_a_database_that_is_none_is_said(tmp_path, capsys):
    (tmp_path / "junk.db").write_bytes(b"junk" * 100)
    assert main(["--database", f"sqlite:///{tmp_path}/junk.db", "stats"]) == 1
    assert "is no database" in capsys.readouterr().err


def test_where_nothing_can_be_read_nothing_is_imported(run, tmp_path):
    (tmp_path / "junk.jsonl.gz").write_bytes(b"junk")
    status, out, err = run("import", tmp_path / "junk.jsonl.gz")
    assert (status, out, len(err.splitlines())) == (1, "", 1)


def test_a_file_that_is_missing_is_said(run, tmp_path):
    assert "nothing.jsonl" in run("import", tmp_path / "nothing.jsonl")[2]
