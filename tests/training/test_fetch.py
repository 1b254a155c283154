"""What people drew is fetched from its homes: here a server of this machine, with small archives made for the test."""

import gzip
import hashlib
import io
import json
import tarfile
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from digits.training import convert, fetch
from digits.training.fetch import Original
from tests.drawing.test_unipen import pack


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def home(tmp_path):
    """A folder that is served, and where."""
    folder = tmp_path / "home"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def segment(label, writer=3):
    return f'.SEGMENT DIGIT ? ? "{label}"\n.COMMENT {label} {writer} 1\n.PEN_DOWN\n0 0\n9 9\n.PEN_UP\n'


def pendigits(path):
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("pendigits-orig.tra.Z", pack(segment(7) + segment(1, 4)))
        packed.writestr("pendigits-orig.tes.Z", pack(segment(2)))
        packed.writestr("pendigits.tra", "47,100,27,8")


def omniglot(path):
    with zipfile.ZipFile(path, "w") as packed:
        for alphabet in ("Korean", "Greek", "Klingon"):
            text = "START\n1.0,-2.0,0\n3.0,-4.0,9\nBREAK\n5.0,-6.0,20\n"
            packed.writestr(f"strokes_background/{alphabet}/character05/0123_07.txt", text)
        packed.writestr("strokes_background/Korean/character06/0124_07.txt", "START\n")


def unipen(path, writers=8):
    files = {"include/abc/notes.doc": ".DATE 1994\n"}
    for number in range(writers):
        files[f"include/abc/data/p{number}.dat"] = f".WRITER_ID Jane Doe {number}\n.PEN_DOWN\n0 0\n9 9\n0 9\n.PEN_UP\n"
        for category, label in (("1a", "7"), ("1c", "k"), ("6", "word")):
            include = f".INCLUDE abc/notes.doc\n.INCLUDE abc/data/p{number}.dat\n"
            files[f"data/{category}/abc/p{number}.dat"] = f'{include}.SEGMENT CHARACTER 0 ? "{label}"\n'
    with tarfile.open(path, "w:gz") as packed:
        for name, text in files.items():
            member = tarfile.TarInfo(f"CDROM/train_r01_v07/{name}")
            member.size = len(text)
            packed.addfile(member, io.BytesIO(text.encode()))


def rows(path):
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


@pytest.fixture
def run(home, tmp_path, monkeypatch):
    """Runs the command with a set whose home is the server; returns the exit status."""
    folder, address = home

    def ran(*names, sha256="", **kinds):
        originals = {}
        for name, make in kinds.items():
            if callable(make):
                make(folder / name)
            originals[name] = Original(f"{address}/{name}", f"{name}.archive", getattr(convert, name), sha256)
        monkeypatch.setattr(fetch, "ORIGINALS", originals)
        return fetch.main([*names, "--out", str(tmp_path / "hands")])

    return ran


def test_pendigits_keep_their_split_and_writers(run, tmp_path, capsys):
    assert run(pendigits=pendigits) == 0
    learned, judged = (rows(tmp_path / "hands" / file) for file in ("pendigits.jsonl.gz", "judge/pendigits.jsonl.gz"))
    assert [(row["label"], row["writer"]) for row in learned] == [("7", "train-3"), ("1", "train-4")]
    assert learned[0]["strokes"] == [[[0, 0], [9, -9]]]
    assert [(row["label"], row["writer"]) for row in judged] == [("2", "test-3")]
    assert f"--hands {tmp_path / 'hands'}" in capsys.readouterr().out


def test_unipens_writers_are_parted_and_not_named(run, tmp_path):
    assert run(unipen=unipen) == 0
    parts = {}
    for file in ("unipen.jsonl.gz", "judge/unipen.jsonl.gz", "unipen_signs.jsonl.gz", "judge/unipen_signs.jsonl.gz"):
        parts[file] = {row["writer"] for row in rows(tmp_path / "hands" / file)}
    assert not parts["unipen.jsonl.gz"] & parts["judge/unipen.jsonl.gz"]
    assert parts["unipen.jsonl.gz"] == parts["unipen_signs.jsonl.gz"]
    assert sum(map(len, parts.values())) == 16
    assert all(writer.startswith("abc-") and "Jane" not in writer for part in parts.values() for writer in part)
    assert not list((tmp_path / "hands").glob(".*"))


