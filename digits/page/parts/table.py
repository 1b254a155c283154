"""What was read on several pictures, as a table for the page and as CSV for a spreadsheet."""

import csv
import io
from collections.abc import Sequence
from html import escape

from digits.page.parts.pictures import Seen
from digits.page.parts.words import percent

Rows = Sequence[tuple[str, Seen]]

COLUMNS = "name", "text", "lines", "how sure", "why not"
UNBROKEN = 8  # digits of a line that stay together
FORMULA = "=", "+", "-", "@", "\t", "\r"  # what a spreadsheet takes for the beginning of a formula


def table(rows: Rows) -> str:
    """Return a table with a row for each picture as HTML, and how many were read."""
    read = sum(not seen.problem for _, seen in rows)
    body = "".join(_row(name, seen) for name, seen in rows)
    head = "".join(f'<th scope="col">{each}</th>' for each in ("Picture", "Read as", "Lines", "How sure"))
    told = f'<p role="status">{read} of {len(rows)} pictures {"was" if read == 1 else "were"} read.</p>'
    return f'<div class="read-pictures">{told}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def as_csv(rows: Rows) -> bytes:
    """Return a CSV file with a row for each picture, marked as UTF-8; no cell of it is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for name, seen in rows:
        sure = "" if seen.problem else f"{seen.confidence:.4f}"
        lines = 0 if seen.problem else len(seen.lines)
        why = seen.problem.short if seen.problem else ""
        writer.writerow([_cell(name), _cell(seen.text), lines, sure, why])
    return text.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    """Return text that a spreadsheet shows and does not reckon."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _row(name: str, seen: Seen) -> str:
    named = f'<th scope="row" title="{escape(name)}"><span>{escape(name)}</span></th>'
    if seen.problem:
        return f'<tr>{named}<td class="why" colspan="3">{escape(seen.problem.short)}</td></tr>'
    text = "<br>".join(map(_breakable, seen.text.splitlines()))
    sure = escape(percent(seen.confidence))
    return f'<tr>{named}<td class="text">{text}</td><td>{len(seen.lines)}</td><td>{sure}</td></tr>'


def _breakable(line: str) -> str:
    """Return a line that a narrow screen may break, but not at each digit."""
    return "<wbr>".join(line[i : i + UNBROKEN] for i in range(0, len(line), UNBROKEN))
