import pytest

from digits.audience import nickname
from digits.errors import NicknameError


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Ann", "Ann"),
        ("  Ann \t\n B ", "Ann B"),
        ("Zoë", "Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("李小龍", "李小龍"),
        ("<b>x</b>", "<b>x</b>"),  # the page escapes it
        ("A🦊", "A🦊"),
        ("A\u202e\u200b\0\ud800B", "AB"),
        ("x\u0301\u0302\u0303\u0304y", "x\u0301y"),
        ("twelve chars", "twelve chars"),
    ],
)
def test_what_is_not_seen_is_left_out(typed, name):
    assert nickname.cleaned(typed) == name


@pytest.mark.parametrize("junk", ["", "   ", "\u200b\u202e", "!?", "🦊", "\u0301\u0302", "x" * 13, "x" * 10_000])
def test_junk_is_refused_in_a_sentence(junk):
    with pytest.raises(NicknameError, match=r"^A nickname .*\.$"):
        nickname.cleaned(junk)


def test_names_that_look_alike_are_the_same():
    assert nickname.folded("Zoë 1") == nickname.folded("ZOE1") != nickname.folded("Zoe2")
