import cv2
import pytest

from digits.pen import __main__ as preview
from digits.pen.styles import HELD_OUT, STYLES


def test_the_sheet_holds_every_style_and_greys_the_held_out(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert preview.main(["7"]) == 0
    sheet = cv2.imread("styles-7.png", cv2.IMREAD_GRAYSCALE)
    width, height = preview.TILE_SIZE, preview.TILE_SIZE + preview.CAPTION_HEIGHT
    rows, columns = sheet.shape[0] // height, sheet.shape[1] // width
    tiles = [sheet[y * height :, x * width :][:height, :width] for y in range(rows) for x in range(columns)]
    drawn = [tile for tile in tiles if tile.min() < 100]
    known, held_out = len(STYLES[7]), len(HELD_OUT[7])
    assert len(drawn) == known + held_out
    assert [tile[0, 0] for tile in drawn] == [preview.WHITE] * known + [preview.GREY] * held_out
    assert capsys.readouterr().out == f"styles-7.png: {known} styles to train on, {held_out} held out (grey)\n"


def test_a_file_that_cannot_be_written_is_said(tmp_path, capsys):
    assert preview.main(["3", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err.endswith("Name another file with --out.\n")


def test_what_is_not_a_digit_is_refused(capsys):
    with pytest.raises(SystemExit, match="2"):
        preview.main(["10"])
    assert "invalid choice: 10" in capsys.readouterr().err
