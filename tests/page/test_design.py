"""One design: every sheet takes its colours and sizes from `design.css`, and nothing that is not there."""

import re
import tomllib

import pytest

from digits.page.board.messages import COLOUR
from digits.page.parts.style import PAGE, SHEETS, style
from tests.conftest import ROOT

DESIGN, *OTHERS = SHEETS
TOKENS = (PAGE / DESIGN).read_text(encoding="utf-8")
COLOURS = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|(?<=: )(?:white|black|gr[ae]y|red|orange)\b")
SIZED = re.compile(
    r"^\s*((?:row-|column-)?gap|(?:margin|padding)[\w-]*|font-size|border-radius): ([^;(]*\d[^;(]*);", re.M
)
FOR_A_PROJECTOR = {"parts/present.css", "rooms/screen.css"}  # where all is larger


def declared(text):
    return set(re.findall(r"(--[\w-]+):", text)) | set(re.findall(r"@property (--[\w-]+)", text))


def token(name):
    """Return a token's values: one, or one by day and one by night."""
    (value,) = re.findall(rf"{name}: (?:light-dark\()?([^;]*?)\)?;", TOKENS)
    found = [token(each[4:-1])[0] if "var" in each else each for each in value.split(", ")]
    return [f"#{each[1:] * (2 if len(each) == 4 else 1)}" for each in found]


def test_every_sheet_of_the_page_is_loaded():
    assert sorted(SHEETS) == sorted(file.relative_to(PAGE).as_posix() for file in PAGE.rglob("*.css"))


def test_what_is_used_is_there():
    set_elsewhere = set().union(
        *(
            re.findall(r"(--[\w-]+)", file.read_text(encoding="utf-8"))
            for kind in ("py", "js")
            for file in PAGE.rglob(f"*.{kind}")
        )
    )
    used = set(re.findall(r"var\((--[\w-]+)", style()))
    assert {each for each in used - declared(style()) - set_elsewhere if not each.startswith("--st-")} == set()


def test_no_colour_is_spare():
    colours = {each for each in declared(TOKENS) if each.startswith("--digits-")}
    assert {each for each in colours if f"var({each})" not in style()} == set()


@pytest.mark.parametrize("name", OTHERS)
def test_colours_are_the_designs(name):
    assert COLOURS.findall((PAGE / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", sorted({*OTHERS} - FOR_A_PROJECTOR))
def test_sizes_are_the_designs(name):
    """Of spaces, letters and roundings; not of hairs of three pixels, nor of parts of a letter's size."""
    sized = SIZED.findall((PAGE / name).read_text(encoding="utf-8"))
    assert [each for each in sized if re.search(r"\d*\.?\d+rem|\b(?:[4-9]|\d{2,})px", each[1])] == []


def test_the_theme_and_the_ink_have_the_designs_colours():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    for key, name in (
        ("backgroundColor", "--digits-page"),
        ("secondaryBackgroundColor", "--digits-paper"),
        ("primaryColor", "--digits-strong"),
        ("borderColor", "--digits-line"),
    ):
        assert [theme[each][key] for each in ("light", "dark")] == token(name)
    dark_ink = re.findall(r'DARK_INK = "(.*)"', (PAGE / "board" / "sharp.js").read_text(encoding="utf-8"))
    assert token("--digits-ink") == [COLOUR, *dark_ink]
