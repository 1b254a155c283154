import threading

import pytest

from digits.audience import codes, rooms
from digits.collection import drawings
from digits.collection.database import connect
from digits.errors import FullRoomError, NicknameError, NoHoldError, NoRoomError, RoomError, WrongCodesError
from tests.audience.conftest import Room, drawn


def test_a_room_has_a_code_of_four_letters_that_cannot_be_mistaken(room):
    assert len(room.code) == 4
    assert set(room.code) <= set(codes.LETTERS)
    assert not set(codes.LETTERS) & set("AEIOUYLQV")


def test_the_hold_survives_and_is_nobody_elses(room, database):
    other = Room(database)
    assert room.read(rooms.held, room.hold).id == room.id
    assert room.read(rooms.held, other.hold).id == other.id != room.id
    for wrong in ("", room.code, room.id, room.hold[:-1], drawings.fingerprint(room.hold)):
        with pytest.raises(NoHoldError, match="this screen does not hold it: open a new one"):
            room.read(rooms.held, wrong)


def test_the_secret_is_in_no_file(room, database, tmp_path):
    if "sqlite" in str(database.name) or (tmp_path / "kept").exists():
        assert room.hold.encode() not in b"".join(file.read_bytes() for file in (tmp_path / "kept").iterdir())


@pytest.mark.parametrize("typed", [str, str.lower, " {} ".format, "-".join, lambda code: f"{code[:2]} {code[2:]}!"])
def test_people_join_by_the_code_however_they_type_it(room, typed):
    place = rooms.join(room.database, typed(room.code), "ann", "here")
    assert (place.room.id, place.number, place.nickname) == (room.id, 1, "")


@pytest.mark.parametrize("pasted", ["http://digits.test/?room={}", "https://classroom.test/?room={}&d=abc", "Room {}"])
def test_people_join_by_a_pasted_link_or_sentence(room, pasted):
    assert rooms.join(room.database, pasted.format(room.code), "ann", "here").room.id == room.id


def test_who_comes_back_has_the_same_place(room):
    assert [room.join(visitor).number for visitor in ("ann", "bob", "ann")] == [1, 2, 1]
    room.draw("ann", 7)
    room.write(rooms.leave, room.id, "ann")
    with pytest.raises(NoRoomError, match="You have left the room: join it again"):
        room.draw("ann", 7)
    assert (room.join("ann").number, room.join("ann").drawn) == (1, 1)


def test_a_phone_that_slept_finds_its_place_by_the_rooms_id(room):
    room.join("ann")
    assert room.read(rooms.place, room.id, "ann").number == 1
    with pytest.raises(NoRoomError, match=r"The room has ended, .* You can go on drawing by yourself\."):
        room.read(rooms.place, room.id, "bob")


def test_an_unknown_room_is_said(room):
    for wrong in ("", "1234", "ZZZZ" if room.code != "ZZZZ" else "TTTT"):
        with pytest.raises(NoRoomError, match=r"There is no room .*, or it has ended: ask for its code\."):
            rooms.join(room.database, wrong, "ann", "here")


def test_wrong_codes_are_slowed_down_but_only_where_they_come_from(room, monkeypatch):
    monkeypatch.setattr(codes, "MAX_AT_ONCE", 3)
    rooms.join(room.database, room.code, "bob", "there")
    wrong = "BBBB" if room.code != "BBBB" else "CCCC"
    for _ in range(3):
        with pytest.raises(NoRoomError):
            rooms.join(room.database, wrong, "eve", "there")
    for code in (wrong, room.code):
        with pytest.raises(WrongCodesError, match=r"Too many wrong codes .* wait [1-4] seconds, then type it again\."):
            rooms.join(room.database, code, "eve", "there")
    assert rooms.join(room.database, room.code, "bob", "there").number == 1  # who was there comes back
    assert room.join("ann").number == 2


def test_wrong_codes_are_forgotten_after_a_while(room, monkeypatch, rows):
    monkeypatch.setattr(codes, "MAX_AT_ONCE", 2)
    monkeypatch.setattr(codes, "SECONDS_EACH", 0.0001)
    for origin in "abcdef":
        with pytest.raises(NoRoomError):
            rooms.join(room.database, "", "eve", origin)
    assert rows()["wrong_codes"] < 6


def test_a_full_room_says_how_many_it_takes(room, monkeypatch):
    monkeypatch.setattr(rooms, "MAX_PEOPLE", 2)
    room.join("ann")
    room.join("bob")
    with pytest.raises(FullRoomError, match="This room is full: it takes 2 people"):
        room.join("eve")
    assert room.join("ann").number == 1


