import cv2
import numpy as np
import pytest

from digits.reading import metrics

pytest.importorskip("matplotlib", reason="the page's packages alone: make pythons")

from digits.training import pictures


@pytest.mark.slow
def test_a_network_without_mistakes_has_all_pictures_but_that_of_the_misread(tmp_path):
    digits = np.zeros((3, 28, 28), np.uint8)
    pictures.draw(tmp_path, {**metrics.read(metrics.BUNDLED), "mistakes": []}, digits, digits, digits)
    assert {file.name for file in tmp_path.iterdir()} == {
        f"{name}.png" for name in ("samples", "varied", "curves", "confusion", "reliability", "mistakes")
    }


def test_the_misread_digits_stand_side_by_side(tmp_path):
    digits = np.arange(4, dtype=np.uint8)[:, None, None] * np.full((28, 28), 50, np.uint8)
    pictures.draw_misread(tmp_path, {"mistakes": [{"index": 3}, {"index": 1}]}, digits)
    strip = cv2.imread(str(tmp_path / "misread.png"), cv2.IMREAD_GRAYSCALE)
    assert np.array_equal(strip, np.hstack([digits[3], digits[1]]))
