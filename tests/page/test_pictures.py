"""The Pictures view: what is made of a picture file, and how the page shows it."""

import csv
import io
import re
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
import streamlit as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from digits.drawing import strokes
from digits.page import state
from digits.page.parts import pictures
from digits.page.parts.photo import photo_with_text
from digits.page.parts.pictures import NO_INK, Mark, Place, Seen
from digits.page.parts.table import as_csv, table
from digits.pen import writing as pen
from digits.reading import reader
from digits.reading.pieces import Piece
from digits.reading.reader import Answer, ReadPicture
from digits.reading.verdict import Reading, Verdict
from digits.scoring.photos import Scene, photographed
from tests.conftest import drawn
from tests.page.conftest import html

SOMEWHERE = Place(10, 20, 5, 8, 0, 0)
LETTER = [
    [[60, 260], [160, 60], [260, 260]],
    [[100, 180], [220, 180]],
    [[60, 60], [260, 60]],
    [[160, 20], [160, 300]],
]
SCRIPT = "from digits.page.pages import pictures; pictures.show()"


@pytest.fixture(scope="module")
def network():
    return reader.load()


@pytest.fixture(autouse=True)
def _forget_what_was_read():
    st.cache_data.clear()


def png(picture):
    return cv2.imencode(".png", picture)[1].tobytes()


def forty_two():
    return png(255 - strokes.draw(pen.digit(4, 200, (60, 60)) + pen.digit(2, 200, (260, 60)), 480, 320, 16))


def mark(digit, verdict=Verdict.SURE, runner_up=1, confidence=0.99):
    return Mark(Reading(verdict, digit, runner_up, confidence, ((1 - confidence) / 2,) * 10), SOMEWHERE)


def sum_of(*digits, lines):
    """What is seen of a photo with these digits, in lines of so many."""
    rows = iter(str(each.reading.digit) for each in digits)
    text = "\n".join("".join(next(rows) for _ in range(count)) for count in lines)
    return Seen(text=text, confidence=0.9, lines=lines, digits=digits, photo="data:,", size=(400, 300))


def opened(*files, sample=False):
    """The page with these files uploaded."""
    at = AppTest.from_string(SCRIPT, default_timeout=30)
    if sample:
        at.session_state[state.SAMPLE_IS_SHOWN] = True
    at.run()
    if files:
        at.file_uploader[0].set_value([(name, data, "image/png") for name, data in files]).run()
    assert not at.exception
    return at


def written(at):
    """The page's HTML without its style sheets."""
    return re.sub("<style>.*?</style>", "", html(at), flags=re.S)


