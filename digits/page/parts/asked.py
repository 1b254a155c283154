"""A digit that is asked for, as HTML: what it is, whether what is drawn is that, and how it stands so far."""

from digits.audience import challenge
from digits.audience.challenge import Challenge
from digits.page.parts.words import article

SHOW_RIGHT_FOR = 0.8  # seconds: to be seen, and for the bar of a 5 that was read without it


def ask(digit: int, who: str = "Draw", mark: str = "", more: str = "") -> str:
    """Return the digit that somebody is to draw, with a mark, `right` or `wrong`, and more beneath it."""
    a = article(digit).removesuffix(str(digit))
    said = {"right": "\N{CHECK MARK} Right", "wrong": f"\N{MULTIPLICATION X} Not {article(digit)}", "": ""}[mark]
    return (
        f'<p class="ask" role="status">{who} {a}<b>{digit}</b></p><p class="mark {mark}" role="status">{said}</p>{more}'
    )


def asked(now: Challenge, moment: float, mark: str = "") -> str:
    """Return what a challenge asks for at a moment, with a countdown before it begins."""
    if now.digit is None:
        raise ValueError("challenge: expected one that is under way")
    last = f" · last {now.seconds[-1]:.1f}\N{NO-BREAK SPACE}s" if now.seconds else ""
    clock = (
        f'<p class="clock"><span>{now.done} of {challenge.ROUNDS}</span> · '
        f'<span class="seconds" aria-hidden="true"></span> · <span>{now.streak} in a row{last}</span></p>'
    )
    elapsed = moment - now.began
    countdown = '<p class="countdown" aria-hidden="true">Get ready <b></b></p>' if elapsed < 0 else ""
    return (
        f'<div class="request" style="--since: {elapsed:.1f}">{countdown}{ask(now.digit, mark=mark, more=clock)}</div>'
    )


def result(now: Challenge) -> tuple[str, str, str]:
    """Return how many digits were drawn, in which time, and how many in a row, in words."""
    drawn = f"{len(now.seconds)} of {challenge.ROUNDS}" if now.skipped or now.digit is not None else "Ten digits"
    return drawn, f"{sum(now.seconds):.1f} s", f"{now.longest} in a row"
