import sqlite3
import threading
import time

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from digits.collection import database as databases
from digits.collection import drawings, schema, writer
from digits.collection.database import connect, now
from digits.collection.drawings import Labelled
from digits.collection.writer import Writer
from digits.drawing.strokes import by_one_pen
from digits.errors import CollectionError
from digits.pen import writing as pen

SEVEN = Labelled(by_one_pen(pen.digit(7, 180, (90, 70)), 20), "7", "7", writer="ann", confidence=0.9, network="abc")


def kept(database):
    with database.reading() as connection:
        return list(drawings.every(connection))


def keep(database, drawing=SEVEN):
    with database.writing() as connection:
        return drawings.keep(connection, drawing)


def sentence(error):
    """The message, after a look at its form: one sentence, which says what to do."""
    message = str(error.value)
    assert message.endswith(".")
    assert "\n" not in message
    assert "sqlalche.me" not in message
    return message


def test_it_is_made_on_first_use_and_found_again(address):
    for count in (1, 1):
        database = connect(address)
        keep(database)
        assert len(kept(database)) == count
        database.close()


def test_a_reader_sees_one_state_while_others_write(address):
    database = connect(address)
    with database.reading(one_state=True) as connection:
        before = list(drawings.every(connection))
        keep(database)
        assert list(drawings.every(connection)) == before == []
    assert len(kept(database)) == 1


def test_it_is_a_file_of_the_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path / "new" / "data"))
    monkeypatch.delenv("DIGITS_DATABASE", raising=False)
    connect().close()
    assert (tmp_path / "new" / "data" / "collection.db").exists()


def test_the_environment_names_another(address, monkeypatch, tmp_path):
    monkeypatch.setenv("DIGITS_DATABASE", address)
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path / "unused"))
    keep(connect())
    assert len(kept(connect(address))) == 1
    assert not (tmp_path / "unused").exists()


def test_all_servers_may_make_it_at_once(address):
    errors = []

    def begin():
        try:
            connect(address).close()
        except CollectionError as error:
            errors.append(error)

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not errors


def test_another_version_is_refused(address):
    database = connect(address)
    with database.writing() as connection:
        connection.execute(update(schema.version).values(version=9))
    database.close()
    with pytest.raises(CollectionError, match=r"version 9, and this Digits knows version 1: .* `export`") as error:
        connect(address)
    sentence(error)


@pytest.mark.parametrize("wrong", ["mysql://here/there", "postgresql//nowhere", "::"])
def test_an_address_of_something_else_is_refused(wrong):
    with pytest.raises(CollectionError, match="DIGITS_DATABASE: expected postgresql://") as error:
        connect(wrong)
    sentence(error)


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_what_would_be_kept_in_memory_is_refused(address):
    with pytest.raises(CollectionError, match="expected sqlite:///FILE") as error:
        connect(address)
    sentence(error)


def test_a_file_has_the_driver_that_is_there(tmp_path):
    connect(f"sqlite+aiosqlite:///{tmp_path}/file.db").close()
    assert (tmp_path / "file.db").exists()


def test_passwords_are_not_said():
    with pytest.raises(CollectionError) as error:
        connect("postgresql://me:secret@127.0.0.1:1/digits")
    assert "secret" not in sentence(error)
    assert "cannot be reached: check that it runs" in sentence(error)


def test_without_psycopg_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(CollectionError, match=r"pip install -r requirements-postgresql\.txt") as error:
        connect("postgresql://127.0.0.1/digits")
    sentence(error)


@pytest.mark.slow
def test_a_database_that_nobody_made_is_said(postgresql):
    with pytest.raises(CollectionError, match="does not exist: make the database first") as error:
        connect(postgresql.address("nobody-made-it"))
    sentence(error)


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path):
    (tmp_path / "kept").touch()
    with pytest.raises(CollectionError, match=r"cannot be made: .*\. Name another place") as error:
        connect(f"sqlite:///{tmp_path}/kept/collection.db")
    sentence(error)


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path):
    (tmp_path / "collection.db").mkdir()
    with pytest.raises(CollectionError, match="cannot be opened: check that the folder") as error:
        connect(f"sqlite:///{tmp_path}/collection.db")
    sentence(error)


def test_junk_is_said_and_left_alone(tmp_path):
    file = tmp_path / "collection.db"
    file.write_bytes(b"junk" * 1000)
    with pytest.raises(CollectionError, match="is no database, or a broken one: move the file away") as error:
        connect(f"sqlite:///{file}")
    sentence(error)
    assert file.read_bytes() == b"junk" * 1000


