import gzip
import io
import json
import zipfile

import cv2
import numpy as np
import pytest

from digits.drawing import files, strokes
from digits.drawing.labelled import Labelled, to_line
from digits.drawing.strokes import Drawing
from digits.errors import DrawingError, TooMuchError
from digits.pen import writing as pen
from digits.sharing import album


@pytest.fixture
def entries():
    four = Drawing([[[40.0, 40.0], [40.0, 150.5], [140.2, 150.5]], [[120.0, 60.0], [120.0, 260.0]]], [12, 28])
    return [
        Labelled(four, "4", "9"),
        Labelled(strokes.by_one_pen(pen.digit(7, 200, (50, 50)), 20), text="7"),
        Labelled(four),
    ]


def test_a_zip_opens_again_as_it_was(entries):
    first, second, third = album.unpack(album.pack(entries))
    assert (first, third) == (entries[0], entries[2])
    assert second.drawing.strokes[0] == pytest.approx(np.round(entries[1].drawing.strokes[0], 1))
    assert (second.text, second.label) == ("7", None)


def test_a_page_of_lines_opens_again_as_it_was_read():
    page = Labelled(strokes.by_one_pen(pen.digit(7, 200, (50, 50)), 20), text="1234567\n89\n01234")
    (entry,) = album.unpack(album.pack([page]))
    assert (entry.text, entry.label) == (page.text, None)


def test_what_was_erased_is_not_in_the_lines():
    erased = Drawing([[[40.0, 100.0], [280.0, 100.0]], [[160.0, 60.0], [160.0, 140.0]]], [12, -36])
    (entry,) = album.unpack(album.pack([Labelled(erased, text="1")]))
    assert entry.drawing.pens == [12, 12]


def test_a_drawing_of_which_erasing_left_only_edges_is_left_out(entries):
    edges = Drawing([[[160.0, 60.0], [160.0, 260.0]], [[168.0, 60.0], [168.0, 260.0]]], [28, -36])
    with zipfile.ZipFile(io.BytesIO(album.pack([entries[0], Labelled(edges, text="1"), entries[1]]))) as file:
        assert file.namelist() == ["drawings.jsonl", "001-4.png", "002-7.png"]
        assert len(album.unpack(file.read("drawings.jsonl"))) == 2


def test_the_evaluator_reads_its_lines(entries, tmp_path):
    with zipfile.ZipFile(io.BytesIO(album.pack(entries))) as file:
        (tmp_path / "drawings.jsonl").write_bytes(file.read("drawings.jsonl"))
        assert file.namelist()[1:] == ["001-4.png", "002-7.png", "003-none.png"]
        pixels = cv2.imdecode(np.frombuffer(file.read("002-7.png"), np.uint8), cv2.IMREAD_UNCHANGED)
    assert (pixels == 255 - strokes.picture(entries[1].drawing)).all()
    found, wrong = files.read(tmp_path / "drawings.jsonl")
    assert wrong == []
    assert [(each.label, each.is_digit) for each in found] == [("4", True), ("7", True), ("none", False)]


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_in_another_way_is_not_unpacked(packing):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as file:
        file.writestr("drawings.jsonl", '{"label": 3, "strokes": [[[1, 1], [9, 9]]]}')
    with pytest.raises(DrawingError, match="it is not a zip"):
        album.unpack(packed.getvalue())


def test_a_zip_that_is_larger_than_any_of_ours_is_not_looked_through():
    with pytest.raises(DrawingError, match="it is larger than what is downloaded here"):
        album.unpack(b"PK" + b"\0" * album.MAX_ZIP)


def test_what_a_file_says_was_read_is_digits_or_nothing():
    row = {"label": "<b>../../9</b>", "said": "<img src=x>4", "strokes": [[[1, 1], [9, 9]]]}
    (entry,) = album.unpack(json.dumps(row).encode())
    assert entry.text == "4"
    with zipfile.ZipFile(io.BytesIO(album.pack([entry]))) as file:
        assert file.namelist()[1] == "001-b9.png"


@pytest.mark.parametrize("label", ["\ud800x", "a" * 500])
def test_a_label_is_short_and_can_be_shown(label):
    (entry,) = album.unpack(json.dumps({"label": label, "strokes": [[[1, 1], [9, 9]]]}).encode())
    assert len(entry.label.encode()) <= 12


