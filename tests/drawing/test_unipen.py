import gzip
import subprocess

import pytest

from digits.drawing import files
from digits.errors import DataError

# y grows up. The segments stand before the strokes that they name, and `x` has no label.
TEXT = """
.VERSION 1.0
.COMMENT a page of three characters
.HIERARCHY PAGE TEXT CHARACTER
.COORD X Y T
.WRITER_ID somebody
.SEGMENT TEXT 0-3 ? "4a17"
.SEGMENT CHARACTER 0-1 OK "4"
.SEGMENT CHARACTER 2 ? "\\""
.SEGMENT DIGIT 3 ? "17"
.SEGMENT CHARACTER x
.PEN_DOWN
\t10  50 0
\t10  20 1
.PEN_UP
.DT 100
.PEN_DOWN
10 50 0
junk
20 20 1
.PEN_UP
.PEN_DOWN
0 0 0
5 5 1
.PEN_UP
.PEN_DOWN
1 2 3
"""


def read(path, text):
    path.write_text(text)
    return files.read(path)


def test_segments_name_the_strokes_of_each_character(tmp_path):
    (four, mark, seventeen), (broken,) = read(tmp_path / "a.dat", TEXT)
    assert (four.label, four.writer, four.is_digit) == ("4", "somebody", True)
    assert four.drawing.strokes == [[[10, -50], [10, -20]], [[10, -50], [20, -20]]]
    assert (mark.label, mark.drawing.strokes) == ('"', [[[0, 0], [5, -5]]])
    assert (seventeen.label, seventeen.drawing.strokes) == ("17", [[[1, -2]]])
    assert broken.startswith("a segment without a label: CHARACTER x")


def pack(text):
    """Text as `compress` packs it, in codes of nine bits: short enough for no others to be due."""
    bits = sum(byte << 9 * place for place, byte in enumerate(text.encode()))
    return b"\x1f\x9d\x90" + bits.to_bytes(-(-9 * len(text) // 8), "little")


SHORT = '.SEGMENT DIGIT 0 ? "7"\n.PEN_DOWN\n0 9\n9 9\n5 0\n.PEN_UP\n'


@pytest.mark.parametrize(
    "name,packed",
    [("a.tra", SHORT.encode()), ("a.gz", gzip.compress(SHORT.encode(), mtime=0)), ("a.Z", pack(SHORT))],
    ids=["plain", "gz", "Z"],
)
def test_a_file_may_be_packed(tmp_path, name, packed):
    (tmp_path / name).write_bytes(packed)
    (seven,), broken = files.read(tmp_path / name)
    assert (seven.label, seven.drawing.strokes, broken) == ("7", [[[0, -9], [9, -9], [5, 0]]], [])


def test_what_gzip_cannot_unpack_is_refused(tmp_path):
    (tmp_path / "a.Z").write_bytes(b"junk")
    with pytest.raises(DataError, match="gzip could not unpack it"):
        files.read(tmp_path / "a.Z")


def test_columns_may_stand_in_any_order(tmp_path):
    (one,), _ = read(tmp_path / "a", '.COORD T Y X\n.SEGMENT DIGIT 0 ? "1"\n.PEN_DOWN\n7 20 1\n7 10 2\n')
    assert one.drawing.strokes == [[[1, -20], [2, -10]]]


def test_a_way_in_the_air_counts_as_a_component_where_it_has_points(tmp_path):
    air = '.SEGMENT CHARACTER 0-2 ? "1"\n.PEN_UP\n9 9\n.PEN_DOWN\n0 0\n1 1\n.PEN_UP\n5 5\n.PEN_UP\n.DT 3\n'
    (one,), _ = read(tmp_path / "a", air)
    assert one.drawing.strokes == [[[0, 0], [1, -1]]]


def test_a_segment_that_names_nothing_is_what_follows_it(tmp_path):
    text = "".join(f'.SEGMENT DIGIT ? ? "{label}"\n.PEN_DOWN\n{label} 0\n.PEN_UP\n' for label in (3, 4))
    assert [(each.label, each.drawing.strokes) for each in read(tmp_path / "a", text)[0]] == [
        ("3", [[[3, 0]]]), ("4", [[[4, 0]]]),
    ]  # fmt: skip


def test_a_segment_may_begin_and_end_within_a_stroke_and_have_several_parts(tmp_path):
    strokes = "".join(f".PEN_DOWN\n{x}0 0\n{x}1 0\n{x}2 0\n.PEN_UP\n" for x in (1, 2, 3, 4))
    (one,), _ = read(tmp_path / "a", f'.SEGMENT CHARACTER 0:1-1:0,3 ? "1"\n{strokes}')
    assert one.drawing.strokes == [[[11, 0], [12, 0]], [[20, 0]], [[40, 0], [41, 0], [42, 0]]]


def test_a_comment_may_name_the_writer_of_a_segment(tmp_path):
    text = "".join(
        f'.SEGMENT DIGIT {i} ? "8"\n.COMMENT 8 {writer} 5\n.PEN_DOWN\n0 1\n' for i, writer in enumerate("77")
    )
    assert [each.writer for each in read(tmp_path / "a", text)[0]] == ["7", "7"]


def test_files_are_included_from_beside_or_from_above(tmp_path):
    for folder in ("data/1a/abc", "include/abc/strokes"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "include/abc/strokes/page.dat").write_text(".INCLUDE abc/strokes/page.dat\n.PEN_DOWN\n1 1\n2 2\n")
    (tmp_path / "data/1a/abc/own.doc").write_text(".WRITER_ID w\n")
    page = ".INCLUDE own.doc\n.INCLUDE nowhere.doc\n.INCLUDE abc/strokes/page.dat\n"
    (one,), broken = read(tmp_path / "data/1a/abc/page.dat", page + '.SEGMENT CHARACTER 0-0 OK "1"\n')
    assert (one.writer, one.drawing.strokes[0], broken) == ("w", [[1, -1], [2, -2]], [])


@pytest.mark.parametrize(
    "segment,complaint",
    [("5", "expected components among 1, got '5'"), ("0-x", "expected components, got '0-x'"),
     ("1" * 20, f"expected components, got '{'1' * 20}'"),
     ("0:9", "expected strokes of '1', got none"), ("?", "expected strokes of '1', got none")],
)  # fmt: skip
def test_a_segment_of_what_is_not_there_is_named(tmp_path, segment, complaint):
    found, (broken,) = read(tmp_path / "a", f'.PEN_DOWN\n1 1\n.SEGMENT CHARACTER {segment} ? "1"\n')
    assert (found, broken) == ([], f"segment 1: {complaint}")


def test_points_beyond_measure_are_left_out(tmp_path):
    (one,), _ = read(tmp_path / "a", '.SEGMENT DIGIT 0 ? "1"\n.PEN_DOWN\n1 nan\n1e300 1\n1\n2 2\n')
    assert one.drawing.strokes == [[[2, -2]]]


def test_gzip_unpacks_what_these_tests_pack(tmp_path):
    (tmp_path / "a.Z").write_bytes(pack(SHORT))
    assert subprocess.run(["gzip", "-dc", tmp_path / "a.Z"], capture_output=True, check=True).stdout == SHORT.encode()