class TestSeen:
    def test_each_digit_has_its_box(self, network):
        found = pictures.seen(forty_two(), network)
        assert (found.problem, found.text, found.lines, found.size) == (None, "42", (2,), (480, 320))
        assert [each.reading.digit for each in found.digits] == [4, 2]
        first, second = (each.place for each in found.digits)
        assert first.left + first.width < second.left
        assert 0 < first.top < 60 * 100 / 320 < first.top + 10
        assert abs(first.angle) < 1

    @pytest.mark.parametrize("turns", [1, 3])
    def test_a_picture_that_lies_on_its_side_is_turned(self, network, turns):
        upright = cv2.imdecode(np.frombuffer(forty_two(), np.uint8), cv2.IMREAD_GRAYSCALE)
        seen = pictures.seen(png(np.rot90(upright, turns)), network)
        assert (seen.text, seen.turns, seen.was_turned, seen.size) == ("42", turns, True, (480, 320))
        assert "It did not lie upright, and was turned." in photo_with_text("a photo", seen)

    def test_a_picture_that_was_turned_stays_as_it_was_turned(self, network):
        upright = cv2.imdecode(np.frombuffer(forty_two(), np.uint8), cv2.IMREAD_GRAYSCALE)
        on_its_side = pictures.seen(png(np.rot90(upright, 2)), network, turns=1)
        assert (on_its_side.text, on_its_side.turns, on_its_side.was_turned) == ("", 1, False)
        turned_back = pictures.seen(png(np.rot90(upright)), network, turns=0)
        assert (turned_back.text, turned_back.turns) == ("", 0)
        found = pictures.seen(png(np.rot90(upright)), network, turns=1)
        assert (found.text, found.was_turned) == ("42", False)

    def test_a_box_lies_on_its_digit_however_the_photo_is_taken(self, network):
        ink = np.zeros((600, 800), np.uint8)
        ink[200:400, 300:450] = cv2.resize(drawn(4)[60:260, 85:235], (150, 200))
        rng = np.random.default_rng(7)
        taken = photographed(ink, rng, Scene(tilt=12, perspective=0.08, desk="wood"))
        (digit,) = pictures.seen(taken.data, network).digits
        y, x = (axis.mean() for axis in np.nonzero(ink))
        there = cv2.perspectiveTransform(np.array([[[x, y]]], float), taken.to_photo)[0, 0] / (1600, 1200) * 100
        place = digit.place
        middle = place.left + place.width / 2, place.top + place.height / 2
        assert middle == pytest.approx(there, abs=2)
        assert abs(place.angle) == pytest.approx(12, abs=4)

    def test_lines_and_signs_are_those_of_the_answer(self):
        """Whatever reads: the answer alone says how digits are spread over lines, and what is a sign."""
        piece = Piece(90, 80, drawn(4)[70:250, 90:230])
        readings = tuple(each.reading for each in (mark(1), mark(2), mark(3)))
        segments = (SimpleNamespace(piece=piece),) * 3
        answer = SimpleNamespace(
            text="12\n3", confidence=0.9, segments=segments, readings=readings, lines=(2, 1), signs=(piece,), turns=0
        )
        found = pictures.seen(
            png(255 - drawn(4)), SimpleNamespace(read_picture=lambda taken, **_: ReadPicture(taken, answer))
        )
        assert [[each.reading.digit for each in line] for line in found.by_line()] == [[1, 2], [3]]
        assert [each.reading for each in found.signs] == [None]

    @pytest.mark.parametrize(
        ("data", "short"),
        [
            (b"", "no picture"),
            (b"no picture at all", "no picture"),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "another format"),
            (png(np.full((200, 300), 250, np.uint8)), "no ink"),
            (png(255 - strokes.draw(LETTER, 320, 320, 14)), "no digit"),
        ],
        ids=["empty", "text", "HEIC", "blank", "letter"],
    )
    def test_why_nothing_was_read_is_said(self, network, data, short):
        found = pictures.seen(data, network)
        assert found.problem.short == short
        assert found.text == ""
        assert bool(found.photo) == (short not in ("no picture", "another format"))

    def test_too_many_pixels_are_refused(self, network):
        file = io.BytesIO()
        Image.new("1", (8_001, 8_001)).save(file, "PNG")
        assert pictures.seen(file.getvalue(), network).problem.short == "too large"

    def test_writing_that_is_too_small_is_told_from_an_empty_sheet(self, network):
        page = np.hstack([drawn(digit) for digit in (3, 5, 8, 9)])
        small = cv2.resize(np.vstack([page, page]), None, fx=0.03, fy=0.03, interpolation=cv2.INTER_AREA)
        sheet = np.full((400, 600), 255, np.uint8)
        sheet[100 : 100 + small.shape[0], 100 : 100 + small.shape[1]] -= small
        assert pictures.seen(png(sheet), network).problem.short == "too small"


class TestPhoto:
    def test_what_is_not_sure_is_marked_otherwise_than_by_colour(self):
        shown = photo_with_text("a.jpg", sum_of(mark(7, Verdict.UNSURE, 1, 0.61), mark(4), lines=(2,)))
        assert '<span class="unsure">7</span>4' in shown
        assert 'class="unsure"' in shown.partition("boxes")[2]
        assert "The 7 (61 % sure) is perhaps a 1." in shown
        assert "not sure" in shown
        assert 'title="7, or perhaps a 1, 61 % sure"' in shown

    def test_lines_are_lines(self):
        shown = photo_with_text("a.jpg", sum_of(mark(1), mark(2), mark(3, Verdict.UNSURE, 8, 0.7), lines=(2, 1)))
        assert '<li>12</li><li><span class="unsure">3</span></li>' in shown
        assert "Line 2: the 3 (70 % sure) is perhaps an 8." in shown
        assert 'alt="a.jpg, read as 12, 3"' in shown
        assert "90 % sure of all 3 digits." in shown

    def test_a_sign_is_boxed_and_not_read(self):
        found = sum_of(mark(3), lines=(1,))._replace(signs=(Mark(None, SOMEWHERE),))
        shown = photo_with_text("a.jpg", found)
        assert 'title="A sign, not read"' in shown
        assert "a sign, not read</li>" in shown

    def test_many_doubts_are_counted(self):
        shown = photo_with_text("a.jpg", sum_of(*[mark(7, Verdict.UNSURE)] * 9, lines=(9,)))
        assert shown.count("The 7 is 99.0 % sure.") == 3
        assert "And 6 more are not sure." in shown

    def test_all_sure_needs_no_key(self):
        assert 'class="key"' not in photo_with_text("a.jpg", sum_of(mark(7), lines=(1,)))

    def test_a_name_is_text(self):
        shown = photo_with_text('<b onclick="x">.png', Seen(NO_INK, photo="data:,", size=(4, 4)))
        assert "<b on" not in shown
        assert "&lt;b onclick=&quot;x&quot;&gt;.png: no ink" in shown


