"""Rooms on the page: what stands where on the wall, and the sentences of what goes wrong."""

import base64
import json
import re
import time
from unittest.mock import Mock

import numpy as np
import pytest

from digits.audience import against, tasks
from digits.audience.wall import NEWEST, Tile
from digits.collection.database import FILE, connect
from digits.collection.drawings import Labelled, forget_room, room_by_code
from digits.drawing.strokes import Drawing
from digits.errors import CollectionError, EngineError
from digits.page import state
from digits.page.rooms import shared, tiles
from digits.pen import writing as pen
from digits.reading import peers
from tests.conftest import canvas_state
from tests.page.conftest import answer, html, page, seven


@pytest.fixture(autouse=True)
def data(monkeypatch, tmp_path):
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path))
    return tmp_path


def tile(name):
    return Tile(1, "", Labelled(Drawing([[[1.0, 2.0], [30.0, 40.0]]], [20]), text="7", id=name))


def test_a_drawing_keeps_its_place_until_a_newer_one_takes_it():
    places = tiles.placed([tile("b"), tile("a")], ())
    assert places[:2] == ("a", "b")
    full = tiles.placed([tile(str(n)) for n in range(NEWEST, 0, -1)], places)
    assert len(full) == NEWEST
    later = tiles.placed([tile(str(n)) for n in range(NEWEST + 1, 1, -1)], full)
    assert [n for n, (old, new) in enumerate(zip(full, later, strict=True)) if old != new] == [full.index("1")]
    assert later[full.index("1")] == str(NEWEST + 1)


def test_a_dot_and_an_eraser_are_drawn():
    dot = drawn(Drawing([[[5.0, 5.0]]], [20]))
    assert 'viewBox="-5 -5 20 20"' in dot
    assert 'points="5,5 5,5" stroke-width="20"' in dot
    whole = [[10.0, 160.0], [310.0, 160.0]]
    assert drawn(Drawing([whole, [[160.0, 100.0], [160.0, 220.0]]], [20, -36])).count("<polyline") == 2


def drawn(drawing):
    return base64.b64decode(tiles.picture(drawing).partition(",")[2]).decode()


@pytest.fixture
def written(monkeypatch):
    """Write something that takes so many seconds; gives how often it gave way by then."""
    monkeypatch.setattr(shared, "USUALLY", 0.3)
    shared.write_in_turn(lambda _: None)  # opens the database
    gave_way = []

    def write(seconds):
        gave_way.clear()
        shared.write_in_turn(lambda _: time.sleep(seconds), give_way=lambda: gave_way.append(seconds))
        return len(gave_way)

    return write


def test_whoever_waits_for_a_slow_database_gives_way(written):
    assert written(0) == 0
    assert written(0.5) == 1


def opened():
    at = page(present="1")
    button(at, "Open a room").click().run()
    assert not at.exception
    return at, at.session_state["room"].code


def button(at, label):
    return next(each for each in at.button if each.label == label)


def tiles_of(screen):
    """What the wall was handed: a tile, or nothing, a place."""
    ((tiles,),) = (
        json.loads(each.proto.json)
        for each in screen.get("bidi_component")
        if each.proto.component_name == "digits_wall"
    )
    return tiles


def test_what_is_drawn_in_a_room_is_on_its_wall():
    screen, code = opened()
    phone = page(seven(), room=code.lower())
    assert f"Room {code}." in html(phone)
    screen.run()
    assert "1 drawing" in html(screen)


def test_a_frozen_wall_does_not_change_as_a_drawing_on_it_is_drawn_on():
    screen, code = opened()
    phone = page(seven(), room=code)
    screen.run()
    before = tiles_of(screen)
    button(screen, "Freeze").click().run()
    strokes = pen.digit(7, 180, (90, 70))
    phone.session_state["canvas"] = canvas_state([*strokes, strokes[0]])  # still a 7, and another picture
    phone.run()
    screen.run()
    assert tiles_of(screen) == before
    button(screen, "Let it go on").click().run()
    assert [each and each["id"] for each in tiles_of(screen)] == [each and each["id"] for each in before]
    assert tiles_of(screen) != before


def test_networks_are_counted_beside_the_wall_and_told_where_they_cannot_be_loaded(monkeypatch):
    monkeypatch.setattr(against, "SETTLED_AFTER", -1.0)
    screen, code = opened()
    shared.write(tasks.ask, screen.session_state[state.HOLD], 7)
    page(seven(), room=code)
    with monkeypatch.context() as patch:
        patch.setattr(peers, "load", Mock(side_effect=EngineError("A network is missing.")))
        screen.toggle(key=state.NETWORKS_SHOWN).set_value(True).run()
    assert not screen.exception
    assert "A network is missing." in html(screen)
    assert len([each for each in tiles_of(screen) if each]) == 1
    screen.run()
    assert "Of 1 drawing of this room, read right" in html(screen)


def test_who_comes_to_a_room_that_is_not_there_draws_alone():
    at = page(seven(), room="QQQQ")
    assert "There is no room QQQQ" in at.info[0].value
    assert "room" not in at.query_params
    assert answer(at)["text"] == "7"


def test_a_wrong_code_is_said_at_its_field():
    at = page(panel="Room")
    at.text_input[0].input("QQQQ")
    button(at, "Join").click().run()
    assert "There is no room QQQQ" in at.warning[0].value
    assert "room" not in at.query_params
    assert not at.info


