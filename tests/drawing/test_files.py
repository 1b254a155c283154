import gzip
import json

import cv2
import numpy as np
import pytest

from digits.drawing import files
from digits.errors import DataError
from digits.pen import writing as pen

SEVEN = {"label": 7, "strokes": pen.digit(7, 100), "writer": "w1", "flags": ["odd"]}


def lines(*rows):
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows).encode()


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_strokes_come_with_their_label_writer_and_doubt(tmp_path, name):
    text = lines(SEVEN, "", {"label": "Latin/b", "strokes": [[[1, 2]]]})
    (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    (seven, letter), broken = files.read(tmp_path / name)
    assert (seven.label, seven.drawing.strokes, seven.writer, seven.flagged) == ("7", SEVEN["strokes"], "w1", True)
    assert (letter.label, letter.drawing.strokes, letter.flagged) == ("Latin/b", [[[1.0, 2.0]]], False)
    assert broken == []


@pytest.mark.parametrize(
    "row,complaint",
    [
        ("junk", "line 2: this is not JSON"),
        ("[1]", "line 2: no drawing can be read in it"),
        ({"label": 3}, "line 2: 'strokes' is missing"),
        ({"label": 3, "strokes": []}, "line 2: strokes: expected runs"),
        ({"label": 3, "strokes": [[]]}, "line 2: strokes: expected runs"),
        ({"label": 3, "strokes": [[[1, 2, 3]]]}, "line 2: strokes: expected runs"),
        ({"label": 3, "strokes": [[["1", "2"]]]}, "line 2: strokes: expected runs"),
        ({"label": 3, "strokes": [[[True, 2]]]}, "line 2: strokes: expected runs"),
        ('{"label": 3, "strokes": [[[1, NaN]]]}', "line 2: strokes: expected points within"),
        ({"label": 3, "strokes": [[[1, 1e300]]]}, "line 2: strokes: expected points within"),
        ('{"label": 3, "strokes": [[[1, 1' + "0" * 400 + "]]]}", "line 2: no drawing can be read in it"),
        ("[" * 100_000, "line 2: no drawing can be read in it"),
    ],
)
def test_a_broken_row_is_named_and_the_others_are_read(tmp_path, row, complaint):
    (tmp_path / "a.jsonl").write_bytes(lines(SEVEN, row, SEVEN))
    found, (broken,) = files.read(tmp_path / "a.jsonl")
    assert len(found) == 2
    assert broken.startswith(complaint)


def test_a_file_that_breaks_off_gives_what_it_held(tmp_path):
    whole = gzip.compress(lines(*[SEVEN] * 200), mtime=0)
    (tmp_path / "a.jsonl.gz").write_bytes(whole[:-9])
    found, (broken,) = files.read(tmp_path / "a.jsonl.gz")
    assert len(found) > 100
    assert broken.startswith("after line")


def test_one_bad_byte_costs_one_row(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(lines(SEVEN) + b"\n\xff\xfe\n" + lines(SEVEN))
    found, broken = files.read(tmp_path / "a.jsonl")
    assert (len(found), len(broken)) == (2, 1)


def test_labels_may_be_whole_floats(tmp_path, mnist):
    np.savez(tmp_path / "a.npz", x=mnist[0][:2], y=np.array([1.0, 2.5]))
    (one, other), _ = files.read(tmp_path / "a.npz")
    assert (one.label, one.is_digit, other.is_digit) == ("1", True, False)


def test_pictures_in_arrays(tmp_path, mnist):
    x = mnist[0][:3].copy()
    x[1] = 0
    np.savez(tmp_path / "a.npz", x=x, y=[4, 5, 12])
    found, broken = files.read(tmp_path / "a.npz")
    assert [each.label for each in found] == ["4", "5", "12"]
    assert (found[0].ink == x[0]).all()
    assert found[1].ink is None
    assert broken == []


@pytest.mark.parametrize(
    "arrays", [{"x": np.zeros((2, 3, 3), np.uint8)}, {"x": np.zeros((2, 3, 3)), "y": [1, 2]},
               {"x": np.zeros((2, 3, 3), np.uint8), "y": [1]}],
)  # fmt: skip
def test_other_arrays_are_refused(tmp_path, arrays):
    np.savez(tmp_path / "a.npz", **arrays)
    with pytest.raises(DataError, match="expected"):
        files.read(tmp_path / "a.npz")


def test_a_folder_of_pictures_in_folders_named_for_what_they_show(tmp_path):
    for label in ("3", "letter"):
        (tmp_path / label).mkdir()
        picture = np.full((40, 40), 255, np.uint8)
        picture[10:30, 18:22] = 0
        cv2.imwrite(str(tmp_path / label / "a.png"), picture)
        cv2.imwrite(str(tmp_path / label / "b.JPG"), 255 - picture)
        (tmp_path / label / "notes.txt").touch()
    (tmp_path / "3" / "c.png").write_bytes(b"junk")
    found, (broken,) = files.read(tmp_path)
    assert [each.label for each in found] == ["3", "3", "letter", "letter"]
    assert all(each.ink[20, 20] > 200 for each in found)
    assert all(each.ink[2, 2] < 10 for each in found)
    assert broken.startswith("3/c.png: expected a picture file")


@pytest.mark.parametrize("name", ["a.txt", "nothing"])
def test_what_cannot_be_read_is_refused(tmp_path, name):
    (tmp_path / name).write_text("notes")
    with pytest.raises(DataError, match="expected strokes"):
        files.read(tmp_path / name)


def test_what_is_not_there_is_said_to_be_missing(tmp_path):
    for name in ("nothing", "nothing.jsonl", "nothing.npz"):
        with pytest.raises(DataError, match="there is no such file or folder"):
            files.read(tmp_path / name)