class TestTable:
    def test_a_row_for_each_picture(self):
        shown = table([("a.jpg", sum_of(mark(1), mark(2), lines=(1, 1))), ("b.jpg", Seen(NO_INK))])
        assert "1 of 2 pictures was read." in shown
        assert '<td class="text">1<br>2</td><td>2</td><td>90 %</td>' in shown
        assert 'colspan="3">no ink</td>' in shown

    def test_a_long_line_may_break(self):
        assert "77777777<wbr>7" in table([("a.jpg", sum_of(*[mark(7)] * 9, lines=(9,)))])

    def test_csv_holds_the_same(self):
        rows = [("a.jpg", sum_of(mark(0), mark(7), lines=(1, 1))), ("b, c.jpg", Seen(NO_INK))]
        data = as_csv(rows)
        assert data.startswith(b"\xef\xbb\xbf")
        assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == [
            ["name", "text", "lines", "how sure", "why not"],
            ["a.jpg", "0\n7", "2", "0.9000", ""],
            ["b, c.jpg", "", "0", "", "no ink"],
        ]

    @pytest.mark.parametrize("name", ["=1+1.png", "+a.png", "-a.png", "@a.png", "\ta.png", "\r=a.png"])
    def test_no_cell_is_a_formula(self, name):
        data = as_csv([(name, Seen(NO_INK))]).decode("utf-8-sig")
        assert list(csv.reader(io.StringIO(data, newline="")))[1][0] == f"'{name}"


class TestPage:
    def test_one_picture_is_shown_with_its_name(self):
        shown = written(opened(("forty-two.png", forty_two())))
        assert "<h2>forty-two.png</h2>" in shown
        assert "<li>42</li>" in shown
        assert "<table>" not in shown

    def test_what_cannot_be_read_keeps_the_others(self):
        at = opened(("a.png", forty_two()), ("broken.png", b"no picture"), ("c.png", png(255 - drawn(6))))
        shown = written(at)
        assert "2 of 3 pictures were read." in shown
        assert "<li>42</li>" in shown
        assert "<li>6</li>" in shown
        assert "This file is no picture" in shown
        assert at.get("download_button")[0].proto.label == "Download as CSV"

    def test_a_picture_is_read_once(self, monkeypatch):
        read, original = [], pictures.seen
        monkeypatch.setattr(pictures, "seen", lambda *given: read.append(1) or original(*given))
        at = opened(("a.png", forty_two()))
        at.file_uploader[0].set_value([(name, forty_two(), "image/png") for name in ("a.png", "b.png")]).run()
        assert "2 of 2 pictures were read." in written(at)
        assert len(read) == 1

    def test_more_than_twenty_are_too_many(self):
        at = opened(*[(f"{i}.png", forty_two()) for i in range(21)])
        assert "the first 20 are read" in at.warning[0].value
        assert written(at).count("<h2>") == 20

    def test_the_sample_comes_and_goes(self):
        at = opened()
        at.button(key=state.SAMPLE).click().run()
        assert "<h2>The sample photo</h2>" in written(at)
        at.button(key=state.SAMPLE).click().run()
        assert "The sample photo" not in written(at)

    def test_the_sample_makes_room_for_a_picture_of_ones_own(self):
        shown = written(opened(("a.png", forty_two()), sample=True))
        assert "The sample photo" not in shown
        assert "<li>42</li>" in shown

    @pytest.mark.skipif("lines" not in Answer._fields, reason="needs a reader of lines")
    def test_the_sample_is_read_line_by_line(self):
        assert "<li>31415</li><li>27182</li><li>16180</li>" in written(opened(sample=True))

    def test_a_network_that_is_missing_is_said(self, monkeypatch, tmp_path):
        monkeypatch.setenv("DIGITS_MODEL", str(tmp_path))
        st.cache_resource.clear()
        at = opened(("a.png", forty_two()))
        assert "The network is not available." in at.error[0].value
        st.cache_resource.clear()

    def test_a_pasted_picture_is_read(self):
        at = AppTest.from_string(SCRIPT, default_timeout=30)
        at.session_state[state.PASTED] = "data:image/png;base64,AAAA"
        at.run()
        assert "<h2>The pasted picture</h2>" in written(at)
        assert "This file is no picture" in written(at)
        put_away = next(button for button in at.button if button.label == "Put the pictures away")
        put_away.click().run()
        assert "<h2>The pasted picture</h2>" not in written(at)

    def test_a_pasted_picture_is_not_the_uploaders(self):
        at = AppTest.from_string(SCRIPT, default_timeout=30)
        at.session_state[state.PASTED] = "data:image/png;base64,AAAA"
        at.run()
        at.file_uploader[0].set_value([("a.png", forty_two(), "image/png")]).run()
        assert "1 of 2 pictures was read." in written(at)
        at.file_uploader[0].set_value([]).run()
        assert "<h2>The pasted picture</h2>" in written(at)

    def test_no_more_pictures_are_carried_over_than_are_read(self):
        at = AppTest.from_string(SCRIPT, default_timeout=60)
        at.session_state[state.UPLOADED] = [(f"{i}.png", forty_two()) for i in range(30)]
        at.run()
        assert len(at.session_state[state.CARRIED]) == 20
        at.file_uploader[0].set_value([("a.png", forty_two(), "image/png")]).run()
        assert "the first 20 are read" in at.warning[0].value