@pytest.mark.parametrize("asked", [None, 4])
def test_what_somebody_drew_before_they_joined_is_not_what_the_room_asks_for(asked):
    screen, code = opened()
    shared.write(tasks.ask, screen.session_state[state.HOLD], asked)
    at = page(seven(), panel="Room")
    at.text_input[0].input(code)
    button(at, "Join").click().run()
    assert f"Room {code}." in html(at)
    assert (state.PRELOADED in at.session_state) is (asked is not None)


def test_what_was_wrong_is_not_said_any_more_once_a_room_is_entered():
    _, code = opened()
    at = page(room="QQQQ")
    assert "There is no room QQQQ" in at.info[0].value
    at.query_params["room"] = code
    at.run()
    assert f"Room {code}." in html(at)
    assert not at.info


def test_what_is_said_of_a_room_stays_as_the_browser_brings_back_a_drawing_and_goes_with_the_next_stroke():
    at = page(room="QQQQ")
    strokes = pen.digit(7, 180, (90, 70))
    for runs, is_said in (([], True), (strokes, True), (strokes, True), ([*strokes, strokes[0]], False)):
        at.session_state["canvas"] = canvas_state(runs)
        at.run()
        assert bool(at.info) is is_said


def test_what_was_drawn_before_a_digit_was_asked_for_is_neither_right_nor_wrong():
    screen, code = opened()
    phone = page(seven(), room=code)
    shared.write(tasks.ask, screen.session_state[state.HOLD], 4)
    phone.run()
    assert "Everyone: draw" in html(phone)
    assert "Not a 4" not in html(phone)
    phone.session_state["canvas"] = canvas_state(pen.digit(7, 180, (80, 60)))
    phone.run()
    assert "Not a 4" in html(phone)


def test_a_race_begins_with_an_empty_canvas():
    screen, code = opened()
    phone = page(seven(), room=code)
    button(screen, "Race").click().run()
    phone.run()
    assert "Get ready" in html(phone)
    assert phone.session_state[state.PRELOADED]["objects"] == []


def test_a_database_that_cannot_be_made_leaves_the_page_reading(monkeypatch, data):
    file = data / "file"
    file.write_text("")
    monkeypatch.setenv("DIGITS_DATA", str(file))
    at = page(seven(), room="BCDF")
    assert "You can draw by yourself meanwhile" in at.error[0].value
    assert answer(at)["text"] == "7"
    at = page(present="1")
    button(at, "Open a room").click().run()
    assert not at.exception
    assert "The collection" in at.info[0].value


def test_a_screen_whose_room_is_gone_shows_the_canvas_and_says_so(data):
    screen, code = opened()
    with connect(f"sqlite:///{data}/{FILE}").writing() as connection:
        forget_room(connection, room_by_code(connection, code))
    screen.run()
    assert "does not hold it: open a new one" in screen.info[0].value
    assert answer(screen)["text"] == ""
    assert "Open a room" in [each.label for each in screen.button]


def test_a_room_that_cannot_be_ended_is_held_on_to(monkeypatch):
    screen, code = opened()

    def fail(*_):
        raise CollectionError("The collection cannot be reached.")

    monkeypatch.setattr("digits.audience.rooms.end", fail)
    next(each for each in screen.button if each.label == "End the room").click().run()
    assert "cannot be reached" in screen.info[0].value
    assert "The room" in [each.label for each in screen.button]
    assert f"Room {code}." in html(page(seven(), room=code))


@pytest.mark.parametrize("ahead", [-3600, 0, 3600])
def test_a_server_whose_clock_is_wrong_counts_a_race_down_rightly(monkeypatch, data, ahead):
    """Only the database's clock says when a race starts; how far this server's is from that is found out."""
    screen, code = opened()
    with connect(f"sqlite:///{data}/{FILE}").writing() as connection:
        tasks.start_race(connection, screen.session_state["hold"], np.random.default_rng(1))
    right = time.time
    monkeypatch.setattr("digits.page.rooms.seat.time.time", lambda: right() + ahead)
    phone = page(room=code)
    since = re.search(r"--since: (-?[0-9.]+)", html(phone))
    assert -tasks.COUNTDOWN <= float(since[1]) <= -tasks.COUNTDOWN + 2


def test_a_look_at_another_tab_is_no_leaving():
    _, code = opened()
    phone = page(seven(), room=code)
    phone.query_params.clear()
    phone.run()
    assert f"Room {code}." in html(phone)
    assert phone.query_params["room"] == code


def test_a_nickname_of_junk_is_refused_with_a_sentence():
    screen, code = opened()
    next(each for each in screen.button if each.label == "Race").click().run()
    phone = page(room=code)
    phone.text_input(key="nickname").input("***").run()
    assert "needs a letter or a digit" in phone.caption[0].value
    phone.text_input(key="nickname").input("Zoë").run()
    assert not phone.exception
    assert not phone.text_input


def test_a_room_that_was_ended_elsewhere_is_said_to_have_ended():
    screen, code = opened()
    phone = page(seven(), room=code)
    next(each for each in screen.button if each.label == "End the room").click().run()
    assert "all that was drawn in it is deleted" in screen.info[0].value
    phone.run()
    assert "has ended" in phone.info[0].value
    assert answer(phone)["text"] == "7"
