"""A photo with a box for each digit, and beside it what was read, as HTML.

`st.html` keeps no SVG, so a box is an element that CSS turns and slants: sharp at every size, with a style of its own
where it is not sure. The boxes repeat what the text says, so a screen reader skips them.
"""

from collections.abc import Iterator
from html import escape

from digits.page.parts.pictures import Mark, Place, Problem, Seen
from digits.page.parts.words import alternative, percent
from digits.reading.verdict import Verdict

MAX_ENLARGED = 4  # times: a small picture is shown no larger
MAX_DOUBTS = 4  # that are told one by one
NEAR_THE_TOP = 8  # percent: a label above a box that is higher would leave the photo, and stands in the box


def photo_with_text(name: str, seen: Seen) -> str:
    """Return a picture's name, what was read on it, and the photo with its boxes, as HTML."""
    told = _problem(seen.problem) if seen.problem else _text(seen)
    figure = _figure(name, seen) if seen.photo else ""
    kind = "photo unread" if seen.problem else "photo"
    return f'<section class="{kind}"><div class="told"><h2>{escape(name)}</h2>{told}</div>{figure}</section>'


def _problem(problem: Problem) -> str:
    return f'<p class="why">{escape(problem.sentences)}</p>'


def _text(seen: Seen) -> str:
    """Return the lines of digits, how sure they are, and what may be wrong, as HTML."""
    longest = max(len(line) + sum(map(_is_unsure, line)) for line in seen.by_line())
    lines = "".join(f"<li>{''.join(map(_digit, line))}</li>" for line in seen.by_line())
    sized = f"--digits: {longest}; --lines: {len(seen.lines)}"
    return f'<ol class="lines" style="{sized}">{lines}</ol><p class="sure">{_sure(seen)}</p>{_doubts(seen)}{_key(seen)}'


def _digit(mark: Mark) -> str:
    digit = mark.reading.digit if mark.reading else ""
    return f'<span class="unsure">{digit}</span>' if _is_unsure(mark) else str(digit)


def _sure(seen: Seen) -> str:
    """Return how sure it is that all digits are right, as a sentence."""
    several = f" of all {len(seen.digits)} digits" if len(seen.digits) > 1 else ""
    turned = " It did not lie upright, and was turned." if seen.was_turned else ""
    return f"{escape(percent(seen.confidence))} sure{several}.{turned}"


def _doubts(seen: Seen) -> str:
    """Return what each unsure digit may be instead, as an HTML list; "" where all are sure."""
    told = list(_told_doubts(seen))
    if len(told) > MAX_DOUBTS:
        told[MAX_DOUBTS - 1 :] = [f"And {len(told) - MAX_DOUBTS + 1} more are not sure."]
    return f'<ul class="doubts">{"".join(f"<li>{each}</li>" for each in told)}</ul>' if told else ""


def _told_doubts(seen: Seen) -> Iterator[str]:
    """Yield a sentence for each digit that is not sure."""
    for number, line in enumerate(seen.by_line(), start=1):
        where = f"Line {number}: the" if len(seen.lines) > 1 else "The"
        for reading in (mark.reading for mark in line if _is_unsure(mark)):
            if reading:
                sure, other = escape(percent(reading.confidence)), alternative(reading)
                doubt = f"({sure} sure) is perhaps {other}" if other else f"is {sure} sure"
                yield f"{where} {reading.digit} {doubt}."


def _key(seen: Seen) -> str:
    """Return what the kinds of boxes on the photo mean, as HTML; "" where there is one kind of digits only."""
    words = {"sure": "sure", "unsure": "not sure", "sign": "a sign, not read"}
    kinds = {_kind(mark) for mark in (*seen.digits, *seen.signs)}
    if kinds == {"sure"}:
        return ""
    shown = "".join(f'<li><i class="{kind}"></i>{words[kind]}</li>' for kind in words if kind in kinds)
    return f'<ul class="key">{shown}</ul>'


def _figure(name: str, seen: Seen) -> str:
    """Return the photo and its boxes as HTML."""
    width, height = seen.size
    sized = f"--ratio: {width / height:.4f}; --widest: {MAX_ENLARGED * width}px"
    boxes = "".join(_box(mark, height / width) for mark in (*seen.digits, *seen.signs))
    image = f'<img src="{seen.photo}" alt="{escape(_alt(name, seen))}" width="{width}" height="{height}">'
    return f'<figure style="{sized}">{image}<div class="boxes" aria-hidden="true">{boxes}</div></figure>'


def _alt(name: str, seen: Seen) -> str:
    """Return what a picture shows, in words."""
    if seen.problem:
        return f"{name}: {seen.problem.short}"
    return f"{name}, read as {', '.join(seen.text.splitlines())}"


def _box(mark: Mark, aspect: float) -> str:
    """Return a box and its label as HTML."""
    kind, (label, title) = _kind(mark), _label(mark)
    within = " within" if mark.place.top < NEAR_THE_TOP else ""
    return f'<i class="{kind}{within}" style="{_style(mark.place, aspect)}" title="{escape(title)}"><b>{label}</b></i>'


def _style(place: Place, aspect: float) -> str:
    """Return where a box is, and how high it is in percent of the photo's width, as CSS."""
    box = f"left: {place.left}%; top: {place.top}%; width: {place.width}%; height: {place.height}%"
    return f"{box}; --high: {place.height * aspect:.2f}; transform: rotate({place.angle}deg) skewX({place.slant}deg)"


def _label(mark: Mark) -> tuple[str, str]:
    """Return what stands at a box, and what it says when it is pointed at."""
    reading = mark.reading
    if reading is None:
        return "sign", "A sign, not read"
    other = alternative(reading) if reading.verdict is Verdict.UNSURE else None
    perhaps = f", or perhaps {other}" if other else ""
    return str(reading.digit), f"{reading.digit}{perhaps}, {percent(reading.confidence)} sure"


def _kind(mark: Mark) -> str:
    """Return the class of a box."""
    if mark.reading is None:
        return "sign"
    return "unsure" if _is_unsure(mark) else "sure"


def _is_unsure(mark: Mark) -> bool:
    return mark.reading is not None and mark.reading.verdict is Verdict.UNSURE