def test_a_lock_is_waited_for_and_then_said(tmp_path, monkeypatch):
    monkeypatch.setattr(databases, "BUSY_TIMEOUT", 0.1)
    database = connect(f"sqlite:///{tmp_path}/collection.db")
    other = sqlite3.connect(tmp_path / "collection.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(CollectionError, match="is locked by another program: close it") as error:
        keep(database)
    sentence(error)
    assert kept(database) == []  # reading goes on
    other.execute("COMMIT")
    keep(database)
    assert len(kept(database)) == 1


def test_a_full_disk_is_said_and_nothing_is_half_there(tmp_path):
    database = connect(f"sqlite:///{tmp_path}/collection.db")
    with pytest.raises(CollectionError, match="has no more room on its disk: free some") as error, \
            database.writing() as connection:  # fmt: skip
        connection.exec_driver_sql("PRAGMA max_page_count = 40")
        for number in range(10_000):
            drawings.keep(connection, SEVEN._replace(id=str(number)))
    sentence(error)
    assert kept(database) == []


def test_what_may_only_be_read_is_read(tmp_path):
    address = f"sqlite:///{tmp_path}/collection.db"
    keep(connect(address))
    database = connect(address)
    with pytest.raises(CollectionError, match="may only be read: allow the page to write there") as error, \
            database.writing() as connection:  # fmt: skip
        connection.exec_driver_sql("PRAGMA query_only = ON")
        drawings.keep(connection, SEVEN._replace(id="another"))
    sentence(error)
    assert len(kept(database)) == 1


def test_a_file_that_was_deleted_has_lost_its_tables(tmp_path):
    database = connect(f"sqlite:///{tmp_path}/collection.db")
    database.close()
    for file in tmp_path.glob("collection.db*"):
        file.unlink()
    with pytest.raises(CollectionError, match="has lost its tables: start the page again") as error:
        keep(database)
    sentence(error)


@pytest.mark.slow
def test_postgresql_may_go_and_come_back(postgresql):
    database = connect(postgresql.make("comes-back"))
    keep(database)
    postgresql.stop()
    try:
        with pytest.raises(CollectionError, match="cannot be reached: check that it runs") as error:
            kept(database)
        sentence(error)
    finally:
        postgresql.start()
    assert len(kept(database)) == 1


def test_a_bug_of_ours_keeps_its_own_error(database):
    with pytest.raises(SQLAlchemyError, match="SELEKT"), database.reading() as connection:
        connection.execute(text("SELEKT 1"))


def test_the_clock_is_the_databases(database):
    with database.reading() as connection:
        assert now(connection) == pytest.approx(time.time(), abs=5)
        assert now(connection) <= now(connection)


def test_two_who_read_and_then_write_wait_for_each_other(address):
    """Both servers read a count and add one to it; no addition is lost, and nobody is refused."""
    one, other = connect(address), connect(address)
    with one.writing() as connection:
        connection.execute(insert(schema.wrong_codes).values(origin="a", level=0, latest=0))

    def add(database):
        for _ in range(50):
            with database.writing() as connection:
                level = connection.scalar(select(schema.wrong_codes.c.level).with_for_update())
                connection.execute(update(schema.wrong_codes).values(level=level + 1))

    threads = [threading.Thread(target=add, args=(each,)) for each in (one, other)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with one.reading() as connection:
        assert connection.scalar(select(schema.wrong_codes.c.level)) == 100
    one.close()
    other.close()


def test_what_was_deleted_is_in_no_file(tmp_path):
    database = connect(f"sqlite:///{tmp_path}/collection.db")
    for number in range(50):
        keep(database, SEVEN._replace(id=f"{number}", writer="somebody-in-particular"))
    assert b"somebody-in-particular" in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    with database.writing() as connection:
        drawings.forget_visitor(connection, "somebody-in-particular")
    database.tidy()
    assert database.is_tidy
    assert b"somebody-in-particular" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_the_writer_tidies_once_nobody_reads_any_more(tmp_path, monkeypatch):
    monkeypatch.setattr(databases, "BUSY_TIMEOUT", 0.05)
    monkeypatch.setattr(writer, "CHORES_EVERY", 0.1)
    database = connect(f"sqlite:///{tmp_path}/collection.db")
    keep(database, SEVEN._replace(writer="somebody-in-particular"))
    with database.reading() as connection:
        list(drawings.every(connection))
        with database.writing() as other:
            drawings.forget_visitor(other, "somebody-in-particular")
        database.tidy()
        assert not database.is_tidy
    opened = Writer(lambda: database, lambda _: 0)
    deadline = time.monotonic() + 20
    while not database.is_tidy and time.monotonic() < deadline:
        time.sleep(0.05)
    opened.close()
    assert b"somebody-in-particular" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


@pytest.mark.slow
def test_a_server_whose_machine_is_gone_is_not_waited_for_long(postgresql):
    with connect(postgresql.make("patience")).reading() as connection:
        told = connection.connection.dbapi_connection.info.get_parameters()
    assert (told["tcp_user_timeout"], told["keepalives_idle"], told["connect_timeout"]) == ("10000", "5", "5")