def test_more_strokes_than_anybody_draws_are_refused():
    dots = [[[1, 1]]] * (strokes.MAX_STROKES + 1)
    with pytest.raises(DrawingError, match="at most 1000 strokes"):
        album.unpack(json.dumps({"label": 1, "strokes": dots}).encode())


def test_strokes_in_other_units_are_brought_to_the_canvas():
    line = json.dumps({"label": 3, "strokes": [pen.digit(3, 9000)[0]]})
    (entry,) = album.unpack(line.encode())
    points = np.vstack(entry.drawing.strokes)
    assert points.min() >= 0
    assert points.max() <= strokes.SIDE
    assert (entry.drawing.pens, entry.text) == ([20], "3")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"junk",
        b"PK\3\4junk",
        b"[1]",
        b'{"label": 3}',
        gzip.compress(b"{}", mtime=0),
        b'{"label": 1, "strokes": [[[1, 1e99]]]}',
        b"\0" * 50,
    ],
)
def test_what_is_no_album_is_refused(data):
    with pytest.raises(DrawingError, match=r"^it holds no drawings$|^its line 1 holds no drawing$|^it is not a zip"):
        album.unpack(data)


def test_a_zip_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(album, "MAX_BYTES", 1000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(album.LINES, b" " * 10_000_000)
    with pytest.raises(DrawingError, match="it holds no drawings"):
        album.unpack(packed.getvalue())


def test_no_more_than_so_many_are_opened_and_these_are_the_latest(entries):
    many = [entries[1]._replace(label=str(number)) for number in range(album.MAX_ENTRIES + 9)]
    assert [each.label for each in album.unpack(album.pack(many))] == [each.label for each in many[9:]]


@pytest.mark.parametrize("pack", [album.pack, lambda many: "".join(to_line(each) + "\n" for each in many).encode()])
def test_what_is_longer_than_is_opened_ends_with_a_whole_drawing(entries, monkeypatch, pack):
    line = len(to_line(entries[0])) + 1
    monkeypatch.setattr(album, "MAX_BYTES", 3 * line + 20)
    assert album.unpack(pack([entries[0]] * 5)) == [entries[0]] * 3


def test_of_many_drawings_the_latest_have_pictures(entries, monkeypatch):
    monkeypatch.setattr(album, "MAX_PICTURES", 2)
    with zipfile.ZipFile(io.BytesIO(album.pack([entries[0]] * 3))) as file:
        assert file.namelist() == ["drawings.jsonl", "002-4.png", "003-4.png"]
        assert len(file.read("drawings.jsonl").splitlines()) == 3


def test_a_line_that_holds_no_drawing_is_named_by_its_number(entries):
    lines = [to_line(entries[1])] * album.MAX_ENTRIES + ["{}", to_line(entries[1])]
    with pytest.raises(DrawingError, match=f"its line {album.MAX_ENTRIES + 1} holds no drawing"):
        album.unpack("\n".join(lines).encode())


def test_a_drawing_that_is_too_much_is_left_out_and_the_rest_is_opened(entries):
    much = json.dumps({"label": 1, "strokes": [[[0, 0], [300, 0]] * 300]}) + "\n"
    assert album.unpack((much + to_line(entries[0]) + "\n" + much).encode()) == [entries[0]]
    with pytest.raises(TooMuchError):
        album.unpack(much.encode())


def test_where_there_is_too_much_the_latest_are_opened(entries, monkeypatch):
    packed = album.pack([entries[0]._replace(text=str(number)) for number in range(4)])
    brackets = 1 + sum(len(stroke) + 1 for stroke in entries[0].drawing.strokes) + 1  # and one of the pens
    cost = brackets + album.COST_OF_A_STROKE * len(entries[0].drawing.strokes)
    monkeypatch.setattr(album, "MAX_POINTS", 2 * cost)
    assert [entry.text for entry in album.unpack(packed)] == ["2", "3"]
    monkeypatch.setattr(album, "MAX_POINTS", brackets - 1)
    with pytest.raises(TooMuchError):
        album.unpack(packed)


def test_a_line_may_hold_whatever_else_ends_a_line_elsewhere():
    row = json.dumps({"label": 1, "name": "a\u2028b\x85c\x0bd", "strokes": [[[1, 1], [9, 9]]]}, ensure_ascii=False)
    assert len(album.unpack(f"{row}\n{row}\r\n".encode())) == 2
