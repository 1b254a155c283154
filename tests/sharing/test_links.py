import base64

import cv2
import numpy as np
import pytest

from digits.drawing import strokes
from digits.drawing.strokes import Drawing
from digits.errors import DrawingError, TooMuchError
from digits.page.board.messages import drawing_from, to_message
from digits.pen import writing as pen
from digits.sharing import links
from tests.conftest import more_ink_than_fits


def inked(drawn):
    layers = [strokes.draw([stroke], 320, 320, width) for stroke, width in zip(drawn.strokes, drawn.pens, strict=True)]
    return np.max(layers, axis=0) > 127


@pytest.mark.parametrize("label", range(10))
def test_a_digit_comes_back_as_it_was_drawn(label):
    drawn = strokes.by_one_pen(pen.digit(label, 200, (60, 60)), 20)
    back = links.unpack(links.pack(drawn))
    assert back.pens == drawn.pens
    before, after = inked(drawn), inked(back)
    assert (before & after).sum() / (before | after).sum() > 0.93


def test_each_stroke_keeps_its_own_pen():
    drawn = Drawing([[[20.0, 20.0], [80.0, 20.0]], [[50.0, 50.0]], [[9.0, 300.0], [300.0, 9.0]]], [12, 28, 20])
    back = links.unpack(links.pack(drawn))
    assert back.pens == [12, 28, 20]
    assert back.strokes[1] == [[50, 50]]


def test_what_was_erased_is_erased_in_a_link_too():
    drawn = Drawing([[[20.0, 20.0], [80.0, 20.0]], [[50.0, 10.0], [50.0, 40.0]]], [20, -36])
    assert links.unpack(links.pack(drawn)).pens == [20, -36]


@pytest.mark.slow
def test_a_link_stays_short_however_much_is_drawn():
    rng = np.random.default_rng(1)
    scribble = strokes.by_one_pen([rng.uniform(-50, 370, (140, 2)).tolist() for _ in range(3)], 20)
    text = links.pack(scribble)
    assert len(text) <= links.MAX_LENGTH
    assert len(links.unpack(text).strokes) == 3
    dots = strokes.by_one_pen(rng.uniform(0, 320, (5000, 1, 2)).tolist(), 20)
    assert links.pack(dots) is None


def test_a_shorter_text_may_be_asked_for():
    drawn = strokes.by_one_pen(pen.digit(8, 280), 20)
    assert len(links.pack(drawn, 120)) <= 120 < len(links.pack(drawn))


def test_more_ink_than_a_canvas_may_hold_is_refused():
    with pytest.raises(TooMuchError, match="100000 pixels"):
        links.unpack(more_ink_than_fits())


def text(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


FORGED = [
    "",
    "A",
    "!!!!",
    "ümlaut",
    "A" * 5000,
    text(b"\1\1"),
    text(b"\2\1" + bytes(8)),
    text(b"\1\0" + bytes(8)),
    text(b"\1\1\x14\0\x05\0\x05\xff\xff" + bytes(10)),
    text(b"\1\1\0\0\x05\0\x05\0\0"),
    text(b"\1\1\x80\0\x05\0\x05\0\0"),
    text(b"\1\1\x14\x7f\xff\0\x05\0\0"),
]


@pytest.mark.parametrize("forged", FORGED, ids=range(len(FORGED)))
def test_a_forged_link_is_refused(forged):
    with pytest.raises(DrawingError, match="link: expected"):
        links.unpack(forged)


def test_mutated_links_are_read_or_refused_never_worse():
    rng = np.random.default_rng(1)
    good = links.pack(strokes.by_one_pen(pen.digit(3, 200, (40, 40)), 20))
    for _ in range(2000):
        letters = list(good)
        for _ in range(int(rng.integers(1, 5))):
            letters[rng.integers(len(letters))] = chr(rng.choice([*range(32, 127), 233, 0x1F600]))
        mutated = "".join(letters)[: int(rng.integers(1, len(letters) + 1))]
        try:
            back = links.unpack(mutated)
        except DrawingError:
            continue
        points = np.vstack([np.array(stroke) for stroke in back.strokes])
        assert np.isfinite(points).all()
        assert drawing_from(to_message(back)).pens == back.pens


def test_a_qr_code_holds_the_link():
    link = "https://digits.example/?d=" + links.pack(strokes.by_one_pen(pen.digit(2, 200), 20), 400)
    code = links.qr_code(link)
    assert set(np.unique(code)) == {0, 255}
    assert (code[:4] == 255).all()
    large = cv2.resize(code, None, fx=6, fy=6, interpolation=cv2.INTER_NEAREST)
    assert cv2.QRCodeDetector().detectAndDecode(large)[0] == link
