import numpy as np

from digits.page.parts.confusion import Misread, confusion_table

MISTAKES = [(4, 9, 17), (4, 9, 2130), (3, 5, 18)]


def misread():
    return [
        Misread(
            np.full((28, 28), index % 256, np.uint8), {"label": label, "said": said, "index": index, "confidence": 0.5}
        )
        for label, said, index in MISTAKES
    ]


def test_a_cell_opens_its_misread_digits_and_no_others():
    counts = np.diag([1134] * 10)
    counts[4, 9], counts[3, 5] = 2, 1
    html = confusion_table(counts.tolist(), misread())
    assert html.count("1,134") == 10
    assert html.count("popovertarget=") == 4  # two cells, and in each what closes it
    first, second = html.split("<div popover ")[1:]
    assert 'aria-label="1 time a 3 was read as a 5"' in first
    assert first.count("<img") == 1
    assert 'alt="Test digit 18: 3 read as 5"' in first
    assert second.count("<img") == 2
    assert 'alt="Test digit 2,130: 4 read as 9"' in second