def test_all_who_come_at_once_have_a_number_of_their_own(address, room):
    databases = [room.database, connect(address)]
    numbers, lock = [], threading.Lock()

    def come(visitor):
        place = rooms.join(databases[visitor % 2], room.code, str(visitor), "here")
        with lock:
            numbers.append(place.number)

    threads = [threading.Thread(target=come, args=(visitor,)) for visitor in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(numbers) == list(range(1, 13))
    databases[1].close()


def test_there_are_only_so_many_rooms(room, monkeypatch):
    monkeypatch.setattr(rooms, "MAX_ROOMS", 1)
    with pytest.raises(FullRoomError, match="1 rooms are open here"):
        room.write(rooms.open_room)


def test_a_code_that_is_taken_is_not_given_again(room, monkeypatch):
    given = iter([room.code, room.code, "BCDF" if room.code != "BCDF" else "FDCB"])
    monkeypatch.setattr(codes, "new", lambda: next(given))
    assert room.write(rooms.open_room)[0].code != room.code


def test_a_nickname_is_one_persons(room):
    room.join("ann")
    room.join("bob")
    assert room.write(rooms.rename, room.id, "ann", "  Zoë  1 ").nickname == "Zoë 1"
    with pytest.raises(NicknameError, match="Somebody in this room has that nickname"):
        room.write(rooms.rename, room.id, "bob", "ZOE1")
    assert room.write(rooms.rename, room.id, "ann", "ZOE1").nickname == "ZOE1"


def test_of_two_who_choose_a_nickname_at_once_one_is_told(room):
    room.join("ann")
    room.join("bob")
    told = []

    def bobs():
        try:
            room.write(rooms.rename, room.id, "bob", "Zoe")
        except NicknameError as error:
            told.append(error)

    quicker = threading.Thread(target=bobs)
    with room.database.writing() as connection:
        rooms.rename(connection, room.id, "ann", "Zoe")
        quicker.start()
        quicker.join(0.3)  # it waits for what is not written yet
    quicker.join(20)
    assert len(told) == 1


def test_it_is_gone_after_its_end(room, rows, tmp_path):
    room.join("somebody-in-particular")
    room.write(rooms.rename, room.id, "somebody-in-particular", "Secret Name")
    room.draw("somebody-in-particular", 7)
    with room.database.writing() as connection:
        drawings.keep(connection, drawn("bob", 4))  # by consent, in no room
    assert rows() == {"drawings": 2, "rooms": 1, "people": 1}
    room.holding(rooms.end)
    room.database.tidy()
    assert rows() == {"drawings": 1}
    files = b"".join(file.read_bytes() for file in tmp_path.rglob("*.db*"))
    for gone in (b"somebody-in-particular", b"Secret Name", room.id.encode()):
        assert gone not in files
    with pytest.raises(NoHoldError):
        room.holding(rooms.end)
    with pytest.raises(NoRoomError, match="The room has ended"):
        room.draw("somebody-in-particular", 7)


def test_it_ends_after_twelve_hours(room, rows, age):
    room.join("ann")
    room.draw("ann", 7)
    age(room, 12 * 3600 - 60)
    assert room.write(rooms.sweep) == 0
    age(room, 60)
    for job in (lambda: room.draw("ann", 7), lambda: room.join("ann"), lambda: room.read(rooms.held, room.hold)):
        with pytest.raises(RoomError):  # though nobody has swept yet
            job()
    assert room.write(rooms.sweep) == 1
    assert rows() == {"wrong_codes": 1}


def test_whoever_draws_as_it_ends_leaves_no_row(address, room, rows):
    other = connect(address)
    refused = []

    def draw(visitor):
        try:
            for at in range(1000):
                with other.writing() as connection:
                    from digits.audience import play

                    play.draw(connection, room.id, drawn(visitor, 7, at=at))
        except NoRoomError as error:
            refused.append(error)

    visitors = [f"{number}" for number in range(4)]
    for each in visitors:
        room.join(each)
    threads = [threading.Thread(target=draw, args=(each,)) for each in visitors]
    for each in threads:
        each.start()
    while rows().get("drawings", 0) < 8:
        pass
    room.holding(rooms.end)
    for each in threads:
        each.join()
    assert len(refused) == 4
    assert rows() == {}
    other.close()


def test_all_that_was_drawn_may_be_taken_home_but_what_is_hidden(room):
    from digits.audience import wall

    for visitor in ("ann", "bob"):
        room.join(visitor)
    for at in range(3):
        room.draw("ann", at, at=at)
    room.draw("bob", 9)
    first = next(iter(room.read(lambda connection: list(drawings.every(connection, room=room.id)))))
    room.holding(wall.hide_drawing, first.id)
    room.holding(wall.hide_person, 2)
    taken = room.read(lambda connection: list(rooms.take_home(connection, room.hold)))
    assert [each.text for each in taken] == ["1", "2"]


def test_what_is_drawn_in_a_room_is_not_kept_by_consent(room):
    room.join("ann")
    room.draw("ann", 7)
    assert not room.read(lambda connection: list(drawings.every(connection)))