def test_omniglots_alphabets_are_parted_and_turned_upright(run, tmp_path):
    assert run(omniglot=omniglot) == 0
    (learned,), (judged,) = (
        rows(tmp_path / "hands" / file) for file in ("omniglot.jsonl.gz", "judge/omniglot.jsonl.gz")
    )
    assert (learned["label"], judged["label"], learned["writer"]) == ("Korean/character05", "Greek/character05", "07")
    assert learned["strokes"] == [[[1, 2], [3, 4]], [[5, 6]]]


def test_what_was_fetched_is_written_down_where_no_digest_is_known(run, home, tmp_path, capsys):
    assert run(pendigits=pendigits) == 0
    digest = hashlib.sha256((home[0] / "pendigits").read_bytes()).hexdigest()
    record = json.loads((tmp_path / "hands" / "fetched.json").read_text())["pendigits"]
    assert record == {"url": f"{home[1]}/pendigits", "sha256": digest,
                      "files": {"pendigits.jsonl.gz": 2, "judge/pendigits.jsonl.gz": 1}}  # fmt: skip
    assert f"{digest}, which nobody here could compare" in capsys.readouterr().out


def test_what_is_there_is_not_fetched_again(run, home, capsys):
    assert run(pendigits=pendigits) == 0
    (home[0] / "pendigits").unlink()
    assert run(pendigits=None) == 0
    assert "is there already, 3 drawings" in capsys.readouterr().out


def test_an_archive_that_was_fetched_by_hand_is_taken(run, tmp_path):
    (tmp_path / "hands").mkdir()
    omniglot(tmp_path / "hands" / "omniglot.archive")
    assert run(omniglot=None) == 0
    assert (tmp_path / "hands" / "omniglot.archive").exists()


@pytest.mark.parametrize("make,complaint", [
    (None, "HTTP Error 404: File not found. Or fetch http"),
    (lambda path: path.write_text("junk"), "File is not a zip file"),
    (lambda path: zipfile.ZipFile(path, "w").close(), "the archive holds no drawings where they should be"),
])  # fmt: skip
def test_each_set_that_cannot_be_had_is_one_sentence_and_the_others_come(run, tmp_path, capsys, make, complaint):
    assert run(pendigits=make, omniglot=omniglot) == 1
    (sentence,) = [line for line in capsys.readouterr().err.splitlines() if "could not be had" in line]
    assert sentence.startswith("pendigits could not be had: ")
    assert complaint in sentence
    assert [file.name for file in (tmp_path / "hands").glob("*.gz")] == ["omniglot.jsonl.gz"]
    assert not list((tmp_path / "hands").glob(".*"))


def test_a_home_that_does_not_answer_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(fetch, "ORIGINALS", {"omniglot": Original("http://127.0.0.1:9/x", "x", convert.omniglot)})
    assert fetch.main(["--out", str(tmp_path)]) == 1
    assert "Connection refused" in capsys.readouterr().err


def test_another_archive_than_the_original_is_refused(run, capsys):
    assert run(omniglot=omniglot, sha256="0" * 64) == 1
    assert "it is not the original, its SHA-256 is" in capsys.readouterr().err


def test_only_known_sets_are_asked_for(capsys):
    with pytest.raises(SystemExit):
        fetch.main(["mnist"])
    assert "expected sets of pendigits, unipen, omniglot, got mnist" in capsys.readouterr().err


def test_the_cache_is_where_it_is_said_to_be(monkeypatch, tmp_path):
    monkeypatch.setenv("DIGITS_CACHE", str(tmp_path))
    assert fetch.cache() == tmp_path / "hands"


def test_letters_of_one_kind_do_not_fill_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr(convert, "MAX_OF_LABEL", 2)
    many = [convert.Drawing("a.jsonl.gz", label, [[[0, 1]]], "w") for label in "AAAA7777"]
    assert convert.write(iter(many), tmp_path) == {"a.jsonl.gz": 6}
