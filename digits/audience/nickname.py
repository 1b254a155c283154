"""Nicknames for the leaderboard: what is a name, and which names are the same."""

import unicodedata

from digits.errors import NicknameError

MAX_LENGTH = 12  # characters
_LETTERS = "LNPSZ"  # kinds of characters that are seen, and blanks; marks belong to the one before


def cleaned(text: str) -> str:
    """Return a name without what is not seen; raise `NicknameError` where nothing or too much is left.

    A letter keeps one mark: a stack of them would cover its neighbours.
    """
    kept = ""
    for character in unicodedata.normalize("NFC", text[: 20 * MAX_LENGTH]):
        kind = unicodedata.category(character)
        is_letter = kind[0] in _LETTERS and kind not in ("Zl", "Zp")
        if is_letter or (kind == "Mn" and kept and unicodedata.category(kept[-1])[0] == "L"):
            kept += character
    name = " ".join(kept.split())
    if not any(map(str.isalnum, name)):
        raise NicknameError("A nickname needs a letter or a digit: type another.")
    if len(name) > MAX_LENGTH:
        raise NicknameError(f"A nickname has at most {MAX_LENGTH} characters: type a shorter one.")
    return name


def folded(name: str) -> str:
    """Return what two names have in common that are told apart by case, accents or blanks alone."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(filter(str.isalnum, plain))
