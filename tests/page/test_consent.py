from types import SimpleNamespace

import pytest

from digits.collection import drawings
from digits.collection.database import connect
from digits.collection.writer import Writer
from digits.drawing.labelled import Labelled
from digits.drawing.strokes import by_one_pen
from digits.errors import CollectionError
from digits.page import state
from digits.page.board import preload
from digits.page.parts import consent, hand
from digits.pen import writing as pen
from digits.reading import reader

SECRET = "0123456789abcdef" * 2
VISITOR = drawings.fingerprint(SECRET)
SEVEN = by_one_pen(pen.digit(7, 180, (90, 70)), 20)


@pytest.fixture
def session(monkeypatch):
    """A session of its own, in place of Streamlit's."""
    found = {}
    for module in (consent, preload, hand):
        monkeypatch.setattr(module, "st", SimpleNamespace(session_state=found))
    return found


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """Reads what is kept, once it is written."""
    database = connect(f"sqlite:///{tmp_path}/collection.db")
    writer = Writer(lambda: database)
    monkeypatch.setattr(consent, "writer", lambda: writer)
    monkeypatch.setattr(consent, "database", lambda: database)

    def read():
        writer.submit(lambda _: None).result(20)
        with database.reading() as connection:
            return [(each.writer, each.text, each.label) for each in drawings.every(connection)]

    yield read
    writer.close()
    database.close()


def says(session, answer):
    """Have the browser say something."""
    session[state.CONSENT] = {"answer": answer}
    consent._take()


@pytest.fixture(scope="module")
def answer():
    return reader.load().read(SEVEN)


def test_what_is_drawn_is_kept_from_a_yes_on_until_it_is_forgotten(session, kept, answer):
    consent.keep(answer)
    assert kept() == []
    says(session, {"keeps": True, "secret": SECRET})
    consent.keep(answer)
    consent.correct(SEVEN, "1")
    assert kept() == [(VISITOR, "7", "1")]
    says(session, {"keeps": False, "secret": SECRET})
    assert session[state.CONSENT_SAID] == "forgotten"
    consent.keep(answer)
    assert kept() == []


def test_one_tap_that_corrects_is_kept_with_what_was_read_before(session, kept, answer):
    says(session, {"keeps": True, "secret": SECRET})
    part = SEVEN._replace(strokes=[*SEVEN.strokes, SEVEN.strokes[0]], pens=[*SEVEN.pens, 20])
    session[state.HAND] = hand.Hand(drawings=(Labelled(part, "4", "9"), Labelled(SEVEN, "none", "1")))
    consent.keep(answer)
    assert kept() == [(VISITOR, "1", "none")]


def test_what_was_loaded_is_not_kept(session, kept, answer):
    says(session, {"keeps": True, "secret": SECRET})
    preload.load_drawing(SEVEN)
    consent.keep(answer)
    assert kept() == []


def test_what_was_drawn_and_left_is_kept_as_it_is_drawn_on(session, kept, answer):
    says(session, {"keeps": True, "secret": SECRET})
    consent.keep(answer)
    preload.load_drawing(SEVEN)  # as the page does on the way back from another one
    crossed = SEVEN._replace(strokes=[*SEVEN.strokes, [[100, 150], [160, 150]]], pens=[20, 20])
    consent.keep(answer._replace(drawing=crossed))
    assert kept() == [(VISITOR, "7", None)]
    assert session[state.KEPT_LAST][1] == crossed


@pytest.mark.parametrize(
    "junk",
    [
        *(None, "yes", 1, {}, {"keeps": True}, {"keeps": "yes", "secret": "x" * 32}),
        *({"keeps": True, "secret": secret} for secret in ("short", [1], int("1" * 32))),
    ],
)
def test_junk_is_no_answer(session, kept, answer, junk):
    says(session, junk)
    consent.keep(answer)
    assert kept() == []


def test_where_it_cannot_be_forgotten_it_says_so(session, monkeypatch):
    class Broken:
        def submit(self, _):
            raise CollectionError("It is locked.")

    monkeypatch.setattr(consent, "writer", Broken)
    says(session, {"keeps": False, "secret": SECRET})
    assert session[state.CONSENT_SAID].startswith("Your drawings could not be deleted")


@pytest.mark.parametrize(("value", "wanted"), [("1", True), ("0", False), ("", False), (None, False)])
def test_nothing_is_asked_unless_whoever_serves_the_page_wants_it(monkeypatch, value, wanted):
    monkeypatch.delenv("DIGITS_KEEP", raising=False)
    if value is not None:
        monkeypatch.setenv("DIGITS_KEEP", value)
    assert consent.is_wanted() is wanted
