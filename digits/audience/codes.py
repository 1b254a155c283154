"""The code of a room: four letters that can be read from the last row, and told on the telephone.

They are no vowels, so that no code is a word, and none looks like another. Wrong codes are slowed down: a whole lecture
hall may share one address, so a few dozen at once are nothing, and then one in some seconds.
"""

import math
import re
import secrets

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from digits.collection.database import now
from digits.collection.drawings import fingerprint
from digits.collection.schema import wrong_codes
from digits.errors import WrongCodesError

LETTERS = "BCDFGHJKMNPRSTWXZ"
LENGTH = 4
MAX_TYPED = 200  # characters: a link may be pasted
MAX_AT_ONCE = 40  # wrong codes from one place
SECONDS_EACH = 3.0  # until one more is let through


def new() -> str:
    """Return four random letters."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def cleaned(code: str) -> str:
    """Return a code as it is kept, however it was typed; of a link, or of "Room BCDF", what follows the word."""
    typed = code[:MAX_TYPED].upper()
    in_link = re.search(r"[?&]ROOM=([^&]*)", typed)
    after = in_link[1] if in_link else typed.rpartition("ROOM")[2]  # no code holds that: it has vowels
    return "".join(filter(str.isalpha, after))[:LENGTH]


def check_pace(connection: Connection, origin: str) -> None:
    """Raise `WrongCodesError` where too many wrong codes came from one place."""
    too_many = _level(connection, origin) + 1 - MAX_AT_ONCE
    if too_many > 0:
        seconds = math.ceil(too_many * SECONDS_EACH)
        raise WrongCodesError(f"Too many wrong codes came from here: wait {seconds} seconds, then type it again.")


def count_wrong(connection: Connection, origin: str) -> None:
    """Count a wrong code; what was counted long ago is forgotten."""
    moment = now(connection)
    old = select(wrong_codes.c.origin).where(wrong_codes.c.latest < moment - MAX_AT_ONCE * SECONDS_EACH)
    old = old.with_for_update(skip_locked=True)  # two who count hold each their own, and must not wait for the other's
    connection.execute(delete(wrong_codes).where(wrong_codes.c.origin.in_(old)))
    values = {"level": _level(connection, origin) + 1, "latest": moment}
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(wrong_codes)
    added = insert.values(origin=fingerprint(origin), **values)
    connection.execute(added.on_conflict_do_update(index_elements=["origin"], set_=values))


def _level(connection: Connection, origin: str) -> float:
    """Return how many wrong codes still count against a place."""
    mine = wrong_codes.c.origin == fingerprint(origin)
    found = connection.execute(select(wrong_codes).where(mine).with_for_update()).first()
    return max(0.0, found.level - (now(connection) - found.latest) / SECONDS_EACH) if found else 0.0
