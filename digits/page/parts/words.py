"""How the page words figures and digits, and what others wrote."""

import re

from digits.reading.verdict import Reading

MIN_GUESS = 0.05  # of what is less likely, nobody wants to hear


def article(digit: int | None) -> str:
    """Return a digit with its article."""
    return f"an {digit}" if digit == 8 else f"a {digit}"


def percent(share: float) -> str:
    """Return a share as people write it, never rounded up to a certainty or down to an impossibility."""
    if share >= 0.9995:
        return ">99.9 %"
    if share >= 0.99:
        return f"{100 * share:.1f} %"
    if 0 < share <= 0.005:
        return "<1 %"
    return f"{100 * share:.0f} %"


def count(number: int) -> str:
    """Return a number of things as the page writes it, its thousands parted."""
    return f"{number:,}"


def share(share: float) -> str:
    """Return a measured share with two decimals, for figures that stand beneath one another."""
    return f"{100 * share:.2f}\N{NO-BREAK SPACE}%"


def alternative(reading: Reading) -> str | None:
    """Return what a reading may be instead; None where nothing else is likely."""
    runner_up = reading.runner_up
    is_likely = runner_up is not None and reading.shares[runner_up] >= MIN_GUESS
    return article(runner_up) if is_likely else None


def plain(text: str) -> str:
    """Return what somebody else wrote as Markdown that shows it and means nothing: no link, no picture, no line."""
    return re.sub(r"([\\`*_{}\[\]()<>#!|~$:&])", r"\\\1", " ".join(text.split()))
